"""The converted sources as policies see them: rows that are still accepted, and how one is taken out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from shuke.engines.duckdb import DuckDB
from shuke.ingest.raw import Reading
from shuke.stages.relation import literal

if TYPE_CHECKING:
    from shuke.ingest.loaded import Loaded


@dataclass(frozen=True)
class Ground:
    """The sources of one run as tables ``lines_N`` with a verdict; those read in place cannot lose a row."""

    engine: DuckDB
    loaded: tuple[Loaded, ...]
    reading: Reading
    # The number of the first source.
    first: int = 0

    def tables(self, *columns: str) -> Iterator[tuple[int, Loaded]]:
        """Yield the sources that were converted and hold some columns, with their numbers."""
        for number, one in enumerate(self.loaded, self.first):
            if not one.in_place and set(columns) <= one.columns:
                yield number, one

    def mark(self, condition: str, verdict: str, value: str = "NULL", *, needs: tuple[str, ...] = ()) -> None:
        """Give the accepted rows for which a condition holds a verdict, and the text that shows why."""
        for number, _ in self.tables(*needs):
            self.engine.run(
                f"UPDATE lines_{number} SET verdict = {literal(verdict)}, value = {value} "
                f"WHERE verdict IS NULL AND ({condition})"
            )

    def mark_rows(self, picked: str, verdict: str, value: str = "NULL") -> None:
        """Give the rows that a query names (``source``, ``row``) a verdict."""
        self.engine.run(f"CREATE OR REPLACE TEMP TABLE picked_rows AS {picked}")
        for number, _ in self.tables():
            self.engine.run(
                f"UPDATE lines_{number} SET verdict = {literal(verdict)}, value = {value} FROM picked_rows "
                f"WHERE picked_rows.source = {number} AND picked_rows.row = lines_{number}.rowid"
            )

    def union(self, columns: dict[str, str], condition: str = "TRUE", *, needs: tuple[str, ...] = ()) -> str:
        """Return the accepted rows of the converted sources: ``source``, ``row`` and some expressions."""
        chosen = ", ".join(f"{expression} AS {name}" for name, expression in columns.items())
        parts = [
            f"SELECT {number} AS source, rowid AS row, {chosen} FROM lines_{number} "
            f"WHERE verdict IS NULL AND ({condition})"
            for number, _ in self.tables(*needs)
        ]
        nothing = ", ".join(f"NULL AS {name}" for name in columns)
        return " UNION ALL ".join(parts) or f"SELECT 0 AS source, 0 AS row, {nothing} WHERE FALSE"


def among(column: str, values: tuple[str, ...]) -> str:
    """Return the condition that a text is one of some values."""
    return f"{column} IN ({', '.join(map(literal, values))})" if values else "FALSE"


def among_here(column: str, values: tuple[str, ...]) -> str:
    """Return the same condition for the embedded engine: a text is compared with the values of its own length only."""
    if not values:
        return "FALSE"
    by_length: dict[int, list[str]] = {}
    for value in values:
        by_length.setdefault(len(value.encode()), []).append(value)
    arms = " ".join(
        f"WHEN STRLEN({column}) = {length} THEN {among(column, tuple(words))}"
        for length, words in sorted(by_length.items())
    )
    return f"CASE WHEN STRLEN({column}) > {max(by_length)} THEN FALSE {arms} ELSE FALSE END"
