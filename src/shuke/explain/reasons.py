"""Why each score: the figure between its break values, the points, the place on a scale, the terms of a sum."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from shuke.explain.customer import Figures, Given, logarithm
from shuke.scheme.model import Bands, Range, Scheme
from shuke.stages.fitted import PLACES, Breaks, Fit, Fitted, Linear, Nested, Scale, Total, Value, clamped
from shuke.stages.rounding import WIDE, rounded


@dataclass(frozen=True)
class Term:
    """One term of a weighted sum."""

    name: str
    weight: Decimal
    score: Value

    @property
    def part(self) -> Decimal:
        """What the term adds to the sum."""
        return WIDE.multiply(self.weight, Decimal(self.score))


@dataclass(frozen=True)
class Reason:
    """One score of the customer, and what made it."""

    name: str
    score: Value


@dataclass(frozen=True)
class Steps(Reason):
    """A figure between two break values: the one it reached, and the next one with a better score.

    ``kind`` is that of the score: quantiles, rank_bands, pareto_bands, bands, split or kmeans. ``span`` is the span
    of figures with this score; without ``rising`` (a better figure may have a lower score) it is all that is told.
    ``within`` are the earlier scores in whose group this one was learned; ``known`` tells whether anybody was in it.
    """

    metric: str
    value: Given
    best: str
    kind: str
    greatest: Value
    reached: Value | None
    next_bound: Value | None
    next_score: Value | None
    span: Range
    rising: bool = True
    centre: str | None = None
    within: Mapping[str, Value] | None = None
    known: bool = True


@dataclass(frozen=True)
class Pointed(Reason):
    """Points per unit; ``kept`` tells at which end they were kept, if at one."""

    metric: str
    value: Given
    points: Decimal
    product: Decimal
    at_least: Decimal | None
    at_most: Decimal | None
    kept: Literal["at_least", "at_most"] | None


@dataclass(frozen=True)
class Scaled(Reason):
    """A figure on a common scale: ``origin`` and ``width`` are of its logarithm where there is one."""

    metric: str
    value: Given
    best: str
    method: Literal["minmax", "zscore"]
    log: Decimal | None
    origin: Decimal
    width: Decimal


@dataclass(frozen=True)
class Summed(Reason):
    """A weighted sum of other scores; ``total`` is exact, and what it was before it was kept at an end."""

    terms: tuple[Term, ...]
    total: Decimal
    kept: Literal["at_least", "at_most"] | None
    at_least: Decimal | None = None
    at_most: Decimal | None = None


@dataclass(frozen=True)
class Ordinal(Reason):
    """A place among all: equal figures are told apart by their customers' ids, so only the score is known."""

    metric: str
    value: Given
    greatest: int
    rated: int
    within: Mapping[str, Value]


def reasons(scheme: Scheme, fitted: Fitted, row: Figures) -> tuple[Reason, ...]:
    """Return what made each score of a placed customer, in the order of the scheme."""
    return tuple(_reason(scheme, name, fit, row) for name, fit in fitted.scores.items())


def exact(fitted: Fitted, row: Figures) -> Figures:
    """Return a placed customer's row with every sum of scores as it was before it was rounded to 6 places."""
    found = dict(row)
    for name, fit in fitted.scores.items():
        if isinstance(fit, Total):
            found[name] = fit.value(found)
    return found


def summed(name: str, fit: Total, row: Figures) -> Summed:
    """Return what made a weighted sum, from a row whose sums are exact."""
    terms = tuple(Term(one, weight, _score(row, one)) for one, weight in fit.weights.items())
    total = Decimal(0)
    for term in terms:
        total = WIDE.add(total, term.part)
    kept = _kept(total, fit.at_least, fit.at_most)
    score = rounded(clamped(rounded(total, fit.scale), fit.at_least, fit.at_most), PLACES)
    return Summed(name, score, terms, total, kept, fit.at_least, fit.at_most)


def span_of(scheme: Scheme, name: str, fit: Breaks, value: Given) -> Range:
    """Return the span of figures around a value that one step of a score holds, as the scheme says it if it does."""
    said = scheme.scores.get(name)
    if isinstance(said, Bands) and isinstance(value, int | Decimal):
        held = [band.range for band in said.bands if band.range != Range() and band.range.holds(value)]
        return held[0] if held else Range()
    index = _step(fit, value)
    far = Decimal(fit.steps[index][0]) if index < len(fit.steps) else None
    near = Decimal(fit.steps[index - 1][0]) if index else None
    return Range(far, True, near, False) if fit.best == "high" else Range(near, False, far, True)


