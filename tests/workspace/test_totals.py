"""Totals that are kept of a period: what adding up everything again does with them, and who stands where in them."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from pyarrow import parquet

from shuke.errors import DataError
from shuke.rating import Options
from shuke.workspace import Workspace, refresh
from shuke.workspace.verify import verify
from workspace.books import loaded, made, write

DAY = date(2024, 12, 31)
LINES = [("A", "1", "2024-03-01", "10.00"), ("B", "2", "2024-05-01", "-3.00"), ("C", "3", "2024-06-01", "20.00")]
LATER = [("B", "4", "2024-12-31", "7.00"), ("D", "5", "2024-12-31", "-1.00")]


@pytest.fixture
def space(tmp_path: Path) -> Workspace:
    """Two loads, rated after each: the totals of the first, and beside them what the second changed."""
    space = made(tmp_path / "space")
    for number, lines in enumerate((LINES, LATER)):
        loaded(space, write(tmp_path / f"{number}.csv", lines))
        refresh(space, Options(as_of=DAY)).result.close()
    return space


def kept(space: Workspace):  # type: ignore[no-untyped-def]
    (one,) = space.head()[1].totals.values()
    return one


def test_adding_up_again_keeps_the_totals_that_are_there_and_right(space: Workspace) -> None:
    before = kept(space)
    done = refresh(space, Options(as_of=DAY), afresh=True)
    done.result.close()
    assert done.changed is None
    assert kept(space) == before


def test_damaged_totals_are_written_anew_when_everything_is_added_up_again(space: Workspace) -> None:
    path = space.segments.path(kept(space).base)
    path.write_bytes(path.read_bytes()[:-1] + b"?")
    with pytest.raises(DataError):
        refresh(Workspace(space.home), Options(as_of=DAY))
    refresh(Workspace(space.home), Options(as_of=DAY), afresh=True).result.close()
    assert kept(Workspace(space.home)).delta is None
    assert refresh(Workspace(space.home), Options(as_of=DAY)).changed == 0


def test_who_only_returned_goods_is_kept_under_their_own_id_without_a_purchase(space: Workspace) -> None:
    refresh(space, Options(as_of=DAY), afresh=True).result.close()
    one = kept(space)
    rows = [
        row
        for segment in (one.base, one.delta)
        if segment
        for row in parquet.read_table(space.segments.path(segment)).to_pylist()
    ]
    last = {row["customer_id"]: row["last_purchase"] for row in rows}
    assert last == {"A": date(2024, 3, 1), "B": date(2024, 12, 31), "C": date(2024, 6, 1), "D": None}
    assert verify(space).damaged == ()


def test_months_outside_the_period_are_not_read(tmp_path: Path) -> None:
    space = made(tmp_path / "space")
    loaded(space, write(tmp_path / "old.csv", [("A", "1", "2021-03-01", "10.00")]))
    loaded(space, write(tmp_path / "new.csv", LINES))
    old, *_ = space.head()[1].settled
    expected = refresh(space, Options(as_of=DAY)).result
    data = space.segments.path(old.orders).read_bytes()
    space.segments.path(old.orders).write_bytes(data[:8] + bytes([data[8] ^ 1]) + data[9:])
    found = refresh(Workspace(space.home), Options(as_of=DAY), afresh=True).result
    assert found.customers.rows() == expected.customers.rows()
    with pytest.raises(DataError):
        refresh(Workspace(space.home), Options(as_of=date(2021, 12, 31)), afresh=True)
