"""The order lines of a state in memory, in the order of their customers, so that one customer's are found at once.

Where they lie in files they stand by day, and one customer's lines are among all of them.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Sequence

from shuke.engines.duckdb import DuckDB
from shuke.explain.customer import Line
from shuke.store.segments import Segments
from shuke.workspace.content import Content
from shuke.workspace.own_lines import lines_of
from shuke.workspace.relations import all_lines, pieces

LINES = "bought"
# So many take some 200 MB; of more, each customer's are looked for in the files.
MOST = 5_000_000


class Bought:
    """The lines of one state; who asks waits for one making of the table."""

    def __init__(self, segments: Segments, content: Content, most: int = MOST) -> None:
        self.segments, self.content = segments, content
        self.fits = sum(one.rows for one in pieces(content)) <= most
        self._making = threading.Lock()
        self._engine: DuckDB | None = None
        # Connections that nobody uses at the moment.
        self._idle: deque[DuckDB] = deque()

    def of(self, ids: Sequence[str], engine: DuckDB) -> list[Line]:
        """Return the lines under any of some ids, the earliest first; ``engine`` reads them where they are in files.

        Raises:
            DataError: a file of the workspace is damaged.
        """
        if not self.fits:
            return lines_of(engine, self.segments, self.content, ids)
        marks, table = ", ".join("?" for _ in ids), self._made()
        try:
            mine = self._idle.pop()
        except IndexError:
            mine = table.beside()
        rows = mine.run(
            f"SELECT bought_on, order_id, amount FROM {LINES} WHERE customer_id IN ({marks}) ORDER BY ALL", list(ids)
        )
        # One that failed is not used again.
        self._idle.append(mine)
        return [Line(*row) for row in rows]

    def _made(self) -> DuckDB:
        """Return the connection that made the table."""
        with self._making:
            if self._engine is None:
                self.segments.check(pieces(self.content))
                engine = DuckDB()
                engine.run(
                    f"CREATE TABLE {LINES} AS SELECT customer_id, CAST(ordered_at AS DATE) AS bought_on, order_id, "
                    f"amount FROM ({all_lines(self.segments, self.content)}) ORDER BY customer_id"
                )
                self._engine = engine
            return self._engine
