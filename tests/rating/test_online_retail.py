"""Half a million real invoice lines: every customer as the oracle says, every row and every penny accounted for."""

import csv
import gzip
from collections import Counter
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from oracle import not_rated, rate_rfm_quintile_weighted, read_csv

from .books import SHARED, rate

FILE = SHARED / "data" / "online_retail.csv.gz"
AS_OF = date(2011, 12, 9)
FIRST = "2010-12-10"
ROWS, WITHOUT_CUSTOMER = 541_909, 135_080
COLUMNS = {
    "customer_id": "CustomerID",
    "order_id": "InvoiceNo",
    "ordered_at": "InvoiceDate",
    "quantity": "Quantity",
    "unit_price": "UnitPrice",
}
COMPARED = ("recency_days", "frequency", "monetary", "r_score", "f_score", "m_score", "score", "tier")

pytestmark = [
    pytest.mark.skipif(not FILE.is_file(), reason="the folder of real data is not here"),
    pytest.mark.slow,
]
# A quarter of the lines has no customer; that is how the file is.
GO_ON = {"many-rejected": "go-on"}


@pytest.fixture(scope="module")
def rated():
    return rate(FILE, as_of=AS_OF, decide=GO_ON)


@pytest.fixture(scope="module")
def lines():
    # The file writes its customers as floats, 17850.0; the product takes them as the whole numbers they are.
    return [replace(line, customer_id=line.customer_id.removesuffix(".0")) for line in read_csv(FILE, COLUMNS)]


@pytest.fixture(scope="module")
def cells():
    """Per row: whether it has a customer, its date, and quantity times price in whole ten-thousandths."""
    with gzip.open(FILE, "rt", encoding="utf-8", newline="") as text:
        rows = list(csv.DictReader(text))
    prices = {row["UnitPrice"] for row in rows}
    units = {price: Decimal(price) * 10_000 for price in prices}
    assert all(unit == int(unit) for unit in units.values())
    return [
        (bool(row["CustomerID"].strip()), row["InvoiceDate"][:10], int(row["Quantity"]) * int(units[row["UnitPrice"]]))
        for row in rows
    ]


@pytest.mark.row("Z1", "Z2", "Z3", "Z4", "Z5")
def test_every_customer_is_rated_as_the_oracle_rates_them(rated, lines):
    wanted = rate_rfm_quintile_weighted(lines, AS_OF)
    assert rated.rows == {who: {name: row[name] for name in COMPARED} for who, row in wanted.items()}


@pytest.mark.row("Z2")
def test_customers_without_a_purchase_in_the_year_are_counted(rated, lines):
    left = len(not_rated(lines, AS_OF))
    customers = rated.summary["customers"]
    assert customers["not_rated"] == {"no_purchase_in_period": left}
    assert customers["seen"] == customers["rated"] + left == len({line.customer_id for line in lines})


@pytest.mark.row("X3")
def test_rows_without_a_customer_are_rejected_and_the_rest_is_used(rated):
    account = rated.accounting
    assert account["rows_read"] == ROWS
    assert account["rows_rejected"] == {"customer_id_blank": WITHOUT_CUSTOMER}
    assert (account["rows_used"], account["rows_merged"]) == (ROWS - WITHOUT_CUSTOMER, 0)


@pytest.mark.row("X3")
def test_used_rows_outside_the_year_are_told(rated, cells):
    phases = Counter("before" if on < FIRST else "inside" for known, on, _ in cells if known)
    assert rated.accounting["rows_before_period"] == phases["before"]
    assert rated.accounting["rows_after_as_of"] == 0


@pytest.mark.row("X3")
def test_every_penny_is_accounted_for(rated, cells):
    account = {name: Decimal(text) for name, text in rated.accounting.items() if isinstance(text, str)}
    sums = Counter()
    for known, on, units in cells:
        sums["amount_read"] += units
        sums["amount_used" if known else "amount_rejected"] += units
        sums["amount_before_period"] += units if known and on < FIRST else 0
    wanted = {name: Decimal(units) / 10_000 for name, units in sums.items()}
    assert account == {**wanted, "amount_merged": 0, "amount_after_as_of": 0}


@pytest.mark.row("X3")
def test_merging_equal_rows_tells_how_many_and_how_much():
    merged = rate(FILE, as_of=AS_OF, deduplicate=True, decide=GO_ON)
    with gzip.open(FILE, "rt", encoding="utf-8", newline="") as text:
        rows = [row for row in csv.DictReader(text) if row["CustomerID"].strip()]
    copies = Counter(tuple(row.values()) for row in rows)
    extra = sum(count - 1 for count in copies.values())
    names = list(rows[0])
    quantity, price = names.index("Quantity"), names.index("UnitPrice")
    money = sum((count - 1) * Decimal(row[quantity]) * Decimal(row[price]) for row, count in copies.items())
    assert merged.accounting["rows_merged"] == extra > 0
    assert Decimal(merged.accounting["amount_merged"]) == money
    assert merged.accounting["rows_used"] == ROWS - WITHOUT_CUSTOMER - extra
