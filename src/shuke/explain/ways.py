"""The nearest ways up: the fewest and smallest orders that lift a customer, and until when that is true.

Every way is found by rating the customer again with the orders added, on the day they are placed, against the
frozen values. Between two amounts at which something steps, a place goes one way at most, so the ends of such a
piece tell all of it; where that cannot be shown, a way is told for the tried amount alone.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from decimal import ROUND_CEILING, ROUND_HALF_UP, Decimal
from functools import cached_property

from shuke.explain.customer import Asked, Customer, Figures, Given, Line, Totals, asked, customer, placed_anew
from shuke.explain.directions import is_told, of_metric, only_rises, stays
from shuke.scheme.model import Period, Scheme
from shuke.scheme.needs import closure
from shuke.stages.fitted import Breaks, Fit, Fitted, Nested, Scale, Total
from shuke.stages.metrics import MONTHS
from shuke.stages.period import slots, window

CENT = Decimal("0.01")
# A way that holds up to this amount holds for any amount above its least.
ENDLESS = Decimal(1_000_000_000)
# How many times what a customer, or any customer, has spent an order may be that is still worth telling.
OWN_TIMES, KNOWN_TIMES = 10, 2
MOST_LOG = Decimal(20)
MOST_ORDERS = 6
HORIZON = 366
DAY = timedelta(days=1)
# Figures that a day that goes by changes, though the customer buys on it.
AGEING = frozenset({"tenure_days", "cycle_days", "cycle_ratio"})
Span = tuple[Decimal, Decimal]


@dataclass(frozen=True)
class Way:
    """Orders that lead to a better group: how many, how much each, the last day on which it holds.

    ``at_most`` is the greatest amount of each with which it holds; None for no such end.
    """

    group: str
    orders: int
    amount_each: Decimal
    at_most: Decimal | None
    until: date | None
    score: Given


@dataclass(frozen=True)
class NextOrder:
    """Where one more order tomorrow takes the customer; ``amount`` is None where any amount does the same."""

    amount: Decimal | None
    results: Figures
    score: Given


@dataclass
class Case:
    """A customer under a scheme: everything a way is tried on."""

    scheme: Scheme
    fitted: Fitted
    lines: Sequence[Line]
    as_of: date
    held: Figures
    zero_orders: str = "neither"
    column: str = ""
    asked: Asked = field(init=False)
    _known: dict[date, Customer] = field(default_factory=dict)
    _placed: dict[tuple[date, int, Decimal], dict[str, Given] | None] = field(default_factory=dict)
    _pieces: dict[tuple[date, int], list[Span]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.asked = asked(self.scheme)

    @property
    def tomorrow(self) -> date:
        """The day after the rating."""
        return self.as_of + DAY

    def as_of_day(self, day: date) -> Customer:
        """Return the customer's totals as of a day, without further orders."""
        if day not in self._known:
            self._known[day] = customer(self.asked, self.lines, day, self.held, self.zero_orders)
        return self._known[day]

    def on(self, day: date, orders: int, amount: Decimal) -> dict[str, Given] | None:
        """Return where the customer stands if so many orders of that amount are placed and rated on a day."""
        key = (day, orders, amount)
        if key not in self._placed:
            figures = self.as_of_day(day).plus(orders, amount).figures()
            self._placed[key] = None if figures is None else placed_anew(self.scheme, self.fitted, figures)
        return self._placed[key]

    def pieces(self, day: date, orders: int) -> list[Span]:
        """Return the amounts cut where a score in steps or a condition on a figure can change."""
        key = (day, orders)
        if key not in self._pieces:
            starts = {CENT}
            for metric, ends in self._ends.items():
                starts.update(amount for end in ends for amount in _crossings(self, day, orders, metric, end))
            ordered = sorted(starts)
            after = [*ordered[1:], ENDLESS + CENT]
            self._pieces[key] = [(start, following - CENT) for start, following in zip(ordered, after, strict=True)]
        return self._pieces[key]

    @cached_property
    def _ends(self) -> dict[str, set[Decimal]]:
        """The values at which something turns, for each metric that moves with the amount of an order."""
        return _ends(self)

    @cached_property
    def rising(self) -> bool:
        """Whether a larger order never lowers the place."""
        return only_rises(self.scheme, self.fitted, self.column)

    @cached_property
    def told(self) -> bool:
        """Whether the ends of a piece tell all of it."""
        return is_told(self.scheme, self.fitted, self.column)

    @cached_property
    def most(self) -> Decimal:
        """The largest order that is tried: twice the greatest amount that the scheme learned, ten times their own."""
        own = self.as_of_day(self.as_of).totals[self.scheme.period].gross * OWN_TIMES
        known = [amount * KNOWN_TIMES for fit in self.fitted.scores.values() for amount in self._amounts(fit)]
        return max(Decimal(1), own, *known).to_integral_value(ROUND_CEILING)

    def _amounts(self, fit: Fit) -> list[Decimal]:
        """Return the amounts of money that a score learned."""
        if isinstance(fit, Total) or of_metric(self.scheme, fit.metric) != 1:
            return []
        if isinstance(fit, Breaks | Nested):
            parts = [fit] if isinstance(fit, Breaks) else fit.parts.values()
            return [Decimal(bound) for part in parts for bound, _ in part.steps]
        if not isinstance(fit, Scale):
            return []
        end = fit.origin + fit.width
        return [end.min(MOST_LOG).exp() if fit.log else end]

    def rank(self, name: Given) -> int:
        """Return a group's place in the ordered list, 0 the best; no group is the last place."""
        names = [group.name for group in self.scheme.groups[self.column]]
        return names.index(name) if isinstance(name, str) else len(names)

    def reaches(self, day: date, orders: int, amount: Decimal, rank: int) -> bool:
        """Tell whether the orders lead to a group of the list or a better one."""
        row = self.on(day, orders, amount)
        return row is not None and self.rank(row[self.column]) <= rank


