"""The interpreter of scheme documents against the golden tables, and against the eight schemes written as code."""

import random
from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path

import pytest

from . import SCHEMES, Line, metrics, money, not_rated, read_csv, read_interactions, written
from .book import Book
from .document import read_file, whole
from .lines import Interaction
from .scheme import rate
from .test_oracle_against_golden import AS_OF, COLUMNS, GOLDEN, comparable, expected

LIBRARY = Path(__file__).resolve().parents[2] / "src" / "shuke" / "scheme" / "library"

PLACES = {"tier", "segment", "cell", "code"}


def values_of(scheme):
    return whole(read_file(LIBRARY / f"{scheme}.yaml"), lambda base: read_file(LIBRARY / f"{base}.yaml"))


@pytest.fixture(scope="module")
def golden():
    if not GOLDEN.is_dir():
        pytest.skip("the golden folder is not here")
    lines = read_csv(GOLDEN / "orders.csv", COLUMNS)
    return Book(lines, AS_OF, read_interactions(GOLDEN / "interactions.csv"))


@pytest.mark.parametrize("scheme", SCHEMES)
def test_every_cell_of_the_golden_table_follows_from_the_document(golden, scheme):
    wanted = expected(scheme)
    names = [name for name in next(iter(wanted.values())) if name not in ("customer_id", *PLACES)]
    made = {*values_of(scheme).get("scores", {}), "score"}
    rated = rate(values_of(scheme), golden, tuple(name for name in names if name not in made))
    assert list(rated.rows) == sorted(wanted)
    differences = []
    for customer, cells in wanted.items():
        row = {"customer_id": customer, **rated.rows[customer]}
        for column, text in cells.items():
            if comparable(column, written(row[column])) != comparable(column, text):
                differences.append((customer, column, written(row[column]), text))
    assert differences == []


def test_customers_without_a_purchase_are_told_for_every_period(golden):
    for scheme, months in (("rfm-quintile-weighted", 12), ("ladder-25", None)):
        rated = rate(values_of(scheme), golden)
        assert rated.without_purchase == not_rated(golden.lines, AS_OF, months=months)


def random_book(seed):
    """A book of some fifty customers with ties, refunds and gifts, and contacts with some of them."""
    chance = random.Random(seed)
    as_of = date(2024, 12, 31)
    lines = []
    for number in range(chance.randint(1, 300)):
        who = f"c{chance.randint(1, 50)}"
        on = as_of - timedelta(days=chance.choice((0, 30, 31, 90, 91, 360, 361, 365, 366, chance.randint(-3, 500))))
        amount = chance.choice(("10", "20", "0", "-10", "10000", "50000.0001", str(chance.randint(-900, 9000))))
        lines.append(Line(who, str(number // 2), on, money(amount)))
    contacts = [
        Interaction(f"c{chance.randint(1, 60)}", chance.choice(("consultation", "complaint")), lines[0].on)
        for _ in range(chance.randint(0, 40))
    ]
    return lines, as_of, contacts


@pytest.mark.parametrize("seed", range(12))
@pytest.mark.parametrize("scheme", SCHEMES)
def test_a_document_says_what_its_function_says(scheme, seed):
    lines, as_of, contacts = random_book(seed)
    values = values_of(scheme)
    rated = rate(values, Book(lines, as_of, contacts))
    coded = SCHEMES[scheme](lines, as_of, interactions=contacts)
    measured = {name for row in metrics(lines, as_of, months=None).values() for name in row}
    assert list(rated.rows) == list(coded)
    for customer, row in rated.rows.items():
        shared = row.keys() & coded[customer].keys()
        assert shared >= coded[customer].keys() - measured
        assert {name: exact(row[name]) for name in shared} == {name: exact(coded[customer][name]) for name in shared}


def exact(value):
    return value if isinstance(value, str) or value is None else Fraction(value)
