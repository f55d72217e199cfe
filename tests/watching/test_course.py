"""The course of the last runs: speed, slides, stability, and who is listed, against plain Python."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from itertools import pairwise
from pathlib import Path
from typing import Any

import duckdb
import pytest

from shuke.errors import UsageError
from shuke.scheme.parse import scheme_text
from shuke.watching.course import SPEEDS, Course, course
from shuke.watching.course_told import page, summary
from shuke.workspace import Workspace
from shuke.workspace.runs import newest

from . import plain
from .shops import month_end, opened, rated, replayed, told

MONTHS = (13, 16, 19, 22, 25)


@contextmanager
def of(space: Workspace, **wish: Any) -> Iterator[Course]:
    found = course(space, *newest(space), **wish)
    try:
        yield found
    finally:
        found.close()


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    space = opened(tmp_path_factory.mktemp("course") / "shop", plain.SCHEME)
    replayed(space, plain.book(11, customers=40), MONTHS)
    return space


def tables(space: Workspace, column: str = "score") -> list[dict[str, tuple[str, Decimal]]]:
    """The tier and the score of everybody in every run, read without the product."""
    return [
        {
            who: (place, score)
            for who, place, score in duckdb.execute(
                f"SELECT customer_id, tier, {column} FROM '{folder}/customers.parquet'"
            ).fetchall()
        }
        for folder in sorted((space.home / "runs").iterdir())
    ]


def spoken(history: list[tuple[date, Decimal]]) -> tuple[Decimal | None, int, Decimal, int, Decimal]:
    """Speed a quarter, falls and what they add up to since the last rise, rises and what they add up to."""
    changes = [after[1] - before[1] for before, after in pairwise(history)]
    days = (history[-1][0] - history[0][0]).days
    speed = None
    if days:
        exact = sum(changes) * 1461 / (16 * days)
        speed = exact.quantize(Decimal("0.0001"), ROUND_HALF_UP)
    ends = []
    for sign in (-1, 1):
        count, total = 0, Decimal(0)
        for change in reversed(changes):
            if change * sign < 0:
                break
            if change:
                count, total = count + 1, total + abs(change)
        ends += [count, total]
    return speed, *ends  # type: ignore[return-value]


@pytest.mark.row("D6", "Z7")
def test_speed_and_slides_of_everybody_are_what_plain_python_says(shop: Workspace) -> None:
    runs = tables(shop)
    with of(shop) as found:
        shown = found.engine.run(f"SELECT customer_id, runs, speed, falls, fallen, rises, risen, way FROM {SPEEDS}")
    assert {row[0] for row in shown} == set(runs[-1])
    for who, count, speed, falls, fallen, rises, risen, way in shown:
        history: list[tuple[date, Decimal]] = []
        for month, run in zip(reversed(MONTHS), reversed(runs), strict=True):
            # A run without them begins their course anew.
            if who not in run:
                break
            history.insert(0, (month_end(month), run[who][1]))
        assert count == len(history)
        assert (speed, falls, fallen, rises, risen) == spoken(history)
        if count > 1 and falls >= 2:
            assert way == "falling"


def test_what_stayed_and_the_index_are_told_of_each_two_runs(shop: Workspace) -> None:
    runs = tables(shop)
    with of(shop) as found:
        figures = summary(found)
    assert [one["rated"] for one in figures["runs"]] == [len(run) for run in runs]
    assert figures["runs"][0]["stayed"] is None
    for one, before, after in zip(figures["runs"][1:], runs, runs[1:], strict=False):
        assert one["of"] == len(before)
        assert one["stayed"] == sum(who in after and after[who][0] == place for who, (place, _) in before.items())
        assert one["verdict"] in {"stable", "watch", "shifted"}
    assert sum(figures["ways"].values()) == len(runs[-1])
    assert figures["expected"]["periods"] == 4
    assert {one["place"]: one["customers"] for one in figures["leaving"]} == {
        tier: sum(place == tier for place, _ in runs[-1].values()) for tier in ("A", "B", "C")
    }


def test_those_from_places_that_are_left_most_often_come_first_and_pages_hold_everybody_once(shop: Workspace) -> None:
    with of(shop) as found:
        first, total = page(found, size=10)
        rest, _ = page(found, offset=10, size=200)
        risks = [one["risk"]["share"] for one in [*first, *rest]]
        assert risks == sorted(risks, reverse=True)
        assert len({one["customer_id"] for one in [*first, *rest]}) == total == len(tables(shop)[-1])
        falling, count = page(found, way="falling", size=200)
        assert len(falling) == count == summary(found)["ways"].get("falling", 0)
        assert page(found, owner=(None,)) == ([], 0)
        with pytest.raises(UsageError):
            page(found, way="sideways")


def test_the_first_run_has_a_course_of_one_and_nothing_is_expected(tmp_path: Path) -> None:
    space = opened(tmp_path / "shop", plain.SCHEME)
    told(space, [("a", "1", "2023-05-01", "10"), ("b", "2", "2023-05-02", "20")])
    rated(space, date(2023, 5, 31))
    with of(space) as found:
        figures = summary(found)
    assert (figures["expected"], figures["ways"]) == (None, {"new": 2})
    assert [one["left"] for one in figures["leaving"]] == [None] * len(figures["leaving"])


def test_runs_of_another_rule_end_the_course_and_are_counted(shop: Workspace, tmp_path: Path) -> None:
    space = opened(tmp_path / "shop", plain.SCHEME)
    lines = plain.book(12)
    replayed(space, lines, (14, 17))
    edited = plain.SCHEME.replace("at_least: 1.6", "at_least: 1.7")
    rated(space, month_end(18), edited)
    rated(space, month_end(20), edited)
    with of(space) as found:
        assert [run.as_of for run in found.runs] == [month_end(18).isoformat(), month_end(20).isoformat()]
        assert found.left_out == 2


@pytest.mark.row("D2", "D6")
def test_in_a_grid_a_cell_that_is_worse_in_one_score_and_no_better_in_the_other_is_below(tmp_path: Path) -> None:
    space = opened(tmp_path / "shop", scheme_text("ladder-25")[0])
    replayed(space, plain.book(13), (14, 17, 20))
    with of(space) as found:
        worse = found.worse
        figures = summary(found)
    # Cell 7 is row 2, column 2: below it are the cells to the right of it, under it, and both.
    assert worse["7"] == frozenset(str(cell) for cell in range(8, 26) if (cell - 1) % 5 >= 1) & frozenset(worse)
    assert all(one["left_or_fell"]["share"] >= one["left"]["share"] for one in figures["leaving"] if one["left"])
