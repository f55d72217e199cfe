"""Every built-in scheme on a year of real invoices: each customer, in every column, as the oracle says."""

from __future__ import annotations

import zlib
from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from functools import lru_cache

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from oracle import Book, Interaction, days_of, read_csv, written

from .books import INTERACTION_COLUMNS, SHARED, rate, write_csv
from .library import IDS, by_the_oracle, differences, values_of

FILE = SHARED / "data" / "online_retail.csv.gz"
AS_OF = date(2011, 12, 9)
COLUMNS = {
    "customer_id": "CustomerID",
    "order_id": "InvoiceNo",
    "ordered_at": "InvoiceDate",
    "quantity": "Quantity",
    "unit_price": "UnitPrice",
}
KINDS = ("consultation", "complaint", "visit", "campaign")
WORDS = ("price", "quality", "service", "")
ROWS = {
    "rfm-quintile-weighted": ("Z3", "Z4", "Z5"),
    "activity-contribution-rank": ("C1", "C2", "C3", "C4"),
    "activity-contribution-rank-rescaled": ("C1", "C2", "C3", "C4", "C5"),
    "octants-mean": ("D1", "D15"),
    "octants-median": ("D1", "D15"),
    "ladder-25": ("D2", "D3"),
    "abc-pareto": ("D7",),
    "lifecycle-stages": ("D7", "D20", "T4"),
    "nested-125": ("D8",),
    "bank-corporate-four": ("D10",),
    "levels-5-4-6": ("D11",),
    "quartile-code": ("D12",),
    "quintile-code-inverse": ("D12",),
    "loan-binary": ("D15",),
    "rfmt-ahp": ("D19",),
    "rfmt-ahp-log": ("D19",),
    "rfmt-kmeans": ("D19",),
    "three-level-eight": ("T5",),
    "three-level-eight-kmeans": ("T5",),
    "interval-four-groups": ("B2", "B3"),
    "interval-average": ("D18", "B2"),
    "purchase-cycle": ("D20",),
    "repeat-buyers": ("D20",),
    "core-customers": ("D21",),
    "value-preference": ("T4",),
    "behavioural-types": ("D13", "T4"),
    "lifecycle-by-days": ("D7", "T4"),
    "rfm-fast-moving": ("B2", "B9"),
    "rfm-luxury": ("B2", "B9"),
    "rfm-mother-and-baby": ("B2", "B9"),
}
CONTRACT = (
    *("rfm-quintile-weighted", "activity-contribution-rank", "activity-contribution-rank-rescaled", "octants-mean"),
    *("octants-median", "ladder-25", "quartile-code", "nested-125", "abc-pareto", "interval-four-groups"),
    *("three-level-eight", "levels-5-4-6", "rfmt-ahp", "rfmt-kmeans", "loan-binary", "bank-corporate-four"),
    "lifecycle-stages",
)
pytestmark = [
    pytest.mark.skipif(not FILE.is_file(), reason="the folder of real data is not here"),
    pytest.mark.slow,
]


def marked(scheme):
    rows = ROWS.get(scheme, ())
    return pytest.param(scheme, marks=[pytest.mark.row(*rows)] if rows else [])


EVERY_SCHEME = [marked(scheme) for scheme in IDS]


def number(*words):
    """A number that looks thrown and is the same in every run."""
    return zlib.crc32("|".join(words).encode())


def contacts_of(customers):
    """Up to five contacts of a customer, some before the year, none with every fourth."""
    found = []
    for who in customers:
        for i in range(number(who, "contacts") % 6 if number(who) % 4 else 0):
            on = AS_OF - timedelta(days=number(who, str(i), "day") % 480)
            found.append(Interaction(who, KINDS[number(who, str(i), "kind") % len(KINDS)], on))
    return found


def attributes_of(customers):
    """A cell for every attribute that any scheme looks at; some customers are not in the table, some cells empty."""
    asked = {
        own["attribute"]: own.get("type", "text")
        for scheme in IDS
        for own in (values_of(scheme).get("metrics") or {}).values()
        if "attribute" in own
    }
    table = {}
    for who in customers:
        if number(who, "listed") % 10:
            table[who] = {
                column: attribute_cell(number(who, column), kind == "number") for column, kind in asked.items()
            }
    return table


def attribute_cell(chance, numeric):
    if not numeric:
        return WORDS[chance % len(WORDS)]
    return ("", "0", "0", "0", "1", "2.5", "40", "400")[chance % 8]


LINE_COLUMNS = sorted(
    {
        column
        for scheme in IDS
        for own in (values_of(scheme).get("metrics") or {}).values()
        for column in own.get("where", {})
    }
)


