"""How far two groupings of the same customers agree, in exact fractions of a cross-table."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from fractions import Fraction
from math import comb

Table = Mapping[tuple[str, str], int]


def adjusted_rand(table: Table) -> Fraction:
    """Return the adjusted Rand index: 1 where the groupings are the same, about 0 where they agree by chance.

    Of all pairs of customers, it counts those whom both groupings keep together, above what chance would give
    (Hubert and Arabie, 1985). Two groupings that both make one group, or both one per customer, are the same.
    """
    rows, columns = _margins(table)
    whole = comb(sum(table.values()), 2)
    together = sum(comb(count, 2) for count in table.values())
    first, second = (sum(comb(count, 2) for count in margin.values()) for margin in (rows, columns))
    if whole == 0 or first + second in {0, 2 * whole}:
        return Fraction(1)
    chance = Fraction(first * second, whole)
    return (together - chance) / (Fraction(first + second, 2) - chance)


def counterparts(table: Table) -> dict[str, str]:
    """Return, for each group of the first grouping, the group of the second that most of its customers are in.

    Of several as large it is the first in the order of the table.
    """
    found: dict[str, tuple[int, str]] = {}
    for (before, after), count in table.items():
        if before not in found or count > found[before][0]:
            found[before] = count, after
    return {before: after for before, (_, after) in found.items()}


def _margins(table: Table) -> tuple[Counter[str], Counter[str]]:
    rows: Counter[str] = Counter()
    columns: Counter[str] = Counter()
    for (before, after), count in table.items():
        rows[before] += count
        columns[after] += count
    return rows, columns
