"""Money is exact: no table that is written has a floating column, and no order of rows changes a total."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest

import shuke
from effort import times
from shuke.rating import Options
from shuke.scheme.parse import library_ids
from shuke.workspace import refresh
from workspace.books import UNION, book, loaded, made, write

pytestmark = [pytest.mark.row("Z1", "X3"), pytest.mark.promise("B2")]

FLOATS = ("FLOAT", "DOUBLE", "REAL")
# What a float cannot hold: ten cents beside a hundred million million.
HARD = [
    (f"C{n % 3}", f"S{n}", "2024-05-05", amount)
    for n, amount in enumerate([*["0.10"] * 200, "99999999999.99", "0.01", "-99999999999.99"])
]
MISSING = {"consultations": 0, "complaints": 0}


def floating(folder: Path) -> tuple[int, list[str]]:
    """How many tables lie in a folder, and which columns of theirs are of a floating type."""
    tables, found = sorted(folder.rglob("*.parquet")), []
    for path in tables:
        said = duckdb.sql(f"DESCRIBE SELECT * FROM '{path}'").fetchall()
        found += [f"{path.name}: {name} {kind}" for name, kind, *_ in said if kind.startswith(FLOATS)]
    return len(tables), found


def test_no_table_that_is_written_has_a_floating_column(tmp_path: Path, figure: Callable[[str], None]) -> None:
    lines = book(3)
    space = made(tmp_path / "shop")
    loaded(space, write(tmp_path / "1.csv", lines[:100]))
    loaded(space, write(tmp_path / "2.csv", lines))
    refresh(space, Options(reading=UNION))
    whole = write(tmp_path / "whole.csv", lines)
    for scheme in ("rfm-quintile-weighted", *(one for one in library_ids() if one.startswith("abc"))):
        result = shuke.score(whole, scheme=scheme, metrics="all", missing=MISSING)
        result.save(tmp_path / "saved" / scheme, ["parquet"])
        result.close()
    tables, found = floating(tmp_path)
    figure(f"{len(found)} floating columns in {tables} tables: lines, totals, runs, ratings with every metric")
    assert tables > 4
    assert found == []


def test_shuffled_rows_have_one_total_by_one_thread_and_by_two(tmp_path: Path, figure: Callable[[str], None]) -> None:
    rng, found = random.Random(2), set()
    rows, shuffles = list(HARD), times(20, 4)
    for _ in range(shuffles):
        rng.shuffle(rows)
        source = write(tmp_path / "book.csv", rows)
        for threads in (1, 2):
            result = shuke.score(source, threads=threads)
            found.add((str(result.summary["accounting"]["amount_used"]), str(result.customers.rows())))
            result.close()
    figure(f"{shuffles} shuffles on 1 and 2 threads: {len(found)} distinct total")
    assert {total for total, _ in found} == {"20.01"}
    assert len(found) == 1
