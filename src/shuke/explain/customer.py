"""One customer's figures outside the engine: measured again from lines, placed again by frozen values.

Law: measured again on the day of the rating, the figures are the stored ones; what a scheme learned stays as it is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Context, Decimal
from fractions import Fraction
from functools import lru_cache
from math import isqrt

from shuke.scheme.model import Attribute, Counted, Difference, Interactions, Period, Ratio, Scaled, Scheme
from shuke.scheme.needs import closure
from shuke.stages.fitted import Fitted, Ordered, Scale, Value
from shuke.stages.metrics import MONTHS
from shuke.stages.period import Window, slots, window
from shuke.stages.places import place
from shuke.stages.rounding import WIDE, rounded

Given = Value | str | None
Figures = Mapping[str, Given]
# Figures of other tables: a new order changes none of them.
HELD = frozenset({"consultations", "complaints", "cost", "profit", "margin"})
MONTHLY = frozenset({"active_months_6", "stability_6m", "stability_cv"})
ZERO = Decimal(0)
FINE = Context(prec=40)


@dataclass(frozen=True)
class Line:
    """An order line of the customer; a line without an order id is an order of its own."""

    on: date
    order_id: str | None
    amount: Decimal


@dataclass(frozen=True)
class Totals:
    """What a customer's orders of some days add up to; ``active`` are the months, 0 the last, with a purchase."""

    frequency: int
    days: frozenset[date]
    monetary: Decimal
    gross: Decimal
    refunds: Decimal
    top_order: Decimal
    active: frozenset[int]
    monthly: tuple[Decimal, ...]

    def plus(self, day: date, orders: int, amount: Decimal) -> Totals:
        """Return the totals with so many further purchases of an amount on the last day of all."""
        more = orders * amount
        return Totals(
            self.frequency + orders,
            self.days | {day},
            self.monetary + more,
            self.gross + more,
            self.refunds,
            max(self.top_order, amount),
            self.active | {0},
            (self.monthly[0] + more, *self.monthly[1:]),
        )


@dataclass(frozen=True)
class Asked:
    """What is asked of a customer's lines: the scheme's metrics, and all the periods they look at."""

    scheme: Scheme
    metrics: tuple[str, ...]
    periods: frozenset[Period]
    monthly: bool
    tenure: bool


@dataclass(frozen=True)
class Customer:
    """A customer as of a day: the totals of every period that the scheme looks at.

    ``open`` are the periods that the day is in; ``held`` the figures that orders do not change, as they were stored.
    """

    asked: Asked
    day: date
    totals: Mapping[Period, Totals]
    open: frozenset[Period]
    first_ever: date | None
    held: Figures

    def plus(self, orders: int, amount: Decimal) -> Customer:
        """Return the customer with so many further purchases of an amount, placed on the day."""
        totals = {
            period: found.plus(self.day, orders, amount) if period in self.open else found
            for period, found in self.totals.items()
        }
        return Customer(self.asked, self.day, totals, self.open, self.first_ever or self.day, self.held)

    def figures(self) -> dict[str, Given] | None:
        """Return the scheme's metrics; None without a purchase in its period."""
        if not self.totals[self.asked.scheme.period].frequency:
            return None
        return {name: self.figure(name) for name in self.asked.metrics}

    def figure(self, name: str) -> Given:
        """Return one metric, the scheme's own or built-in."""
        own = self.asked.scheme.own.get(name)
        if own is None:
            return self.held[name] if name in HELD else self._builtin(name)
        if isinstance(own, Counted):
            found = self.totals[own.period or self.asked.scheme.period]
            return len(found.days) if own.of == "purchase_days" else getattr(found, own.of)
        if isinstance(own, Ratio | Difference | Scaled):
            return self._made(own)
        return self.held[name]

    def _made(self, own: Ratio | Difference | Scaled) -> Value | None:
        parts = (own.scaled,) if isinstance(own, Scaled) else own.ratio if isinstance(own, Ratio) else own.difference
        values = [self.figure(part) for part in parts]
        if any(value is None or isinstance(value, str) for value in values):
            return None
        numbers = [Decimal(value) for value in values if value is not None]
        if isinstance(own, Scaled):
            return rounded(WIDE.multiply(numbers[0], own.by), 6)
        if isinstance(own, Difference):
            return numbers[0] - numbers[1]
        return rounded(Fraction(numbers[0]) / Fraction(numbers[1]), 6) if numbers[1] else None

    def _builtin(self, name: str) -> Value | None:
        found = self.totals[self.asked.scheme.period]
        formula = FORMULAS.get(name)
        value: Value | None = getattr(found, name) if formula is None else formula(self, found)
        return value

    def recency(self, found: Totals) -> int:
        """Return the days since the last purchase."""
        return (self.day - max(found.days)).days


