"""Bands hold every value once, say their ends, and hide the few largest."""

from __future__ import annotations

from decimal import Decimal

import pytest

from shuke.engines.duckdb import DuckDB
from shuke.publish.ladders import (
    COUNTS,
    DAYS,
    Ladder,
    amount_ladder,
    even_ladder,
    short,
    spread,
    stepped_ladder,
    text_ladder,
)

pytestmark = pytest.mark.row("Z8")

Values = list[int] | list[str] | list[Decimal]


def shown(values: Values, kind: str, make: str, level: int, *, k: int = 5) -> list[str | None]:
    """The labels of values at one level of a ladder."""
    with DuckDB() as engine:
        engine.run(f"CREATE TEMP TABLE t AS SELECT CAST(UNNEST(?) AS {kind}) AS v", [[str(value) for value in values]])
        ladder = laddered(engine, make, k)
        return [row[0] for row in engine.run(f"SELECT {ladder.levels[level].expression} FROM t")]


def laddered(engine: DuckDB, make: str, k: int) -> Ladder:
    if make == "text":
        return text_ladder(engine, "t", "v", k)
    found = spread(engine, "t", "v")
    if make == "amount":
        return amount_ladder("v", found)
    if make == "even":
        return even_ladder("v", found)
    steps, closed = (DAYS, True) if make == "days" else (COUNTS, False)
    return stepped_ladder("v", found, steps, closed=closed)


AMOUNTS = ["-5", "0", "99.9999", "100", "499.99", "500", "999", "1000", "9999.99", "10000", "49999", "50000", "120000"]
FINE = "<0 0–100 0–100 100–500 100–500 500–1k 500–1k 1k–5k 5k–10k 10k–50k 10k–50k 50k–100k ≥100k"
WIDE = "<0 0–100 0–100 100–1k 100–1k 100–1k 100–1k 1k–10k 1k–10k 10k–100k 10k–100k 10k–100k ≥100k"
DAYS_SEEN = [0, 30, 31, 90, 91, 180, 181, 365, 366]
COUNTED = [0, 1, 2, 3, 4, 5, 9, 10, 19, 20]
CITIES = ["郑州"] * 5 + ["洛阳"] * 4
DATES = ["2024-03-14", "2024/3/1", "2023年12月31日", "2023-1-2 10:00"]
CASES = [
    ("amount", "DECIMAL(18, 4)", AMOUNTS, 0, FINE.split()),
    ("amount", "DECIMAL(18, 4)", AMOUNTS, 1, WIDE.split()),
    ("amount", "DECIMAL(18, 4)", AMOUNTS, 2, ["<500"] * 5 + ["≥500"] * 8),
    ("amount", "DECIMAL(18, 4)", AMOUNTS, 3, ["*"] * 13),
    (
        "days",
        "INTEGER",
        DAYS_SEEN,
        0,
        ["0–30", "0–30", "31–90", "31–90", "91–180", "91–180", "181–365", "181–365", "≥366"],
    ),
    ("days", "INTEGER", DAYS_SEEN, 1, ["0–90"] * 4 + ["91–365"] * 4 + ["≥366"]),
    ("counts", "INTEGER", COUNTED, 0, ["0", "1", "2", "3", "4", "5–9", "5–9", "10–19", "10–19", "≥20"]),
    ("counts", "INTEGER", COUNTED, 1, ["0", "1", "2–4", "2–4", "2–4", "5–9", "5–9", "≥10", "≥10", "≥10"]),
    ("text", "VARCHAR", CITIES, 1, ["郑州"] * 5 + ["other"] * 4),
    ("text", "VARCHAR", CITIES, 0, CITIES),
    ("text", "VARCHAR", DATES, 0, ["2024-03", "2024-03", "2023-12", "2023-01"]),
    ("text", "VARCHAR", [*DATES[:3], "soon"], 1, ["2024", "2024", "2023", "*"]),
    ("even", "DECIMAL(18, 6)", ["0", "0.05", "0.1", "0.95", "1"], 0, ["0–0.1", "0–0.1", "0.1–0.2", "0.9–1", "≥1"]),
    ("even", "DECIMAL(18, 6)", ["7", "7", "7"], 0, [Decimal("7.000000")] * 3),
]


@pytest.mark.parametrize(("make", "kind", "values", "level", "wanted"), CASES)
def test_every_value_stands_in_its_band(make: str, kind: str, values: Values, level: int, wanted: list[str]) -> None:
    assert shown(values, kind, make, level) == wanted


def test_the_largest_hundredth_is_in_the_band_open_at_the_top() -> None:
    values = [Decimal(150)] * 99 + [Decimal(9_000_000)]
    assert set(shown(values, "DECIMAL(18, 4)", "amount", 0)) == {"≥100"}
    counts = [*([3] * 99), 4711]
    assert set(shown(counts, "INTEGER", "counts", 0)) == {"≥3"}


@pytest.mark.parametrize("make", ["amount", "days", "counts", "even"])
def test_a_column_of_empty_cells_says_nothing(make: str) -> None:
    with DuckDB() as engine:
        engine.run("CREATE TEMP TABLE t AS SELECT CAST(NULL AS INTEGER) AS v FROM RANGE(3)")
        ladder = laddered(engine, make, 5)
        assert [level.name for level in ladder.levels] == ["nothing"]


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ("0", "0"),
        ("100", "100"),
        ("1000", "1k"),
        ("1500", "1.5k"),
        ("1250", "1250"),
        ("2500000", "2.5M"),
        ("-5000", "-5k"),
        ("0.30", "0.3"),
    ],
)
def test_a_bound_is_written_short_and_exactly(value: str, written: str) -> None:
    assert short(Decimal(value)) == written
