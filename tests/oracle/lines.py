"""Order lines and the orders formed from them (semantics, paragraph 1 "From rows to orders")."""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Context, Decimal, Inexact, InvalidOperation, Rounded
from functools import lru_cache
from zoneinfo import ZoneInfo

FOUR_PLACES = Decimal("0.0001")
EXACT = Context(prec=200, traps=[Inexact, Rounded, InvalidOperation])
WIDE = Context(prec=200, traps=[InvalidOperation])


@dataclass(frozen=True, slots=True)
class Line:
    """One order line: who, which order (None: the source has no order ids), on which day, how much.

    `about` are its other columns (product, category, channel, ...), each with its text; an empty cell is left out.
    """

    customer_id: str
    order_id: str | None
    on: date
    amount: Decimal
    about: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Interaction:
    """One contact with a customer: who, of which kind (`consultation`, `complaint`, ...), on which day."""

    customer_id: str
    kind: str
    on: date


@dataclass(frozen=True, slots=True)
class Order:
    """All lines with the same customer and order id: the earliest date, the sum of the amounts."""

    on: date
    amount: Decimal


@lru_cache(maxsize=1_000_000)
def identifier(text: str) -> str:
    """Paragraph 1: trimmed, full-width letters and digits made half-width (NFKC); `007` stays `007`."""
    return unicodedata.normalize("NFKC", text).strip()


def exact_number(text: str) -> Decimal:
    """The number exactly as its text says, or ValueError; never through a binary float."""
    try:
        number = Decimal(text.strip())
    except InvalidOperation:
        raise ValueError(f"not a number: {text!r}") from None
    if not number.is_finite():
        raise ValueError(f"not a number: {text!r}")
    return number


def four_places(number: Decimal) -> Decimal:
    """Paragraph 1: DECIMAL with 4 places, half-up (a tie goes away from zero)."""
    return number.quantize(FOUR_PLACES, rounding=ROUND_HALF_UP, context=WIDE)


@lru_cache(maxsize=1_000_000)
def money(text: str) -> Decimal:
    """An amount from its text, with 4 places."""
    return four_places(exact_number(text))


@lru_cache(maxsize=1_000_000)
def quantity_times_price(quantity: str, unit_price: str) -> Decimal:
    """Paragraph 1: no `amount`: quantity x unit_price, multiplied exactly and rounded once."""
    return four_places(EXACT.multiply(exact_number(quantity), exact_number(unit_price)))


@lru_cache(maxsize=1_000_000)
def local_date(text: str, zone: str | None = None) -> date:
    """Paragraph 2: a stamp with a zone is turned into the local zone; one without is taken as it stands."""
    stamp = datetime.fromisoformat(text.strip())
    if stamp.tzinfo is None:
        return stamp.date()
    if zone is None:
        raise ValueError(f"{text!r} has a zone, and no local zone is declared")
    return stamp.astimezone(ZoneInfo(zone)).date()


def by_customer(lines: Iterable[Line], as_of: date) -> dict[str, list[Line]]:
    """Paragraph 2: the lines up to `as_of`, grouped by customer, customers in the order of their ids."""
    groups: dict[str, list[Line]] = {}
    for line in lines:
        if line.on <= as_of:
            groups.setdefault(line.customer_id, []).append(line)
    return dict(sorted(groups.items()))


def within(lines: Iterable[Line], start: date | None, end: date) -> list[Line]:
    """Paragraph 1: the period selects lines by their own date, both ends inclusive; no start: all history."""
    return [line for line in lines if (start is None or start <= line.on) and line.on <= end]


def orders_of_one_customer(lines: Iterable[Line]) -> list[Order]:
    """Paragraph 1: lines with the same order id are one order; without order ids each line is an order."""
    numbered: dict[str, Order] = {}
    orders: list[Order] = []
    for line in lines:
        if line.order_id is None:
            orders.append(Order(line.on, line.amount))
            continue
        known = numbered.get(line.order_id)
        if known is None:
            numbered[line.order_id] = Order(line.on, line.amount)
        else:
            numbered[line.order_id] = Order(min(known.on, line.on), EXACT.add(known.amount, line.amount))
    return orders + list(numbered.values())


def is_purchase(order: Order, zero_orders: str = "neither") -> bool:
    """Paragraph 1: amount > 0; amount = 0 only where the source says `zero_orders: purchase`."""
    if zero_orders not in ("neither", "purchase"):
        raise ValueError(f"zero_orders is 'neither' or 'purchase', not {zero_orders!r}")
    return order.amount > 0 or (zero_orders == "purchase" and order.amount == 0)


def is_refund(order: Order) -> bool:
    """Paragraph 1: amount < 0."""
    return order.amount < 0


def total(amounts: Iterable[Decimal]) -> Decimal:
    """The exact sum."""
    result = Decimal(0)
    for amount in amounts:
        result = EXACT.add(result, amount)
    return result
