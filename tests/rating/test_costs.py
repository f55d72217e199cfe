"""Costs of lines: what customers cost, and what they leave, exact and net of refunds."""

from __future__ import annotations

from decimal import Decimal

import pytest

import shuke
from shuke.errors import SchemeError

from .books import rate

pytestmark = pytest.mark.row("T2", "Z1")

COLUMNS = ("customer_id", "order_id", "ordered_at", "amount", "成本")
ROWS = [
    ("A", "1", "2024-05-01", "100.00", "60.00"),
    ("A", "1", "2024-05-01", "0.05", "¥0.0251"),
    ("A", "2", "2024-06-01", "-40.00", "-24.00"),
    ("A", "3", "2023-01-01", "999", "1"),
    ("B", "4", "2024-05-01", "10.00", ""),
    ("B", "5", "2024-05-02", "10.00", "1.00"),
    ("C", "6", "2024-05-02", "10.00", "30"),
    ("C", "7", "2024-05-03", "-20.00", "-1"),
    ("D", "8", "2024-05-03", "1,000.00", "1,250.50"),
]
METRICS = ("cost", "profit", "margin")


def book(path, rows=ROWS, columns=COLUMNS):
    import csv

    with path.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows([columns, *rows])
    return path


@pytest.mark.parametrize("form", ["csv", "parquet"])
def test_cost_profit_and_margin_are_exact_and_net(tmp_path, form):
    source = book(tmp_path / "lines.csv")
    if form == "parquet":
        import polars

        polars.read_csv(source, infer_schema=False).write_parquet(tmp_path / "lines.parquet")
        source = tmp_path / "lines.parquet"
    rated = rate(source, as_of="2024-12-31", metrics=METRICS)
    told = {who: tuple(row[name] for name in METRICS) for who, row in rated.rows.items()}
    assert told == {
        "A": (Decimal("36.0251"), Decimal("24.0249"), Decimal("0.400082")),
        "B": (None, None, None),
        "C": (Decimal(29), Decimal(-39), None),
        "D": (Decimal("1250.5"), Decimal("-250.5"), Decimal("-0.2505")),
    }
    assert "W-COST" in {note.get("code") for note in rated.summary["notes"]}


def test_a_scheme_may_score_profit_and_is_told_which_column_is_missing(tmp_path):
    scheme = tmp_path / "profit.yaml"
    scheme.write_text(
        "scheme: profit\ntitle: {en: Profit, zh: 毛利}\nscores:\n  p_score: {metric: profit, quantiles: 2}\n"
        "composite: {weights: {p_score: 1}}\ntiers:\n  - {tier: A, at_least: 2}\n  - {tier: B}\n",
        encoding="utf-8",
    )
    result = shuke.score(book(tmp_path / "lines.csv"), scheme=scheme, as_of="2024-12-31")
    rows = {row["customer_id"]: row["p_score"] for row in result.customers.rows()}
    assert result.explain("A").results["tier"]
    result.close()
    assert rows["A"] == 2
    with pytest.raises(SchemeError) as caught:
        rate(book(tmp_path / "none.csv", [row[:4] for row in ROWS], COLUMNS[:4]), scheme=scheme)
    assert (caught.value.key, caught.value.figures["column"], caught.value.where.line) == (
        "line_column_missing",
        "cost",
        4,
    )


def test_costs_are_read_in_every_form_that_amounts_are(tmp_path):
    rows = [("A", "1", "2024-05-01", "100", "1.060,50"), ("A", "2", "2024-06-01", "10", "(2,5)")]
    rated = rate(book(tmp_path / "lines.csv", rows), as_of="2024-12-31", metrics=METRICS)
    assert rated.rows["A"]["cost"] == Decimal(1058)
