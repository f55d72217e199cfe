"""Orders become one row per customer: every metric in exact integers and decimals.

Law: each customer seen has one row, and the sum of ``monetary`` over all of them is the sum of the orders.

Sums are taken first (``totals``); figures made of other figures come after, in integer arithmetic rounded half
up, because no two engines divide decimals alike.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from shuke.errors import SchemeError, Where
from shuke.stages.orders import Lines, orders, outside
from shuke.stages.period import Window, slots
from shuke.stages.relation import Select, day, literal

Kind = Literal["days", "count", "money", "rate"]
TYPES: Mapping[Kind, str] = {
    "days": "INTEGER",
    "count": "INTEGER",
    "money": "DECIMAL(18, 4)",
    "rate": "DECIMAL(18, 6)",
}


@dataclass(frozen=True)
class Metric:
    """One figure of a customer: its unit, which end is better, the totals it is made of, and its formula."""

    kind: Kind
    best: Literal["high", "low"]
    needs: tuple[str, ...]
    formula: str
    table: Literal["orders", "history", "interactions"] = "orders"


def _half_up(dividend: str, divisor: str, places: int) -> str:
    """Return ``dividend / divisor`` of two integers, rounded half up (away from zero) to ``places`` decimals.

    The divisor is positive; a divisor of 0 gives NULL.
    """
    scaled = f"CAST({dividend} AS HUGEINT) * {10**places}"
    quotient = f"(2 * ABS({scaled}) + {divisor}) // NULLIF(2 * {divisor}, 0)"
    signed = f"CASE WHEN {dividend} < 0 THEN -({quotient}) ELSE {quotient} END"
    unit = "0." + "1".rjust(places, "0")
    return f"CAST({signed} AS DECIMAL(18, 0)) * CAST('{unit}' AS DECIMAL({places}, {places}))"


def _units(money: str) -> str:
    """Return an amount of scale 4 as its integer ten-thousandths."""
    return f"CAST(CAST({money} AS DECIMAL(18, 4)) * 10000 AS HUGEINT)"


METRICS: Mapping[str, Metric] = {
    "recency_days": Metric("days", "low", ("last_purchase",), "{as_of} - last_purchase"),
    "frequency": Metric("count", "high", ("frequency",), "frequency"),
    "purchase_days": Metric("count", "high", ("purchase_days",), "purchase_days"),
    "monetary": Metric("money", "high", ("monetary",), "monetary"),
    "gross": Metric("money", "high", ("gross",), "gross"),
    "average_order": Metric(
        "money",
        "high",
        ("monetary", "frequency"),
        _half_up(_units("monetary"), "CAST(frequency * 10000 AS HUGEINT)", 4),
    ),
    "top_order": Metric("money", "high", ("top_order",), "top_order"),
    "tenure_days": Metric("days", "high", ("first_purchase_ever",), "{as_of} - first_purchase_ever", "history"),
    "repurchase_rate": Metric("rate", "high", ("frequency",), _half_up("(frequency - 1)", "frequency", 6)),
    "refund_rate": Metric("rate", "low", ("refunds", "gross"), _half_up(_units("-refunds"), _units("gross"), 6)),
    "active_months_6": Metric("count", "high", ("active_months_6",), "active_months_6"),
    "stability_6m": Metric("rate", "high", ("active_months_6",), _half_up("(50 * active_months_6)", "6", 6)),
    "consultations": Metric("count", "high", ("consultations",), "consultations", "interactions"),
    "complaints": Metric("count", "low", ("complaints",), "complaints", "interactions"),
}
KINDS_OF_INTERACTION = {"consultations": "consultation", "complaints": "complaint"}


@dataclass(frozen=True)
class Question:
    """What is asked of the data: the metrics wanted, the window, and how zero orders count."""

    metrics: tuple[str, ...]
    as_of: date
    window: Window
    zero_orders: Literal["neither", "purchase"] = "neither"
    missing: Mapping[str, int] | None = None

    @property
    def purchase(self) -> str:
        """The condition that an order is a purchase."""
        return "amount >= 0" if self.zero_orders == "purchase" else "amount > 0"


def customers(lines: Lines, question: Question) -> Select:
    """Return the totals of every customer with an order in the window, ``monetary`` and ``gross`` among them.

    Customers without a purchase among their orders have ``frequency`` 0; ``elsewhere`` has the rest.
    """
    wanted = dict.fromkeys(
        ("frequency", *(need for name in question.metrics for need in _order_needs(name)), "monetary", "gross")
    )
    totals = _totals(question)
    return Select(
        {"customer_id": "customer_id", **{name: totals[name] for name in wanted}},
        orders(lines, question.window),
        group_by=("customer_id",),
    )


def elsewhere(lines: Lines, question: Question, found: str) -> Select:
    """Return the customers whose lines all lie outside the window; ``found`` is the relation of ``customers``."""
    return Select(
        {"customer_id": lines.final},
        f"{lines.plain} ANTI JOIN {found} USING (customer_id)",
        where=(outside(question.window),),
        group_by=("customer_id",),
    )


def rated(source: str, question: Question, sides: Mapping[str, str]) -> Select:
    """Return the metrics of the customers who are rated: those with at least one purchase in the window.

    ``sides`` names the relations of the other tables by kind: ``history`` and ``interactions``.
    """
    columns = {"customer_id": "customer_id"}
    for name in question.metrics:
        metric = METRICS[name]
        formula = metric.formula.replace("{as_of}", day(question.as_of))
        if metric.table == "interactions":
            formula = f"COALESCE({name}, 0)" if "interactions" in sides else str((question.missing or {})[name])
        columns[name] = f"CAST({formula} AS {TYPES[metric.kind]})"
    joined = source
    for side in sides.values():
        joined = f"{joined} LEFT JOIN {side} USING (customer_id)"
    return Select(columns, joined, where=("frequency > 0",))


def history(lines: Lines, question: Question) -> Select:
    """Return the first purchase ever of each customer, from orders of all lines up to ``as_of``."""
    found = orders(lines, Window(None, question.as_of))
    return Select(
        {
            "customer_id": "customer_id",
            "first_purchase_ever": f"MIN(CASE WHEN {question.purchase} THEN ordered_on END)",
        },
        found,
        group_by=("customer_id",),
    )


def interactions(relation: str, question: Question) -> Select:
    """Return the number of interactions of each kind in the window, per customer.

    ``relation`` holds ``customer_id``, ``kind``, ``occurred_on``.
    """
    window = question.window
    where = [f"occurred_on <= {day(window.last)}"]
    if window.first is not None:
        where.append(f"occurred_on >= {day(window.first)}")
    counts = {
        name: f"COUNT(CASE WHEN kind = {literal(kind)} THEN 1 END)"
        for name, kind in KINDS_OF_INTERACTION.items()
        if name in question.metrics
    }
    return Select({"customer_id": "customer_id", **counts}, relation, tuple(where), ("customer_id",))


def require_tables(metrics: Mapping[str, Where], missing: Mapping[str, int], *, interactions_given: bool) -> None:
    """Pass when every metric's table is there, or its absence was declared to count as a number.

    ``metrics`` gives each metric the place that asks for it: a line of the scheme, or nowhere for an option.

    Raises:
        SchemeError: a metric needs a table that was not given.
    """
    for name, where in metrics.items():
        if METRICS[name].table == "interactions" and not interactions_given and name not in missing:
            raise SchemeError("table_missing", where, table="interactions", metric=name, column="kind")


def _order_needs(name: str) -> tuple[str, ...]:
    return METRICS[name].needs if METRICS[name].table == "orders" else ()


def _totals(question: Question) -> dict[str, str]:
    purchase = question.purchase
    months = " + ".join(
        f"MAX(CASE WHEN {purchase} AND ordered_on BETWEEN {day(slot.first or slot.last)} AND {day(slot.last)}"
        " THEN 1 ELSE 0 END)"
        for slot in slots(question.as_of, 6)
    )
    return {
        "last_purchase": f"MAX(CASE WHEN {purchase} THEN ordered_on END)",
        "frequency": f"COUNT(CASE WHEN {purchase} THEN 1 END)",
        "purchase_days": f"COUNT(DISTINCT CASE WHEN {purchase} THEN ordered_on END)",
        "monetary": "SUM(amount)",
        "gross": f"SUM(CASE WHEN {purchase} THEN amount END)",
        "refunds": "COALESCE(SUM(CASE WHEN amount < 0 THEN amount END), 0)",
        "top_order": f"MAX(CASE WHEN {purchase} THEN amount END)",
        "active_months_6": months,
    }
