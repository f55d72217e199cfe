"""Any small order book is rated as the oracle rates it: in every metric, score, composite, tier and sum."""

from collections import Counter
from datetime import date, datetime
from decimal import Decimal

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from oracle import (
    Interaction,
    identifier,
    latest_date,
    money,
    not_rated,
    period_start,
    quantiles,
    quantity_times_price,
    rate_rfm_quintile_weighted,
    straddling,
)
from shuke import DataError

from .books import INTERACTION_COLUMNS, oracle_lines, rate, scheme_with, with_ties, write_csv
from .drawn import IN_BRIEF, LOOK_ALIKE_IDS, books, days_about

METRICS = (
    *("recency_days", "frequency", "monetary", "purchase_days", "gross", "average_order", "top_order", "tenure_days"),
    *("repurchase_rate", "refund_rate", "active_months_6", "stability_6m"),
)
INTERACTION_METRICS = ("consultations", "complaints")
SCORED = ("r_score", "f_score", "m_score", "score", "tier")
COLUMNS = (*METRICS, *SCORED)
ORIENTED = {"r_score": ("recency_days", "low"), "f_score": ("frequency", "high"), "m_score": ("monetary", "high")}
AMOUNT_TYPES = (pa.decimal128(18, 4), pa.decimal128(12, 4))
DATE_TYPES = (pa.date32(), pa.timestamp("us"), pa.timestamp("ms"), pa.timestamp("ns"))

pytestmark = pytest.mark.row("Z2", "Z3", "Z4", "Z5")


def wanted(lines, as_of, columns=COLUMNS, **options):
    table = rate_rfm_quintile_weighted(lines, as_of, **options)
    return {who: {name: row[name] for name in columns} for who, row in table.items()}


def assert_rated_as(source, want, **options):
    """Compare with the oracle; nobody to rate is an error that says so."""
    if not want:
        with pytest.raises(DataError) as error:
            rate(source, **options)
        assert error.value.key == "nobody_to_rate"
        return None
    rated = rate(source, **options)
    assert rated.rows == want
    assert list(rated.rows) == sorted(want)
    return rated


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("books")


@IN_BRIEF
@given(books())
def test_a_csv_file_is_rated_as_the_oracle_rates_it(folder, book):
    as_of, rows = book
    source = write_csv(folder / "orders.csv", rows)
    assert_rated_as(source, wanted(oracle_lines(rows), as_of), as_of=as_of, metrics=METRICS)


@IN_BRIEF
@given(books())
def test_zero_orders_are_purchases_where_the_caller_says_so(folder, book):
    as_of, rows = book
    source = write_csv(folder / "orders.csv", rows)
    want = wanted(oracle_lines(rows), as_of, zero_orders="purchase")
    assert_rated_as(source, want, as_of=as_of, metrics=METRICS, zero_orders="purchase")


@IN_BRIEF
@given(books())
def test_the_default_as_of_is_the_day_of_the_latest_order(folder, book):
    _, rows = book
    source = write_csv(folder / "orders.csv", rows)
    lines = oracle_lines(rows)
    as_of = latest_date(lines)
    rated = assert_rated_as(source, wanted(lines, as_of), metrics=METRICS)
    if rated is not None:
        assert rated.as_of == as_of


@IN_BRIEF
@given(books())
def test_without_order_ids_each_line_is_an_order(folder, book):
    as_of, rows = book
    source = write_csv(
        folder / "orders.csv",
        [(who, on, amount) for who, _, on, amount in rows],
        ("customer_id", "ordered_at", "amount"),
    )
    lines = oracle_lines([(who, "", on, amount) for who, _, on, amount in rows])
    assert_rated_as(source, wanted(lines, as_of), as_of=as_of, metrics=METRICS)


@pytest.mark.parametrize("ties", ["best", "worst"])
@IN_BRIEF
@given(book=books())
def test_the_tie_rule_of_a_scheme_decides_as_in_the_oracle(folder, ties, book):
    as_of, rows = book
    source = write_csv(folder / "orders.csv", rows)
    scheme = folder / f"{ties}.yaml"
    scheme.write_text(with_ties(ties), encoding="utf-8")
    assert_rated_as(source, wanted(oracle_lines(rows), as_of, ties=ties), as_of=as_of, scheme=scheme, metrics=METRICS)


