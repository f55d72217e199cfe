"""The rated table of one run in memory, with what is known of its columns; runs never change, so counts are kept.

Where there is a prediction of the run's day, its columns stand beside those of the rating.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cached_property
from typing import Any

from shuke.browse.ahead_columns import ahead_columns
from shuke.browse.columns import ID, Column, columns
from shuke.browse.latest import Latest
from shuke.browse.rows import Rows
from shuke.browse.runs import Listed
from shuke.engines.duckdb import DuckDB
from shuke.errors import UsageError, Where, ensure
from shuke.predicted.kept import TABLE
from shuke.saved import Saved, rated_table
from shuke.stages.relation import identifier, literal
from shuke.workspace.kept import Kept

RELATION = "rated_customers"
# What is searched in, in small letters: the texts of a row, parted by a sign that no text holds; those of few values
# are searched in the list of these.
SEARCHED, BETWEEN = "_searched", "\x1f"
MOST_ANSWERS, MOST_SENT = 500, 200


class Table:
    """The customers of one run; rows lie in the order of their ids, and ``rowid`` is their place in it."""

    def __init__(
        self, listed: Listed, saved: Saved, memory_limit: str | None = None, ahead: Kept | None = None
    ) -> None:
        if "changes_since" in saved.document:
            raise UsageError("run_of_changes", Where(file=str(saved.folder)), number=listed.number)
        self.listed, self.saved, self.ahead = listed, saved, ahead
        self._engine = DuckDB(memory_limit=memory_limit)
        self._engine.name("as_written", rated_table(self._engine, saved))
        self.columns = {one.name: one for one in columns(self._engine, "as_written", saved)}
        beside = None if ahead is None else ahead_columns(self._engine, ahead.file(TABLE), self.columns)
        if beside is not None:
            self._engine.run(
                f"CREATE OR REPLACE TEMP VIEW with_ahead AS SELECT rated.*, {', '.join(beside.cells)} "
                f"FROM as_written AS rated LEFT JOIN {beside.source} AS ahead USING ({ID}) ORDER BY rated.{ID}"
            )
            self.columns |= {one.name: one for one in beside.columns}
        self._keep("as_written" if beside is None else "with_ahead")
        self.rated = int(self._engine.run(f"SELECT COUNT(*) FROM {RELATION}")[0][0])
        ensure(self.rated == listed.run.rated, "a run holds other customers than it says")
        self._idle: deque[DuckDB] = deque()
        self.counts = Latest[Any, int](MOST_ANSWERS)
        # The places of those whom a search finds, where they are few.
        self.places = Latest[Any, Any](MOST_ANSWERS)
        self.sums = Latest[Any, Any](MOST_ANSWERS)
        # Pages and columns as they are sent, by all that they depend on.
        self.sent = Latest[Any, bytes](MOST_SENT)

    def _keep(self, source: str) -> None:
        """Copy the table into memory.

        Texts of few values are kept as places in the list of them: groups are sorted as the scheme lists them, and
        anything is found faster.
        """
        cells = []
        for one in self.columns.values():
            quoted = identifier(one.name)
            if one.listed and one.values:
                self._engine.run(
                    f"CREATE TYPE {identifier(f'values_of_{one.name}')} AS ENUM "
                    f"({', '.join(literal(value.name) for value in one.values)})"
                )
                cells.append(f"CAST({quoted} AS {identifier(f'values_of_{one.name}')}) AS {quoted}")
            else:
                cells.append(quoted)
        texts = [f"LOWER({identifier(one.name)})" for one in self.columns.values() if one.is_text and not one.listed]
        parted = f", CHR({ord(BETWEEN)}), ".join(texts)
        self._engine.run(
            f"CREATE TABLE {RELATION} AS SELECT {', '.join(cells)}, CONCAT({parted}, '') AS {SEARCHED} FROM {source}"
        )

    @cached_property
    def rows(self) -> Rows:
        """The rows at hand by their place or their id."""
        return Rows(RELATION, self.columns, self.rated, self.ask)

    @property
    def rows_at_hand(self) -> Rows | None:
        """The same where they were asked for before; None where not."""
        found: Rows | None = self.__dict__.get("rows")
        return found

    @property
    def manifest(self) -> str:
        """The hash of the run's manifest, which names everything that is told of the run."""
        return self.listed.run.manifest

    @property
    def mark(self) -> str:
        """What stands for everything in the table: the run, and the prediction beside it."""
        return self.manifest if self.ahead is None else f"{self.manifest} {self.ahead.mark}"

    @contextmanager
    def cursor(self) -> Iterator[DuckDB]:
        """Lend a connection to the table for one question after another."""
        try:
            engine = self._idle.pop()
        except IndexError:
            engine = self._engine.beside()
        yield engine
        # One that failed is not used again.
        self._idle.append(engine)

    def ask(self, statement: str, parameters: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        """Return the rows of a question."""
        with self.cursor() as engine:
            return engine.run(statement, list(parameters))

    def named(self, names: Sequence[str], where: str) -> list[Column]:
        """Return columns by their names; ``where`` says in which part of the question they stand.

        Raises:
            UsageError: there is no such column.
        """
        for name in names:
            if name not in self.columns:
                raise UsageError("column_of_run_unknown", Where(column=where), known=", ".join(self.columns))
        return [self.columns[name] for name in names]

    @property
    def has_money(self) -> bool:
        """Whether the table holds what each customer brought."""
        return "monetary" in self.columns


__all__ = ["ID", "RELATION", "SEARCHED", "Table"]
