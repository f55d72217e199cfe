"""The nearest ways up: the fewest and smallest orders that lift a customer, and until when that is true.

Every way is found by rating the customer again with the orders added, on the day they are placed, against the
frozen break values; a way is kept only if one cent less would not do, or any amount does.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_CEILING, Decimal

from shuke.explain.customer import MEASURED, Line, Placed, measure, rate_again
from shuke.scheme.model import Scheme
from shuke.stages.fit import Breaks
from shuke.stages.period import window

CENT = Decimal("0.01")
MOST_ORDERS = 6
HORIZON = 366


@dataclass(frozen=True)
class Way:
    """Orders that lead to a higher tier: how many, how much each, the last day on which it holds."""

    tier: str
    orders: int
    amount_each: Decimal
    until: date | None
    score: Decimal


@dataclass(frozen=True)
class Case:
    """A customer under a scheme: everything a way is tried on."""

    scheme: Scheme
    breaks: Mapping[str, Breaks]
    lines: Sequence[Line]
    as_of: date
    zero_orders: str = "neither"

    def on(self, day: date, orders: int, amount: Decimal) -> Placed | None:
        """Return where the customer stands if so many orders of that amount are placed and rated on a day."""
        added = [Line(day, f"\x00new {number}", amount) for number in range(orders)]
        period = window(day, self.scheme.period.months)
        figures = measure([*self.lines, *added], period, self.zero_orders)
        return None if figures is None else rate_again(self.scheme, self.breaks, figures)

    def reaches(self, day: date, orders: int, amount: Decimal, tier: str) -> bool:
        """Tell whether the orders lead to the tier or a higher one."""
        placed = self.on(day, orders, amount)
        return placed is not None and self.rank(placed.tier) <= self.rank(tier)

    def rank(self, tier: str) -> int:
        """Return a tier's place from the top, 0 the highest."""
        return [one.tier for one in self.scheme.tiers].index(tier)


def can_be_found(scheme: Scheme) -> bool:
    """Tell whether ways can be found for a scheme: all its metrics can be measured again, over a moving period."""
    return set(scheme.metrics) <= MEASURED and scheme.period.first is None


def ways_up(case: Case, tier: str) -> list[Way]:
    """Return one way for each higher tier that can be reached, the nearest tier first."""
    tomorrow = case.as_of + timedelta(days=1)
    found: list[Way] = []
    for target in reversed(case.scheme.tiers[: case.rank(tier)]):
        for orders in range(1, MOST_ORDERS + 1):
            amount = least_amount(case, tomorrow, orders, target.tier)
            if amount is None:
                continue
            placed = case.on(tomorrow, orders, amount)
            if placed is None:
                continue
            way = Way(placed.tier, orders, amount, last_day(case, orders, amount, placed.tier), placed.composite)
            if not any(other.tier == way.tier for other in found):
                found.append(way)
            break
    return found


def least_amount(case: Case, day: date, orders: int, tier: str) -> Decimal | None:
    """Return the least amount per order, in cents, with which that many orders reach the tier; None if none does.

    More money never lowers a place under break values whose best end is high, so the least amount is found by
    bisection between one cent and more than any break value asks for.
    """
    if any(fitted.best == "low" and fitted.metric != "recency_days" for fitted in case.breaks.values()):
        return None
    low, high = CENT, _more_than_enough(case)
    if case.reaches(day, orders, low, tier):
        return low
    if not case.reaches(day, orders, high, tier):
        return None
    while high - low > CENT:
        middle = ((low + high) / 2).quantize(CENT, ROUND_CEILING)
        if middle == high:
            break
        if case.reaches(day, orders, middle, tier):
            high = middle
        else:
            low = middle
    return high


def last_day(case: Case, orders: int, amount: Decimal, tier: str) -> date | None:
    """Return the last day, of those that follow without a gap, on which the orders reach the tier.

    None: they do so as far as was looked ahead. Only days on which a line leaves the period can change it.
    """
    first = case.as_of + timedelta(days=1)
    if case.scheme.period.months is None:
        return None
    for ahead in range(HORIZON):
        day = first + timedelta(days=ahead)
        if not case.reaches(day, orders, amount, tier):
            return day - timedelta(days=1)
    return None


def _more_than_enough(case: Case) -> Decimal:
    bounds = [
        abs(Decimal(bound)) for fitted in case.breaks.values() for bound in fitted.bounds.values() if bound is not None
    ]
    spent = sum((abs(line.amount) for line in case.lines), Decimal(0))
    return (max(bounds, default=Decimal(1)) * (len(case.lines) + MOST_ORDERS) + spent + 1).quantize(CENT, ROUND_CEILING)
