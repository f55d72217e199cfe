"""How often each value occurs answers what sorting the customers would."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shuke.stages.spread import Spread

VALUES = st.lists(st.integers(0, 12), min_size=1, max_size=60)


def spread_of(values: list[int]) -> Spread:
    different = sorted(set(values))
    return Spread(tuple(different), tuple(values.count(value) for value in different))


@given(VALUES)
def test_the_value_at_every_position_is_that_of_the_sorted_values(values: list[int]) -> None:
    assert spread_of(values).at(range(len(values))) == sorted(values)


@pytest.mark.parametrize("best", ["high", "low"])
@given(VALUES, st.integers(-1, 13))
def test_what_surrounds_a_value_is_what_counting_finds(best: str, values: list[int], value: int) -> None:
    better = [one for one in values if (one > value if best == "high" else one < value)]
    nearest = (min if best == "high" else max)(better, default=None)
    assert spread_of(values).around(value, best) == (len(better), values.count(value), nearest)  # type: ignore[arg-type]


@given(VALUES, st.integers(-1, 13))
def test_above_keeps_the_greater_values(values: list[int], bound: int) -> None:
    kept = [one for one in values if one > bound]
    assert spread_of(values).above(bound).count == len(kept)
    assert spread_of(values).above(None).count == len(values)


@given(VALUES, st.lists(st.integers(0, 12), unique=True, max_size=5).map(sorted))
def test_counting_by_edges_places_everybody_once(values: list[int], edges: list[int]) -> None:
    found = spread_of(values).counted(edges)
    assert found == {
        reached: count
        for reached in range(len(edges) + 1)
        if (count := sum(sum(edge <= value for edge in edges) == reached for value in values))
    }


def test_the_worst_value_is_at_the_other_end() -> None:
    assert (spread_of([3, 1, 2]).worst("high"), spread_of([3, 1, 2]).worst("low")) == (1, 3)
    assert Spread((), ()).worst("high") is None
