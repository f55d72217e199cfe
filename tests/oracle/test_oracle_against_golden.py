"""The oracle against the golden order book: every cell of every expected table.

The golden folder is not part of the product: it is found by the variable SHUKE_SHARED or beside the checkout,
and without it these tests are skipped.
"""

import csv
import os
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from . import SCHEMES, not_rated, read_csv, read_interactions, written

SHARED = Path(os.environ.get("SHUKE_SHARED") or Path(__file__).resolve().parents[3] / "shared")
GOLDEN = SHARED / "golden"
AS_OF = date(2024, 12, 31)
COLUMNS = {name: name for name in ("customer_id", "order_id", "ordered_at", "amount")}
TEXT_COLUMNS = {"customer_id", "tier", "segment", "code"}

pytestmark = pytest.mark.skipif(not GOLDEN.is_dir(), reason="the golden folder is not here")


def expected(scheme):
    with (GOLDEN / f"{scheme}.csv").open(encoding="utf-8", newline="") as text:
        return {row["customer_id"]: row for row in csv.DictReader(text)}


def rated(scheme):
    lines = read_csv(GOLDEN / "orders.csv", COLUMNS)
    interactions = read_interactions(GOLDEN / "interactions.csv")
    return SCHEMES[scheme](lines, AS_OF, interactions=interactions)


def comparable(column, text):
    if column in TEXT_COLUMNS or text == "":
        return text
    return Decimal(text)


def test_every_golden_table_has_a_scheme():
    tables = {path.stem for path in GOLDEN.glob("*.csv")} - {"orders", "interactions"}
    assert tables == set(SCHEMES)


@pytest.mark.parametrize("scheme", SCHEMES)
def test_the_same_customers_are_rated(scheme):
    assert list(rated(scheme)) == sorted(expected(scheme))


@pytest.mark.parametrize("scheme", SCHEMES)
def test_every_cell_is_equal(scheme):
    actual, wanted = rated(scheme), expected(scheme)
    differences = []
    for customer, cells in wanted.items():
        row = {"customer_id": customer, **actual[customer]}
        for column, text in cells.items():
            if comparable(column, written(row[column])) != comparable(column, text):
                differences.append((customer, column, written(row[column]), text))
    assert differences == []


def test_the_figures_are_written_as_the_tables_write_them():
    for scheme in SCHEMES:
        actual = rated(scheme)
        for customer, cells in expected(scheme).items():
            row = {"customer_id": customer, **actual[customer]}
            assert {column: written(row[column]) for column in cells} == cells


def test_customers_without_a_purchase_in_the_period_are_told():
    lines = read_csv(GOLDEN / "orders.csv", COLUMNS)
    assert not_rated(lines, AS_OF) == ["C05", "C06", "C07", "C08", "R00", "R06", "R15", "R22"]
    assert not_rated(lines, AS_OF, months=None) == ["C06", "C07", "C08"]
