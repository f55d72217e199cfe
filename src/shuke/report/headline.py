"""The figures a manager asks for first."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from shuke.rating import CUSTOMERS, PLACED, Rating
from shuke.report.order import Order
from shuke.report.text import average, money


def headline(rating: Rating, order: Order) -> dict[str, Any]:
    """Return customers, purchases, money, refunds and recency of the rated customers and the period."""
    customers, purchases, total = rating.engine.run(f"SELECT COUNT(*), SUM(frequency), SUM(monetary) FROM {PLACED}")[0]
    (median,) = order.at("recency_days", [(customers - 1) // 2], customers)
    # Who is left out by the scheme is in no figure; else everybody who bought is rated.
    everybody = f"{CUSTOMERS} WHERE frequency > 0"
    gross = Decimal(rating.engine.run(f"SELECT SUM(gross) FROM {PLACED if rating.scheme.exclude else everybody}")[0][0])
    return {
        "customers": customers,
        "purchases": int(purchases),
        "monetary": money(Decimal(total)),
        "gross": money(gross),
        "refunds": money(Decimal(total) - gross),
        "average_order": average(Decimal(total), int(purchases)),
        "median_recency_days": int(median),
    }
