"""Rows that are exactly like another one are kept, and whoever reads the result is told how many and how much."""

from __future__ import annotations

import random
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest

import shuke
from cli.sales import write
from shuke.ingest.policies import review

pytestmark = [pytest.mark.row("Z1"), pytest.mark.promise("B9")]

HEADERS = ("customer_id", "order_id", "ordered_at", "amount", "product")
Row = tuple[str, str, str, str, str]


def some_rows(seed: int) -> list[Row]:
    chance = random.Random(seed)
    return [
        (f"C{n % 7}", f"S{n % 9}", "2024-03-05", chance.choice(("10.00", "5.50")), chance.choice(("tea", "cup")))
        for n in (chance.randrange(30) for _ in range(60))
    ]


def extra(rows: list[Row]) -> tuple[int, Decimal]:
    """How many rows stand behind an equal one, and their amounts, counted in plain Python."""
    again = [row for place, row in enumerate(rows) if row in rows[:place]]
    return len(again), sum((Decimal(row[3]) for row in again), Decimal(0))


def notes_of(source: object, **options: object) -> list[str]:
    result = shuke.score(source, as_of="2024-12-31", raw=True, **options)
    result.close()
    return [note["en"] for note in result.summary["notes"] if note.get("code") == "W-COPIES"]


@pytest.mark.parametrize("kind", ["csv", "parquet"])
def test_equal_rows_are_told_with_their_money_and_how_to_merge_them(kind: str, tmp_path: Path) -> None:
    rows = some_rows(5)
    count, amount = extra(rows)
    source = write(tmp_path / "lines.csv", rows, HEADERS)
    if kind == "parquet":
        text, source = source, tmp_path / "lines.parquet"
        duckdb.sql(
            f"COPY (SELECT * REPLACE (CAST(amount AS DECIMAL(12, 2)) AS amount) FROM read_csv('{text}')) TO '{source}'"
        )
    (told,) = notes_of(source)
    assert f"{count} rows are exactly like another one and are kept, {amount:,} in all" in told
    assert "--policy duplicates=merge" in told


def test_what_is_told_is_what_merging_takes_out(tmp_path: Path) -> None:
    files = [write(tmp_path / f"{name}.csv", some_rows(name), HEADERS) for name in (1, 2)]
    told = notes_of(files, policies={"overlap": "add"})
    result = shuke.score(files, as_of="2024-12-31", policies={"overlap": "add", "duplicates": "merge"})
    merged = result.summary["accounting"]["rows_merged"]
    result.close()
    assert (
        sum(int(note.split(": ")[1].split(" ")[0]) for note in told) == merged == extra(some_rows(1) + some_rows(2))[0]
    )


def test_nothing_is_told_where_no_row_is_exactly_like_another(tmp_path: Path) -> None:
    rows = [("C1", "S1", "2024-03-05", "10.00", "tea"), ("C1", "S1", "2024-03-05", "10.00", "cup")]
    assert notes_of(write(tmp_path / "lines.csv", rows, HEADERS)) == []


def test_a_large_file_is_told_not_to_have_been_searched(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(review, "MOST", 50)
    source = write(tmp_path / "lines.csv", some_rows(3), HEADERS)
    assert "copies were not looked for" in notes_of(source)[0]
    assert "exactly like another" in notes_of(source, policies={"review": "full"})[0]
