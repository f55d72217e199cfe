"""A change between two runs falls into parts that add up, and each part is what it is called."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from shuke.errors import DataError, NotFound, UsageError
from shuke.scheme.parse import scheme_text
from shuke.watching.movement import PARTED, Movement, movement
from shuke.watching.movement_told import Only, page, summary
from shuke.workspace import Workspace, rollback
from shuke.workspace.forget import forget
from shuke.workspace.runs import before, pair

from . import plain
from .shops import Row, month_end, opened, rated, replayed, told

pytestmark = pytest.mark.row("Z7")
# Fixed bands: what others do changes nothing.
FIXED = """\
scheme: fixed
title: {en: Fixed, zh: 固定}
period: 12 months
scores:
  r_score:
    metric: recency_days
    bands: [{at_most: 90, score: 3}, {above: 90, at_most: 180, score: 2}, {above: 180, score: 1}]
  m_score:
    metric: monetary
    bands: [{at_least: 1000, score: 3}, {at_least: 100, below: 1000, score: 2}, {below: 100, score: 1}]
composite:
  name: score
  weights: {r_score: 0.5, m_score: 0.5}
tiers:
  - {tier: A, at_least: 3}
  - {tier: B, at_least: 2}
  - {tier: C}
"""
DAYS = (date(2023, 6, 30), date(2023, 12, 31))
FIRST: list[Row] = [
    ("own", "1", "2023-06-10", "500"),
    ("time", "2", "2023-06-20", "2000"),
    ("late", "3", "2023-06-20", "500"),
    ("gone", "4", "2022-08-01", "80"),
    ("back", "5", "2022-09-01", "500"),
    ("still", "6", "2022-12-31", "50"),
]
SECOND: list[Row] = [
    ("own", "7", "2023-12-01", "700"),
    ("late", "8", "2023-05-05", "600"),
    ("late", "9", "2023-12-24", "1"),
    ("back", "10", "2023-11-30", "100"),
    ("new", "11", "2023-10-30", "5000"),
    ("forgotten", "12", "2023-03-03", "300"),
    ("still", "13", "2023-07-03", "10"),
]


@contextmanager
def between(space: Workspace, old: int | None = None, new: int | None = None) -> Iterator[Movement]:
    found = movement(space, *pair(space, old, new))
    try:
        yield found
    finally:
        found.close()


def rows(found: Movement) -> dict[str, dict[str, Any]]:
    cells = found.engine.run(f"SELECT {', '.join(found.columns)} FROM {PARTED}")
    return {row[0]: dict(zip(found.columns, row, strict=True)) for row in cells}


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    space = opened(tmp_path_factory.mktemp("fixed") / "shop", FIXED)
    told(space, FIRST)
    rated(space, DAYS[0])
    told(space, SECOND)
    rated(space, DAYS[1])
    return space


def test_each_part_is_what_it_is_called_on_literal_rows(shop: Workspace) -> None:
    with between(shop) as found:
        there = rows(found)
    shown = ("before", "after", "because", "steps", "steps_corrected", "steps_time", "steps_own")
    assert {name: tuple(row[one] for one in shown) for name, row in there.items()} == {
        # 500 within 30 days: (3 + 2) / 2; half a year later recency is worst, a new order of 700 makes it 1,200.
        "own": ("B", "A", "own", 1, 0, -1, 2),
        # 2,000 and then silence: (3 + 3) / 2 becomes (1 + 3) / 2.
        "time": ("A", "B", "time", -1, 0, -1, 0),
        # The order of 600 of May came late: with it 1,100 were in the period, then silence, then a purchase for 1.
        "late": ("B", "A", "corrected", 1, 1, -1, 1),
        # The only purchase leaves the year, and nothing comes.
        "gone": ("C", None, "time", -2, 0, -2, 0),
        # It leaves the year too, and a purchase brings the customer back: B by (1 + 2) / 2 = 1.5 is none.
        "back": ("C", "B", "own", 1, 0, -2, 3),
        # Out of the year without the purchase of July, and in the last tier again with it.
        "still": ("C", "C", None, 0, 0, -2, 2),
        "new": (None, "A", "own", 4, 0, 0, 4),
        # Nobody knew of the purchase of March at the end of June; in December it is still in the year.
        "forgotten": (None, "C", "corrected", 2, 3, -1, 0),
    }


def test_the_money_of_a_customer_falls_into_what_left_the_period_and_what_was_bought(shop: Workspace) -> None:
    with between(shop) as found:
        there = rows(found)
    money = ("before", "after", "corrected", "time", "own", "others", "scheme")
    shown = {name: [there[name][f"monetary_{one}"] for one in money] for name in ("late", "gone", "back", "new")}
    assert shown == {
        "late": [500, 1101, 600, 0, 1, 0, 0],
        "gone": [80, None, 0, -80, 0, 0, 0],
        "back": [500, 100, 0, -500, 100, 0, 0],
        "new": [None, 5000, 0, 0, 5000, 0, 0],
    }


def test_the_matrix_is_that_of_both_runs_to_the_customer(shop: Workspace) -> None:
    with between(shop) as found:
        figures = summary(found)
    cells = {(one["before"], one["after"]): (one["customers"], one["monetary"]) for one in figures["cells"]}
    assert cells == {
        ("A", "B"): (1, "2000.00"),
        ("B", "A"): (2, "2301.00"),
        ("C", "B"): (1, "100.00"),
        ("C", "C"): (1, "10.00"),
        ("C", None): (1, "80.00"),
        (None, "A"): (1, "5000.00"),
        (None, "C"): (1, "300.00"),
    }
    assert figures["because"] == {
        "promoted": {"corrected": 1, "own": 2},
        "demoted": {"time": 1},
        "entered": {"corrected": 1, "own": 1},
        "left": {"time": 1},
    }
    sums = figures["figures"]["monetary"]
    assert sums == {
        "before": "3630",
        "after": "9711",
        "parts": {"corrected": "900", "time": "-630", "own": "5811", "others": "0", "scheme": "0"},
    }


def test_whoever_sees_some_customers_is_told_the_movement_of_these_alone(tmp_path: Path) -> None:
    space = opened(tmp_path / "shop", FIXED)
    told(space, FIRST)
    rated(space, DAYS[0])
    told(space, SECOND)
    rated(space, DAYS[1])
    with between(space) as found:
        assert summary(found, (None,))["cells"] == []
        assert page(found, Only(), owner=(None,)) == ([], 0)


@pytest.mark.parametrize("seed", range(3))
def test_every_part_of_every_customer_is_what_plain_python_says(seed: int, tmp_path: Path) -> None:
    lines = plain.book(seed)
    space = opened(tmp_path / "shop", plain.SCHEME)
    months = (14, 17, 20, 27)
    runs = replayed(space, lines, months)
    for first, second in ((14, 17), (17, 20), (14, 27)):
        path = plain.standings(lines, (month_end(first), month_end(second)), (first, second))
        with between(space, runs[first], runs[second]) as found:
            there = rows(found)
        names = ("corrected", "time", "own", "others")
        steps = plain.parts(path, lambda one: -plain.rank(one))
        assert {who: [row[f"steps_{name}"] for name in names] for who, row in there.items()} == steps
        scores = plain.parts(path, lambda one: Decimal(0) if one is None else one[1])
        assert {who: [row[f"score_{name}"] for name in names] for who, row in there.items()} == scores
        money = plain.parts(path, lambda one: Decimal(0) if one is None else one[2])
        assert {who: [row[f"monetary_{name}"] for name in names] for who, row in there.items()} == money
        ends = {who: (row["before"], row["after"]) for who, row in there.items()}
        assert ends == {who: tuple(one[who][0] if who in one else None for one in (path[0], path[-1])) for who in ends}


@pytest.mark.parametrize("scheme", ["ladder-25", "nested-125", "rfmt-kmeans"])
def test_parts_add_up_under_every_kind_of_scheme(scheme: str, tmp_path: Path) -> None:
    space = opened(tmp_path / "shop", scheme_text(scheme)[0])
    runs = replayed(space, plain.book(7, customers=60), (14, 18))
    with between(space, *runs.values()) as found:
        assert found.figures
        for row in rows(found).values():
            for name in found.figures:
                parts = [row[f"{name}_{part}"] for part in ("corrected", "time", "own", "others", "scheme")]
                assert (row[f"{name}_before"] or 0) + sum(parts) == (row[f"{name}_after"] or 0)
            assert (row["because"] is None) == (row["before"] == row["after"])


def test_a_scheme_that_was_edited_between_two_runs_is_a_part_of_its_own(tmp_path: Path) -> None:
    space = opened(tmp_path / "shop", FIXED)
    told(space, FIRST)
    rated(space, DAYS[0])
    rated(space, DAYS[0], FIXED.replace("at_least: 2}", "at_least: 2.6}"))
    with between(space, *[one.number for one in _runs(space)]) as found:
        there, figures = rows(found), summary(found)
    assert {name: (row["before"], row["after"], row["because"]) for name, row in there.items()} == {
        "own": ("B", "C", "scheme"),
        "late": ("B", "C", "scheme"),
        "time": ("A", "A", None),
        **dict.fromkeys(("gone", "back", "still"), ("C", "C", None)),
    }
    assert figures["steps"]["scheme"] == {"up": 0, "down": 2, "steps": -2}
    assert [one["en"][:24] for one in figures["notes"]] == ["The scheme was changed b"]


def test_grace_is_a_part_of_its_own_and_the_steps_add_up_with_it(tmp_path: Path) -> None:
    space = opened(tmp_path / "shop", FIXED.replace("tiers:", "grace: {ratings: 2}\ntiers:"))
    told(space, FIRST)
    rated(space, DAYS[0])
    told(space, SECOND)
    rated(space, DAYS[1])
    with between(space) as found:
        row = rows(found)["time"]
    assert (row["before"], row["after"], row["steps"]) == ("A", "A", 0)
    assert (row["steps_time"], row["steps_grace"]) == (-1, 1)


def test_a_customer_who_was_forgotten_left_because_data_were_corrected(tmp_path: Path) -> None:
    space = opened(tmp_path / "shop", FIXED)
    told(space, FIRST)
    rated(space, DAYS[0])
    forget(space, ["time"])
    told(space, SECOND)
    rated(space, DAYS[1])
    # The earlier run went with the customer: there is one run alone.
    with pytest.raises((UsageError, NotFound)), between(space):
        pass


def test_runs_are_chosen_as_they_lead_up_to_one_another(tmp_path: Path) -> None:
    space = opened(tmp_path / "shop", FIXED)
    told(space, FIRST)
    first = rated(space, date(2023, 3, 31))
    with pytest.raises(UsageError) as alone:
        pair(space, None, None)
    assert alone.value.key == "movement_one_run"
    undone = rated(space, date(2023, 4, 30))
    rollback(space, first)
    again = rated(space, date(2023, 6, 30))
    name, old, new = pair(space, None, None)
    assert (name, old.number, new.number) == ("fixed", first, again)
    assert [one.number for one in before(space, "fixed", new)] == [first, again]
    # Who asks for a run by its number gets it all the same.
    assert pair(space, undone, again)[1].number == undone
    with pytest.raises(UsageError) as turned:
        pair(space, again, first)
    assert turned.value.key == "movement_backwards"
    with pytest.raises(NotFound):
        pair(space, 999, None)


def test_a_run_that_does_not_come_out_again_is_told_and_not_explained(tmp_path: Path) -> None:
    space, other = (opened(tmp_path / name, FIXED) for name in ("shop", "other"))
    told(space, FIRST)
    told(other, [*FIRST[1:], SECOND[0]])
    rated(space, DAYS[0])
    rated(other, DAYS[1])
    # A run that was made of other lines than those of the state that names it.
    strange = other.head()[1].runs["fixed"]
    with space.changing("refresh") as (state, content):
        folder = f"{state.number + 1:08}-fixed"
        shutil.copytree(other.home / "runs" / strange.folder, space.home / "runs" / folder)
        run = replace(strange, number=state.number + 1, folder=folder)
        space.commit(state, {"action": "refresh", "scheme": "fixed"}, content.with_run("fixed", run, {}))
    with pytest.raises(DataError) as error, between(space):
        pass
    assert error.value.key == "movement_not_reproduced"
    assert "customers that differ: 1" in error.value.render("en")


def _runs(space: Workspace) -> list[Any]:
    found = {}
    for _, content in space.contents():
        for run in content.runs.values():
            found[run.number] = run
    return [found[number] for number in sorted(found)]