def ordered_list(scheme: Scheme) -> str | None:
    """Return the result column whose groups are a ladder, the best first; None for a scheme without one.

    Tiers are one; other groups are where they are floors of the composite.
    """
    for column, groups in scheme.groups.items():
        if column == "tier" or all(group.at_least is not None or group.rest for group in groups):
            return column
    return None


def ways_up(case: Case, name: Given) -> list[Way]:
    """Return one way for each better group that can be reached, the nearest first."""
    found: list[Way] = []
    for target in range(case.rank(name) - 1, -1, -1):
        if any(case.rank(way.group) == target for way in found):
            continue
        for orders in range(1, MOST_ORDERS + 1):
            way = _way(case, orders, target)
            if way is not None:
                if not any(other.group == way.group for other in found):
                    found.append(way)
                break
    return found


def next_order(case: Case, columns: Sequence[str]) -> NextOrder | None:
    """Return where one more order tomorrow leads, of any amount or of the customer's own average purchase.

    None for a customer who would not be rated any more.
    """
    bought = case.as_of_day(case.as_of).totals[case.scheme.period]
    usual = max(CENT, (bought.gross / bought.frequency).quantize(CENT, ROUND_HALF_UP))
    row = case.on(case.tomorrow, 1, usual)
    if row is None:
        return None
    composite = case.scheme.composite
    alike = stays(case.scheme, case.fitted, columns) and not case.scheme.exclude
    return NextOrder(
        None if alike else usual,
        {column: row[column] for column in columns},
        row[composite.name] if composite else None,
    )


def spans(case: Case, day: date, orders: int, rank: int) -> list[Span]:
    """Return the amounts per order, in cents, with which so many orders reach a place: from … to, ascending."""
    if case.rising:
        if not case.reaches(day, orders, case.most, rank):
            return []
        least = CENT if case.reaches(day, orders, CENT, rank) else _turn(case, day, orders, rank, CENT, case.most)
        return [(least, ENDLESS)]
    found: list[Span] = []
    for start, end in case.pieces(day, orders):
        first, last = case.reaches(day, orders, start, rank), case.reaches(day, orders, end, rank)
        if not case.told:
            found += [(amount, amount) for amount, held in ((start, first), (end, last)) if held]
            continue
        if not first and not last:
            continue
        low = start if first else _turn(case, day, orders, rank, start, end)
        high = end if last else _turn(case, day, orders, rank, start, end) - CENT
        if found and found[-1][1] + CENT == low:
            found[-1] = (found[-1][0], high)
        else:
            found.append((low, high))
    return found


def last_day(case: Case, orders: int, span: Span, rank: int) -> date | None:
    """Return the last day, of those that follow without a gap, on which the orders reach a place.

    None: they do so as far as was looked ahead.
    """
    ageing = AGEING & set(closure(case.scheme, case.scheme.metrics))
    if all(period == Period() for period in case.asked.periods) and not ageing and not case.asked.monthly:
        return None
    before: list[Totals] | None = None
    inside: list[tuple[int, bool]] | None = None
    lines = sorted(line.on for line in case.lines)
    # Lines of days to come would count anew on each of these.
    settled = not ageing and (not lines or lines[-1] <= case.as_of)
    for ahead in range(HORIZON):
        day = case.tomorrow + timedelta(days=ahead)
        if settled:
            # No line left a period: what is added up is what was.
            same, inside = inside, _inside(case.asked, day, lines)
            if same == inside:
                continue
        # Where no line left a period and nothing ages, the day is like the one before.
        now = None if ageing else case.as_of_day(day).plus(orders, span[0]).totals
        if now is not None and _counted(now) == before:
            continue
        before = None if now is None else _counted(now)
        if case.rising or span[0] == span[1]:
            held = case.reaches(day, orders, span[0], rank)
        else:
            held = any(low <= span[0] and span[1] <= high for low, high in spans(case, day, orders, rank))
        if not held:
            return day - DAY
    return None


