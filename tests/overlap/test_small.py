"""Given everything that is shown, every hidden small count can still be anything from 0 to 4."""

from __future__ import annotations

import random
from collections.abc import Iterator
from itertools import product

import pytest

from shuke.overlap.small import Pair, Table, hide

pytestmark = pytest.mark.row("X9")

# The largest number that the search tries in the place of a hidden larger count.
MOST = 60


def possible(table: Table, pair: Pair) -> set[int]:
    """What one small count can be for somebody who sees the table: every way to fill the hidden cells is tried."""
    if table.total is None:
        return set(range(5))
    shown = sum(count for count in table.cells.values() if isinstance(count, int))
    small = [one for one, count in table.cells.items() if count == "<5" and one != pair]
    larger = sum(count == "hidden" for count in table.cells.values())
    found = set()
    for own in range(5):
        rest = table.total - shown - own
        low, high = 5 * larger, rest + 1 if larger else 4 * len(small)
        if low <= rest <= max(high, 0) + (MOST if larger else 0):
            found.add(own)
    return found


def by_trying(table: Table, pair: Pair) -> set[int]:
    """The same by trying every filling of the hidden cells one by one, for small tables."""
    if table.total is None:
        return set(range(5))
    shown = sum(count for count in table.cells.values() if isinstance(count, int))
    hidden = [one for one, count in table.cells.items() if not isinstance(count, int)]
    spans = [range(5) if table.cells[one] == "<5" else range(5, 26) for one in hidden]
    place = hidden.index(pair)
    return {filling[place] for filling in product(*spans) if sum(filling) == table.total - shown}


def drawn(count: int, cells: int, most: int) -> Iterator[dict[Pair, int]]:
    rng = random.Random(count * 1_000 + cells)
    for _ in range(count):
        yield {(f"r{n}", "c"): rng.choice([0, 1, 4, 5, 6, rng.randrange(most)]) for n in range(cells)}


@pytest.mark.parametrize("cells", [1, 2, 3, 4])
def test_no_small_count_can_be_worked_out_in_any_small_table(cells: int) -> None:
    for counts in drawn(150, cells, 12):
        table = hide(counts)
        for pair, count in counts.items():
            if count < 5:
                assert by_trying(table, pair) == set(range(5)), counts


@pytest.mark.parametrize("cells", [9, 16, 25])
def test_no_small_count_can_be_worked_out_in_any_larger_table(cells: int) -> None:
    for counts in drawn(300, cells, 400):
        table = hide(counts)
        for pair, count in counts.items():
            if count < 5:
                assert possible(table, pair) == set(range(5)), counts


@pytest.mark.parametrize("cells", [4, 16])
def test_what_is_shown_is_true(cells: int) -> None:
    for counts in drawn(200, cells, 300):
        table = hide(counts)
        assert table.total in {None, sum(counts.values())}
        for pair, shown in table.cells.items():
            assert shown == counts[pair] or (shown == "<5") == (counts[pair] < 5)


def test_without_small_counts_everything_is_shown() -> None:
    counts = {("A", "A"): 5, ("A", "B"): 17, ("B", "A"): 800, ("B", "B"): 6}
    assert hide(counts) == Table(dict(counts), sum(counts.values()))


def test_one_small_count_is_never_alone() -> None:
    counts = {("A", "A"): 2, ("A", "B"): 30, ("B", "A"): 40, ("B", "B"): 50}
    table = hide(counts)
    assert table.total == 122
    assert table.cells == {("A", "A"): "<5", ("A", "B"): "hidden", ("B", "A"): 40, ("B", "B"): 50}


def test_the_total_is_hidden_where_it_would_tell() -> None:
    counts = {("A", "A"): 0, ("A", "B"): 5, ("B", "A"): 5, ("B", "B"): 5}
    table = hide(counts)
    assert table.total is None
    assert table.cells["A", "A"] == "<5"
