"""Why this tier: each figure between its break values, the sum that gave the score, the ways up."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from shuke.errors import ensure
from shuke.explain.customer import Line, rate_again
from shuke.explain.ways import Case, Way, can_be_found, ways_up
from shuke.scheme.model import Scheme
from shuke.stages.fit import Breaks, Value


@dataclass(frozen=True)
class Reason:
    """One score of the customer: the figure, the break value it reached, and the next one it did not."""

    name: str
    metric: str
    value: Value
    best: str
    score: int
    greatest: int
    reached: Value | None
    next_bound: Value | None
    next_score: int | None
    weight: Decimal
    part: Decimal


@dataclass(frozen=True)
class Explanation:
    """Everything that made a customer's place, checked against the stored one."""

    customer_id: str
    scheme: Scheme
    as_of: date
    tier: str
    composite: Decimal
    reasons: tuple[Reason, ...]
    others: Mapping[str, Value]
    ways: tuple[Way, ...]
    ways_known: bool
    currency: str | None


def explain(
    customer: Mapping[str, Value | str],
    scheme: Scheme,
    breaks: Mapping[str, Breaks],
    as_of: date,
    lines: Sequence[Line] | None,
    currency: str | None = None,
    zero_orders: str = "neither",
) -> Explanation:
    """Return why the customer has this tier; ``lines`` are the customer's own, None when they are not at hand.

    The place is computed again from the break values and must be the stored one.
    """
    figures = {name: value for name, value in customer.items() if not isinstance(value, str)}
    again = rate_again(scheme, breaks, figures)
    ensure(again.tier == customer["tier"], "the stored tier differs from the one computed again")
    known = lines is not None and can_be_found(scheme)
    # What came after the day of the rating was not known then, and no way may count on it.
    past = [line for line in lines or () if line.on <= as_of]
    ways = ways_up(Case(scheme, breaks, past, as_of, zero_orders), again.tier) if known else []
    reasons = tuple(_reason(name, fitted, figures[fitted.metric], scheme) for name, fitted in breaks.items())
    shown = {reason.metric for reason in reasons} | set(breaks) | {scheme.composite.name}
    others = {name: value for name, value in figures.items() if name not in shown}
    return Explanation(
        str(customer["customer_id"]),
        scheme,
        as_of,
        again.tier,
        again.composite,
        reasons,
        others,
        tuple(ways),
        known,
        currency,
    )


def _reason(name: str, fitted: Breaks, value: Value, scheme: Scheme) -> Reason:
    score = fitted.score(value)
    higher = [bound for above in range(score + 1, fitted.quantiles + 1) if (bound := fitted.bounds[above]) is not None]
    # A score that nobody can have alone shares its break value with the next: the one that is really got is named.
    next_score = fitted.score(higher[0]) if higher else None
    weight = scheme.composite.weights.get(name, Decimal(0))
    return Reason(
        name,
        fitted.metric,
        value,
        fitted.best,
        score,
        fitted.quantiles,
        fitted.bounds.get(score),
        higher[0] if higher else None,
        next_score,
        weight,
        weight * score,
    )
