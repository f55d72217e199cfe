"""What the semantics says about lines, orders, periods and metrics, in small books."""

from datetime import date
from decimal import Decimal

import pytest

from . import (
    Line,
    active_months,
    identifier,
    latest_date,
    local_date,
    metrics,
    minus_months,
    money,
    month_slots,
    period_start,
    quantity_times_price,
    stability_cv,
    written,
)
from .lines import Order

AS_OF = date(2024, 12, 31)
PERIODS = [
    ("2024-12-31", 12, "2024-01-01"),
    ("2024-02-29", 12, "2023-03-01"),
    ("2024-03-30", 1, "2024-02-29"),
]


def line(customer, order, on, amount):
    return Line(customer, order, date.fromisoformat(on), money(amount))


@pytest.mark.parametrize(("as_of", "months", "start"), PERIODS)
def test_a_period_begins_so_many_months_before_the_day_after_as_of(as_of, months, start):
    assert period_start(date.fromisoformat(as_of), months) == date.fromisoformat(start)


def test_a_short_month_ends_the_subtraction_on_its_last_day():
    assert minus_months(date(2024, 3, 31), 1) == date(2024, 2, 29)
    assert minus_months(date(2023, 1, 31), 11) == date(2022, 2, 28)


def test_six_month_slots_touch_and_do_not_overlap():
    slots = month_slots(AS_OF)
    assert slots[0] == (date(2024, 12, 1), date(2025, 1, 1))
    assert slots[5] == (date(2024, 7, 1), date(2024, 8, 1))
    assert active_months([date(2024, 6, 30), date(2024, 7, 1), date(2024, 7, 31)], AS_OF) == 1


def test_money_rounds_half_up_from_its_text():
    texts = ["1.00005", "-1.00005", "1.00004999", "7", "1e2"]
    assert [str(money(text)) for text in texts] == ["1.0001", "-1.0001", "1.0000", "7.0000", "100.0000"]
    assert quantity_times_price("3", "0.33335") == Decimal("1.0001")
    with pytest.raises(ValueError, match="not a number"):
        money("NaN")


def test_identifiers_are_trimmed_and_become_half_width_and_nothing_else():
    texts = [" 007 ", "\uff21\uff11\uff12", "a", "\u3000客户甲"]
    assert [identifier(text) for text in texts] == ["007", "A12", "a", "客户甲"]


def test_a_stamp_with_a_zone_gets_its_local_date():
    assert local_date("2024-12-31T17:30:00+00:00", "Asia/Shanghai") == date(2025, 1, 1)
    assert local_date("2024-12-31 23:30:00", "Asia/Shanghai") == date(2024, 12, 31)


def test_a_refund_in_the_period_counts_though_its_sale_was_before():
    lines = [line("c", "1", "2023-12-30", "500"), line("c", "1", "2024-01-05", "-500")]
    assert metrics(lines, AS_OF) == {}
    row = metrics([*lines, line("c", "2", "2024-12-31", "0.01")], AS_OF)["c"]
    assert [written(row[n]) for n in ("monetary", "frequency", "refund_rate")] == ["-499.99", "1", "50000"]
    assert row["tenure_days"] == 0


def test_without_order_ids_each_line_is_an_order():
    rows = [line("c", None, "2024-05-01", "2"), line("c", None, "2024-05-01", "-1")]
    row = metrics(rows, AS_OF)["c"]
    assert (row["frequency"], row["gross"], row["monetary"]) == (1, 2, 1)


def test_zero_orders_are_purchases_only_when_the_source_says_so():
    rows = [line("c", "1", "2024-05-01", "0")]
    assert metrics(rows, AS_OF) == {}
    row = metrics(rows, AS_OF, zero_orders="purchase")["c"]
    assert (row["frequency"], row["refund_rate"]) == (1, None)


def test_the_default_as_of_is_the_latest_order_date():
    rows = [
        line("c", "1", "2024-05-01", "9"),
        line("c", "1", "2024-06-01", "-9"),
        line("d", "1", "2024-05-02", "1"),
    ]
    assert latest_date(rows) == date(2024, 5, 2)


def test_stability_by_variation_is_exact():
    even = [Order(start, Decimal(100)) for start, _ in month_slots(AS_OF)]
    assert stability_cv(even, AS_OF) == 50
    assert stability_cv(even[:3], AS_OF) == 0
    assert str(stability_cv(even[:5], AS_OF)) == "27.639320"


def test_a_purchase_of_the_period_may_be_a_refund_of_the_whole_history():
    lines = [line("c", "1", "2023-12-01", "-100"), line("c", "1", "2024-02-01", "40")]
    row = metrics(lines, AS_OF)["c"]
    assert (row["frequency"], row["recency_days"], row["tenure_days"]) == (1, 334, None)
    assert written(row["tenure_days"]) == ""


def test_purchases_before_a_short_period_fill_no_month():
    lines = [line("c", "1", "2024-07-01", "5"), line("c", "2", "2024-12-01", "5")]
    assert metrics(lines, AS_OF)["c"]["active_months_6"] == 2
    assert metrics(lines, AS_OF, months=3)["c"]["active_months_6"] == 1
