"""Re-rating quarter by quarter: the earlier run is at hand, for grace and for who moved."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

import shuke
from shuke.rating import Options
from shuke.workspace import Settings, Workspace, refresh
from workspace.books import loaded, write

SCHEME = """\
scheme: quarterly
title: {en: Quarterly, zh: 季度}
period: 12 months
scores:
  m_score: {points: 0.01, metric: monetary}
composite:
  total: free
  weights: {m_score: 1}
grace: {ratings: 2}
tiers:
  - {tier: A, at_least: 4}
  - {tier: B, at_least: 2}
  - {tier: C}
"""


def tiers(space: Workspace, day: date) -> dict[str, tuple[str, str]]:
    done = refresh(space, Options(as_of=day), formats=["parquet"])
    found = {row["customer_id"]: (row["tier"], row["tier_by_score"]) for row in done.result.customers.rows()}
    done.result.close()
    return found


@pytest.mark.row("B4", "Z7")
def test_a_vip_who_stops_buying_is_lowered_at_the_second_rating_and_told(tmp_path: Path) -> None:
    lines = [
        ("VIP", "1", "2024-02-10", "450.00"),
        ("VIP", "2", "2025-01-20", "50.00"),
        ("OTHER", "3", "2024-11-01", "250.00"),
    ]
    space = Workspace.init(tmp_path / "space", SCHEME, Settings())
    loaded(space, write(tmp_path / "sales.csv", lines))
    assert tiers(space, date(2024, 12, 31))["VIP"] == ("A", "A")
    # The year's purchases have left the period; the first time the tier is kept, whatever day it is rated twice.
    assert tiers(space, date(2025, 3, 31))["VIP"] == ("A", "C")
    assert tiers(space, date(2025, 3, 31))["VIP"] == ("A", "C")
    assert tiers(space, date(2025, 6, 30))["VIP"] == ("C", "C")
    runs = sorted((space.home / "runs").iterdir())
    moved = shuke.compare(runs[1], runs[3])
    assert moved.totals["demoted"].customers == 1


@pytest.mark.row("Z7")
def test_the_first_rating_has_nobody_to_keep(tmp_path: Path) -> None:
    space = Workspace.init(tmp_path / "space", SCHEME, Settings())
    loaded(space, write(tmp_path / "sales.csv", [("A", "1", "2024-02-10", "150.00")]))
    assert tiers(space, date(2024, 12, 31)) == {"A": ("C", "C")}