def _cycle(customer: Customer, found: Totals, *, ratio: bool) -> Decimal | None:
    gaps, span = len(found.days) - 1, (max(found.days) - min(found.days)).days
    if not gaps:
        return None
    return rounded(Fraction(customer.recency(found) * gaps, span) if ratio else Fraction(span, gaps), 6)


# The built-in metrics that are no plain sum, from the totals of the period; nobody is here without a purchase in it.
FORMULAS: Mapping[str, Callable[[Customer, Totals], Value | None]] = {
    "recency_days": Customer.recency,
    "purchase_days": lambda _, found: len(found.days),
    "average_order": lambda _, found: rounded(Fraction(found.monetary) / found.frequency, 4),
    "tenure_days": lambda one, _: None if one.first_ever is None else (one.day - one.first_ever).days,
    "repurchase_rate": lambda _, found: rounded(Fraction(found.frequency - 1, found.frequency), 6),
    "refund_rate": lambda _, found: (
        rounded(Fraction(-found.refunds) / Fraction(found.gross), 6) if found.gross else None
    ),
    "active_months_6": lambda _, found: len(found.active),
    "stability_6m": lambda _, found: rounded(Fraction(50 * len(found.active), MONTHS), 6),
    "stability_cv": lambda _, found: evenness(found.monthly),
    "cycle_days": lambda one, found: _cycle(one, found, ratio=False),
    "cycle_ratio": lambda one, found: _cycle(one, found, ratio=True),
}


def asked(scheme: Scheme) -> Asked:
    """Return what a scheme asks of a customer's lines."""
    names = closure(scheme, scheme.metrics)
    own = (scheme.own[name] for name in names if name in scheme.own)
    periods = {scheme.period, *(one.period for one in own if isinstance(one, Counted) and one.period)}
    return Asked(scheme, scheme.metrics, frozenset(periods), bool(MONTHLY & set(names)), "tenure_days" in names)


def customer(wanted: Asked, lines: Iterable[Line], day: date, held: Figures, zero_orders: str) -> Customer:
    """Return a customer as of a day, from their own lines."""
    known = [line for line in lines if line.on <= day]
    months = slots(day, MONTHS) if wanted.monthly else []
    windows = {period: window(day, period) for period in wanted.periods}
    totals = {period: _totals(known, days, months, zero_orders) for period, days in windows.items()}
    ever = None
    if wanted.tenure:
        bought = [on for on, amount in _orders(known, Window(None, day)) if _is_purchase(amount, zero_orders)]
        ever = min(bought, default=None)
    inside = frozenset(period for period, days in windows.items() if _inside(day, days))
    return Customer(wanted, day, totals, inside, ever, held)


def cannot_be_tried(scheme: Scheme, fitted: Fitted, stored: Figures) -> tuple[str, ...]:
    """Return the metrics and scores for which one customer's further orders cannot tell what they would become.

    Those that look at the columns of order lines, which an order that is not there yet does not have; those made of
    a figure that is not stored; and scores that tell equals apart by their ids.
    """
    found = [name for name, fit in fitted.scores.items() if isinstance(fit, Ordered)]
    for name in scheme.metrics:
        for part in closure(scheme, (name,)):
            own = scheme.own.get(part)
            fixed = part in HELD or isinstance(own, Interactions | Attribute)
            if (isinstance(own, Counted) and own.where) or (fixed and part not in stored):
                found.append(name)
    return tuple(dict.fromkeys(found))


