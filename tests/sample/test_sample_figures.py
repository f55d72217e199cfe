"""The sample behaves like a real customer base: skewed, mostly one-time, leaving silently."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from sample_reading import Sale, clean, read

from shuke.sample import write_sample

if TYPE_CHECKING:
    from pathlib import Path


def year_2024(sales: list[Sale]) -> tuple[dict[str, Decimal], Counter[str]]:
    """Net amount and number of purchases of the customers with a purchase in 2024."""
    orders: dict[tuple[str, str], Decimal] = defaultdict(Decimal)
    for sale in sales:
        if sale.day.year == 2024:
            orders[sale.customer, sale.order] += sale.amount
    net: dict[str, Decimal] = defaultdict(Decimal)
    times: Counter[str] = Counter()
    for (customer, _), amount in orders.items():
        net[customer] += amount
        times[customer] += amount > 0
    return {customer: net[customer] for customer in times if times[customer]}, +times


def top_fifth_share(net: dict[str, Decimal]) -> Decimal:
    ranked = sorted(net.values(), reverse=True)
    return sum(ranked[: len(ranked) // 5], Decimal()) / sum(ranked)


def test_the_best_fifth_brings_seventy_to_eighty_percent_of_the_money(sales: list[Sale]) -> None:
    net, _ = year_2024(sales)
    assert Decimal("0.70") <= top_fifth_share(net) <= Decimal("0.80")


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_concentration_holds_roughly_for_other_seeds(tmp_path: Path, seed: int) -> None:
    rows = read(write_sample(tmp_path, 2000, seed).sales)
    net, _ = year_2024([sale for sale in map(clean, rows) if sale is not None])
    assert Decimal("0.66") <= top_fifth_share(net) <= Decimal("0.84")


def test_one_purchase_is_the_commonest_number_and_the_tail_is_long(sales: list[Sale]) -> None:
    _, times = year_2024(sales)
    counts = Counter(times.values())
    assert counts.most_common(1)[0][0] == 1
    assert 0.40 <= counts[1] / len(times) <= 0.60
    assert max(counts) >= 12


def test_some_customers_of_2023_buy_nothing_in_2024(sales: list[Sale]) -> None:
    _, times = year_2024(sales)
    everyone = {sale.customer for sale in sales}
    assert 0.5 < len(times) / len(everyone) < 0.85


def test_three_to_four_percent_of_the_orders_see_a_refund(sales: list[Sale]) -> None:
    refunded = {sale.order for sale in sales if sale.amount < 0}
    assert 0.03 <= len(refunded) / len({sale.order for sale in sales}) <= 0.04


def test_some_refunds_are_of_the_whole_order_and_some_of_a_part(sales: list[Sale]) -> None:
    total: dict[str, Decimal] = defaultdict(Decimal)
    for sale in sales:
        total[sale.order] += sale.amount
    refunded = {sale.order for sale in sales if sale.amount < 0}
    assert {total[order] > 0 for order in refunded} == {True, False}


def test_new_customers_arrive_in_every_month(sales: list[Sale]) -> None:
    first: dict[str, date] = {}
    for sale in sales:
        first.setdefault(sale.customer, sale.day)
    months = Counter((day.year, day.month) for day in first.values())
    assert len(months) == 24
    assert sum(months[2023, month] for month in (1, 2, 3)) > 0.25 * len(first)


def test_a_complaint_announces_that_the_customer_leaves(sales: list[Sale], interactions: list[dict[str, str]]) -> None:
    purchases: dict[str, set[date]] = defaultdict(set)
    complaints: dict[str, list[date]] = defaultdict(list)
    for sale in sales:
        if sale.amount > 0:
            purchases[sale.customer].add(sale.day)
    for row in interactions:
        if row["kind"] == "complaint":
            complaints[row["customer_id"]].append(date.fromisoformat(row["occurred_at"][:10]))
    again: dict[bool, list[bool]] = {True: [], False: []}
    for customer, days in purchases.items():
        for day in days:
            if day <= date(2024, 6, 30):
                complained = any(timedelta(0) <= when - day <= timedelta(12) for when in complaints[customer])
                again[complained].append(any(timedelta(0) < later - day <= timedelta(180) for later in days))
    shares = {complained: sum(came) / len(came) for complained, came in again.items()}
    assert len(again[True]) > 50
    assert shares[True] < 0.75 * shares[False]


def test_firms_fill_larger_baskets_than_people(sales: list[Sale], customers: list[dict[str, str]]) -> None:
    firms = {row["customer_id"] for row in customers if row["industry"]}
    amounts: dict[bool, list[Decimal]] = {True: [], False: []}
    orders: dict[tuple[str, str], Decimal] = defaultdict(Decimal)
    for sale in sales:
        if sale.amount > 0:
            orders[sale.customer, sale.order] += sale.amount
    for (customer, _), amount in orders.items():
        amounts[customer in firms].append(amount)
    middle = {firm: sorted(values)[len(values) // 2] for firm, values in amounts.items()}
    assert middle[True] > 2 * middle[False]