def _inside(wanted: Asked, day: date, lines: Sequence[date]) -> list[tuple[int, bool]]:
    """Return for each period how many of some days, in their order, lie before it, and whether a day lies in it."""
    found = [window(day, period) for period in wanted.periods]
    found += slots(day, MONTHS) if wanted.monthly else []
    return [
        (0, day <= one.last) if one.first is None else (bisect_left(lines, one.first), one.first <= day <= one.last)
        for one in found
    ]


def _counted(totals: Mapping[Period, Totals]) -> list[Totals]:
    """Return the totals by their number of days alone, which days these are being all that moves along with a day."""
    return [replace(one, days=frozenset(map(date.fromordinal, range(1, len(one.days) + 1)))) for one in totals.values()]


def closed(scheme: Scheme, tomorrow: date) -> bool:
    """Tell whether the scheme's period ends before tomorrow, so that no order can enter it."""
    return window(tomorrow, scheme.period).last < tomorrow


def _way(case: Case, orders: int, target: int) -> Way | None:
    found = spans(case, case.tomorrow, orders, target)
    if not found or found[0][0] > case.most:
        return None
    row = case.on(case.tomorrow, orders, found[0][0])
    if row is None:
        return None
    # The least amount may reach a better group than asked for: what is said is said of that one.
    rank = case.rank(row[case.column])
    span = found[0] if rank == target else spans(case, case.tomorrow, orders, rank)[0]
    composite = case.scheme.composite
    return Way(
        str(row[case.column]),
        orders,
        span[0],
        None if span[1] == ENDLESS else span[1],
        last_day(case, orders, span, rank),
        row[composite.name] if composite else None,
    )


def _turn(case: Case, day: date, orders: int, rank: int, low: Decimal, high: Decimal) -> Decimal:
    """Return the first amount of a piece from which on it reaches, or no longer reaches, a place."""
    before = case.reaches(day, orders, low, rank)
    while high - low > CENT:
        middle = _middle(low, high)
        if case.reaches(day, orders, middle, rank) == before:
            low = middle
        else:
            high = middle
    return high


def _ends(case: Case) -> dict[str, set[Decimal]]:
    """Return the values at which something turns, for each metric that moves with the amount of an order."""
    found: dict[str, set[Decimal]] = {}
    for fit in case.fitted.scores.values():
        if isinstance(fit, Breaks | Nested):
            parts = [fit] if isinstance(fit, Breaks) else list(fit.parts.values())
            found.setdefault(fit.metric, set()).update(Decimal(bound) for part in parts for bound, _ in part.steps)
    rules = [group.when for groups in case.scheme.groups.values() for group in groups if group.when]
    for rule in (*rules, *(one.when for one in case.scheme.exclude)):
        for tests in rule.any:
            for name, test in tests.items():
                ends = {end for one in test.ranges for end in (one.low, one.high) if end is not None}
                found.setdefault(name, set()).update(ends)
    return {
        name: ends
        for name, ends in found.items()
        if name in case.scheme.metrics and of_metric(case.scheme, name) not in {0, None}
    }


def _crossings(case: Case, day: date, orders: int, metric: str, end: Decimal) -> list[Decimal]:
    """Return the first amounts at which a metric reaches a value, and at which it passes it."""
    known, sign = case.as_of_day(day), of_metric(case.scheme, metric) or 1

    def value(amount: Decimal) -> Decimal:
        found = known.plus(orders, amount).figure(metric)
        return sign * Decimal(found or 0)

    reached = _first(lambda amount: value(amount) >= sign * end, CENT)
    passed = None if reached is None else _first(lambda amount: value(amount) > sign * end, reached)
    return [amount for amount in (reached, passed) if amount is not None]


def _first(holds: Callable[[Decimal], bool], start: Decimal) -> Decimal | None:
    """Return the first amount from a start on for which something holds that stays true from there on; None for none.

    Steps double until it holds; then the last one is halved down to a cent.
    """
    if holds(start):
        return start
    low, step = start, CENT
    while not holds(low + step):
        low, step = low + step, step * 2
        if low > ENDLESS:
            return None
    high = low + step
    while high - low > CENT:
        middle = _middle(low, high)
        low, high = (low, middle) if holds(middle) else (middle, high)
    return high if high <= ENDLESS else None


def _middle(low: Decimal, high: Decimal) -> Decimal:
    return low + ((high - low) / 2 / CENT).to_integral_value() * CENT
