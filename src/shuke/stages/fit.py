"""A score by place meets the rated customers once: its break values are learned, exactly, and frozen as numbers.

Law: a customer gets a place's score if and only if the value is at least as good as its break value; equal values
get equal scores; the break values do not depend on the order of rows.

The place of a tie group is its middle, p = (2a + e) / 2N, where a customers are strictly better and e are equal
(``ties: middle``); ``best`` places it at a / N, ``worst`` at (a + e - 1) / N. A limit L holds the customers with
p < L: for quantiles the score is k - floor(k p), so score s holds where p < (k - s + 1) / k. Only the tie groups at
the positions floor(L N) can decide a break value, so those order statistics and the counts around them are all
that is asked of the engine: nothing is sorted, and all arithmetic is in integers.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from shuke.scheme.builtin import figure
from shuke.scheme.model import Quantiles, RankBands, Scheme, Score
from shuke.stages.fitted import Breaks, Value
from shuke.stages.relation import Positions, Running, Select, number
from shuke.stages.spread import Spread


@dataclass(frozen=True)
class Places:
    """A score by place: which customers are ranked, and the score of everybody up to each limit.

    ``limits`` are pairs of a limit and a score, the best first; ``last`` is the score of the rest.
    """

    metric: str
    best: Literal["high", "low"]
    ties: str
    limits: tuple[tuple[Fraction, Value], ...]
    last: Value
    kind: str = "quantiles"
    # Only values above this are ranked (``one_order: apart``); the others have ``last``.
    above: int | None = None
    asked: int | None = None

    @property
    def ranked(self) -> str:
        """The expression of the value that is ranked, empty for those who are not."""
        return self.metric if self.above is None else f"CASE WHEN {self.metric} > {self.above} THEN {self.metric} END"

    def positions(self, count: int) -> list[int]:
        """Return, for each limit, the position (0 the best) of the customer on whom its break value turns."""
        return [min(limit.numerator * count // limit.denominator, count - 1) for limit, _ in self.limits]

    def within(self, limit: Fraction, count: int, a: int, e: int, ties: str | None = None) -> bool:
        """Tell whether a tie group of e, with a better ones, lies before a limit."""
        twice = {"middle": 2 * a + e, "best": 2 * a, "worst": 2 * (a + e - 1)}[ties or self.ties]
        return twice * limit.denominator < 2 * count * limit.numerator


def orientation(score: Score, scheme: Scheme) -> Literal["high", "low"]:
    """Return which end of a score's metric is better: what the scheme says, else what the metric is."""
    said: Literal["high", "low"] | None = getattr(score, "best", None)
    if said is not None:
        return said
    known = figure(scheme, score.metric)  # type: ignore[union-attr]
    return known.best if known else "high"


def places(score: Quantiles | RankBands, scheme: Scheme, groups: int | None = None) -> Places:
    """Return what a score by place asks; ``groups`` are fewer quantiles than the scheme names, where it allows it."""
    best = orientation(score, scheme)
    if isinstance(score, RankBands):
        bands: tuple[tuple[Fraction, Value], ...] = tuple(
            (Fraction(limit), _whole(value)) for limit, value in score.rank_bands if limit is not None
        )
        last = _whole(score.rank_bands[-1][1])
        return Places(score.metric, best, score.ties, bands, last, "rank_bands")
    apart = score.one_order == "apart"
    k = groups or score.quantiles
    shares = k - 1 if apart else k
    limits: tuple[tuple[Fraction, Value], ...] = tuple((Fraction(k - s + 1, shares), s) for s in range(k, 1, -1))
    # Apart, the lowest limit is 1: everybody who is ranked at all gets at least 2.
    return Places(score.metric, best, score.ties, limits, 1, "quantiles", 1 if apart else None, score.quantiles)


def order_statistics(asked: Places, count: int) -> Positions:
    """Return the positions on which the break values turn."""
    high = asked.best == "high"
    positions = [count - 1 - position if high else position for position in asked.positions(count)]
    return Positions(asked.ranked, tuple(positions), count)


def surroundings(asked: Places, candidates: Sequence[Value], heads: str = "1") -> list[str]:
    """Return three expressions per candidate value, and at the end the worst value of all.

    The three are: how many are better, how many equal, and the next better value. ``heads`` is how many customers a
    row stands for.
    """
    better, nearest = (">", "MIN") if asked.best == "high" else ("<", "MAX")
    value, counted = asked.ranked, "COUNT({})" if heads == "1" else "SUM({})"
    found = [
        expression
        for candidate in candidates
        for expression in (
            counted.format(f"CASE WHEN {value} {better} {number(candidate)} THEN {heads} END"),
            counted.format(f"CASE WHEN {value} = {number(candidate)} THEN {heads} END"),
            f"{nearest}(CASE WHEN {value} {better} {number(candidate)} THEN {value} END)",
        )
    ]
    return [*found, f"{nearest}({asked.metric})"]


def question(expressions: Sequence[str], source: str | Select) -> Select:
    """Return one query for all expressions over the rated customers, columns ``q0``, ``q1`` and so on."""
    return Select({f"q{index}": expression for index, expression in enumerate(expressions)}, source)


