"""From orders to histories: literal rows, and every figure by hand."""

from __future__ import annotations

import math
from datetime import date

import pytest

from shuke.engines.duckdb import DuckDB
from shuke.prediction import purchases
from shuke.stages.orders import Lines

from .shop import days_of

ROWS = """
('A', 'a1', DATE '2024-01-01', 10.00), ('A', 'a2', DATE '2024-01-01', 5.00), ('A', 'a3', DATE '2024-01-11', 20.00),
('A', 'a3', DATE '2024-01-12', -1.00), ('A', 'a4', DATE '2024-02-20', -7.00), ('A', 'a5', DATE '2024-02-24', 8.00),
('A', 'a6', DATE '2024-04-05', 99.00), ('B', 'b1', DATE '2024-02-01', 3.00), ('C', 'c1', DATE '2024-02-02', 0.00),
('D', 'd1', DATE '2024-03-30', 4.00), ('E', 'e1', DATE '2024-04-02', 4.00)
"""
END = date(2024, 3, 31)


@pytest.fixture
def engine() -> DuckDB:
    return days_of(ROWS, END)


@pytest.mark.row("D20")
def test_purchases_are_counted_as_days_and_refunds_and_zero_orders_are_none(engine: DuckDB) -> None:
    found = engine.run(f"SELECT customer_id, CAST(day AS VARCHAR), amount FROM {purchases.DAYS} ORDER BY ALL")
    assert [(customer, day, float(amount)) for customer, day, amount in found] == [
        ("A", "2024-01-01", 15.0),
        ("A", "2024-01-11", 19.0),
        ("A", "2024-02-24", 8.0),
        ("B", "2024-02-01", 3.0),
        ("D", "2024-03-30", 4.0),
    ]


def test_histories_are_repeats_last_and_end_in_days(engine: DuckDB) -> None:
    assert purchases.keep_histories(engine, END) == 3
    found = engine.run(
        f"SELECT customer_id, x, t_x, T, total, gaps2, recent FROM {purchases.CUSTOMERS} ORDER BY customer_id"
    )
    # A: 42.00 less a refund of 7.00. Half of the 90 days after the first is over on the 45th: one repeat is recent.
    assert [(*row[:4], float(row[4]), *row[5:]) for row in found] == [
        ("A", 2, 54, 90, 35.0, 10**2 + 44**2, 1),
        ("B", 0, 0, 59, 3.0, 0, 0),
        ("D", 0, 0, 1, 4.0, 0, 0),
    ]


def test_the_middle_purchase_of_an_odd_number_is_in_neither_half(engine: DuckDB) -> None:
    purchases.keep_histories(engine, END)
    row = engine.run(f"SELECT early_n, early_sum, late_n, late_sum FROM {purchases.CUSTOMERS} WHERE customer_id = 'A'")
    assert row[0][0] == row[0][2] == 1
    assert [float(row[0][1]), float(row[0][3])] == pytest.approx([math.log(15), math.log(8)], abs=1e-6)


def test_what_was_known_on_a_day_leaves_out_what_came_later_and_who_came_later(engine: DuckDB) -> None:
    known, later = purchases.outcomes_at(engine, date(2024, 2, 10), 40)
    assert (known.x.tolist(), known.t_x.tolist(), known.T.tolist(), later.tolist()) == (
        [0, 1],
        [0, 10],
        [9, 40],
        [0, 1],
    )
    same = purchases.histories_at(engine, date(2024, 2, 10))
    assert (same.x.tolist(), same.count.tolist()) == ([0, 1], [1, 1])


def test_zero_orders_can_be_purchases(engine: DuckDB) -> None:
    purchases.keep_days(engine, Lines("lines", "lines"), END, "purchase")
    assert purchases.keep_histories(engine, END) == 4
    assert engine.run(f"SELECT early_n FROM {purchases.CUSTOMERS} WHERE customer_id = 'C'") == [(0,)]


@pytest.mark.parametrize(("gaps", "share"), [([30, 31, 30], 1.0), ([10, 50, 25], 0.0)])
def test_gaps_that_hardly_differ_are_those_of_contracts(gaps: list[int], share: float) -> None:
    days = [0]
    for gap in gaps:
        days.append(days[-1] + gap)
    with DuckDB() as engine:
        rows = ", ".join(f"('A', '{day}', DATE '2024-01-01' + {day}, 1.00)" for day in days)
        engine.run(f"CREATE TABLE l AS SELECT * FROM (VALUES {rows}) AS d(customer_id, order_id, ordered_at, amount)")
        purchases.keep_days(engine, Lines("l", "l"), date(2024, 12, 31), "neither")
        purchases.keep_histories(engine, date(2024, 12, 31))
        assert purchases.regular_share(engine) == (1, share)