def held_by(scheme: Scheme) -> tuple[str, ...]:
    """Return the figures of other tables that the scheme looks at: in trying out orders they stay as they are."""
    return tuple(
        name
        for name in closure(scheme, scheme.metrics)
        if (name in HELD and name not in scheme.own) or isinstance(scheme.own.get(name), Interactions | Attribute)
    )


def placed_anew(
    scheme: Scheme, fitted: Fitted, figures: Figures, stored: Figures | None = None
) -> dict[str, Given] | None:
    """Return where changed figures stand; None for a customer who would not be rated any more.

    ``stored`` has the scores that figures alone do not tell, where they do not matter.
    """
    if any(one.when.holds(dict(figures)) for one in scheme.exclude):
        return None
    logs = {
        name: on_log_scale(fit, figures[fit.metric])
        for name, fit in fitted.scores.items()
        if isinstance(fit, Scale) and fit.log
    }
    return place(scheme, fitted, figures, {**(stored or {}), **logs})


def on_log_scale(fit: Scale, value: Given) -> Decimal:
    """Return the standardised logarithm of a value."""
    if value is None or not fit.width:
        return fit.lowest if value is None else ZERO
    distance = logarithm(value) - fit.origin
    return rounded(Fraction(distance if fit.best == "high" else -distance) / Fraction(fit.width), 6)


def logarithm(value: Given) -> Decimal:
    """Return ln(1 + the value), a value below 0 counting as 0, rounded to 9 places.

    The engine's own logarithm is right to more than 9 places, so both are the same.
    """
    return _ln(Decimal(value or 0))


@lru_cache(maxsize=10_000)
def _ln(value: Decimal) -> Decimal:
    return rounded((1 + max(value, ZERO)).ln(FINE), 9)


def evenness(monthly: Iterable[Decimal]) -> Decimal:
    """Return 50 × (1 - deviation / mean) of monthly sums, no less than 0, 6 places half up."""
    units = [int(amount.scaleb(4)) for amount in monthly]
    total = sum(units)
    if total <= 0:
        return ZERO
    # The quotient of the root and the sum, in exact integers to 20 places.
    spread = Fraction(isqrt((len(units) * sum(unit * unit for unit in units) - total * total) * 10**40), total * 10**20)
    return rounded(max(Fraction(0), 50 - 50 * spread), 6)


def _totals(lines: Iterable[Line], days: Window, months: list[Window], zero_orders: str) -> Totals:
    orders = _orders(lines, days)
    bought = [(on, amount) for on, amount in orders if _is_purchase(amount, zero_orders)]
    amounts = [amount for _, amount in bought]
    monthly = [sum((amount for on, amount in orders if _inside(on, month)), ZERO) for month in months]
    return Totals(
        len(bought),
        frozenset(on for on, _ in bought),
        sum((amount for _, amount in orders), ZERO),
        sum(amounts, ZERO),
        sum((amount for _, amount in orders if amount < 0), ZERO),
        max(amounts, default=ZERO),
        frozenset(index for index, month in enumerate(months) if any(_inside(on, month) for on, _ in bought)),
        tuple(monthly + [ZERO] * (MONTHS - len(monthly))),
    )


def _orders(lines: Iterable[Line], days: Window) -> list[tuple[date, Decimal]]:
    """Return the orders formed from the lines of some days: their day and amount."""
    found: dict[object, tuple[date, Decimal]] = {}
    for index, line in enumerate(lines):
        if _inside(line.on, days):
            key = index if line.order_id is None else line.order_id
            on, amount = found.get(key, (line.on, ZERO))
            found[key] = (min(on, line.on), amount + line.amount)
    return list(found.values())


def _inside(day: date, days: Window) -> bool:
    return day <= days.last and (days.first is None or days.first <= day)


def _is_purchase(amount: Decimal, zero_orders: str) -> bool:
    return amount > 0 or (amount == 0 and zero_orders == "purchase")
