"""The period of a rating: which days count, seen from books of a few lines."""

from datetime import date, timedelta

import pytest

from .books import AS_OF, INTERACTION_COLUMNS, rate, scheme_with, write_csv

# As of -> the first day of its twelve months.
FIRST_DAYS = [
    ("2024-12-31", "2024-01-01"),
    ("2024-02-29", "2023-03-01"),
    ("2024-02-28", "2023-02-28"),
    ("2023-02-28", "2022-03-01"),
    ("2025-02-28", "2024-03-01"),
    ("2024-03-30", "2023-03-31"),
    ("2024-06-15", "2023-06-16"),
    ("2024-12-30", "2023-12-31"),
]
# Months, as of -> the first day: the day of the month is cut where a month is too short.
SHORT_MONTHS = [
    (1, "2024-03-30", "2024-02-29"),
    (1, "2023-03-30", "2023-02-28"),
    (3, "2024-05-30", "2024-02-29"),
    (6, "2024-08-30", "2024-02-29"),
    (24, "2024-12-31", "2023-01-01"),
    (1200, "2024-12-31", "1925-01-01"),
]
# A day of purchase -> the six months that end at 2024-12-31 in which it falls: 1 or none.
MONTHS_ACTIVE = [("2024-12-31", 1), ("2024-07-01", 1), ("2024-06-30", 0), ("2024-01-01", 0)]
# As of 2024-02-29 the months begin on the first days of September to February.
LEAP_MONTHS = ("2023-09-01", "2023-10-31", "2023-11-01", "2023-12-31", "2024-01-01", "2024-02-29")

pytestmark = pytest.mark.row("Z2")


def day_before(text):
    return (date.fromisoformat(text) - timedelta(days=1)).isoformat()


def day_after(text):
    return (date.fromisoformat(text) + timedelta(days=1)).isoformat()


def purchases(*days, who="c"):
    return [(who, f"{who}{number}", day, "10") for number, day in enumerate(days)]


@pytest.fixture
def book(tmp_path):
    return lambda *rows: write_csv(tmp_path / "orders.csv", rows)


@pytest.fixture
def scheme(tmp_path):
    def write(period):
        path = tmp_path / "scheme.yaml"
        path.write_text(scheme_with(("period: 12 months", f"period: {period}")), encoding="utf-8")
        return path

    return write


@pytest.mark.parametrize(("as_of", "first"), FIRST_DAYS)
def test_twelve_months_begin_on_the_day_after_as_of_a_year_before(book, as_of, first):
    rated = rate(book(*purchases(as_of, first)), as_of=as_of)
    assert rated.summary["period"] == [first, as_of]
    assert rated.rows["c"]["frequency"] == 2


@pytest.mark.parametrize(("as_of", "first"), FIRST_DAYS)
def test_the_day_before_the_period_and_the_day_after_as_of_do_not_count(book, as_of, first):
    days = (day_before(first), as_of, day_after(as_of))
    rated = rate(book(*purchases(*days)), as_of=as_of)
    assert (rated.rows["c"]["frequency"], rated.rows["c"]["monetary"]) == (1, 10)
    assert (rated.accounting["rows_before_period"], rated.accounting["rows_after_as_of"]) == (1, 1)


@pytest.mark.parametrize(("months", "as_of", "first"), SHORT_MONTHS)
def test_a_period_of_other_months_is_counted_back_alike(book, scheme, months, as_of, first):
    name = f"{months} {'month' if months == 1 else 'months'}"
    rated = rate(book(*purchases(as_of, first, day_before(first))), as_of=as_of, scheme=scheme(name))
    assert rated.summary["period"] == [first, as_of]
    assert rated.rows["c"]["frequency"] == 2


def test_no_period_is_everything_up_to_as_of(book, scheme):
    rated = rate(book(*purchases("1999-01-01", "2024-12-31", "2025-01-01")), as_of=AS_OF, scheme=scheme("all"))
    assert rated.summary["period"] == [None, "2024-12-31"]
    assert rated.rows["c"]["frequency"] == 2
    assert (rated.accounting["rows_before_period"], rated.accounting["rows_after_as_of"]) == (0, 1)


def test_a_period_of_two_dates_includes_both(book, scheme):
    period = scheme('{first: "2024-03-01", last: "2024-03-31"}')
    days = ("2024-02-29", "2024-03-01", "2024-03-31", "2024-04-01")
    rated = rate(book(*purchases(*days)), as_of=AS_OF, scheme=period)
    assert rated.summary["period"] == ["2024-03-01", "2024-03-31"]
    assert (rated.rows["c"]["frequency"], rated.rows["c"]["recency_days"]) == (2, 275)


def test_recency_counts_whole_days_over_the_leap_day(book):
    rated = rate(book(*purchases("2024-02-28"), *purchases("2024-02-29", who="d")), as_of="2024-03-01")
    assert [row["recency_days"] for row in rated.rows.values()] == [2, 1]


