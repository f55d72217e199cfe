"""The orders of one customer as the workspace held them when a run was made, and what they add up to by month.

Law: the amounts of the orders inside the period add up to the customer's net amount, and the purchases among them are
the customer's purchases.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Literal

from shuke.explain.customer import Line

Kind = Literal["purchase", "refund", "zero"]


@dataclass(frozen=True)
class Order:
    """One order: its lines on the same side of the period's first day, dated by the earliest of them.

    What came back inside the period of a sale before it counts by itself, as the figures take it.
    """

    order_id: str | None
    on: date
    amount: Decimal
    lines: int
    kind: Kind
    in_period: bool


@dataclass(frozen=True)
class Month:
    """The purchases that are dated in a month, and the net amount of all orders of it."""

    month: str
    orders: int
    amount: Decimal


def orders(lines: Iterable[Line], document: dict[str, Any]) -> list[Order]:
    """Return the orders of some lines, the latest first; ``document`` is the manifest of the run."""
    first, last = document["period"]
    as_of = date.fromisoformat(document["as_of"])
    begins, ends = date.fromisoformat(first) if first else date.min, date.fromisoformat(last)
    together: dict[tuple[object, bool], list[Line]] = {}
    for place, line in enumerate(lines):
        if line.on <= as_of:
            inside = begins <= line.on <= ends
            key = line.order_id if line.order_id is not None else place
            together.setdefault((key, inside), []).append(line)
    zero: Kind = "purchase" if document["reading"]["zero_orders"] == "purchase" else "zero"
    found = [_order(some, zero, inside=inside) for (_, inside), some in together.items()]
    return sorted(found, key=lambda one: (one.on, one.order_id or "", one.amount), reverse=True)


def months(found: Sequence[Order]) -> list[Month]:
    """Return the months that have an order, the earliest first."""
    sums: dict[str, tuple[int, Decimal]] = {}
    for one in found:
        month = f"{one.on:%Y-%m}"
        count, amount = sums.get(month, (0, Decimal(0)))
        sums[month] = (count + (one.kind == "purchase"), amount + one.amount)
    return [Month(month, *sums[month]) for month in sorted(sums)]


def _order(lines: Sequence[Line], zero: Kind, *, inside: bool) -> Order:
    amount = sum((line.amount for line in lines), Decimal(0))
    kind: Kind = "purchase" if amount > 0 else "refund" if amount < 0 else zero
    return Order(lines[0].order_id, min(line.on for line in lines), amount, len(lines), kind, inside)