def breaks(asked: Places, count: int, candidates: Sequence[Value], answers: Sequence[Value | None]) -> Breaks:
    """Return the break values from the candidates at the limits and what surrounds them."""
    steps: list[tuple[Value, Value]] = []
    straddling: dict[Value, int] = {}
    given: set[Value] = set()
    for index, (limit, score) in enumerate(asked.limits):
        better, equal, nearest = answers[3 * index : 3 * index + 3]
        a, e, value = int(better or 0), int(equal or 0), candidates[index]
        if asked.within(limit, count, a, e, "best") != asked.within(limit, count, a, e, "worst"):
            straddling[value] = e
        bound = value if asked.within(limit, count, a, e) else nearest
        if bound is None or (steps and steps[-1][0] == bound):
            continue
        steps.append((bound, score))
        given.add(score)
    worst = answers[-1]
    if worst is not None and not any(_reaches(asked, worst, bound) for bound, _ in steps):
        given.add(asked.last)
    levels = dict.fromkeys([*(score for _, score in asked.limits), asked.last])
    return Breaks(
        asked.metric,
        asked.best,
        asked.kind,
        tuple(steps),
        asked.last,
        count,
        asked.ties,
        sum(straddling.values()),
        tuple(score for score in levels if score not in given),
        asked.asked,
    )


def from_spread(asked: Places, ranked: Spread, worst: Value | None) -> Breaks:
    """Return the break values from how often each value occurs among those who are ranked."""
    count = ranked.count
    positions = [count - 1 - position if asked.best == "high" else position for position in asked.positions(count)]
    candidates = ranked.at(positions)
    answers = [answer for value in candidates for answer in ranked.around(value, asked.best)]
    return breaks(asked, count, candidates, [*answers, worst])


def nobody(asked: Places) -> Breaks:
    """Return the break values of a score under which nobody can be ranked: all have the last one."""
    levels = dict.fromkeys(score for _, score in asked.limits)
    return Breaks(asked.metric, asked.best, asked.kind, (), asked.last, 0, asked.ties, 0, tuple(levels), asked.asked)


def groups_that_fill(asked: Quantiles, scheme: Scheme, source: str) -> Select:
    """Return one query that counts, for k, k - 1 … 2 groups, how many of them would hold anybody."""
    columns = {}
    for k in range(asked.quantiles, 1, -1):
        shares = k - 1 if asked.one_order == "apart" else k
        columns[f"q{asked.quantiles - k}"] = f"COUNT(DISTINCT {_place_score(asked, k, shares)})"
    tied = ties(places(asked, scheme), source)
    return Select(columns, tied)


def ties(asked: Places, source: str | Select, within: tuple[str, ...] = ()) -> Running:
    """Return the tie groups of a metric, per group of earlier scores: ``_value``, ``_e``, ``_a`` and ``_n``.

    A customer who is not ranked is in a tie group whose ``_value`` is empty and whose counts do not matter.
    """
    heads = Select(
        {**{name: name for name in within}, "_value": asked.ranked, "_e": "COUNT(*)"},
        source,
        group_by=(*within, asked.ranked),
    )
    return Running(heads, "_value", "_e", asked.best, within, "_a", "_n")


def nested(asked: Places, k: int, source: str | Select, within: tuple[str, ...]) -> Select:
    """Return, per group of earlier scores and score: the break value, and how many the tie rule decides about."""
    tied = ties(asked, source, within)
    shares = k if asked.above is None else k - 1
    scored = Select(
        {
            **{name: name for name in within},
            "_value": "_value",
            "_e": "_e",
            "_n": "_n",
            "_score": _twice(asked.ties, k, shares),
            "_early": _twice("best", k, shares),
            "_late": _twice("worst", k, shares),
        },
        tied,
        where=("_value IS NOT NULL",),
    )
    bound = "MIN(_value)" if asked.best == "high" else "MAX(_value)"
    return Select(
        {
            **{name: name for name in within},
            "_score": "_score",
            "_bound": bound,
            "_heads": "CAST(MAX(_n) AS BIGINT)",
            "_straddling": "CAST(COALESCE(SUM(CASE WHEN _early <> _late THEN _e END), 0) AS BIGINT)",
        },
        scored,
        group_by=(*within, "_score"),
        order_by=(*within, "_score DESC"),
    )


def _twice(tie_rule: str, k: int, shares: int) -> str:
    """Return the score of a tie group from its place: k - floor(shares p)."""
    twice = {"middle": "2 * _a + _e", "best": "2 * _a", "worst": "2 * (_a + _e - 1)"}[tie_rule]
    return f"CAST({k} - ({shares} * ({twice})) // (2 * _n) AS INTEGER)"


def _place_score(score: Quantiles, k: int, shares: int) -> str:
    twice = {"middle": "2 * _a + _e", "best": "2 * _a", "worst": "2 * (_a + _e - 1)"}[score.ties]
    return f"CASE WHEN _value IS NULL THEN 1 ELSE {k} - ({shares} * ({twice})) // (2 * _n) END"


def _whole(value: Decimal) -> Value:
    return int(value) if value == int(value) else value


def _reaches(asked: Places, value: Value, bound: Value) -> bool:
    return value >= bound if asked.best == "high" else value <= bound
