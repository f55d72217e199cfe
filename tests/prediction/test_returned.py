"""Refunds under numbers of their own undo purchases of their amount, and else take from what purchases are worth."""

from __future__ import annotations

import random
from collections import Counter, defaultdict
from datetime import date, timedelta
from decimal import Decimal

import pytest

from shuke.engines.duckdb import DuckDB
from shuke.prediction import purchases
from shuke.prediction.returned import LEFT, UNDONE, keep_returned

from .shop import days_of

Order = tuple[str, date, Decimal]
FIRST = date(2024, 1, 1)


def given(engine: DuckDB, orders: list[Order]) -> None:
    values = ", ".join(f"('{who}', DATE '{on}', CAST({amount} AS DECIMAL(12, 2)))" for who, on, amount in orders)
    engine.run(
        f"CREATE OR REPLACE TEMP TABLE given AS SELECT * FROM (VALUES {values}) AS o(customer_id, ordered_on, amount)"
    )
    keep_returned(engine, "given")


def by_hand(orders: list[Order]) -> tuple[Counter[tuple[str, date]], dict[str, Decimal]]:
    """Each refund, by day, undoes the earliest purchase of its amount that still stands; else it is left."""
    undone: Counter[tuple[str, date]] = Counter()
    left: dict[str, Decimal] = defaultdict(Decimal)
    standing: dict[tuple[str, Decimal], list[date]] = defaultdict(list)
    # On one day purchases come before refunds.
    for who, on, amount in sorted(orders, key=lambda one: (one[1], -one[2])):
        if amount > 0:
            standing[who, amount].append(on)
        elif amount < 0 and standing[who, -amount]:
            undone[who, standing[who, -amount].pop(0)] += 1
        elif amount < 0:
            left[who] -= amount
    return undone, dict(left)


def test_refunds_undo_what_a_plain_program_says() -> None:
    rng = random.Random(7)
    with DuckDB() as engine:
        for _ in range(40):
            orders = [
                (rng.choice("AB"), FIRST + timedelta(rng.randrange(9)), Decimal(rng.choice((-2, -1, -1, 0, 1, 1, 2))))
                for _ in range(rng.randrange(1, 30))
            ]
            given(engine, orders)
            undone, left = by_hand(orders)
            assert {row[:2]: row[2] for row in engine.run(f"SELECT customer_id, day, orders FROM {UNDONE}")} == undone
            assert dict(engine.run(f"SELECT * FROM {LEFT}")) == left


# A gave everything back, under a number of its own; B bought it again; C gave back a part, and D more than they bought.
ROWS = """
('A', 'a1', DATE '2024-01-18', 77183.60), ('A', 'a2', DATE '2024-01-18', -77183.60),
('B', 'b1', DATE '2024-01-10', 50.00), ('B', 'b2', DATE '2024-02-20', -50.00), ('B', 'b3', DATE '2024-03-01', 50.00),
('C', 'c1', DATE '2024-01-05', 30.00), ('C', 'c2', DATE '2024-02-05', 20.00), ('C', 'c3', DATE '2024-02-06', -5.00),
('D', 'd1', DATE '2024-01-07', 10.00), ('D', 'd2', DATE '2024-01-09', -500.00),
('E', 'e1', DATE '2024-01-08', 4.00), ('E', 'e2', DATE '2024-01-08', 6.00), ('E', 'e3', DATE '2024-01-20', -4.00)
"""
END = date(2024, 3, 31)


@pytest.fixture
def engine() -> DuckDB:
    return days_of(ROWS, END)


@pytest.mark.row("D17")
def test_what_was_given_back_is_no_purchase_and_not_worth_anything(engine: DuckDB) -> None:
    assert purchases.keep_histories(engine, END) == 4
    found = engine.run(
        f"SELECT customer_id, x, t_x, T, CAST(total AS DECIMAL(12, 2)) FROM {purchases.CUSTOMERS} ORDER BY 1"
    )
    assert found == [
        ("B", 0, 0, 30, Decimal("50.00")),
        ("C", 1, 31, 86, Decimal("45.00")),
        ("D", 0, 0, 84, Decimal("0.00")),
        ("E", 0, 0, 83, Decimal("6.00")),
    ]


def test_on_a_day_before_the_refund_nobody_knew_of_it(engine: DuckDB) -> None:
    then = purchases.histories_at(engine, date(2024, 2, 19))
    # B, C and D, E had bought by then; A had given everything back on the day itself.
    assert (then.x.sum(), then.customers) == (1, 4)
    known, later = purchases.outcomes_at(engine, date(2024, 2, 19), 40)
    assert (known.customers, int((known.count * later).sum())) == (4, 1)
    assert purchases.histories_at(engine, date(2024, 2, 20)).customers == 3
