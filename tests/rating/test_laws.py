"""Laws that need no oracle: what must not change a rating changes no byte of it."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from shuke import DataError

from .books import AS_OF, COLUMNS, rate, saved_bytes, write_csv
from .drawn import IN_PAIRS, LOOK_ALIKE_IDS, TIDY_IDS, books

NAMES = ("customers.parquet", "customers.csv", "summary.json")
MONEY = ("amount_read", "amount_used", "amount_merged", "amount_rejected", "amount_before_period", "amount_after_as_of")


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("laws")


def attempt(source, **options):
    """Rate, or say by which key it was refused."""
    try:
        rated = rate(source, **options)
    except DataError as error:
        return error.key
    # Which files were named, how often, and what was asked of them is no part of what the rating says.
    return rated.rows, figures_of(rated)


def figures_of(rated):
    """The summary without its notes and policies, which speak of the source too."""
    return {name: told for name, told in rated.summary.items() if name not in {"notes", "policies"}}


def regular_book(count=400):
    """A book with every kind of edge that is the same in every run: refunds, gifts, ties, days around the period."""
    rows = []
    for i in range(count):
        day = AS_OF - timedelta(days=(i * i * 7 + i) % 500 - 3)
        cents = (i * 7919) % 5000 - 900
        rows.append((f"C{i * i % 97:04d}", f"SO{i // 2 * 37 % 9973:06d}", day.isoformat(), f"{cents / 100:.2f}"))
    return rows


@pytest.mark.row("Z1", "X3")
@pytest.mark.promise("B5")
@IN_PAIRS
@given(st.permutations(range(400)))
def test_the_order_of_rows_changes_no_byte(folder, order):
    rows = regular_book()
    first = saved_bytes(write_csv(folder / "book.csv", rows), folder / "first", as_of=AS_OF)
    shuffled = [rows[i] for i in order]
    assert saved_bytes(write_csv(folder / "book.csv", shuffled), folder / "second", as_of=AS_OF) == first


@pytest.mark.row("Z3")
@IN_PAIRS
@given(books(tidy=True), st.permutations(TIDY_IDS))
def test_a_customer_keeps_scores_and_tier_under_another_id(folder, book, names):
    as_of, rows = book
    new = dict(zip(TIDY_IDS, names, strict=True))
    one = attempt(write_csv(folder / "book.csv", rows), as_of=as_of)
    renamed = [(new[who], order, on, amount) for who, order, on, amount in rows]
    other = attempt(write_csv(folder / "renamed.csv", renamed), as_of=as_of)
    if isinstance(one, str):
        assert other == one
        return
    assert other == ({new[who]: row for who, row in one[0].items()}, one[1])


@pytest.mark.row("Z1", "X3")
@IN_PAIRS
@given(books(), st.integers(2, 4))
def test_a_book_in_several_files_is_rated_as_in_one(folder, book, count):
    as_of, rows = book
    assume(len(rows) >= count)
    rows = [(who, order, on, f"{amount.strip()} ") for who, order, on, amount in rows]
    whole = attempt(write_csv(folder / "whole.csv", rows), as_of=as_of)
    # The same content is never counted twice, so each part carries its own number in a column without meaning.
    parts = [
        write_csv(folder / f"part{i}.csv", [(*row, str(i)) for row in rows[i::count]], (*COLUMNS, "part"))
        for i in range(count)
    ]
    # The parts are no overlapping exports: a line that two of them hold was written twice.
    assert attempt(parts, as_of=as_of, policies={"overlap": "add"}) == whole


@pytest.mark.row("X3")
def test_the_same_file_named_twice_counts_once(tmp_path):
    rows = regular_book()
    one = write_csv(tmp_path / "one.csv", rows)
    copy = write_csv(tmp_path / "copy.csv", rows)
    assert attempt([one, copy, one], as_of=AS_OF) == attempt(one, as_of=AS_OF)


@pytest.mark.row("Z2", "Z3", "X3")
@IN_PAIRS
@given(books(tidy=True))
def test_ten_times_the_amounts_change_the_money_and_nothing_else(folder, book):
    as_of, rows = book
    one = attempt(write_csv(folder / "book.csv", rows), as_of=as_of)
    tenfold = [(who, order, on, f"{Decimal(amount) * 10:f}") for who, order, on, amount in rows]
    other = attempt(write_csv(folder / "tenfold.csv", tenfold), as_of=as_of)
    if isinstance(one, str):
        assert other == one
        return
    table, summary = one
    for row in table.values():
        row["monetary"] *= 10
    for part, names in [(summary["accounting"], MONEY), *((group, ("monetary",)) for group in summary["groups"])]:
        part.update({name: Decimal(part[name]) * 10 for name in names})
    for part, names in [(other[1]["accounting"], MONEY), *((group, ("monetary",)) for group in other[1]["groups"])]:
        part.update({name: Decimal(part[name]) for name in names})
    assert other == (table, summary)


@pytest.mark.row("Z2")
@IN_PAIRS
@given(books(), st.integers(1, 20))
def test_lines_after_as_of_change_no_customer(folder, book, count):
    as_of, rows = book
    later = [(LOOK_ALIKE_IDS[i], "1", (as_of + timedelta(days=1 + i)).isoformat(), "99") for i in range(count)]
    before = [row for row in rows if date.fromisoformat(row[2].strip()[:10]) <= as_of]
    assume(before)
    one = attempt(write_csv(folder / "book.csv", before), as_of=as_of, metrics=("tenure_days",))
    other = attempt(write_csv(folder / "more.csv", before + later), as_of=as_of, metrics=("tenure_days",))
    if isinstance(one, str):
        assert other == one
        return
    assert other[0] == one[0]


def one_line_orders(count=3000):
    """Rows each of which is an order: the date, the amount and the customer repeat, the order id never does."""
    return [(who, f"SO{i:06d}", on, amount) for i, (who, _, on, amount) in enumerate(regular_book(count))]


@pytest.mark.row("Z1", "Z2")
def test_orders_proved_to_be_single_lines_are_rated_like_grouped_ones(tmp_path):
    rows = one_line_orders()
    # An id that is not a number behind a common prefix proves nothing, and the lines are grouped.
    scattered = [
        (who, f"{order}-{int(order[2:]) % 7}{'x' * (i % 3)}", on, amount)
        for i, (who, order, on, amount) in enumerate(rows)
    ]
    without = [(who, on, amount) for who, _, on, amount in rows]
    ways, tables = [], []

    def look(result):
        lines = result.rating.intake.lines
        ways.append((lines.has_order_id, lines.one_line_per_order))

    for name, book, columns in (
        ("proved", rows, COLUMNS),
        ("grouped", scattered, COLUMNS),
        ("without", without, ("customer_id", "ordered_at", "amount")),
    ):
        rated = rate(
            write_csv(tmp_path / f"{name}.csv", book, columns), look, as_of=AS_OF, metrics=("tenure_days", "top_order")
        )
        tables.append((rated.rows, figures_of(rated)))
    assert ways == [(True, True), (True, False), (False, False)]
    assert tables[1:] == [tables[0], tables[0]]


@pytest.mark.row("Z2")
def test_one_order_of_two_lines_among_thousands_is_still_one_order(tmp_path):
    rows = one_line_orders()
    who = "Z0001"
    rows += [(who, "SO900001", "2024-12-01", "5"), (who, "SO900001", "2024-12-02", "7")]
    assert rate(write_csv(tmp_path / "book.csv", rows), as_of=AS_OF).rows[who]["frequency"] == 1
