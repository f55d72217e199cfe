"""Ranges hold what they say, in worlds that were simulated."""

from __future__ import annotations

import numpy as np
import pytest

from shuke.prediction import ranges
from shuke.prediction.fit import fit
from shuke.prediction.histories import histories
from shuke.prediction.models import BgNbd, MbgNbd, Nbd, ParetoNbd

from .worlds import World, world

STORIES = {
    BgNbd: {"r": 0.9, "alpha": 8.0, "a": 0.8, "b": 3.0},
    MbgNbd: {"r": 1.1, "alpha": 8.0, "a": 0.8, "b": 3.0, "first": 1},
    ParetoNbd: {"r": 0.9, "alpha": 8.0, "s": 0.6, "beta": 20.0},
    Nbd: {"r": 0.9, "alpha": 8.0},
}


@pytest.fixture(scope="module", params=list(STORIES), ids=[kind.key for kind in STORIES])
def told(request: pytest.FixtureRequest) -> tuple[World, object]:
    seen = world(12_000, 600, 21, 182, **STORIES[request.param])
    return seen, fit(histories(*seen[:3]), request.param).model


@pytest.mark.row("B6")
def test_nine_in_ten_customers_buy_as_often_as_the_range_says(told: tuple[World, BgNbd]) -> None:
    seen, model = told
    given = histories(*seen[:3])
    low, high = ranges.purchases(model, given, 182)
    assert ((low <= seen.later) & (seen.later <= high)).mean() >= 0.9
    # Whole numbers make ranges wider than asked; with each end counted by its share they hold what they say.
    chance = held(model, given, low, high, seen.later)
    assert 0.88 <= chance <= 0.92


def held(model: BgNbd, given: object, low: np.ndarray, high: np.ndarray, later: np.ndarray) -> float:
    """How often the range of exactly 90 % holds, in which an end counts by the share of its chance that is inside."""
    alive, counts = model.alive(given), model.counts(given, 182)  # type: ignore[arg-type]
    below = np.zeros(len(low))
    inside = ((low < later) & (later < high)).astype(float)
    for k in range(int(high.max()) + 1):
        chance = alive * counts.step() + (1 - alive if k == 0 else 0)
        reached = below + chance
        part = (np.minimum(reached, 0.95) - np.maximum(below, 0.05)).clip(0) / chance
        ends = (later == k) & ((low == k) | (high == k))
        inside[ends] = part[ends]
        below = reached
    return float(inside.mean())


@pytest.mark.row("B6")
def test_half_of_those_who_come_back_within_a_year_do_so_between_the_two_days() -> None:
    seen = world(12_000, 600, 22, 365, **STORIES[BgNbd])
    model = fit(histories(*seen[:3]), BgNbd).model
    chance, first, last = ranges.next_days(model, histories(*seen[:3]))
    back = seen.following <= 365
    assert back.mean() == pytest.approx(chance.mean(), abs=0.012)
    within = ((first < seen.following) & (seen.following <= last))[back].mean()
    assert within == pytest.approx(0.5, abs=0.02)


@pytest.mark.row("D6")
def test_chances_of_silence_are_met_in_every_tenth(told: tuple[World, BgNbd]) -> None:
    seen, model = told
    silent = model.silent(histories(*seen[:3]), 182)
    order = np.argsort(silent, kind="stable")
    for part in np.array_split(order, 10):
        assert (seen.later[part] == 0).mean() == pytest.approx(silent[part].mean(), abs=0.045)


def test_the_sum_of_what_is_expected_comes(told: tuple[World, BgNbd]) -> None:
    seen, model = told
    assert model.expected(histories(*seen[:3]), 182).sum() == pytest.approx(seen.later.sum(), rel=0.05)