@IN_BRIEF
@given(books(), st.sampled_from([6, 7, 10, 100]))
def test_any_number_of_quantiles_is_scored_as_in_the_oracle(folder, book, k):
    as_of, rows = book
    source = write_csv(folder / "orders.csv", rows)
    table = wanted(oracle_lines(rows), as_of)
    assume(table)
    scheme = folder / f"{k}.yaml"
    scheme.write_text(scheme_with(("quantiles: 5}", f"quantiles: {k}}}")), encoding="utf-8")
    rated = rate(source, as_of=as_of, scheme=scheme)
    for name, (metric, best) in ORIENTED.items():
        scores = quantiles({who: row[metric] for who, row in table.items()}, best, k)
        assert {who: row[name] for who, row in rated.rows.items()} == scores


@IN_BRIEF
@given(books())
def test_the_summary_counts_the_customers_whom_the_tie_rule_decides_about(folder, book):
    as_of, rows = book
    table = wanted(oracle_lines(rows), as_of)
    assume(table)
    rated = rate(write_csv(folder / "orders.csv", rows), as_of=as_of)
    for name, (metric, best) in ORIENTED.items():
        count = straddling({who: row[metric] for who, row in table.items()}, best, 5)
        assert rated.summary["ties"][name] == {"straddling": count}


@st.composite
def books_with_interactions(draw):
    as_of, rows = draw(books())
    kinds = st.sampled_from(("consultation", "complaint", "visit", " complaint "))
    contact = st.tuples(st.sampled_from(LOOK_ALIKE_IDS), kinds, days_about(as_of))
    return as_of, rows, draw(st.lists(contact, min_size=1, max_size=20))


@IN_BRIEF
@given(books_with_interactions())
def test_interactions_are_counted_per_customer_kind_and_period(folder, drawn):
    as_of, rows, contacts = drawn
    source = write_csv(folder / "orders.csv", rows)
    texts = [(who, kind, on.isoformat()) for who, kind, on in contacts]
    table = write_csv(folder / "interactions.csv", texts, INTERACTION_COLUMNS)
    counted = [Interaction(identifier(who), identifier(kind), on) for who, kind, on in contacts]
    columns = ("recency_days", "frequency", "monetary", *INTERACTION_METRICS, *SCORED)
    want = wanted(oracle_lines(rows), as_of, columns, interactions=counted)
    assert_rated_as(source, want, as_of=as_of, interactions=table, metrics=INTERACTION_METRICS)


@IN_BRIEF
@given(books(), st.lists(st.sampled_from(("1", "2", "-1", "0.5", "3", "0", "12.25")), min_size=100, max_size=100))
def test_quantity_times_price_is_the_amount_rounded_once(folder, book, quantities):
    as_of, rows = book
    priced = [(who, order, on, quantities[i], amount) for i, (who, order, on, amount) in enumerate(rows)]
    names = ("customer_id", "order_id", "ordered_at", "quantity", "unit_price")
    source = write_csv(folder / "orders.csv", priced, names)
    sums = [(who, order, on, str(quantity_times_price(quantity, price))) for who, order, on, quantity, price in priced]
    assert_rated_as(source, wanted(oracle_lines(sums), as_of), as_of=as_of, metrics=METRICS)


def write_parquet(path, rows, amount_type, date_type):
    stamps = [datetime.fromisoformat(on.strip()) for _, _, on, _ in rows]
    clock = not pa.types.is_date(date_type)
    columns = {
        "customer_id": pa.array([row[0] for row in rows], pa.string()),
        "order_id": pa.array([row[1] for row in rows], pa.string()),
        "ordered_at": pa.array([stamp if clock else stamp.date() for stamp in stamps], date_type),
        "amount": pa.array([money(row[3]) for row in rows], amount_type),
    }
    pq.write_table(pa.table(columns), path, row_group_size=7)
    return path


