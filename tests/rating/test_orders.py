"""Lines become orders, purchases and refunds: literal books of a few lines."""

from datetime import date
from decimal import Decimal

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from shuke import DataError

from .books import AS_OF, rate, write_csv

METRICS = ("gross", "average_order", "top_order", "purchase_days", "repurchase_rate", "refund_rate", "stability_6m")
# What was written in the amount cell -> the amount that counts.
ROUNDED = [
    ("1.00005", "1.0001"),
    ("1.00004999999999", "1.0000"),
    ("0.00005", "0.0001"),
    ("2.5", "2.5"),
    (" 7 ", "7"),
    ("0.1", "0.1"),
]
# Quantity, unit price -> the amount, multiplied exactly and rounded once.
PRODUCTS = [
    ("3", "0.33335", "1.0001"),
    ("0.5", "0.0001", "0.0001"),
    ("1", "1500000000", "1500000000"),
    ("1000", "0.12345678", "123.4568"),
    ("3", "0.0000166666666", "0"),
]
# Ids that are one customer, and their final form.
ONE_CUSTOMER = [
    (("C1", " C1", "C1 ", "\u3000C1", "\uff23\uff11", "C1\t", "\u00a0C1"), "C1"),
    (("007", "\uff10\uff10\uff17", " 007"), "007"),
    (("客户甲", " 客户甲", "客户甲\u3000"), "客户甲"),
]
DIFFERENT_CUSTOMERS = ("007", "07", "7", "c1", "C1", "C 1", "C-1", "客户甲", "客户 甲")

pytestmark = pytest.mark.row("Z1", "Z2")


@pytest.fixture
def book(tmp_path):
    return lambda *rows: write_csv(tmp_path / "orders.csv", rows)


def row_of(source, **options):
    return rate(source, **{"as_of": AS_OF, "metrics": METRICS, **options}).rows["c"]


def figures(row, *names):
    return tuple(row[name] for name in names)


def test_lines_with_the_same_order_id_are_one_order(book):
    row = row_of(book(("c", "1", "2024-05-01", "10"), ("c", "1", "2024-05-01", "5"), ("c", "2", "2024-05-01", "1")))
    assert figures(row, "frequency", "monetary", "top_order", "purchase_days") == (2, 16, 15, 1)


def test_the_same_order_id_of_two_customers_is_two_orders(book):
    rated = rate(book(("c", "1", "2024-05-01", "10"), ("d", "1", "2024-05-01", "5")), as_of=AS_OF)
    assert [row["frequency"] for row in rated.rows.values()] == [1, 1]


def test_an_order_is_dated_by_its_earliest_line(book):
    row = row_of(book(("c", "1", "2024-05-09", "10"), ("c", "1", "2024-05-01", "5")))
    assert figures(row, "recency_days", "purchase_days") == (244, 1)


def test_lines_without_an_order_id_are_orders_of_their_own(book):
    row = row_of(
        book(("c", "", "2024-05-01", "10"), ("c", "  ", "2024-05-01", "5"), ("c", "\u3000", "2024-05-01", "-1"))
    )
    assert figures(row, "frequency", "gross", "monetary") == (2, 15, 14)


def test_an_order_of_which_the_beginning_lies_before_the_period_counts_what_lies_in_it(book):
    row = row_of(book(("c", "1", "2023-12-31", "100"), ("c", "1", "2024-01-01", "7")))
    assert figures(row, "frequency", "monetary", "recency_days") == (1, 7, 365)


def test_an_order_of_which_the_end_lies_after_as_of_counts_what_is_known(book):
    row = row_of(book(("c", "1", "2024-12-31", "100"), ("c", "1", "2025-01-01", "-100")))
    assert figures(row, "frequency", "monetary", "refund_rate") == (1, 100, 0)


def test_a_refund_in_the_period_counts_though_its_sale_was_before(book):
    lines = (("c", "1", "2023-12-30", "500"), ("c", "1", "2024-01-05", "-500"), ("c", "2", "2024-12-31", "0.01"))
    row = row_of(book(*lines))
    assert figures(row, "frequency", "monetary", "gross", "refund_rate") == (
        1,
        Decimal("-499.99"),
        Decimal("0.01"),
        50000,
    )


def test_a_customer_with_nothing_but_refunds_in_the_period_is_told_not_rated(book):
    lines = (("d", "1", "2023-12-30", "500"), ("d", "1", "2024-01-05", "-500"), ("c", "2", "2024-12-31", "1"))
    rated = rate(book(*lines), as_of=AS_OF)
    assert list(rated.rows) == ["c"]
    assert rated.summary["customers"] == {"seen": 2, "rated": 1, "not_rated": {"no_purchase_in_period": 1}}


def test_a_return_within_its_order_lessens_the_purchase(book):
    row = row_of(book(("c", "1", "2024-05-01", "10"), ("c", "1", "2024-05-03", "-4")))
    assert figures(row, "frequency", "gross", "monetary", "refund_rate") == (1, 6, 6, 0)


def test_an_order_returned_in_full_is_neither_purchase_nor_refund(book):
    row = row_of(book(("c", "1", "2024-05-01", "10"), ("c", "1", "2024-05-03", "-10"), ("c", "2", "2024-04-01", "3")))
    assert figures(row, "frequency", "gross", "monetary", "refund_rate", "recency_days") == (1, 3, 3, 0, 274)


def test_a_refund_under_an_order_id_of_its_own_counts_in_money_and_not_in_frequency(book):
    row = row_of(book(("c", "1", "2024-05-01", "10"), ("c", "R1", "2024-12-01", "-4")))
    assert figures(row, "frequency", "gross", "monetary", "recency_days") == (1, 10, 6, 244)
    assert row["refund_rate"] == Decimal("0.4")


