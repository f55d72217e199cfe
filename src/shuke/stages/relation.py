"""A relation in plain data: what is selected, from where, under which conditions.

Expressions are text in the canonical SQL (the DuckDB dialect, restricted subset of ``docs/reference/sql.md``);
the structure around them is data, so that a step can be composed, shown and written for another engine.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Literal


@dataclass(frozen=True)
class Select:
    """One query: columns by name from a source (a table's name, another query, or a union of queries)."""

    columns: Mapping[str, str]
    source: str | Select | Running | tuple[Select, ...]
    where: tuple[str, ...] = ()
    group_by: tuple[str, ...] = ()
    having: tuple[str, ...] = ()
    order_by: tuple[str, ...] = field(default=())
    limit: int | None = None


@dataclass(frozen=True)
class Running:
    """The rows of ``heads`` and, beside each, how much weighs what stands before it, and everything in its group.

    ``heads`` has one row per value (and group); rows stand in the order of ``value``, the best end first, empty values
    last. ``before`` is the weight of the better values, ``whole`` that of all values that are not empty; what they are
    beside an empty value does not matter. How this is computed is the engine's business.
    """

    heads: Select
    value: str
    weight: str
    best: Literal["high", "low"]
    within: tuple[str, ...] = ()
    before: str = "_before"
    whole: str = "_whole"


@dataclass(frozen=True)
class Positions:
    """Order statistics: the values at positions 0 … count - 1, from the least, of an expression that has ``count``."""

    value: str
    positions: tuple[int, ...]
    count: int


def day(value: date) -> str:
    """Return a date literal."""
    return f"DATE '{value.isoformat()}'"


def days(later: str, earlier: str) -> str:
    """Return how many days one date lies after another."""
    return f"DATE_DIFF('day', {earlier}, {later})"


def number(value: Decimal | int) -> str:
    """Return an exact literal: an integer as it is, a decimal through its text and a declared type."""
    if isinstance(value, int):
        return str(value)
    text = f"{value:f}"
    digits = text.lstrip("-").replace(".", "")
    scale = len(text.partition(".")[2])
    return f"CAST('{text}' AS DECIMAL({max(len(digits), scale, 1)}, {scale}))"


def literal(value: str) -> str:
    """Return a text literal."""
    return "'" + value.replace("'", "''") + "'"


def identifier(name: str) -> str:
    """Return a quoted identifier; every name that comes from a file goes through here."""
    return '"' + name.replace('"', '""') + '"'
