"""The golden order book: every cell of the expected table, from Python and from the command line."""

import csv
import json
import subprocess
import sys
from collections import Counter
from decimal import Decimal

import pytest

from oracle import written

from .books import SHARED, rate

GOLDEN = SHARED / "golden"
AS_OF = "2024-12-31"
SEEN, RATED = 48, 40
TIERS = ("A", "B", "C", "D")

pytestmark = [
    pytest.mark.skipif(not GOLDEN.is_dir(), reason="the golden folder is not here"),
    pytest.mark.row("Z1", "Z2", "Z3", "Z4", "Z5"),
]


def table(path):
    with path.open(encoding="utf-8-sig", newline="") as text:
        return list(csv.DictReader(text))


def wanted():
    return table(GOLDEN / "rfm-quintile-weighted.csv")


def only(columns, rows):
    return [{name: row[name] for name in columns} for row in rows]


@pytest.fixture(scope="module")
def golden():
    return rate(GOLDEN / "orders.csv", as_of=AS_OF, metrics="all", interactions=GOLDEN / "interactions.csv")


@pytest.fixture(scope="module")
def saved(tmp_path_factory):
    folder = tmp_path_factory.mktemp("golden")
    command = [sys.executable, "-m", "shuke", "score", GOLDEN / "orders.csv", "--as-of", AS_OF, "--metrics", "all"]
    command += ["--interactions", GOLDEN / "interactions.csv", "--format", "csv", "--raw", "--out", folder]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr
    return folder


@pytest.fixture(scope="module", params=["python", "command line"])
def summary(request, golden, saved):
    if request.param == "python":
        return golden.summary
    return json.loads((saved / "summary.json").read_text(encoding="utf-8"))


def test_every_cell_from_python_is_the_golden_cell(golden):
    rows = [{"customer_id": customer, **row} for customer, row in golden.rows.items()]
    texts = [{name: written(value) for name, value in row.items()} for row in rows]
    assert only(wanted()[0], texts) == wanted()


def test_every_cell_of_the_csv_is_the_golden_text(saved):
    assert only(wanted()[0], table(saved / "customers.csv")) == wanted()


def test_the_csv_says_that_it_is_utf_8(saved):
    assert (saved / "customers.csv").read_bytes().startswith(b"\xef\xbb\xbfcustomer_id,")


def test_no_row_of_the_golden_book_is_rejected(saved):
    assert table(saved / "rejected.csv") == []


def test_customers_seen_are_those_rated_and_those_without_a_purchase(summary):
    seen = len({row["customer_id"] for row in table(GOLDEN / "orders.csv")})
    assert (seen, len(wanted())) == (SEEN, RATED)
    assert summary["customers"] == {
        "seen": SEEN,
        "rated": RATED,
        "not_rated": {"no_purchase_in_period": SEEN - RATED},
    }


def test_the_period_is_the_calendar_year(summary):
    assert (summary["as_of"], summary["period"]) == (AS_OF, ["2024-01-01", "2024-12-31"])


@pytest.mark.row("X3")
def test_the_rows_of_the_book_are_accounted_for(summary):
    dates = [row["ordered_at"][:10] for row in table(GOLDEN / "orders.csv")]
    account = summary["accounting"]
    assert account["rows_read"] == account["rows_used"] == len(dates)
    assert (account["rows_merged"], account["rows_rejected"]) == (0, {})
    assert account["rows_before_period"] == sum(on < "2024-01-01" for on in dates)
    assert account["rows_after_as_of"] == sum(on > AS_OF for on in dates)


@pytest.mark.row("X3")
def test_the_money_of_the_book_is_accounted_for(summary):
    rows = [(row["ordered_at"][:10], Decimal(row["amount"])) for row in table(GOLDEN / "orders.csv")]
    account = {name: Decimal(text) for name, text in summary["accounting"].items() if isinstance(text, str)}
    assert account == {
        "amount_read": sum(amount for _, amount in rows),
        "amount_used": sum(amount for _, amount in rows),
        "amount_merged": 0,
        "amount_rejected": 0,
        "amount_before_period": sum(amount for on, amount in rows if on < "2024-01-01"),
        "amount_after_as_of": sum(amount for on, amount in rows if on > AS_OF),
    }


def test_the_groups_count_the_golden_tiers(summary):
    heads = Counter(row["tier"] for row in wanted())
    assert [(group["name"], group["customers"]) for group in summary["groups"]] == [(t, heads[t]) for t in TIERS]
    assert [group["share"] for group in summary["groups"]] == [round(heads[t] / RATED, 6) for t in TIERS]


def test_the_groups_sum_the_golden_money(summary):
    whole = sum(Decimal(row["monetary"]) for row in wanted())
    for group in summary["groups"]:
        money = sum(Decimal(row["monetary"]) for row in wanted() if row["tier"] == group["name"])
        assert Decimal(group["monetary"]) == money
        assert group["monetary_share"] == float(round(money / whole, 6))
