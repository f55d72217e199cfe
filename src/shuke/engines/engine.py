"""What every engine promises: relations are computed where the lines lie, and only answers come out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol

from shuke.stages.relation import Positions, Select


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
