"""A book to be rated: lines, contacts and customers, and every figure of a scheme's customers."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from .lines import Interaction, Line, Order, by_customer, is_purchase, is_refund, orders_of_one_customer, total, within
from .metrics import INTERACTION_METRICS, period_metrics, tenure_days
from .period import days_of
from .rounding import half_up
from .rules import Value, passes

Figures = dict[str, dict[str, Value]]
Days = tuple[date | None, date]
BUILTIN_LOW = {"recency_days", "refund_rate", "cycle_days", "cycle_ratio", "complaints"}


class TableNeededError(ValueError):
    """A figure needs a table that was not given."""


@dataclass
class Book:
    """What there is: lines, interactions, attributes by customer and column; `missing` stands in for a table."""

    lines: Iterable[Line]
    as_of: date
    interactions: Iterable[Interaction] | None = None
    customers: Mapping[str, Mapping[str, str]] | None = None
    zero_orders: str = "neither"
    missing: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.lines = list(self.lines)
        self.histories = by_customer(self.lines, self.as_of)
        self._contacts: dict[tuple[str, str], list[date]] = {}
        for one in self.interactions or ():
            self._contacts.setdefault((one.customer_id, one.kind), []).append(one.on)
        self.seen = {line.customer_id for line in self.lines}
        self._figures: dict[Days, Figures] = {}

    def figures(self, days: Days) -> Figures:
        """The built-in figures of everybody with a purchase in some days."""
        if days not in self._figures:
            table: Figures = {}
            for customer, history in self.histories.items():
                orders = orders_of_one_customer(within(history, *days))
                if any(is_purchase(order, self.zero_orders) for order in orders):
                    row = period_metrics(orders, self.as_of, self.zero_orders)
                    table[customer] = {**row, "tenure_days": tenure_days(history, self.as_of, self.zero_orders)}
            self._figures[days] = table
        return self._figures[days]

    def contacts(self, customer: str, kind: str, days: Days) -> int | None:
        """How many interactions of a kind in some days; None without a table."""
        if self.interactions is None:
            return None
        first, last = days
        return sum((first is None or first <= on) and on <= last for on in self._contacts.get((customer, kind), ()))

    def orders(self, customer: str, days: Days, where: Mapping[str, Any]) -> list[Order]:
        """The orders formed from the lines of some days whose columns pass."""
        lines = []
        for line in within(self.histories[customer], *days):
            columns = dict(line.about)
            if all(passes(columns.get(column), test) for column, test in where.items()):
                lines.append(line)
        return orders_of_one_customer(lines)


def best_end(name: str, own: Mapping[str, Any]) -> str:
    """Which end of a metric is better, where a score does not say."""
    if name in own:
        return own[name].get("best", "high")
    return "low" if name in BUILTIN_LOW else "high"


def metric(book: Book, own: Mapping[str, Any], days: Days, customer: str, name: str) -> Value:
    """One metric of a scheme, its own or built-in, for one rated customer."""
    if name in book.missing and book.interactions is None:
        return int(book.missing[name])
    if name not in own:
        return builtin(book, days, customer, name)
    said = own[name]
    if "of" in said:
        return counted(book, said, days, customer)
    if "interactions" in said:
        count = book.contacts(customer, said["interactions"], days_of_own(book, said, days))
        if count is None and said.get("missing") is None:
            raise TableNeededError(name)
        return int(said["missing"]) if count is None else count
    if "attribute" in said:
        return attribute(book, said, customer, name)
    if "scaled" in said:
        value = metric(book, own, days, customer, said["scaled"])
        return None if value is None else half_up(Fraction(value) * Fraction(said["by"]), 6)
    first, second = (
        metric(book, own, days, customer, part) for part in (said["ratio"] if "ratio" in said else said["difference"])
    )
    if first is None or second is None:
        return None
    if "difference" in said:
        return Decimal(first) - Decimal(second)
    return None if second == 0 else half_up(Fraction(first) / Fraction(second), 6)


def builtin(book: Book, days: Days, customer: str, name: str) -> Value:
    """A figure that every scheme knows."""
    if name not in INTERACTION_METRICS:
        return book.figures(days)[customer][name]
    count = book.contacts(customer, INTERACTION_METRICS[name], days)
    if count is None:
        raise TableNeededError(name)
    return count


def days_of_own(book: Book, said: Mapping[str, Any], days: Days) -> Days:
    """The days of an own metric: its own period, else the scheme's."""
    return days if said.get("period") is None else days_of(said["period"], book.as_of)


def counted(book: Book, said: Mapping[str, Any], days: Days, customer: str) -> Value:
    """A count or a sum over days or lines of its own; 0 where the customer has none."""
    orders = book.orders(customer, days_of_own(book, said, days), said.get("where", {}))
    purchases = [order for order in orders if is_purchase(order, book.zero_orders)]
    return {
        "frequency": lambda: len(purchases),
        "purchase_days": lambda: len({order.on for order in purchases}),
        "monetary": lambda: total(order.amount for order in orders),
        "gross": lambda: total(order.amount for order in purchases),
        "refunds": lambda: total(order.amount for order in orders if is_refund(order)),
        "top_order": lambda: max((order.amount for order in purchases), default=Decimal(0)),
    }[said["of"]]()


def attribute(book: Book, said: Mapping[str, Any], customer: str, name: str) -> Value:
    """A cell of the customer table, a text or a number of 6 places; `missing` stands for an empty one."""
    if book.customers is None and said.get("missing") is None:
        raise TableNeededError(name)
    text = ((book.customers or {}).get(customer, {}).get(said["attribute"]) or "").strip() or said.get("missing")
    if text is None or said.get("type", "text") == "text":
        return text
    return half_up(Fraction(text), 6)
