"""In which interval a value lies: a binary search written as nested CASE, cheap on any number of rows."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from shuke.stages.relation import number


def interval(column: str, edges: Sequence[Decimal], low: int, high: int) -> str:
    """Return the expression for how many of the ascending edges ``low … high - 1`` a value reaches, plus ``low``."""
    if low == high:
        return str(low)
    middle = (low + high) // 2
    reached, missed = interval(column, edges, middle + 1, high), interval(column, edges, low, middle)
    return f"CASE WHEN {column} >= {number(edges[middle])} THEN {reached} ELSE {missed} END"
