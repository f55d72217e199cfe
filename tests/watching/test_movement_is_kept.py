"""A movement is computed once: the next time it is read back, and it goes where somebody in it is forgotten."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import pytest

from shuke.watching.movement import Movement, movement
from shuke.watching.movement_kept import KIND, MOST, TABLE
from shuke.watching.movement_told import Only, page, summary
from shuke.workspace import Workspace
from shuke.workspace.backup import backup
from shuke.workspace.forget import forget
from shuke.workspace.kept import all_kept
from shuke.workspace.runs import pair

from .shops import Row, opened, rated, told
from .test_parts_of_a_movement import DAYS, FIRST, FIXED, SECOND

pytestmark = pytest.mark.row("Z7")
COMPUTED = {"corrected", "time", "own", "add"}


@pytest.fixture
def space(tmp_path: Path) -> Workspace:
    """A workspace with two runs between which customers moved."""
    found = opened(tmp_path / "shop", FIXED)
    for day, rows in zip(DAYS, (FIRST, SECOND), strict=True):
        told(found, rows)
        rated(found, day)
    return found


@contextmanager
def asked(space: Workspace, owner: str | None = None) -> Iterator[tuple[Movement, set[str]]]:
    """The movement of the newest run, and the steps that were taken for it."""
    steps: set[str] = set()
    found = movement(space, *pair(space, None, None), steps.add, owner=owner)
    try:
        yield found, steps
    finally:
        found.close()


def everything(found: Movement) -> tuple[object, object]:
    return summary(found), page(found, Only(moved=False), size=200)


def test_the_second_time_it_is_read_back_and_is_the_same_to_the_customer(space: Workspace) -> None:
    with asked(space) as (first, steps):
        assert steps >= COMPUTED
        whole = everything(first)
    with asked(Workspace(space.home)) as (second, steps):
        assert steps == {"read"}
        assert everything(second) == whole
    with asked(space, "owner") as (_, steps):
        assert steps >= COMPUTED


def test_a_damaged_table_is_computed_again(space: Workspace) -> None:
    with asked(space) as (first, _):
        whole = everything(first)
    (kept,) = all_kept(space, KIND)
    (kept.folder / TABLE).write_bytes(b"not a table")
    with asked(space) as (again, steps):
        assert steps >= COMPUTED
        assert everything(again) == whole


def test_it_goes_with_whoever_is_forgotten_and_is_in_no_backup(space: Workspace, tmp_path: Path) -> None:
    with asked(space):
        pass
    packed = backup(space, tmp_path / "all.backup")
    assert packed.files > 0
    assert KIND.encode() not in (tmp_path / "all.backup").read_bytes()
    forget(space, ["own"])
    assert not list((space.home / KIND).glob("*"))


def test_only_the_latest_few_stay(space: Workspace) -> None:
    later: list[Row] = [("own", f"late-{month}", f"2024-{month:02}-15", "10") for month in range(1, MOST + 3)]
    for month, row in enumerate(later, start=1):
        told(space, [row])
        rated(space, date(2024, month, 20))
        with asked(space):
            pass
    assert [one.about["new"] for one in all_kept(space, KIND)] == sorted(
        (one.about["new"] for one in all_kept(space, KIND)), reverse=True
    )
    assert len(all_kept(space, KIND)) == MOST
