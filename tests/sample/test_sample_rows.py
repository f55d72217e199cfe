"""Every row is what an ERP would export, and the only faults are the ones that are promised."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sample_reading import Sale

    from shuke.sample import SampleFiles

FIRST, LAST = date(2023, 1, 1), date(2024, 12, 31)
HEADERS = "订单号,下单时间,客户编号,客户名称,商品,类别,数量,单价,金额,渠道,城市,业务员,促销,币种"
INTERACTION_HEADERS = "customer_id,kind,occurred_at"
CUSTOMER_HEADERS = "customer_id,customer_name,industry,size,region,salesperson,age_band,since"
KINDS = {"consultation", "complaint", "campaign", "visit"}
CHANNELS = {"门店", "小程序", "天猫", "官网"}
MONEY = re.compile(r"-?\d+\.\d\d")


def faults(raw_sales: list[dict[str, str]]) -> Counter[str]:
    found: Counter[str] = Counter()
    for row in raw_sales:
        found["amount blank"] += row["金额"] == ""
        found["letter in the amount"] += "O" in row["金额"]
        found["customer blank"] += row["客户编号"] == ""
        found["impossible date"] += "-02-30 " in row["下单时间"]
    counts = Counter(tuple(row.values()) for row in raw_sales)
    found["repeated row"] = sum(count - 1 for count in counts.values())
    return found


def test_the_headers_are_the_promised_ones(
    raw_sales: list[dict[str, str]], interactions: list[dict[str, str]], customers: list[dict[str, str]]
) -> None:
    assert ",".join(raw_sales[0]) == HEADERS
    assert ",".join(interactions[0]) == INTERACTION_HEADERS
    assert ",".join(customers[0]) == CUSTOMER_HEADERS


def test_the_counts_told_are_the_counts_in_the_files(
    default_files: SampleFiles, raw_sales: list[dict[str, str]], customers: list[dict[str, str]]
) -> None:
    assert default_files.line_count == len(raw_sales)
    assert default_files.order_count == len({row["订单号"] for row in raw_sales})
    assert default_files.customer_count == len(customers) == 2000


def test_amount_is_quantity_times_unit_price_to_the_cent(sales: list[Sale]) -> None:
    assert [sale for sale in sales if sale.amount != sale.quantity * sale.unit_price] == []


def test_money_has_two_decimals_and_no_grouping(raw_sales: list[dict[str, str]]) -> None:
    assert all(MONEY.fullmatch(row["单价"]) for row in raw_sales)
    odd = [row["金额"] for row in raw_sales if not MONEY.fullmatch(row["金额"])]
    assert all(amount == "" or "O" in amount for amount in odd)


def test_every_date_lies_inside_the_two_years(sales: list[Sale], interactions: list[dict[str, str]]) -> None:
    days = {sale.day for sale in sales} | {date.fromisoformat(row["occurred_at"][:10]) for row in interactions}
    assert min(days) >= FIRST
    assert max(days) == LAST


def test_every_day_and_month_has_its_share_and_double_eleven_most(sales: list[Sale]) -> None:
    by_day = Counter(sale.day for sale in sales if sale.amount > 0)
    peak = sum(by_day[date(year, 11, day)] for year in (2023, 2024) for day in (10, 11)) / 4
    assert peak > 2 * sum(by_day.values()) / 731
    assert len({(day.year, day.month) for day in by_day}) == 24
    offers = {sale.promotion for sale in sales if sale.day == date(2024, 11, 11) and sale.amount > 0}
    assert "双11" in offers


def test_weekends_sell_more_than_working_days(sales: list[Sale]) -> None:
    by_weekday = Counter(sale.day.weekday() for sale in sales if sale.amount > 0)
    weekend = (by_weekday[5] + by_weekday[6]) / 2
    assert weekend > 1.1 * (sum(by_weekday.values()) - 2 * weekend) / 5


def test_the_promised_faults_occur_and_are_about_three_in_a_thousand(raw_sales: list[dict[str, str]]) -> None:
    found = faults(raw_sales)
    assert all(found.values()), found
    assert 0.002 <= sum(found.values()) / len(raw_sales) <= 0.0045


def test_rows_are_sorted_by_time_then_order(raw_sales: list[dict[str, str]]) -> None:
    keys = [(row["下单时间"], row["订单号"]) for row in raw_sales if "-02-30 " not in row["下单时间"]]
    assert keys == sorted(keys)


def test_an_order_belongs_to_one_customer_and_has_one_to_five_goods(sales: list[Sale]) -> None:
    owners, goods = defaultdict(set), defaultdict(set)
    for sale in sales:
        owners[sale.order].add(sale.customer)
        if sale.amount > 0:
            goods[sale.order].add(sale.product)
    assert all(re.fullmatch(r"SO202[34]\d{9}", order) for order in owners)
    assert all(len(owner) == 1 for owner in owners.values())
    assert {len(names) for names in goods.values()} == {1, 2, 3, 4, 5}


def test_a_refund_follows_its_sale_and_takes_back_no_more_than_was_bought(
    sales: list[Sale], raw_sales: list[dict[str, str]]
) -> None:
    whole = Counter(row["订单号"] for row in raw_sales)
    readable = Counter(sale.order for sale in sales)
    spoiled = {order for order in whole if readable[order] != whole[order]}
    refunds = [sale for sale in sales if sale.amount < 0 and sale.order not in spoiled]
    bought = {(sale.order, sale.product): sale for sale in sales if sale.amount > 0}
    assert refunds
    for refund in refunds:
        original = bought[refund.order, refund.product]
        assert 2 <= (refund.day - original.day).days <= 18
        assert -refund.quantity <= original.quantity
        assert refund.unit_price == original.unit_price


def test_there_are_gifts_without_a_price(sales: list[Sale]) -> None:
    gifts = [sale for sale in sales if sale.amount == Decimal(0)]
    assert 0.001 < len(gifts) / len(sales) < 0.03
    assert {sale.promotion for sale in gifts} == {"赠品"}


def test_every_customer_named_anywhere_has_a_master_record(
    sales: list[Sale], interactions: list[dict[str, str]], customers: list[dict[str, str]]
) -> None:
    known = {row["customer_id"] for row in customers}
    assert {sale.customer for sale in sales} <= known
    assert {row["customer_id"] for row in interactions} <= known
    assert all(re.fullmatch(r"C\d{5}", identity) for identity in known)
    assert len(known) == len(customers)


def test_channels_kinds_and_currency_are_the_promised_words(
    raw_sales: list[dict[str, str]], interactions: list[dict[str, str]]
) -> None:
    assert {row["渠道"] for row in raw_sales} == CHANNELS
    assert {row["币种"] for row in raw_sales} == {"CNY"}
    assert {row["kind"] for row in interactions} == KINDS


def test_there_are_people_and_firms_with_chinese_and_english_names(customers: list[dict[str, str]]) -> None:
    firms = [row for row in customers if row["industry"]]
    assert 0.1 < len(firms) / len(customers) < 0.25
    assert all(bool(row["size"]) == bool(row["industry"]) != bool(row["age_band"]) for row in customers)
    for group in (firms, [row for row in customers if not row["industry"]]):
        assert {row["customer_name"].isascii() for row in group} == {True, False}
