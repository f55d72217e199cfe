"""Every metric of every rated customer (semantics, paragraphs 3 "Who is rated" and 4 "Metrics")."""

from collections import Counter
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from fractions import Fraction
from math import isqrt

from .lines import (
    FOUR_PLACES,
    Interaction,
    Line,
    Order,
    by_customer,
    is_purchase,
    is_refund,
    orders_of_one_customer,
    total,
    within,
)
from .period import month_slots, period_start
from .rounding import half_up

Metrics = dict[str, object]
INTERACTION_METRICS = {"consultations": "consultation", "complaints": "complaint"}


def metrics(
    lines: Iterable[Line],
    as_of: date,
    *,
    months: int | None = 12,
    interactions: Iterable[Interaction] | None = None,
    zero_orders: str = "neither",
) -> dict[str, Metrics]:
    """One entry per rated customer, by customer_id; `months=None` is all history up to `as_of`."""
    start = period_start(as_of, months)
    counts = None if interactions is None else interaction_counts(interactions, start, as_of)
    table: dict[str, Metrics] = {}
    for customer, history in by_customer(lines, as_of).items():
        orders = orders_of_one_customer(within(history, start, as_of))
        if not any(is_purchase(order, zero_orders) for order in orders):
            continue
        row = period_metrics(orders, as_of, zero_orders)
        row["tenure_days"] = tenure_days(history, as_of, zero_orders)
        for name, kind in INTERACTION_METRICS.items():
            row[name] = None if counts is None else counts[customer, kind]
        table[customer] = row
    return table


def not_rated(
    lines: Iterable[Line], as_of: date, *, months: int | None = 12, zero_orders: str = "neither"
) -> list[str]:
    """Paragraph 3: the customers of the data who have no purchase in the period."""
    every_line = list(lines)
    rated = metrics(every_line, as_of, months=months, zero_orders=zero_orders)
    return sorted({line.customer_id for line in every_line} - rated.keys())


def period_metrics(orders: list[Order], as_of: date, zero_orders: str = "neither") -> Metrics:
    """The metrics that follow from the orders of one rated customer within the period."""
    purchases = [order for order in orders if is_purchase(order, zero_orders)]
    frequency = len(purchases)
    days = {order.on for order in purchases}
    monetary = total(order.amount for order in orders)
    gross = total(order.amount for order in purchases)
    refunds = total(order.amount for order in orders if is_refund(order))
    active = active_months(days, as_of)
    return {
        "recency_days": (as_of - max(days)).days,
        "frequency": frequency,
        "purchase_days": len(days),
        "monetary": monetary,
        "gross": gross,
        "refunds": refunds,
        "average_order": half_up(Fraction(monetary) / frequency, 4),
        "top_order": max(order.amount for order in purchases),
        "repurchase_rate": half_up(Fraction(frequency - 1, frequency), 6),
        "refund_rate": half_up(-Fraction(refunds) / Fraction(gross), 6) if gross else None,
        "active_months_6": active,
        "stability_6m": half_up(Fraction(50 * active, 6), 6),
        "stability_cv": stability_cv(orders, as_of),
        **cycle(days, as_of),
    }


def cycle(days: set[date], as_of: date) -> Metrics:
    """`cycle_days` = (last - first purchase day) / (purchase_days - 1); `cycle_ratio` = recency_days / cycle_days.

    Both 6 places, half-up, from whole numbers; empty with one purchase day, which has no cycle.
    """
    gaps, span = len(days) - 1, (max(days) - min(days)).days
    if not gaps:
        return {"cycle_days": None, "cycle_ratio": None}
    recency = (as_of - max(days)).days
    return {
        "cycle_days": half_up(Fraction(span, gaps), 6),
        "cycle_ratio": half_up(Fraction(recency * gaps, span), 6),
    }


def tenure_days(history: Iterable[Line], as_of: date, zero_orders: str = "neither") -> int | None:
    """as_of - date of the first purchase ever, orders formed from all lines up to `as_of`.

    None when no order of the whole history is a purchase, which happens where lines before the period turn
    a purchase of the period into a refund.
    """
    orders = orders_of_one_customer(line for line in history if line.on <= as_of)
    days = [order.on for order in orders if is_purchase(order, zero_orders)]
    return (as_of - min(days)).days if days else None


def active_months(purchase_dates: Iterable[date], as_of: date) -> int:
    """How many of the six one-month slots that end at `as_of` hold a purchase."""
    dates = list(purchase_dates)
    return sum(any(start <= day < end for day in dates) for start, end in month_slots(as_of))


def stability_cv(orders: Iterable[Order], as_of: date) -> Decimal:
    """50 x max(0, 1 - sd/mean) of the six monthly net amounts, population sd, 6 places, half-up.

    With the sum S and the sum of squares Q of six amounts, sd/mean = sqrt(6 Q - S x S) / S. In whole
    ten-thousandths this is a matter of integers, so the rounding is exact. S <= 0 gives 0.
    """
    amounts, slots = [Fraction(0)] * 6, month_slots(as_of)
    for order in orders:
        for k, (start, end) in enumerate(slots):
            if start <= order.on < end:
                amounts[k] += Fraction(order.amount)
    units = [int(amount / Fraction(FOUR_PLACES)) for amount in amounts]
    s = sum(units)
    if s <= 0:
        return Decimal("0.000000")
    radicand = 10**16 * (6 * sum(unit * unit for unit in units) - s * s)
    root = isqrt(radicand)
    root_up = root if root * root == radicand else root + 1
    millionths = ((10**8 + 1) * s - root_up) // (2 * s)
    return half_up(Fraction(max(0, millionths), 10**6), 6)


def interaction_counts(interactions: Iterable[Interaction], start: date | None, end: date) -> Counter[tuple[str, str]]:
    """The number of interactions per customer and kind in the period."""
    return Counter(
        (one.customer_id, one.kind) for one in interactions if (start is None or start <= one.on) and one.on <= end
    )
