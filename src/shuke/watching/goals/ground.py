"""What goals are measured on: who is in which group on a day, and what customers bought between two days."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from functools import cached_property

from shuke.engines.duckdb import DuckDB
from shuke.errors import UsageError, Where
from shuke.ingest.raw import Reading
from shuke.rating import PLACED, Options
from shuke.saved import Saved, open_saved, rated_table
from shuke.stages.relation import identifier
from shuke.workspace.content import Content, Run
from shuke.workspace.home import Workspace
from shuke.workspace.rate import asked_of, rate
from shuke.workspace.relations import all_lines, pieces

ORDERS = "goal_orders"
# Orders as customers made them: lines of one number are one, lines without a number one each.
QUERY = (
    "SELECT customer_id, MIN(CAST(ordered_at AS DATE)) AS on_day, SUM(amount) AS amount FROM ({lines}) "
    "GROUP BY customer_id, order_id, CASE WHEN order_id IS NULL THEN ordered_at END, "
    "CASE WHEN order_id IS NULL THEN amount END"
)


class Ground:
    """The newest run of a workspace and the lines of its state; groups on other days are rated when asked for."""

    def __init__(self, space: Workspace, run: Run, content: Content) -> None:
        self.space, self.run, self.content = space, run, content
        self._engine: DuckDB | None = None
        self._places: dict[tuple[str, date], Mapping[str, str | None]] = {}

    @cached_property
    def saved(self) -> Saved:
        """The newest run."""
        return open_saved(self.space.run_folder(self.run))

    @property
    def as_of(self) -> date:
        """The day of the newest run."""
        return date.fromisoformat(self.saved.document["as_of"])

    def close(self) -> None:
        """Let go of the lines."""
        if self._engine is not None:
            self._engine.close()

    def places(self, result: str, day: date) -> Mapping[str, str | None]:
        """Return where every customer stood on a day under the run's scheme."""
        key = (result, day)
        if key not in self._places:
            self._places[key] = self._saved(result) if day == self.as_of else self._rated(result, day)
        return self._places[key]

    def _saved(self, result: str) -> Mapping[str, str | None]:
        with DuckDB() as engine:
            source = rated_table(engine, self.saved)
            return _places(engine, f"({source})", result)

    def _rated(self, result: str, day: date) -> Mapping[str, str | None]:
        document = self.saved.document
        options = Options(
            as_of=day,
            reading=Reading(zero_orders=self.content.zero_orders),  # type: ignore[arg-type]
            raw_ids=self.space.settings.raw,
        )
        asked = asked_of(document["scheme"]["text"], f"{document['scheme']['id']}.yaml", options)
        rating = rate(self.space, self.content, asked, options, afresh=True).rating
        try:
            return _places(rating.engine, PLACED, result)
        finally:
            rating.engine.close()

    @property
    def engine(self) -> DuckDB:
        """The engine with every order of the state."""
        if self._engine is None:
            segments = self.space.segments
            segments.check(pieces(self.content))
            engine = DuckDB()
            lines = all_lines(segments, self.content)
            engine.run(f"CREATE TABLE {ORDERS} AS {QUERY.format(lines=lines)}")
            self._engine = engine
        return self._engine

    def spent(self, first: date, last: date) -> Mapping[str, Decimal]:
        """Return what each customer spent after one day and up to another, refunds taken off."""
        query = f"SELECT customer_id, SUM(amount) FROM {ORDERS} WHERE on_day > ? AND on_day <= ? GROUP BY 1"
        return dict(self.engine.run(query, [first, last]))

    def bought(self, first: date, last: date) -> frozenset[str]:
        """Return who bought something after one day and up to another."""
        query = f"SELECT DISTINCT customer_id FROM {ORDERS} WHERE on_day > ? AND on_day <= ? AND amount > 0"
        return frozenset(row[0] for row in self.engine.run(query, [first, last]))

    def first_bought(self, first: date, last: date) -> Mapping[str, date]:
        """Return whose first purchase ever was after one day and up to another, and when it was."""
        query = (
            f"SELECT customer_id, MIN(on_day) FROM {ORDERS} WHERE amount > 0 GROUP BY 1 "
            "HAVING MIN(on_day) > ? AND MIN(on_day) <= ?"
        )
        return dict(self.engine.run(query, [first, last]))

    def earliest(self) -> date | None:
        """Return the day of the earliest order."""
        found: date | None = self.engine.run(f"SELECT MIN(on_day) FROM {ORDERS}")[0][0]
        return found

    def dates(self, column: str, where: Where) -> Mapping[str, date]:
        """Return the days that a column of the run holds, by customer; cells that are no days are left out.

        Raises:
            UsageError: the run has no such column.
        """
        with DuckDB() as engine:
            source = rated_table(engine, self.saved)
            columns = engine.columns(source)
            if column not in columns:
                raise UsageError("goal_column_unknown", where, column=column, known=", ".join(columns))
            cell = f"TRY_CAST({identifier(column)} AS DATE)"
            rows = engine.run(f"SELECT customer_id, {cell} FROM ({source}) WHERE {cell} IS NOT NULL")
            return dict(rows)


def members(places: Mapping[str, str | None], groups: Sequence[str]) -> list[str]:
    """Return who is in some groups, sorted; without groups everybody."""
    return sorted(one for one, place in places.items() if not groups or place in groups)


def _places(engine: DuckDB, relation: str, result: str) -> Mapping[str, str | None]:
    return dict(engine.run(f"SELECT customer_id, CAST({identifier(result)} AS VARCHAR) FROM {relation}"))


def window(day: date, days: int) -> tuple[date, date]:
    """Return after which day and up to which one a window of some days lies that ends on a day."""
    return day - timedelta(days=days), day
