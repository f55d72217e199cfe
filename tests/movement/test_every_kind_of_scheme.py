"""Placed again from its figures and break values, everybody of a saved result stands where they stood."""

from __future__ import annotations

import random
from datetime import date, timedelta
from pathlib import Path

import pytest

import shuke
from rating.books import write_csv
from shuke.engines.duckdb import DuckDB
from shuke.movement.causes import again
from shuke.movement.side import opened

pytestmark = [pytest.mark.row("Z7"), pytest.mark.slow]
# One for each kind of score and of place.
SCHEMES = (
    "activity-contribution-rank-rescaled",
    "octants-mean",
    "ladder-25",
    "quartile-code",
    "nested-125",
    "abc-pareto",
    "rfmt-ahp-log",
    "rfmt-kmeans",
    "lifecycle-stages",
)


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    draw = random.Random(5)
    rows = [
        (
            f"C{who:03}",
            f"S{who}-{order}",
            (date(2024, 12, 31) - timedelta(days=draw.randint(0, 700))).isoformat(),
            amount,
        )
        for who in range(150)
        for order in range(draw.randint(1, 8))
        for amount in [f"{draw.randint(1, 900)}.{draw.randint(0, 99):02}"]
    ]
    return write_csv(tmp_path_factory.mktemp("book") / "sales.csv", rows)


@pytest.mark.parametrize("scheme", SCHEMES)
def test_places_are_found_again_and_everybody_is_in_one_cell(scheme: str, book: Path, tmp_path: Path) -> None:
    folders = []
    for day in ("2024-09-30", "2024-12-31"):
        missing = {"consultations": 0} if scheme.startswith("activity") else {}
        result = shuke.score(book, scheme, day, missing=missing, metrics=("monetary",))
        result.save(tmp_path / day, ["csv"])
        result.close()
        folders.append(tmp_path / day)
    with DuckDB() as engine:
        for number, folder in enumerate(folders):
            side = opened(engine, folder, f"side_{number}")
            engine.keep("placed_again", again(side, side.table))
            differing = engine.run(
                f"SELECT COUNT(*) FROM {side.table} AS s FULL JOIN placed_again AS a USING (customer_id) "
                f"WHERE CAST(s.{side.result} AS VARCHAR) IS DISTINCT FROM CAST(a.{side.result} AS VARCHAR)"
            )
            assert differing == [(0,)]
    found = shuke.compare(*folders)
    rows = found.moved.rows()
    found.close()
    assert {row["because"] for row in rows if row["before"] and row["after"]} <= {"own", "others", "both"}
    assert len(rows) > 5
    everybody = sum(cell.customers for cell in found.cells)
    assert everybody == len(rows) + (found.totals["unchanged"].customers if "unchanged" in found.totals else 0)
    # Figures that are the same in both results move nobody by themselves.
    assert all(row["changed"] for row in rows if row["because"] == "own")
