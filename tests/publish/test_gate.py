"""k and l are what counting by hand finds, and the gate lets nothing through that it should not."""

from __future__ import annotations

import random
import time
from collections import defaultdict
from collections.abc import Callable
from decimal import Decimal

import pytest

from shuke.engines.duckdb import DuckDB
from shuke.errors import DataError
from shuke.publish.gate import Gate, Measure, failing, measure, suppress
from shuke.publish.generalise import choose
from shuke.publish.ladders import Ladder, Level, as_it_is

pytestmark = pytest.mark.row("Z8")

Row = tuple[str | None, ...]
TABLES = 100


def table(engine: DuckDB, rows: list[Row], columns: int) -> None:
    names = ", ".join(f"q{number} VARCHAR" for number in range(columns))
    engine.run(f"CREATE OR REPLACE TEMP TABLE t ({names}, s VARCHAR)")
    marks = ", ".join("UNNEST(?)" for _ in range(columns + 1))
    engine.run(f"INSERT INTO t SELECT {marks}", [list(column) for column in zip(*rows, strict=True)])


def classes(rows: list[Row], places: list[int]) -> dict[Row, list[Row]]:
    found: dict[Row, list[Row]] = defaultdict(list)
    for row in rows:
        found[tuple(row[place] for place in places)].append(row)
    return found


def by_hand(rows: list[Row], known: list[int], apart: list[int]) -> tuple[int, int]:
    k = min(len(one) for one in classes(rows, known).values())
    return k, min(len({row[-1] for row in one}) for one in classes(rows, apart).values())


def drawn(seed: int) -> tuple[list[Row], int]:
    rng = random.Random(seed)
    columns = rng.randrange(1, 5)
    sizes = [rng.randrange(1, 5) for _ in range(columns)]
    rows = [
        (*(rng.choice([*map(str, range(size)), None]) for size in sizes), rng.choice(["A", "B", "C", None]))
        for _ in range(rng.randrange(5, 300))
    ]
    return rows, columns


@pytest.mark.promise("F4")
def test_k_and_l_and_what_must_go_are_those_of_counting_by_hand(figure: Callable[[str], None]) -> None:
    with DuckDB(threads=1) as engine:
        for seed in range(TABLES):
            counted_by_hand(engine, seed)
    figure(f"{TABLES} of {TABLES} tables: k, l and what must go as counted by hand")


def counted_by_hand(engine: DuckDB, seed: int) -> None:
    """Compare everything that the gate says of a table with counting."""
    rows, columns = drawn(seed)
    known = list(range(columns))
    apart = known[: random.Random(seed).randrange(columns + 1)]
    gate = Gate(tuple(f"q{n}" for n in known), tuple(f"q{n}" for n in apart), "s", 5, 2)
    bad_k = {row for one in classes(rows, known).values() if len(one) < 5 for row in one}
    bad_l = {row for one in classes(rows, apart).values() if len({row[-1] for row in one}) < 2 for row in one}
    table(engine, rows, columns)
    found = measure(engine, "t", gate)
    assert (found.k, found.l) == by_hand(rows, known, apart)
    assert (found.rows, found.classes) == (len(rows), len(classes(rows, known)))
    assert failing(engine, "t", gate) == sum(row in bad_k | bad_l for row in rows)
    gone = suppress(engine, "t", gate)
    left = [tuple(row) for row in engine.run("SELECT * FROM t")]
    assert gone + len(left) == len(rows)
    if left:
        k, least = by_hand(left, known, apart)
        assert k >= 5
        assert least >= 2


def test_an_empty_table_has_neither() -> None:
    with DuckDB() as engine:
        engine.run("CREATE TEMP TABLE t (q0 VARCHAR, s VARCHAR)")
        assert measure(engine, "t", Gate(("q0",), ("q0",), "s", 5, 2)) == Measure(0, 0, 0, 0)


def test_with_nothing_known_everybody_is_alike() -> None:
    with DuckDB() as engine:
        table(engine, [("x", "A"), ("y", "B"), ("z", "B")], 1)
        assert measure(engine, "t", Gate((), (), "s", 5, 2)) == Measure(3, 2, 3, 1)


def ladder(column: str) -> Ladder:
    return Ladder(column, (Level("as_is", column), Level("half", f"LEFT({column}, 1)"), Level("nothing", "'*'")))


def test_no_column_is_made_more_general_than_it_must_be() -> None:
    rows = [(f"a{n % 2}", f"{n}x", "AB"[n % 3 == 0]) for n in range(60)]
    gate = Gate(("q0", "q1"), ("q0", "q1"), "s", 5, 2)
    with DuckDB() as engine:
        table(engine, rows, 2)
        assert choose(engine, "t", [ladder("q0"), ladder("q1")], gate, Decimal(0)) == {"q0": 0, "q1": 2}


def test_what_is_open_already_stays_as_it_is() -> None:
    rows = [("a", "AB"[n % 2]) for n in range(20)]
    with DuckDB() as engine:
        table(engine, rows, 1)
        gate = Gate(("q0",), ("q0",), "s", 5, 2)
        assert choose(engine, "t", [ladder("q0")], gate, Decimal(0)) == {"q0": 0}


def test_a_table_that_says_one_thing_of_everybody_is_refused() -> None:
    with DuckDB() as engine:
        table(engine, [("a", "A")] * 50, 1)
        with pytest.raises(DataError) as caught:
            choose(engine, "t", [as_it_is("q0")], Gate(("q0",), ("q0",), "s", 5, 2), Decimal("0.5"))
    assert caught.value.key == "publish_gate"


@pytest.mark.promise("F4")
def test_the_gate_of_a_hundred_thousand_rows_takes_less_than_a_second(figure: Callable[[str], None]) -> None:
    with DuckDB() as engine:
        engine.run(
            "CREATE TEMP TABLE t AS SELECT CAST(HASH(i) % 30 AS VARCHAR) AS q0, "
            "CAST(HASH(i + 1) % 12 AS VARCHAR) AS q1, "
            "CAST(HASH(i + 2) % 6 AS VARCHAR) AS q2, CAST(HASH(i + 3) % 5 AS VARCHAR) AS s FROM RANGE(100000) r(i)"
        )
        gate = Gate(("q0", "q1", "q2"), ("q0", "q1", "q2"), "s", 5, 2)
        started = time.process_time()
        found = measure(engine, "t", gate)
        failing(engine, "t", gate)
        taken = time.process_time() - started
        figure(f"100,000 rows in {taken:.2f} s")
        assert taken < 1
    assert (found.rows, found.classes) == (100_000, 2_160)
