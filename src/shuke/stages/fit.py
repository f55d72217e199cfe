"""A score meets the rated customers once: its break values are learned, exactly, and frozen as numbers.

Law: a customer gets score s or more if and only if the value is at least as good as the break value of s;
equal values get equal scores; the break values do not depend on the order of rows.

The place of a tie group is its middle, p = (2a + e) / 2N, where a customers are strictly better and e are equal
(``ties: middle``); ``best`` places it at a / N, ``worst`` at (a + e - 1) / N. The score is k - floor(k p). Only the
groups that hold the k - 1 boundary positions can decide a break value, so those order statistics and the counts
around them are all that is asked of the engine: nothing is sorted, and all arithmetic is in integers.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from shuke.scheme.model import Quantiles
from shuke.stages.metrics import METRICS
from shuke.stages.relation import Select, number

Value = Decimal | int


@dataclass(frozen=True)
class Breaks:
    """The frozen break values of one score.

    ``bounds[s]`` is the least good value that still gets score ``s`` or more, for s = 2 … k; None when nobody
    gets that much. ``straddling`` is the number of customers in tie groups that the tie rule decides about.
    """

    metric: str
    best: str
    quantiles: int
    ties: str
    rated: int
    bounds: dict[int, Value | None]
    straddling: int

    def score(self, value: Value) -> int:
        """Return the score of a value: the greatest whose bound it reaches."""
        for score in range(self.quantiles, 1, -1):
            bound = self.bounds[score]
            if bound is not None and (value >= bound if self.best == "high" else value <= bound):
                return score
        return 1


def orientation(score: Quantiles) -> str:
    """Return which end of the metric is better: what the scheme says, else what the metric is."""
    return score.best or METRICS[score.metric].best


def boundary_positions(rated: int, quantiles: int) -> dict[int, int]:
    """Return, for each score 2 … k, the position (0 the best) of the customer on whom its break value turns."""
    return {score: rated * (quantiles - score + 1) // quantiles for score in range(2, quantiles + 1)}


def order_statistics(score: Quantiles, rated: int) -> str:
    """Return the expression for the list of values that stand at the boundary positions of scores 2 … k."""
    high = orientation(score) == "high"
    positions = boundary_positions(rated, score.quantiles).values()
    return at_positions(score.metric, [rated - 1 - position if high else position for position in positions], rated)


def at_positions(metric: str, positions: Sequence[int], count: int) -> str:
    """Return the expression for the values at positions 0 … count - 1 from the least, as a list.

    Each fraction aims at the middle of its position, so that no rounding of it can reach a neighbour.
    """
    fractions = ", ".join(f"CAST({2 * position + 1} AS DOUBLE) / {2 * count}" for position in positions)
    return f"QUANTILE_DISC({metric}, [{fractions}])"


def surroundings(score: Quantiles, candidates: Sequence[Value]) -> list[str]:
    """Return three expressions per candidate value: how many are better, how many equal, the next better one."""
    better, nearest = (">", "MIN") if orientation(score) == "high" else ("<", "MAX")
    metric = score.metric
    return [
        expression
        for value in candidates
        for expression in (
            f"COUNT(CASE WHEN {metric} {better} {number(value)} THEN 1 END)",
            f"COUNT(CASE WHEN {metric} = {number(value)} THEN 1 END)",
            f"{nearest}(CASE WHEN {metric} {better} {number(value)} THEN {metric} END)",
        )
    ]


def question(expressions: Sequence[str], source: str) -> Select:
    """Return one query for all expressions over the rated customers, columns ``q0``, ``q1`` and so on."""
    return Select({f"q{index}": expression for index, expression in enumerate(expressions)}, source)


def breaks(score: Quantiles, rated: int, candidates: Sequence[Value], answers: Sequence[Value | None]) -> Breaks:
    """Return the break values from the candidates at the boundaries and what surrounds them."""
    bounds: dict[int, Value | None] = {}
    straddling: dict[Value, int] = {}
    for index, target in enumerate(range(2, score.quantiles + 1)):
        better, equal, nearest = answers[3 * index : 3 * index + 3]
        a, e, value = int(better or 0), int(equal or 0), candidates[index]
        bounds[target] = value if _score(score, rated, a, e) >= target else nearest
        if _score(score, rated, a, 1, "best") != _score(score, rated, a, e, "worst"):
            straddling[value] = e
    return Breaks(
        score.metric,
        orientation(score),
        score.quantiles,
        score.ties,
        rated,
        bounds,
        sum(straddling.values()),
    )


def _score(score: Quantiles, rated: int, a: int, e: int, ties: str | None = None) -> int:
    twice = {"middle": 2 * a + e, "best": 2 * a, "worst": 2 * (a + e - 1)}[ties or score.ties]
    return score.quantiles - score.quantiles * twice // (2 * rated)
