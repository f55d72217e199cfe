"""Every way up that is told is tried: the orders are added, the customer is measured and rated by hand."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

import shuke
from cli.sales import write
from explain.shop import RANKS, Shop, at_least
from shuke.explain.explanation import Explanation
from shuke.explain.ways import Way
from shuke.saved import explain_saved, open_saved

pytestmark = pytest.mark.row("X4")

CENT = Decimal("0.01")
DAY = timedelta(days=1)
SAMPLED = 45


@pytest.fixture(scope="module")
def told(shop: Shop) -> dict[str, Explanation]:
    """The explanations of customers of every tier, spread over the table."""
    by_tier: dict[str, list[str]] = {}
    for customer, row in shop.table.items():
        by_tier.setdefault(row["tier"], []).append(customer)
    chosen = [one for tier in "BCD" for one in by_tier[tier][:: max(1, len(by_tier[tier]) // (SAMPLED // 3))]]
    result = shuke.score(shop.sales)
    explained = {customer: result.explain(customer) for customer in chosen}
    result.close()
    return explained


def ways(told: dict[str, Explanation]) -> list[tuple[str, Way]]:
    """Every way of every customer."""
    return [(customer, way) for customer, explanation in told.items() for way in explanation.ways]


def test_many_ways_of_every_kind_are_tried(told: dict[str, Explanation]) -> None:
    every = [way for _, way in ways(told)]
    assert len(told) >= 40
    assert {way.group for way in every} == {"A", "B", "C"}
    assert any(way.amount_each == CENT for way in every)
    assert any(way.amount_each > CENT for way in every)
    assert any(way.until is not None for way in every)


def test_the_orders_lift_to_the_promised_tier_when_placed_tomorrow(shop: Shop, told: dict[str, Explanation]) -> None:
    for customer, way in ways(told):
        found = shop.rated_with(customer, shop.as_of + DAY, way.orders, way.amount_each)
        assert found == (way.group, way.score), customer


def test_a_way_leads_above_the_present_tier(shop: Shop, told: dict[str, Explanation]) -> None:
    for customer, way in ways(told):
        assert RANKS.index(way.group) < RANKS.index(shop.table[customer]["tier"])


def test_one_cent_less_an_order_does_not_do(shop: Shop, told: dict[str, Explanation]) -> None:
    for customer, way in ways(told):
        if way.amount_each > CENT:
            found = shop.rated_with(customer, shop.as_of + DAY, way.orders, way.amount_each - CENT)
            assert found is None or not at_least(found[0], way.group), customer


def test_the_orders_do_on_every_day_up_to_the_last_one_told(shop: Shop, told: dict[str, Explanation]) -> None:
    for customer, way in ways(told):
        until = way.until or shop.as_of + timedelta(days=366)
        days = [shop.as_of + DAY * n for n in range(1, (until - shop.as_of).days + 1)]
        for day in [*days[:: max(1, len(days) // 12)], until]:
            found = shop.rated_with(customer, day, way.orders, way.amount_each)
            assert found is not None, (customer, day)
            assert at_least(found[0], way.group), (customer, day)


def test_the_orders_do_not_do_on_the_day_after_the_last_one_told(shop: Shop, told: dict[str, Explanation]) -> None:
    for customer, way in ways(told):
        if way.until is not None:
            found = shop.rated_with(customer, way.until + DAY, way.orders, way.amount_each)
            assert found is None or not at_least(found[0], way.group), customer


def test_who_is_told_no_way_has_none_with_six_orders(shop: Shop, told: dict[str, Explanation]) -> None:
    for customer, explanation in told.items():
        tier = shop.table[customer]["tier"]
        if not explanation.ways and tier != "A":
            found = shop.rated_with(customer, shop.as_of + DAY, 6, Decimal(10_000_000))
            assert found is None or at_least(tier, found[0]), customer


def opened(folder: Path, rows: list[tuple[str, str, str, str]]) -> Shop:
    """A shop of the given sales, rated as of the end of 2024 and saved."""
    sales = write(folder / "sales.csv", rows, ("客户编号", "订单号", "下单时间", "金额"))
    result = shuke.score(sales, as_of="2024-12-31")
    result.save(folder / "out")
    result.close()
    return Shop(sales, folder / "out").read()


def every_way(shop: Shop) -> list[tuple[str, Way]]:
    """The ways of all customers of a shop, from its saved folder."""
    saved = open_saved(shop.out)
    return [(customer, way) for customer in shop.table for way in explain_saved(saved, customer).ways]


def test_a_period_that_slides_ends_a_way_on_the_day_that_is_told(tmp_path: Path) -> None:
    rows = []
    for number in range(60):
        for order in range(number % 5 + 1):
            day = date(2024, 1, 1) + timedelta(days=(7 * number + 3 * order) % 40)
            rows.append((f"C{number:03}", f"S{number}-{order}", day.isoformat(), f"{40 + 13 * number + order}.50"))
        if number % 3 == 0:
            late = date(2024, 6, 1) + timedelta(days=number)
            rows.append((f"C{number:03}", f"T{number}", late.isoformat(), f"{5 + number}.25"))
        if number % 7 == 0:
            rows.append((f"C{number:03}", f"R{number}", "2024-03-01", "-3.75"))
    shop = opened(tmp_path, rows)
    ended = 0
    for customer, way in every_way(shop):
        assert shop.rated_with(customer, shop.as_of + DAY, way.orders, way.amount_each) == (way.group, way.score)
        if way.until is not None:
            last = shop.rated_with(customer, way.until, way.orders, way.amount_each)
            after = shop.rated_with(customer, way.until + DAY, way.orders, way.amount_each)
            assert last is not None
            assert at_least(last[0], way.group), customer
            assert after is None or not at_least(after[0], way.group), customer
            ended += way.until < shop.as_of + timedelta(days=45)
    assert ended >= 10


def test_ways_of_several_orders_need_all_of_them(tmp_path: Path) -> None:
    rows = [
        (f"C{number:03}", f"S{number}-{order}", f"2024-{order % 12 + 1:02}-{number % 28 + 1:02}", f"{30 + number}.10")
        for number in range(40)
        for order in range(number % 10 + 3)
    ]
    shop = opened(tmp_path, rows)
    several = [(customer, way) for customer, way in every_way(shop) if way.orders > 1]
    assert len(several) >= 3
    for customer, way in several:
        tomorrow = shop.as_of + DAY
        assert shop.rated_with(customer, tomorrow, way.orders, way.amount_each) == (way.group, way.score)
        fewer = shop.rated_with(customer, tomorrow, way.orders - 1, Decimal(10_000_000))
        assert fewer is None or not at_least(fewer[0], way.group), customer


def test_lines_after_the_day_of_the_rating_change_no_explanation(shop: Shop, tmp_path: Path) -> None:
    early = "2024-06-30"
    rows = [
        (line.customer_id, line.order_id, line.on.isoformat(), line.amount)
        for lines in shop.lines.values()
        for line in lines
    ]
    whole = shuke.score(write(tmp_path / "whole.csv", rows), as_of=early)
    known = shuke.score(write(tmp_path / "known.csv", [row for row in rows if row[2] <= early]), as_of=early)
    customers = [row["customer_id"] for row in known.customers.rows()][::4]
    assert {one: whole.explain(one).ways for one in customers} == {one: known.explain(one).ways for one in customers}
    whole.close()
    known.close()


def test_zero_orders_that_count_as_purchases_count_in_the_ways_too(tmp_path: Path) -> None:
    rows = [(f"C{n}", f"S{n}", "2024-05-01", str(n * 10)) for n in range(1, 20)]
    rows += [("C1", "Z1", "2024-12-30", "0"), ("C1", "Z2", "2024-12-31", "0")]
    result = shuke.score(write(tmp_path / "sales.csv", rows), zero_orders="purchase")
    told = result.explain("C1")
    assert {reason.metric: reason.value for reason in told.reasons} == {
        "recency_days": 0,
        "frequency": 3,
        "monetary": Decimal(10),
    }
    assert told.ways_known
    result.close()
