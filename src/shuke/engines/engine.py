"""What every engine promises: relations are computed where the lines lie, and only answers come out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, Protocol

from shuke.stages.relation import Positions, Select

if TYPE_CHECKING:
    from shuke.engines.duckdb import DuckDB

Kind = Literal["text", "integer", "decimal", "float", "date", "timestamp", "instant", "other"]


@dataclass(frozen=True)
class Column:
    """A column of a table in an engine: its name, what it holds, and the type as the engine calls it.

    ``digits`` and ``scale`` are those of a decimal, ``digits`` also the most that an integer has; None: unbounded.
    ``timestamp`` is a local time, ``instant`` one that needs a zone; ``zone`` is the one that the column itself names.
    """

    name: str
    kind: Kind
    declared: str
    digits: int | None = None
    scale: int | None = None
    zone: str | None = None


@dataclass(frozen=True)
class Table:
    """A table in an engine: how statements name it, and its columns."""

    expression: str
    columns: tuple[Column, ...]


class Engine(Protocol):
    """An engine that computes relations of the canonical SQL; the same relation gives the same values on each."""

    @property
    def dialect(self) -> str:
        """The engine's name, as in the table of capabilities."""

    @property
    def version(self) -> str:
        """The engine's version."""

    def rows(self, select: Select) -> list[tuple[Any, ...]]:
        """Return the rows of a relation: whole numbers, exact decimals, dates, texts, and None for empty."""

    def row(self, select: Select) -> dict[str, Any]:
        """Return the only row of a relation, by column name."""

    def keep(self, name: str, select: Select) -> None:
        """Compute a relation once and keep it under a name, for this run alone."""

    def define(self, name: str, select: Select) -> None:
        """Give a relation a name without computing it."""

    def values_at(self, asked: Sequence[Positions], source: str | Select) -> list[list[Any]]:
        """Return order statistics of a relation, for each question the values in the order of its positions."""

    def matrix(self, select: Select) -> Any:
        """Return the rows of a relation as a NumPy array of floats (needs NumPy)."""

    def close(self) -> None:
        """Let go of the engine and of all that was kept; a second call does nothing."""


class TableEngine(Engine, Protocol):
    """An engine that holds the order lines in tables of its own."""

    @property
    def statements(self) -> Sequence[str]:
        """Everything that was asked of the engine, in its own dialect."""

    def table(self, name: str) -> Table:
        """Return a table or view by the name that the user gave.

        Raises:
            UsageError: there is none, or it may not be read.
        """

    def bring(self, select: Select, desk: DuckDB, name: str, kinds: Mapping[str, str]) -> None:
        """Make a table of the embedded engine from the rows of a relation; ``kinds`` are its columns' types there."""

    def load(self, name: str, kinds: Mapping[str, str], rows: Iterable[Sequence[object]]) -> None:
        """Keep rows that come from elsewhere under a name, for this run alone; ``kinds`` as for ``bring``."""

    def write_table(self, name: str, kinds: Mapping[str, str], rows: Iterable[Sequence[object]]) -> None:
        """Write rows as a table of the database, whole or not at all, in place of one that was written before.

        Raises:
            UsageError: there is a table of that name that was not written so, or writing is not allowed.
        """