@IN_BRIEF
@given(books(tidy=True), st.sampled_from(AMOUNT_TYPES), st.sampled_from(DATE_TYPES))
def test_a_tidy_parquet_file_is_read_in_place_and_rated_as_in_the_oracle(folder, book, amount_type, date_type):
    as_of, rows = book
    source = write_parquet(folder / "tidy.parquet", rows, amount_type, date_type)

    def read_in_place(result):
        assert [loaded.in_place for loaded in result.rating.intake.loaded] == [True]

    want = wanted(oracle_lines(rows), as_of)
    assert_rated_as(source, want, as_of=as_of, metrics=METRICS, **({"look": read_in_place} if want else {}))


@IN_BRIEF
@given(books(tidy=True), st.sampled_from((pa.int16(), pa.int32(), pa.int64(), pa.uint8())))
def test_whole_numbers_as_ids_in_a_parquet_file_are_rated_as_their_text_in_the_oracle(folder, book, id_type):
    as_of, rows = book
    customers = sorted({row[0] for row in rows})
    numbered = [(str(customers.index(row[0]) + 1), str(len(row[1]) + 1), row[2], str(len(row[3]))) for row in rows]
    columns = {
        "customer_id": pa.array([int(row[0]) for row in numbered], id_type),
        "order_id": pa.array([int(row[1]) for row in numbered], id_type),
        "ordered_at": pa.array([date.fromisoformat(row[2]) for row in numbered]),
        "amount": pa.array([int(row[3]) for row in numbered], pa.int32()),
    }
    pq.write_table(pa.table(columns), folder / "numbers.parquet", row_group_size=7)
    want = wanted(oracle_lines(numbered), as_of)
    assert_rated_as(folder / "numbers.parquet", want, as_of=as_of, metrics=METRICS)


@IN_BRIEF
@given(books(tidy=True))
def test_a_tidy_parquet_file_has_the_default_as_of_of_the_oracle(folder, book):
    _, rows = book
    source = write_parquet(folder / "tidy.parquet", rows, AMOUNT_TYPES[0], DATE_TYPES[0])
    lines = oracle_lines(rows)
    assert_rated_as(source, wanted(lines, latest_date(lines)), metrics=METRICS)


@IN_BRIEF
@given(books(), st.sampled_from(AMOUNT_TYPES), st.sampled_from(DATE_TYPES))
def test_a_parquet_file_of_untidy_ids_is_rated_as_in_the_oracle(folder, book, amount_type, date_type):
    as_of, rows = book
    source = write_parquet(folder / "untidy.parquet", rows, amount_type, date_type)
    assert_rated_as(source, wanted(oracle_lines(rows), as_of), as_of=as_of, metrics=METRICS)


@st.composite
def books_with_an_untidy_end(draw):
    """A tidy book and one row, in the period or not, with an id whose untidiness no column statistics can show."""
    as_of, rows = draw(books(tidy=True))
    untidy = draw(
        st.sampled_from((("C1", "2 "), ("C1", "S-\uff11"), ("C1\t", "2"), ("C\uff11", "2"), ("x\u00e9", "2")))
    )
    row = (*untidy, draw(days_about(as_of)).isoformat(), "1")
    place = draw(st.integers(0, len(rows)))
    return as_of, [*rows[:place], row, *rows[place:]]


@IN_BRIEF
@given(books_with_an_untidy_end(), st.sampled_from(DATE_TYPES))
def test_an_untidy_id_in_a_parquet_file_is_tidied_wherever_it_stands(folder, book, date_type):
    as_of, rows = book
    source = write_parquet(folder / "end.parquet", rows, AMOUNT_TYPES[0], date_type)
    assert_rated_as(source, wanted(oracle_lines(rows), as_of), as_of=as_of, metrics=METRICS)


BLANKS = ("", "  ", "\u3000")
# Reason -> cells that are rejected for it.
SPOILT = {
    "customer_id_blank": ("", "N/A"),
    "date_blank": (*BLANKS, "1900-01-01"),
    "date_not_understood": ("yesterday", "2024-12-31 noon"),
    "date_invalid": ("2024-13-01", "2024-02-30", "2024-12-32"),
    "date_partial": ("2024", "2024-12"),
    "amount_blank": (*BLANKS, "—"),
    "amount_not_a_number": ("abc", "1e3", "0x10", "inf", "NaN", "1_000", "--5", "1.2.3"),
    "amount_is_percent": ("15%",),
}