def test_a_purchase_on_as_of_is_zero_days_old(book):
    assert rate(book(*purchases("2024-12-31")), as_of=AS_OF).rows["c"]["recency_days"] == 0


@pytest.mark.parametrize("clock", ["00:00:00", "23:59:59", "23:59:59.999999"])
def test_the_time_of_day_does_not_move_a_line_over_the_edge(book, clock):
    days = [f"{day} {clock}" for day in ("2023-12-31", "2024-01-01", "2024-12-31", "2025-01-01")]
    row = rate(book(*purchases(*days)), as_of=AS_OF).rows["c"]
    assert (row["frequency"], row["recency_days"]) == (2, 0)


def test_a_stamp_with_a_zone_counts_on_its_local_day(book):
    # One second before, and at, the turn of the year in Shanghai.
    source = book(*purchases("2023-12-31T15:59:59+00:00", "2023-12-31T16:00:00+00:00", "2024-12-31T23:59:59+08:00"))
    row = rate(source, as_of=AS_OF, timezone="Asia/Shanghai").rows["c"]
    assert (row["frequency"], row["recency_days"]) == (2, 0)


@pytest.mark.parametrize(("on", "months"), MONTHS_ACTIVE)
def test_six_months_end_at_as_of(book, on, months):
    row = rate(book(*purchases(on)), as_of=AS_OF, metrics=["active_months_6"]).rows["c"]
    assert row["active_months_6"] == months


def test_six_months_that_end_on_a_leap_day_touch_and_do_not_overlap(book):
    source = book(*purchases(*LEAP_MONTHS), *purchases("2023-08-31", who="d"))
    rows = rate(source, as_of="2024-02-29", metrics=["active_months_6"]).rows
    assert [row["active_months_6"] for row in rows.values()] == [6, 0]


def test_tenure_looks_back_beyond_the_period(book):
    row = rate(book(*purchases("2020-12-31", "2024-12-31")), as_of=AS_OF, metrics=["tenure_days"]).rows["c"]
    assert (row["tenure_days"], row["frequency"]) == (1461, 1)


def test_tenure_of_a_customer_whose_history_holds_no_purchase_is_empty(book):
    rows = [("c", "1", "2023-12-01", "-100"), ("c", "1", "2024-02-01", "40")]
    row = rate(book(*rows), as_of=AS_OF, metrics=["tenure_days"]).rows["c"]
    assert (row["frequency"], row["tenure_days"]) == (1, None)


def test_interactions_count_in_the_period_alone(book, tmp_path):
    days = ("2023-12-31", "2024-01-01", "2024-12-31", "2025-01-01")
    contacts = write_csv(tmp_path / "contacts.csv", [("c", "consultation", on) for on in days], INTERACTION_COLUMNS)
    rated = rate(
        book(*purchases("2024-05-01")), as_of=AS_OF, interactions=contacts, metrics=["consultations", "complaints"]
    )
    assert (rated.rows["c"]["consultations"], rated.rows["c"]["complaints"]) == (2, 0)


def test_interactions_find_a_customer_whose_id_is_written_full_width(book, tmp_path):
    contacts = write_csv(tmp_path / "contacts.csv", [("\uff43", "complaint", "2024-05-01")], INTERACTION_COLUMNS)
    rated = rate(
        book(*purchases("2024-05-01")), as_of=AS_OF, interactions=contacts, metrics=["complaints", "consultations"]
    )
    assert rated.rows["c"]["complaints"] == 1


def test_the_default_as_of_is_the_latest_day(book):
    assert rate(book(*purchases("2024-02-29", "2024-03-05", "2023-12-31"))).as_of == date(2024, 3, 5)


def test_a_refund_of_an_earlier_order_is_not_the_latest_order(book):
    rows = [("c", "1", "2024-02-01", "10"), ("c", "1", "2024-06-01", "-10"), ("d", "1", "2024-05-01", "10")]
    assert rate(book(*rows)).as_of == date(2024, 5, 1)


def test_a_late_line_without_order_id_is_the_latest_order_though_a_refund_came_much_later(book):
    sale_and_refund = [("c", "1", "2024-01-01", "10"), ("c", "1", "2024-12-31", "-1")]
    alone = [("d", "", "2024-03-01", "10"), ("d", "", "2024-06-01", "10")]
    assert rate(book(*sale_and_refund, *alone)).as_of == date(2024, 6, 1)


@pytest.mark.parametrize("as_of", ["0001-12-31", "2199-12-31"])
def test_the_first_and_the_last_year_can_be_rated(book, as_of):
    rated = rate(book(*purchases(as_of)), as_of=as_of)
    assert (rated.rows["c"]["frequency"], rated.rows["c"]["recency_days"]) == (1, 0)