def test_an_order_of_nothing_is_a_gift_and_no_purchase(book):
    row = row_of(
        book(("c", "1", "2024-05-01", "10"), ("c", "2", "2024-12-01", "0"), ("c", "3", "2024-12-02", "-0.00004"))
    )
    assert figures(row, "frequency", "recency_days") == (1, 244)


def test_an_order_of_nothing_is_a_purchase_where_the_source_says_so(book):
    row = row_of(book(("c", "1", "2024-05-01", "0")), zero_orders="purchase")
    assert figures(row, "frequency", "monetary", "refund_rate", "average_order") == (1, 0, None, 0)


def test_rates_are_rounded_half_up_to_six_places(book):
    row = row_of(book(*((("c", str(n), "2024-12-01", "1")) for n in range(6)), ("c", "r", "2024-12-02", "-0.001")))
    assert figures(row, "repurchase_rate", "refund_rate") == (Decimal("0.833333"), Decimal("0.000167"))
    assert row["stability_6m"] == Decimal("8.333333")


def test_an_average_is_rounded_half_up_away_from_zero(book):
    row = row_of(book(("c", "1", "2024-05-01", "0.0001"), ("c", "2", "2024-05-01", "0.0002")))
    assert row["average_order"] == Decimal("0.0002")
    lines = (("c", "1", "2024-05-01", "1"), ("c", "2", "2024-05-01", "1"), ("c", "3", "2024-05-02", "-2.0001"))
    assert row_of(book(*lines))["average_order"] == Decimal("-0.0001")


@pytest.mark.parametrize(("text", "amount"), ROUNDED)
def test_an_amount_keeps_four_places_rounded_half_up_from_its_text(book, text, amount):
    assert row_of(book(("c", "1", "2024-05-01", text)))["monetary"] == Decimal(amount)


@pytest.mark.parametrize(("quantity", "price", "amount"), PRODUCTS)
def test_quantity_times_price_is_multiplied_exactly_and_rounded_once(tmp_path, quantity, price, amount):
    columns = ("customer_id", "order_id", "ordered_at", "quantity", "unit_price")
    lines = [("c", "1", "2024-05-01", quantity, price), ("c", "2", "2024-05-01", "1", "1")]
    row = row_of(write_csv(tmp_path / "orders.csv", lines, columns))
    assert row["monetary"] == Decimal(amount) + 1


def test_an_amount_column_is_preferred_to_quantity_times_price(tmp_path):
    columns = ("customer_id", "order_id", "ordered_at", "quantity", "unit_price", "amount")
    source = write_csv(tmp_path / "orders.csv", [("c", "1", "2024-05-01", "2", "10", "15")], columns)
    assert row_of(source)["monetary"] == 15


@pytest.mark.parametrize(("spellings", "final"), ONE_CUSTOMER)
def test_spellings_that_differ_in_width_and_margins_are_one_customer(book, spellings, final):
    rows = [(who, str(number), "2024-05-01", "1") for number, who in enumerate(spellings)]
    rated = rate(book(*rows), as_of=AS_OF)
    assert {who: row["frequency"] for who, row in rated.rows.items()} == {final: len(spellings)}


def test_ids_that_differ_in_case_or_zeros_or_inner_spaces_are_different_customers(book):
    rows = [(who, "1", "2024-05-01", "1") for who in DIFFERENT_CUSTOMERS]
    assert list(rate(book(*rows), as_of=AS_OF).rows) == sorted(DIFFERENT_CUSTOMERS)


def test_spellings_of_an_order_id_that_differ_in_width_and_margins_are_one_order(book):
    orders = ("S1", " S1", "\uff33\uff11", "S1\u3000")
    assert row_of(book(*((("c", order, "2024-05-01", "1")) for order in orders)))["frequency"] == 1


# Where in a Parquet file with tidy statistics an id is untidy: customer, order, day.
UNTIDY = {
    "customer in the period": ("C\uff11", "S2", date(2024, 6, 1)),
    "order in the period": ("C1", "S2 ", date(2024, 6, 1)),
    "customer before the period": ("C\uff11", "S2", date(2020, 1, 1)),
    "order before the period": ("C1", "S\uff12", date(2020, 1, 1)),
    "customer after as_of": ("C1\t", "S2", date(2025, 1, 1)),
    "order after as_of": ("C1", "S\uff12", date(2025, 1, 1)),
}


@pytest.mark.parametrize("place", UNTIDY)
@pytest.mark.parametrize("metrics", [(), ("tenure_days",)], ids=["period", "history"])
def test_an_untidy_id_in_a_typed_file_is_tidied(tmp_path, place, metrics):
    who, order, on = UNTIDY[place]
    columns = {
        "customer_id": ["C1", who, "C2"],
        "order_id": ["S1", order, "S3"],
        "ordered_at": [date(2024, 6, 1), on, date(2024, 6, 1)],
        "amount": pa.array([Decimal("1.00"), Decimal("2.00"), Decimal("3.00")], pa.decimal128(10, 2)),
    }
    pq.write_table(pa.table(columns), tmp_path / "orders.parquet")
    rated = rate(tmp_path / "orders.parquet", as_of=AS_OF, metrics=metrics)
    assert {name: row["frequency"] for name, row in rated.rows.items()} == {"C1": 1 + (on.year == 2024), "C2": 1}
    assert rated.summary["customers"]["seen"] == 2


def test_a_book_without_a_purchase_in_the_period_is_an_error_that_says_so(book):
    with pytest.raises(DataError) as error:
        rate(book(("c", "1", "2020-05-01", "1")), as_of=AS_OF)
    assert error.value.key == "nobody_to_rate"
