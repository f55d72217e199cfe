"""Rows of other widths are judged alike whether the engine reads them or they are read record by record."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from ingest.reading import taken
from shuke.engines.duckdb import DuckDB
from shuke.ingest.intake import open_sources
from shuke.ingest.load import settled
from shuke.ingest.raw import Reading

pytestmark = pytest.mark.row("Z1")

HEAD = "customer_id,order_id,ordered_at,amount,product,channel"


def ragged(seed: int, rows: int) -> list[str]:
    """Rows that are whole, end early behind the amount, or go on with cells that are empty or not."""
    draw = random.Random(seed)
    found = []
    for n in range(rows):
        cells = [f"C{n}", f"S{n}", "2024-01-05", f"{n}.50", draw.choice(["茶杯", "", '"a, b"']), "店"]
        kind = draw.randrange(12)
        if kind == 0:
            cells = cells[: draw.choice([4, 5])]
        elif kind == 1:
            cells += draw.choice([[""], ["", ""], ["x"], ["", "x"], ["x", "", ""]])
        found.append(",".join(cells))
    return found


def by_the_engine(source: Path) -> bool:
    with DuckDB() as engine:
        (raw,), _ = open_sources(engine, source, Reading())
        return not settled(engine, raw).numbered


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("regular", [0, 400])
def test_the_engine_and_the_reading_record_by_record_judge_alike(regular: int, seed: int, tmp_path: Path) -> None:
    whole = [f"C{n},S{n},2024-01-05,{n}.50,cup,店" for n in range(regular)]
    text = "\n".join([HEAD, *whole, *ragged(seed, 60)]) + "\n"
    engine, records = tmp_path / "engine.csv", tmp_path / "records.csv"
    engine.write_text(text, encoding="utf-8")
    # A blank line at the end has every record looked at.
    records.write_text(text + "\n", encoding="utf-8")
    assert (by_the_engine(engine), by_the_engine(records)) == (True, False)
    first, second = taken(engine), taken(records)
    assert first.lines == second.lines
    assert first.rejected == second.rejected
    assert first.rejected


@pytest.mark.parametrize("torn", ["C9,S9,2024-", "C9", "   ", '"C9"x'])
def test_a_row_that_may_be_torn_is_looked_at_with_its_neighbours(torn: str, tmp_path: Path) -> None:
    whole = [f"C{n},S{n},2024-01-05,{n}.50,cup,店" for n in range(400)]
    source = tmp_path / "sales.csv"
    source.write_text("\n".join([HEAD, *whole, torn, whole[0]]) + "\n", encoding="utf-8")
    assert not by_the_engine(source)
    assert len(taken(source).lines) >= 400
