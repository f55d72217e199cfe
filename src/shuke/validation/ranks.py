"""Tests by ranks, from counts of equal values: Kruskal-Wallis for all groups, Mann-Whitney for two.

The statistics are exact fractions; the probabilities come of the chi-squared and normal distributions, which ranks
approach as groups grow.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import erfc, exp, lgamma, log, sqrt

# A value, the least first, and how many customers of each group have it.
Counts = Sequence[tuple[Decimal | int, Mapping[str, int]]]


@dataclass(frozen=True)
class Differs:
    """Kruskal-Wallis over all groups: H with its correction for ties, the probability, and eta squared.

    ``eta2`` = (H - k + 1) / (n - k) is the share of the differences in rank that the groups make; 0 is the least.
    """

    h: Fraction
    p: float
    eta2: float


def kruskal_wallis(counts: Counts) -> Differs | None:
    """Return how far groups differ in one figure; None for fewer than two groups, or where all values are equal."""
    sizes: dict[str, int] = {}
    doubled: dict[str, int] = {}
    before, tied = 0, 0
    for _, groups in counts:
        here = sum(groups.values())
        tied += here**3 - here
        for name, count in groups.items():
            sizes[name] = sizes.get(name, 0) + count
            doubled[name] = doubled.get(name, 0) + count * (2 * before + here + 1)
        before += here
    whole, k = before, len(sizes)
    if k < 2 or whole <= k or tied == whole**3 - whole:
        return None
    squares = sum((Fraction(doubled[name] ** 2, 4 * sizes[name]) for name in sizes), Fraction(0))
    h = Fraction(12, whole * (whole + 1)) * squares - 3 * (whole + 1)
    h /= 1 - Fraction(tied, whole**3 - whole)
    return Differs(h, chi_squared_above(float(h), k - 1), max(0.0, float((h - k + 1) / (whole - k))))


@dataclass(frozen=True)
class Above:
    """Two groups: the chance that a customer of the first has more than one of the second, equals counting half."""

    chance: Fraction
    p: float


def mann_whitney(counts: Counts, first: str, second: str) -> Above | None:
    """Return how far one group lies above another in one figure; None where one is empty or all values are equal."""
    one, other, doubled, tied = 0, 0, 0, 0
    for _, groups in counts:
        here, there = groups.get(first, 0), groups.get(second, 0)
        doubled += here * (2 * other + there)
        one += here
        other += there
        tied += (here + there) ** 3 - (here + there)
    whole = one + other
    if not one or not other or tied == whole**3 - whole:
        return None
    chance = Fraction(doubled, 2 * one * other)
    spread = Fraction(one * other, 12) * (whole + 1 - Fraction(tied, whole * (whole - 1)))
    apart = abs(chance - Fraction(1, 2)) * one * other
    # A sum of ranks moves by halves, so half a step is taken off, as is usual.
    z = max(0.0, float(apart) - 0.5) / sqrt(spread)
    return Above(chance, erfc(z / sqrt(2)))


def chi_squared_above(value: float, degrees: int) -> float:
    """Return the probability that a chi-squared variable of so many degrees exceeds a value."""
    if value <= 0:
        return 1.0
    half = value / 2
    # Q(a + 1, y) = Q(a, y) + y^a e^-y / Gamma(a + 1), from Q(1/2, y) = erfc(sqrt y) and Q(1, y) = e^-y.
    a, found = (1.0, exp(-half)) if degrees % 2 == 0 else (0.5, erfc(sqrt(half)))
    while a < degrees / 2:
        found += exp(a * log(half) - half - lgamma(a + 1))
        a += 1
    return min(1.0, found)
