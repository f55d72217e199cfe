"""Who moved between two results, as figures: the matrix of places, the sums, and the table in the engine."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from shuke.engines.duckdb import DuckDB
from shuke.movement.side import Kind, Side

MOVED = "moved_customers"
# Every direction, in the order in which they are told, and those of customers whom both results rate.
DIRECTIONS = ("promoted", "demoted", "sideways", "changed", "unchanged", "entered", "left")
CHANGED = frozenset({"promoted", "demoted", "sideways", "changed"})


@dataclass(frozen=True)
class Amount:
    """So many customers with so much money."""

    customers: int
    money: Decimal

    def __add__(self, other: Amount) -> Amount:
        return Amount(self.customers + other.customers, self.money + other.money)


@dataclass(frozen=True)
class Cell:
    """The customers of one old place and one new one; None where they are not rated, empty for no group."""

    before: str | None
    after: str | None
    customers: int
    money: Decimal


@dataclass(frozen=True)
class Moves:
    """Who moved between two results; the customers themselves are a table of the engine."""

    old: Side
    new: Side
    kind: Kind
    same_rule: bool
    has_money: bool
    cells: tuple[Cell, ...]
    # Both sides' places in their order; no group and not rated come last.
    order: tuple[tuple[str | None, ...], tuple[str | None, ...]]
    totals: Mapping[str, Amount]
    # Direction -> cause -> customers, where causes can be told.
    because: Mapping[str, Mapping[str, int]]
    drift: Sequence[Mapping[str, Any]]
    notes: tuple[tuple[str, Mapping[str, str]], ...]
    columns: tuple[str, ...]
    engine: DuckDB = field(repr=False, compare=False)

    @property
    def currency(self) -> str | None:
        """The currency of the new result."""
        currency: str | None = self.new.document["currency"]
        return currency