def limit(scheme: Scheme, name: str, best: str, bound: Value) -> tuple[str, Value]:
    """Return how a break value is said: ``at_least``, ``above``, ``at_most`` or ``below``, and of what number.

    A band that ends just before a number has its break value one step of the figure beyond it.
    """
    said = scheme.scores.get(name)
    for low, low_closed, high, high_closed in (band.range for band in said.bands) if isinstance(said, Bands) else ():
        if best == "high" and low is not None and not low_closed and low < bound and _same(low, bound):
            return "above", low
        if best == "low" and high is not None and not high_closed and bound < high and _same(high, bound):
            return "below", high
    return ("at_least" if best == "high" else "at_most"), bound


def _same(end: Decimal, bound: Value) -> bool:
    """Tell whether nothing lies between an open end and a break value."""
    return abs(Decimal(bound) - end) <= 1 if isinstance(bound, int) else abs(bound - end) <= Decimal("0.0001")


def _reason(scheme: Scheme, name: str, fit: Fit, row: Figures) -> Reason:  # noqa: PLR0911 - one line per kind
    score = _score(row, name)
    if isinstance(fit, Total):
        return summed(name, fit, row)
    value = row[fit.metric]
    if isinstance(fit, Breaks):
        return _steps(scheme, name, fit, value, None)
    if isinstance(fit, Nested):
        within = {one: _score(row, one) for one in fit.within}
        part = fit.part(row)
        if part is None:
            return Steps(
                name, score, fit.metric, value, fit.best, "quantiles", fit.greatest, None, None, None, Range(),
                within=within, known=False,
            )  # fmt: skip
        return _steps(scheme, name, part, value, within)
    if isinstance(fit, Linear):
        product = WIDE.multiply(fit.points, Decimal(value or 0))
        kept = _kept(product, fit.at_least, fit.at_most)
        return Pointed(name, score, fit.metric, value, fit.points, product, fit.at_least, fit.at_most, kept)
    if isinstance(fit, Scale):
        log = logarithm(value) if fit.log and value is not None else None
        return Scaled(name, score, fit.metric, value, fit.best, fit.method, log, fit.origin, fit.width)
    within = {one: _score(row, one) for one in fit.within}
    return Ordinal(name, score, fit.metric, value, fit.greatest, fit.rated, within)


def _steps(scheme: Scheme, name: str, fit: Breaks, value: Given, within: Mapping[str, Value] | None) -> Steps:
    index = _step(fit, value)
    score = fit.steps[index][1] if index < len(fit.steps) else fit.last
    given = [step for _, step in fit.steps] + [fit.last]
    rising = given == sorted(given, reverse=True)
    better = [step for step in fit.steps[:index] if step[1] > score] if rising else []
    following = better[-1] if better else (None, None)
    reached = fit.steps[index][0] if index < len(fit.steps) else None
    # A step that says the same score as the one below it is not what the score asks for.
    for bound, step in fit.steps[index + 1 :]:
        reached = bound if step == score and rising else reached
    if fit.last == score and rising:
        reached = None
    greatest = fit.asked if fit.kind in {"quantiles", "kmeans"} and fit.asked else fit.greatest
    span = span_of(scheme, name, fit, value) if value is not None else Range()
    return Steps(
        name, score, fit.metric, value, fit.best, fit.kind, greatest, reached, following[0], following[1], span,
        rising, fit.centre, within,
    )  # fmt: skip


def _step(fit: Breaks, value: Given) -> int:
    """Return the index of the step that a value reaches; the number of steps for the last score."""
    if value is None or isinstance(value, str):
        return len(fit.steps)
    return next((i for i, (bound, _) in enumerate(fit.steps) if fit.reaches(value, bound)), len(fit.steps))


def _kept(value: Decimal, at_least: Decimal | None, at_most: Decimal | None) -> Literal["at_least", "at_most"] | None:
    if at_most is not None and value > at_most:
        return "at_most"
    return "at_least" if at_least is not None and value < at_least else None


def _score(row: Figures, name: str) -> Value:
    value = row[name]
    return value if isinstance(value, int | Decimal) else Decimal(value or 0)
