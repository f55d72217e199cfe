"""Rows that are at hand are those that the engine gives, to the last digit, wherever they stand."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

import pytest

from browse.kept import AWKWARD, MARKUP
from shuke.browse import Filter, Scope, Shelf, condition, page
from shuke.browse.columns import Column, Kind
from shuke.browse.rows import BLOCK, BLOCKS, CELL, ROW, TEXT, Rows
from shuke.browse.tables import RELATION
from shuke.engines.duckdb import DuckDB

MANY = 2 * BLOCK * BLOCKS + 3 * BLOCK + 5
# Every type that a column of a table has, with values at its edges.
CELLS = {
    "customer_id": "printf('C%07d', i)",
    "count": "CASE WHEN i % 7 = 0 THEN NULL ELSE CAST(i - 9000 AS BIGINT) END",
    "huge": "CAST(170141183460469231731687303715884105727 AS HUGEINT) - i",
    "amount": "CASE WHEN i % 5 = 0 THEN NULL ELSE CAST(i - 9000 AS DECIMAL(18, 4)) * CAST(0.125 AS DECIMAL(4, 3)) END",
    "score": "CAST(i % 3 AS DECIMAL(4, 1))",
    "day": "CASE WHEN i % 11 = 0 THEN NULL ELSE DATE '1999-12-31' + CAST(i AS INTEGER) END",
    "words": "CASE i % 4 WHEN 0 THEN NULL WHEN 1 THEN '' WHEN 2 THEN '=客户, \"a\"' ELSE '0' END",
}
KINDS: Mapping[str, Kind] = {"customer_id": "id", "day": "date", "words": "text"}


@pytest.fixture(scope="module")
def engine() -> Iterator[DuckDB]:
    with DuckDB() as made:
        made.run(
            f"CREATE TABLE rated AS SELECT {', '.join(f'{c} AS {n}' for n, c in CELLS.items())} FROM range({MANY}) t(i)"
        )
        yield made


def rows(engine: DuckDB, relation: str = "rated", most: int = 1 << 30, names: tuple[str, ...] = tuple(CELLS)) -> Rows:
    types = {row[0]: row[1] for row in engine.run(f"DESCRIBE {relation}")}
    columns = {name: Column(name, KINDS.get(name, "number"), types[name], {}) for name in names}
    return Rows(relation, columns, engine.run(f"SELECT COUNT(*) FROM {relation}")[0][0], engine.run, most)


def stored(engine: DuckDB) -> list[dict[str, Any]]:
    return [dict(zip(CELLS, row, strict=True)) for row in engine.run("SELECT * FROM rated ORDER BY rowid")]


@pytest.mark.promise("D1")
def test_every_row_is_found_by_its_id_and_by_its_place(engine: DuckDB, figure: Callable[[str], None]) -> None:
    there, expected = rows(engine), stored(engine)
    assert there.usable
    # As they are written out, so that 1.0 is not 1.
    assert repr(there.between(0, MANY + 9)) == repr(list(enumerate(expected)))
    for place in range(0, MANY, 97):
        assert repr(there.of(f"C{place:07}")) == repr((place, expected[place]))
    figure(f"{MANY:,} rows kept in {there.size / MANY:.0f} bytes each are those of the engine in every cell")


@pytest.mark.parametrize("begin", [0, BLOCK - 1, BLOCK, BLOCK * BLOCKS - 2, MANY - 3, MANY, MANY + 1000])
@pytest.mark.parametrize("size", [0, 1, 50, 200])
def test_neighbours_are_given_as_far_as_there_are_any(begin: int, size: int, engine: DuckDB) -> None:
    assert [place for place, _ in rows(engine).between(begin, begin + size)] == [*range(MANY)][begin : begin + size]


@pytest.mark.parametrize(
    "wrong", ["", "C", "A", "C9999999", "c0000001", f"C0000001{CELL}", f"C0000001{CELL}-8999", f"x{ROW}{TEXT}C0000001"]
)
def test_an_id_that_nobody_has_is_nobody(wrong: str, engine: DuckDB) -> None:
    assert rows(engine).of(wrong) is None


def test_what_was_used_longest_ago_goes_when_there_is_too_much(engine: DuckDB) -> None:
    small = rows(engine, most=1)
    for place in (0, MANY - 1, 0):
        assert [one for one, _ in small.between(place, place + 1)] == [place]
        assert small.has(f"C{place:07}")
    assert not small.has(f"C{MANY - 1:07}")
    whole = rows(engine)
    whole.between(0, MANY)
    assert 0 < small.size < whole.size


@pytest.mark.parametrize("sign", [CELL, ROW])
@pytest.mark.parametrize("name", ["customer_id", "words"])
def test_a_table_with_a_text_that_would_part_cells_is_left_to_the_engine(sign: str, name: str, engine: DuckDB) -> None:
    odd = f"i || CHR({ord(sign)})"
    cells = {"customer_id": "i", "words": "i", name: odd}
    engine.run(
        f"CREATE OR REPLACE TABLE odd AS SELECT {', '.join(f'CAST({c} AS VARCHAR) AS {n}' for n, c in cells.items())} "
        "FROM range(3) t(i)"
    )
    assert not rows(engine, "odd", names=("customer_id", "words")).usable


def test_a_table_in_another_order_is_left_to_the_engine(engine: DuckDB) -> None:
    engine.run("CREATE OR REPLACE TABLE odd AS SELECT * FROM rated ORDER BY customer_id DESC")
    assert not rows(engine, "odd").usable


def test_a_type_that_is_not_known_is_left_to_the_engine(engine: DuckDB) -> None:
    engine.run("CREATE OR REPLACE TABLE odd AS SELECT customer_id, CAST(score AS DOUBLE) AS score FROM rated")
    assert not rows(engine, "odd", names=("customer_id", "score")).usable


@pytest.mark.parametrize("masked", [False, True])
@pytest.mark.parametrize(("number", "size"), [(1, 50), (2, 25), (3, 50), (99, 7)])
def test_a_page_is_the_same_from_memory_and_from_the_engine(number: int, size: int, masked: bool, shelf: Shelf) -> None:
    table, secret = shelf.table(), b"0123456789abcdef"
    assert table.rows.usable
    told = page(table, Filter(), Scope(None, masked, secret), number=number, size=size)
    # Who leaves out somebody whom there is not is answered by the engine.
    other = page(table, Filter(), Scope(None, masked, secret, frozenset({"nobody"})), number=number, size=size)
    assert told == other


@pytest.mark.parametrize("owner", [None, ("owner", "S-01"), ("owner", "S-09"), ("owner", None)])
def test_single_customers_are_the_same_from_memory_and_from_the_engine(
    owner: tuple[str, str | None] | None, shelf: Shelf
) -> None:
    table, scope = shelf.table(), Scope(owner, without=frozenset({"C002"}))
    everybody = [row[0] for row in table.ask(f"SELECT customer_id FROM {RELATION}")]
    assert {*MARKUP, *AWKWARD} <= {*everybody}
    for one in ("C001", "C002", " C003 ", "nobody", *everybody[::5]):
        quoted = '"{}"'.format(one.replace('"', '""'))
        for words in (f"customer_id:eq:{one}", f"customer_id:in:C004,{quoted},C001", f"customer_id:in:{quoted}"):
            # A further condition that always holds is for the engine.
            asked = [Filter((condition(words), *more)) for more in ((), (condition("customer_id:null:false"),))]
            told, other = (page(table, one, scope, size=2) for one in asked)
            assert told == other
