"""One customer's figures outside the engine: measured again from lines, placed again by frozen break values."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from shuke.scheme.model import Scheme
from shuke.stages.fit import Breaks, Value
from shuke.stages.period import Window
from shuke.stages.places import place

# The metrics that this file can measure again; a scheme that uses others is explained without ways up.
MEASURED = frozenset({"recency_days", "frequency", "monetary", "gross", "average_order", "top_order"})


@dataclass(frozen=True)
class Line:
    """An order line of the customer; a line without an order id is an order of its own."""

    on: date
    order_id: str | None
    amount: Decimal


@dataclass(frozen=True)
class Placed:
    """What a customer's figures come to under a scheme."""

    figures: Mapping[str, Value]
    scores: Mapping[str, int]
    composite: Decimal
    tier: str


def measure(lines: Iterable[Line], window: Window, zero_orders: str = "neither") -> dict[str, Value] | None:
    """Return the customer's metrics in a window; None without a purchase in it."""
    totals: dict[object, tuple[date, Decimal]] = {}
    for index, line in enumerate(lines):
        if line.on > window.last or (window.first is not None and line.on < window.first):
            continue
        key = index if line.order_id is None else line.order_id
        on, amount = totals.get(key, (line.on, Decimal(0)))
        totals[key] = (min(on, line.on), amount + line.amount)
    purchases = [
        (on, amount) for on, amount in totals.values() if amount > 0 or (amount == 0 and zero_orders == "purchase")
    ]
    if not purchases:
        return None
    monetary = sum((amount for _, amount in totals.values()), Decimal(0))
    quotient = (monetary / len(purchases)).quantize(Decimal("0.0001"), ROUND_HALF_UP)
    return {
        "recency_days": (window.last - max(on for on, _ in purchases)).days,
        "frequency": len(purchases),
        "monetary": monetary,
        "gross": sum((amount for _, amount in purchases), Decimal(0)),
        "average_order": quotient,
        "top_order": max(amount for _, amount in purchases),
    }


def rate_again(scheme: Scheme, breaks: Mapping[str, Breaks], figures: Mapping[str, Value]) -> Placed:
    """Return where the figures stand under the scheme's frozen break values."""
    scores = {name: fitted.score(figures[fitted.metric]) for name, fitted in breaks.items()}
    composite, tier = place(scheme, scores)
    return Placed(figures, scores, composite, tier)
