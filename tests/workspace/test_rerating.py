"""Re-rating quarter by quarter: the earlier run is at hand, for grace and for who moved."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

import shuke
from shuke.errors import DataError
from shuke.rating import Options
from shuke.saved import explain_saved, open_saved
from shuke.workspace import Settings, Workspace, refresh
from shuke.workspace.own_lines import lines_of_run
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


@pytest.mark.row("X8")
def test_a_run_is_explained_from_the_lines_that_the_workspace_held_then(tmp_path: Path) -> None:
    space = Workspace.init(tmp_path / "space", SCHEME, Settings())
    lines = [("A", "1", "2024-02-10", "150.00"), ("B", "2", "2024-12-01", "450.00"), ("OLD", "9", "2022-01-01", "5.00")]
    loaded(space, write(tmp_path / "sales.csv", lines))
    done = refresh(space, Options(as_of=date(2024, 12, 31)), formats=["parquet"])
    (tmp_path / "sales.csv").unlink()
    folder = space.run_folder(done.run)
    assert explain_saved(open_saved(folder), "A").trial == "no_lines"
    told = explain_saved(open_saved(folder), "A", lines_of_run(folder))
    loaded(space, write(tmp_path / "later.csv", [("A", "3", "2024-12-30", "999.00")]))
    # What came later is not known to the run.
    assert explain_saved(open_saved(folder), "A", lines_of_run(folder)) == told
    assert told.trial == "tried"
    for who, key in (("OLD", "customer_without_purchase"), ("nobody", "customer_not_rated")):
        with pytest.raises(DataError) as caught:
            explain_saved(open_saved(folder), who, lines_of_run(folder))
        assert caught.value.key == key
    assert lines_of_run(tmp_path) is None