@lru_cache(maxsize=100_000)
def words_of(order):
    """The same word for all lines of an order in every column that any scheme looks at; one in three is empty."""
    words = {column: ("", "spring sale", "A")[number(order, column) % 3] for column in LINE_COLUMNS}
    return tuple((column, word) for column, word in words.items() if word)


def about(line):
    return words_of(line.order_id or "")


@pytest.fixture(scope="module")
def real():
    # The file writes its customers as floats, 17850.0; the product takes them as the whole numbers they are.
    lines = [
        replace(line, customer_id=line.customer_id.removesuffix(".0"), about=about(line))
        for line in read_csv(FILE, COLUMNS)
    ]
    customers = sorted({line.customer_id for line in lines})
    return Book(lines, AS_OF, contacts_of(customers), attributes_of(customers))


@pytest.fixture(scope="module")
def tables(real, tmp_path_factory):
    """The same book as files that are quick to read."""
    folder = tmp_path_factory.mktemp("real")
    columns = {
        "customer_id": [line.customer_id for line in real.lines],
        "order_id": [line.order_id for line in real.lines],
        "ordered_at": [line.on for line in real.lines],
        "amount": pa.array([line.amount for line in real.lines], pa.decimal128(18, 4)),
    }
    for column in LINE_COLUMNS:
        columns[column] = [dict(line.about).get(column) for line in real.lines]
    pq.write_table(pa.table(columns), folder / "orders.parquet")
    contacts = [(one.customer_id, one.kind, one.on.isoformat()) for one in real.interactions]
    names = list(next(iter(real.customers.values())))
    attributes = [(who, *(row[name] for name in names)) for who, row in real.customers.items()]
    return {
        "source": folder / "orders.parquet",
        "interactions": write_csv(folder / "contacts.csv", contacts, INTERACTION_COLUMNS),
        "customers": write_csv(folder / "customers.csv", attributes, ("customer_id", *names)),
    }


@pytest.fixture(scope="module")
def both(real, tables):
    """What the product and the oracle say about a scheme, each asked once."""
    known = {}

    def ask(scheme):
        if scheme not in known:
            options = {name: path for name, path in tables.items() if name != "source"}
            known[scheme] = (
                rate(tables["source"], scheme=scheme, as_of=AS_OF, **options),
                by_the_oracle(scheme, real),
            )
        return known[scheme]

    return ask


@pytest.mark.parametrize("scheme", EVERY_SCHEME)
def test_every_customer_is_rated_as_the_oracle_rates_them_in_every_column(both, scheme):
    found, wanted = both(scheme)
    assert differences(found.rows, wanted.rows)[:20] == []
    assert list(found.rows) == sorted(wanted.rows)
    assert len(found.rows) > 2000


@pytest.mark.parametrize("scheme", EVERY_SCHEME)
def test_metrics_stand_before_scores_and_scores_before_results(both, scheme):
    found, wanted = both(scheme)
    assert list(next(iter(found.rows.values()))) == list(next(iter(wanted.rows.values())))


@pytest.mark.parametrize("scheme", EVERY_SCHEME)
def test_customers_who_are_not_rated_are_counted_by_their_reason(both, real, scheme):
    found, wanted = both(scheme)
    reasons = {"no_purchase_in_period": len(wanted.without_purchase)}
    reasons |= {name: len(customers) for name, customers in wanted.excluded.items()}
    told = found.summary["customers"]
    assert (told["seen"], told["rated"]) == (len(real.seen), len(wanted.rows))
    assert {name: count for name, count in told["not_rated"].items() if count} == {
        name: count for name, count in reasons.items() if count
    }


@pytest.mark.parametrize("scheme", EVERY_SCHEME)
def test_groups_count_the_customers_and_the_money_of_the_main_result(both, real, scheme):
    found, wanted = both(scheme)
    column = next(name for name in ("tier", "stage", "cluster", "cell", "segment", "code") if name in rows_of(wanted))
    heads = Counter(str(row[column]) for row in wanted.rows.values() if row[column] is not None)
    told = {str(group["name"]): group["customers"] for group in found.summary["groups"] if group["name"] is not None}
    assert {name: count for name, count in told.items() if count} == heads
    figures = real.figures(days_of(values_of(scheme).get("period"), AS_OF))
    for group in found.summary["groups"]:
        own = [figures[who]["monetary"] for who, row in wanted.rows.items() if str(row[column]) == str(group["name"])]
        assert Decimal(group["monetary"]) == Decimal(written(sum(own, Decimal(0))))


def rows_of(rating):
    return next(iter(rating.rows.values()))


def test_every_scheme_of_the_contract_is_there():
    assert set(CONTRACT) <= set(IDS)
