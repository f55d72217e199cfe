"""The sample as three files, the same bytes for the same arguments on every machine."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING

from shuke.sample.buying import EARLY_SPAN, draw_history
from shuke.sample.clock import moment
from shuke.sample.contacts import draw_contacts
from shuke.sample.dirt import Row, spoil
from shuke.sample.files import write_table
from shuke.sample.orders import MOST_CUSTOMERS, Booking, draw_bookings
from shuke.sample.people import Customer, draw_customer
from shuke.sample.seasons import FIRST_DAY

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

SALES_HEADERS = (
    *("订单号", "下单时间", "客户编号", "客户名称", "商品", "类别", "数量", "单价", "金额"),
    *("渠道", "城市", "业务员", "促销", "币种"),
)
INTERACTION_HEADERS = ("customer_id", "kind", "occurred_at")
CUSTOMER_HEADERS = (
    *("customer_id", "customer_name", "industry", "size", "region", "salesperson", "age_band", "since"),
)
PROGRESS_STEPS = 100


@dataclass(frozen=True, slots=True)
class SampleFiles:
    """Where the three files are, and how many customers, orders and data rows of `sales` they hold.

    `orders` counts different order ids; `lines` counts every row, refunds and spoiled rows included.
    """

    sales: Path
    interactions: Path
    customers: Path
    customer_count: int
    order_count: int
    line_count: int


@dataclass(slots=True)
class _Tables:
    """The rows gathered so far; sales and interactions carry their place in time before the row itself."""

    sales: list[tuple[int, str, int, Row]] = field(default_factory=list)
    interactions: list[tuple[int, Row]] = field(default_factory=list)
    customers: list[Row] = field(default_factory=list)
    orders: int = 0


def write_sample(
    out: Path,
    customers: int = 2000,
    seed: int = 2024,
    progress: Callable[[int, int], None] | None = None,
) -> SampleFiles:
    """Write sales, interactions and customers into `out`: the same bytes for the same arguments.

    The files are `sales.csv`, `interactions.csv` and `customers.csv`. Customer k is drawn from `seed` and k
    alone, so a larger sample adds customers and changes none. Money is counted in whole cents throughout.
    Every row lies in 2023-01-01 … 2024-12-31, save the dates that are spoiled on purpose (see `dirt`).

    Args:
        out: the folder; made when missing. Files of the same names in it are replaced.
        customers: how many customers, 1 … 999,999.
        seed: any integer.
        progress: called with (customers done, customers in all), about a hundred times.

    Raises:
        ValueError: `customers` is out of range.
        OSError: the folder cannot be written.
    """
    if not 1 <= customers <= MOST_CUSTOMERS:
        raise ValueError(f"customers must be 1 to {MOST_CUSTOMERS}, got {customers}")
    out.mkdir(parents=True, exist_ok=True)
    tables = _Tables()
    step = max(1, customers // PROGRESS_STEPS)
    for index in range(1, customers + 1):
        _add_customer(tables, seed, index)
        if progress is not None and (index % step == 0 or index == customers):
            progress(index, customers)
    tables.sales.sort()
    tables.interactions.sort()
    files = SampleFiles(
        sales=out / "sales.csv",
        interactions=out / "interactions.csv",
        customers=out / "customers.csv",
        customer_count=customers,
        order_count=tables.orders,
        line_count=len(tables.sales),
    )
    write_table(files.sales, SALES_HEADERS, (row for *_, row in tables.sales))
    write_table(files.interactions, INTERACTION_HEADERS, (row for _, row in tables.interactions))
    write_table(files.customers, CUSTOMER_HEADERS, tables.customers)
    return files


def _add_customer(tables: _Tables, seed: int, index: int) -> None:
    """Add everything about one customer, drawn from the seed and the customer's number alone."""
    # A text seed goes through SHA-512, so it does not depend on the hash seed of the process.
    rng = random.Random(f"{seed}:{index}")  # noqa: S311 - a repeatable sample, nothing secret
    customer = draw_customer(rng, index)
    history = draw_history(rng)
    bookings = draw_bookings(rng, customer, history)
    for day, second, kind in draw_contacts(rng, customer, history):
        tables.interactions.append((day * 86_400 + second, (customer.customer_id, kind, moment(day, second))))
    tables.customers.append(_customer_row(rng, customer, history[0].day))
    tables.orders += len({booking.order_id for booking in bookings})
    for booking in bookings:
        when = booking.day * 86_400 + booking.second
        place = 0
        for clean in _sales_rows(customer, booking):
            for row in spoil(rng, clean):
                tables.sales.append((when, booking.order_id, place, row))
                place += 1


def _sales_rows(customer: Customer, booking: Booking) -> Iterator[Row]:
    """Yield one row of cells for every line of the booking, in the order of `SALES_HEADERS`."""
    when = moment(booking.day, booking.second)
    for line in booking.lines:
        yield (
            *(booking.order_id, when, customer.customer_id, customer.name),
            *(line.product.name, line.product.category, str(line.quantity)),
            *(_money(line.unit_cents), _money(line.cents)),
            *(booking.channel, customer.city, customer.salesperson, line.promotion, "CNY"),
        )


def _customer_row(rng: random.Random, customer: Customer, first_day: int) -> Row:
    """Return the master record; `since` is never after the first purchase, for regulars years before it."""
    known_before = rng.randint(0, 1500) if first_day < EARLY_SPAN else max(0, rng.randint(-30, 30))
    since = FIRST_DAY + timedelta(first_day - known_before)
    return (
        *(customer.customer_id, customer.name, customer.industry, customer.size, customer.city),
        *(customer.salesperson, customer.age_band, since.isoformat()),
    )


def _money(cents: int) -> str:
    """Return cents as text with two decimals and no grouping, e.g. -1250 as -12.50."""
    sign = "-" if cents < 0 else ""
    return f"{sign}{abs(cents) // 100}.{abs(cents) % 100:02d}"