def spoil(row, reason, cell):
    who, order, on, amount = row
    if reason == "customer_id_blank":
        return (cell, order, on, amount)
    if reason.startswith("date"):
        return (who, order, cell, amount)
    return (who, order, on, cell)


@st.composite
def spoilt_books(draw):
    """A book and for each row the reason why it cannot be used, or None."""
    as_of, rows = draw(books())
    reasons = [draw(st.sampled_from((None, None, *SPOILT))) for _ in rows]
    spoilt = [
        spoil(row, reason, draw(st.sampled_from(SPOILT[reason]))) if reason else row
        for row, reason in zip(rows, reasons, strict=True)
    ]
    return as_of, list(zip(spoilt, reasons, strict=True))


@pytest.mark.row("X3")
@IN_BRIEF
@given(spoilt_books())
def test_every_row_and_every_cent_is_used_or_rejected_with_its_reason(folder, drawn):
    as_of, marked = drawn
    used = [row for row, reason in marked if reason is None]
    assume(wanted(oracle_lines(used), as_of))
    rated = rate(write_csv(folder / "orders.csv", [row for row, _ in marked]), as_of=as_of)
    account = rated.accounting
    assert account["rows_rejected"] == Counter(reason for _, reason in marked if reason)
    assert (account["rows_read"], account["rows_used"], account["rows_merged"]) == (len(marked), len(used), 0)
    readable = [(money(row[3]), reason) for row, reason in marked if not (reason or "").startswith("amount")]
    assert Decimal(account["amount_read"]) == sum(amount for amount, _ in readable)
    assert Decimal(account["amount_used"]) == sum(amount for amount, reason in readable if reason is None)
    assert Decimal(account["amount_rejected"]) == sum(amount for amount, reason in readable if reason)


@pytest.mark.row("X3")
@IN_BRIEF
@given(books())
def test_used_rows_before_the_period_and_after_as_of_are_told_with_their_money(folder, book):
    as_of, rows = book
    lines = oracle_lines(rows)
    assume(wanted(lines, as_of))
    account = rate(write_csv(folder / "orders.csv", rows), as_of=as_of).accounting
    before = [line.amount for line in lines if line.on < period_start(as_of, 12)]
    after = [line.amount for line in lines if line.on > as_of]
    assert (account["rows_before_period"], account["rows_after_as_of"]) == (len(before), len(after))
    assert Decimal(account["amount_before_period"]) == sum(before)
    assert Decimal(account["amount_after_as_of"]) == sum(after)


@pytest.mark.row("X3")
@IN_BRIEF
@given(books())
def test_customers_seen_are_rated_or_told_to_be_without_a_purchase(folder, book):
    as_of, rows = book
    lines = oracle_lines(rows)
    table = wanted(lines, as_of)
    assume(table)
    left = len(not_rated(lines, as_of))
    rated = rate(write_csv(folder / "orders.csv", rows), as_of=as_of)
    assert rated.summary["customers"] == {
        "seen": len(table) + left,
        "rated": len(table),
        "not_rated": {"no_purchase_in_period": left} if left else {},
    }


@pytest.mark.row("X3")
@IN_BRIEF
@given(books())
def test_merging_equal_rows_leaves_one_of_each_and_tells_the_rest(folder, book):
    as_of, rows = book
    doubled = rows + rows[::2]
    kept = list(dict.fromkeys(doubled))
    want = wanted(oracle_lines(kept), as_of)
    assume(want)
    rated = rate(write_csv(folder / "orders.csv", doubled), as_of=as_of, metrics=METRICS, deduplicate=True)
    assert rated.rows == want
    account = rated.accounting
    assert (account["rows_used"], account["rows_merged"]) == (len(kept), len(doubled) - len(kept))
    merged = sum(money(row[3]) for row in doubled) - sum(money(row[3]) for row in kept)
    assert Decimal(account["amount_merged"]) == merged
