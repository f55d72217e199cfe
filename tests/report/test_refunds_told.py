"""Refunds as a reader meets them: the figure of the rated customers, the others beside it, and the notes: one sum."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

import shuke
from cli.sales import write
from shuke.report.headline import headline
from shuke.report.order import Order

pytestmark = pytest.mark.row("T3")

ROWS = (
    ("C1", "S1", "2024-03-01", "100.00"), ("C1", "R1", "2024-03-09", "-10.25"),
    ("C2", "R2", "2024-04-01", "-2500.50"),
    ("C3", "S3", "2024-05-01", "50.00"), ("C3", "S3", "2024-05-09", "-70.00"), ("C3", "S4", "2024-06-01", "30.00"),
)  # fmt: skip


def test_the_figure_and_the_notes_reconcile_and_money_has_its_thousands(tmp_path: Path) -> None:
    result = shuke.score(write(tmp_path / "s.csv", ROWS), as_of="2024-12-31", currency="CNY")
    told = headline(result.rating, Order(result.rating))
    notes = [one["en"] for one in result.summary["notes"] if "refund" in one["en"]]
    result.close()
    assert (told["refunds"], told["refunds_not_rated"]) == ("-30.25", "-2500.50")
    orphans, over = Decimal("-2510.75"), Decimal("-20.00")
    assert Decimal(told["refunds"]) + Decimal(told["refunds_not_rated"]) == orphans + over
    assert [one for one in notes if "2 refunds, -¥2,510.75 in all" in one and "-¥10.25 of customers who bought" in one]
    assert [one for one in notes if "1 order was refunded by more than it cost, -¥20.00 in all" in one]
    assert not [one for one in notes if "2500" in one]
