"""Orders become one row per customer: every built-in metric in exact integers and decimals.

Law: each customer seen has one row, and the sum of ``monetary`` over all of them is the sum of the orders.

Sums are taken first (``totals``); figures made of other figures come after, in integer arithmetic rounded half
up, because no two engines divide decimals alike.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from shuke.scheme.builtin import BUILTIN, Kind, figure
from shuke.scheme.model import Scheme
from shuke.stages.orders import Lines, inside, orders, outside
from shuke.stages.period import Window, slots
from shuke.stages.relation import Select, day, days
from shuke.stages.rounding import from_float, half_up, units

TYPES: Mapping[Kind, str] = {
    "days": "INTEGER",
    "count": "INTEGER",
    "money": "DECIMAL(18, 4)",
    "rate": "DECIMAL(18, 6)",
    "number": "DECIMAL(18, 6)",
    "text": "VARCHAR",
}
MONTHS = 6


@dataclass(frozen=True)
class Formula:
    """How a built-in metric comes of the totals it needs."""

    needs: tuple[str, ...]
    formula: str


SLOTS = tuple(f"month_{k}" for k in range(MONTHS))
# Six monthly sums s in ten-thousandths: 50 × (1 - sd / mean) = 50 - 50 × √(6 Σs² - (Σs)²) / Σs. The radicand is an
# exact integer; the root and the quotient are single operations that every engine rounds alike (IEEE 754).
_SUM = "(" + " + ".join(units(slot, 4) for slot in SLOTS) + ")"
_SQUARES = "(" + " + ".join(f"{units(slot, 4)} * {units(slot, 4)}" for slot in SLOTS) + ")"
_SPREAD = f"SQRT(CAST(6 * {_SQUARES} - {_SUM} * {_SUM} AS DOUBLE)) / CAST({_SUM} AS DOUBLE)"

METRICS: Mapping[str, Formula] = {
    "recency_days": Formula(("last_purchase",), days("{as_of}", "last_purchase")),
    "frequency": Formula(("frequency",), "frequency"),
    "purchase_days": Formula(("purchase_days",), "purchase_days"),
    "monetary": Formula(("monetary",), "monetary"),
    "gross": Formula(("gross",), "gross"),
    "average_order": Formula(
        ("monetary", "frequency"), half_up(units("monetary", 4), "CAST(frequency * 10000 AS HUGEINT)", 4)
    ),
    "top_order": Formula(("top_order",), "top_order"),
    "tenure_days": Formula(("first_purchase_ever",), days("{as_of}", "first_purchase_ever")),
    "repurchase_rate": Formula(("frequency",), half_up("(frequency - 1)", "frequency", 6)),
    "refund_rate": Formula(("refunds", "gross"), half_up(units("-refunds", 4), units("gross", 4), 6)),
    "active_months_6": Formula(("active_months_6",), "active_months_6"),
    "stability_6m": Formula(("active_months_6",), half_up("(50 * active_months_6)", "6", 6)),
    "stability_cv": Formula(
        SLOTS, f"CASE WHEN {_SUM} <= 0 THEN 0 ELSE GREATEST(0, {from_float(f'(50 - 50 * {_SPREAD})', 6)}) END"
    ),
    "cycle_days": Formula(
        ("last_purchase", "first_purchase", "purchase_days"),
        half_up(days("last_purchase", "first_purchase"), "(purchase_days - 1)", 6),
    ),
    "cycle_ratio": Formula(
        ("last_purchase", "first_purchase", "purchase_days"),
        half_up(
            f"({days('{as_of}', 'last_purchase')} * (purchase_days - 1))",
            f"CAST({days('last_purchase', 'first_purchase')} AS INTEGER)",
            6,
        ),
    ),
    "cost": Formula((), "line_cost"),
    "profit": Formula((), "(monetary - line_cost)"),
    "margin": Formula(
        (), f"CASE WHEN monetary > 0 THEN {half_up(units('(monetary - line_cost)', 4), units('monetary', 4), 6)} END"
    ),
    "consultations": Formula((), "COALESCE(consultations, 0)"),
    "complaints": Formula((), "COALESCE(complaints, 0)"),
}
KINDS_OF_INTERACTION = {"consultations": "consultation", "complaints": "complaint"}


@dataclass(frozen=True)
class Question:
    """What is asked of the data: the scheme, the metrics wanted, the window, and how zero orders count."""

    metrics: tuple[str, ...]
    as_of: date
    window: Window
    zero_orders: Literal["neither", "purchase"] = "neither"
    missing: Mapping[str, int | str] = field(default_factory=dict)
    scheme: Scheme | None = None

    @property
    def purchase(self) -> str:
        """The condition that an order is a purchase."""
        return "amount >= 0" if self.zero_orders == "purchase" else "amount > 0"

    @property
    def builtin(self) -> tuple[str, ...]:
        """The built-in metrics among those wanted, and those that own metrics are made of."""
        found = [name for wanted in self.metrics for name in self.closure(wanted) if name in BUILTIN]
        return tuple(dict.fromkeys(found))

    def closure(self, name: str) -> tuple[str, ...]:
        """Return a metric with all it is made of, the parts first."""
        parts = self.scheme.parts(name) if self.scheme else ()
        return tuple(dict.fromkeys((*(one for part in parts for one in self.closure(part)), name)))

    def kind(self, name: str) -> Kind:
        """Return the unit of a metric."""
        known = figure(self.scheme, name) if self.scheme else BUILTIN.get(name)
        return known.kind if known else "number"


def customers(lines: Lines, question: Question) -> Select:
    """Return the totals of every customer with an order in the window, ``monetary`` and ``gross`` among them.

    Customers without a purchase among their orders have ``frequency`` 0; ``elsewhere`` has the rest.
    """
    wanted = dict.fromkeys(
        ("frequency", *(need for name in question.builtin for need in _order_needs(name)), "monetary", "gross")
    )
    return totals(orders(lines, question.window), wanted, question)


def totals(source: Select | tuple[Select, ...], wanted: Iterable[str], question: Question) -> Select:
    """Return some totals per customer of a relation of orders."""
    known = _totals(question)
    return Select(
        {"customer_id": "customer_id", **{name: known[name] for name in wanted}}, source, group_by=("customer_id",)
    )


def elsewhere(lines: Lines, question: Question, found: str) -> Select:
    """Return the customers whose lines all lie outside the window; ``found`` is the relation of ``customers``."""
    return Select(
        {"customer_id": lines.final},
        f"{lines.plain} ANTI JOIN {found} USING (customer_id)",
        where=(outside(question.window),),
        group_by=("customer_id",),
    )


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


def costs(lines: Lines, question: Question, cost: str) -> Select:
    """Return what the lines of the window cost, per customer; empty where one of a customer's lines does not say.

    ``cost`` is the expression of a line's cost, refunds with their sign like amounts.
    """
    return Select(
        {"customer_id": "customer_id", "line_cost": f"CASE WHEN COUNT(*) = COUNT({cost}) THEN SUM({cost}) END"},
        lines.relation,
        where=(inside(question.window),),
        group_by=("customer_id",),
    )


def builtin_columns(question: Question) -> dict[str, str]:
    """Return the expressions of the built-in metrics over the joined totals."""
    columns = {}
    for name in question.builtin:
        formula = METRICS[name].formula.replace("{as_of}", day(question.as_of))
        if name in question.missing:
            formula = f"{question.missing[name]}"
        columns[name] = f"CAST({formula} AS {TYPES[BUILTIN[name].kind]})"
    return columns


def _order_needs(name: str) -> tuple[str, ...]:
    return METRICS[name].needs if BUILTIN[name].table == "orders" else ()


def _totals(question: Question) -> dict[str, str]:
    purchase = question.purchase
    held = [
        f"ordered_on BETWEEN {day(slot.first or slot.last)} AND {day(slot.last)}"
        for slot in slots(question.as_of, MONTHS)
    ]
    months = " + ".join(f"MAX(CASE WHEN {purchase} AND {slot} THEN 1 ELSE 0 END)" for slot in held)
    monthly = {
        name: f"COALESCE(SUM(CASE WHEN {slot} THEN amount END), 0)"
        for name, slot in zip(SLOTS, [*held, *["FALSE"] * (MONTHS - len(held))], strict=True)
    }
    return {
        "last_purchase": f"MAX(CASE WHEN {purchase} THEN ordered_on END)",
        "first_purchase": f"MIN(CASE WHEN {purchase} THEN ordered_on END)",
        "frequency": f"COUNT(CASE WHEN {purchase} THEN 1 END)",
        "purchase_days": f"COUNT(DISTINCT CASE WHEN {purchase} THEN ordered_on END)",
        "monetary": "SUM(amount)",
        "gross": f"SUM(CASE WHEN {purchase} THEN amount END)",
        "refunds": "COALESCE(SUM(CASE WHEN amount < 0 THEN amount END), 0)",
        "top_order": f"MAX(CASE WHEN {purchase} THEN amount END)",
        "active_months_6": months,
        **monthly,
    }
