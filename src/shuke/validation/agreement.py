"""How far two people, or a rating and a person, say the same of customers, beyond what chance alone would give."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import sqrt
from typing import Literal

Weights = Literal["none", "linear", "quadratic"]
# The half-width of a 95 % interval in standard errors.
REACH = 1.959963984540054


@dataclass(frozen=True)
class Kappa:
    """Cohen's kappa: 1 the same, 0 as good as chance; its large-sample standard error and 95 % interval."""

    weights: Weights
    value: Fraction
    error: float

    @property
    def interval(self) -> tuple[float, float]:
        """The ends of the 95 % interval, no further than kappa can go."""
        reach = REACH * self.error
        return max(-1.0, float(self.value) - reach), min(1.0, float(self.value) + reach)


def kappa(table: Mapping[tuple[str, str], int], names: Sequence[str], weights: Weights) -> Kappa | None:
    """Return the agreement in a cross-table; None where chance alone would agree wholly, or there is nobody.

    Linear and quadratic weights count a disagreement by its distance in the order of ``names`` (Cohen 1968); the
    standard error is that of Fleiss, Cohen and Everitt (1969).
    """
    places = range(len(names))
    whole = sum(table.values())
    if not whole or len(names) < 2:
        return None
    share = [[Fraction(table.get((names[i], names[j]), 0), whole) for j in places] for i in places]
    weight = [[_weight(i, j, len(names), weights) for j in places] for i in places]
    rows = [sum(share[i], Fraction(0)) for i in places]
    columns = [sum((share[i][j] for i in places), Fraction(0)) for j in places]
    observed = sum((weight[i][j] * share[i][j] for i in places for j in places), Fraction(0))
    chance = sum((weight[i][j] * rows[i] * columns[j] for i in places for j in places), Fraction(0))
    if chance == 1:
        return None
    by_row = [sum((columns[j] * weight[i][j] for j in places), Fraction(0)) for i in places]
    by_column = [sum((rows[i] * weight[i][j] for i in places), Fraction(0)) for j in places]
    spread = sum(
        (
            share[i][j] * (weight[i][j] * (1 - chance) - (by_row[i] + by_column[j]) * (1 - observed)) ** 2
            for i in places
            for j in places
        ),
        Fraction(0),
    )
    spread -= (observed * chance - 2 * chance + observed) ** 2
    return Kappa(
        weights, (observed - chance) / (1 - chance), sqrt(float(max(spread, Fraction(0)) / (whole * (1 - chance) ** 4)))
    )


def _weight(i: int, j: int, count: int, weights: Weights) -> Fraction:
    if weights == "none":
        return Fraction(int(i == j))
    distance = Fraction(abs(i - j), count - 1)
    return 1 - (distance if weights == "linear" else distance**2)
