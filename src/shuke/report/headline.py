"""The figures a manager asks for first."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from shuke.rating import CUSTOMERS, PLACED, SUMMED, Rating
from shuke.report.order import Order
from shuke.report.text import average, money


def headline(rating: Rating, order: Order) -> dict[str, Any]:
    """Return customers, purchases, money, refunds and recency of the rated customers and the period.

    Refunds of customers who are not rated are told beside those of the rated ones: both are all of the period.
    """
    summed = rating.engine.run(f"SELECT SUM(_heads), SUM(frequency), SUM(monetary) FROM {SUMMED}")[0]
    customers, purchases, total = int(summed[0]), summed[1], summed[2]
    (median,) = order.at("recency_days", [(customers - 1) // 2], customers)
    # Who is left out by the scheme is in no figure; else everybody who bought is rated.
    everybody = f"{CUSTOMERS} WHERE frequency > 0"
    gross = Decimal(rating.engine.run(f"SELECT SUM(gross) FROM {PLACED if rating.scheme.exclude else everybody}")[0][0])
    refunds = Decimal(total) - gross
    taken = f"SELECT COALESCE(SUM(monetary), 0) - COALESCE(SUM(gross), 0) FROM {CUSTOMERS}"
    return {
        "customers": customers,
        "purchases": int(purchases),
        "monetary": money(Decimal(total)),
        "gross": money(gross),
        "refunds": money(refunds),
        "refunds_not_rated": money(Decimal(rating.engine.run(taken)[0][0]) - refunds),
        "average_order": average(Decimal(total), int(purchases)),
        "median_recency_days": int(median),
    }
