"""The budgeted list is the best there is: equal to exhaustive search, within the limits, each customer once."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from shuke.campaign.allocate import Limits, allocate, further

pytestmark = pytest.mark.row("D4")


def limits(uses: list[list[int]], most: list[int]) -> Limits:
    return Limits(np.array(uses, dtype=np.int64), np.array(most, dtype=np.int64))


def searched(values: np.ndarray, given: Limits) -> float:
    """The best of all lists there are."""
    best = 0.0
    for picks in itertools.product(range(-1, values.shape[1]), repeat=len(values)):
        counts = [picks.count(option) for option in range(values.shape[1])]
        if (given.uses @ counts <= given.most).all():
            best = max(best, sum(values[row, pick] for row, pick in enumerate(picks) if pick >= 0))
    return best


@pytest.mark.parametrize("seed", range(40))
def test_a_small_list_is_the_best_of_all_lists(seed: int) -> None:
    rng = np.random.default_rng(seed)
    customers, options = int(rng.integers(1, 7)), int(rng.integers(1, 4))
    values = np.round(rng.uniform(-2, 10, (customers, options)), int(rng.integers(0, 3)))
    values[rng.random(values.shape) < 0.15] = -np.inf
    costs = rng.integers(1, 9, options).tolist()
    given = limits([costs, [1] * options, [1] + [0] * (options - 1)], [*rng.integers(0, 20, 1), *rng.integers(0, 7, 2)])
    found = allocate(values, given)
    worth = sum(values[row, option] for row, option in enumerate(found.option) if option >= 0)
    assert worth == pytest.approx(searched(values, given))
    assert found.value == pytest.approx(worth)
    assert found.proved


def test_customers_worth_the_same_are_taken_in_their_order() -> None:
    found = allocate(np.full((10, 1), 3.0), limits([[1]], [4]))
    assert found.option.tolist() == [0] * 4 + [-1] * 6
    assert (found.value, found.method) == (12.0, "greedy")


def test_nobody_is_contacted_at_a_loss_and_nobody_when_there_is_no_money() -> None:
    values = np.array([[-1.0, -2.0], [5.0, 4.0]])
    assert allocate(values, limits([[1, 2]], [100])).option.tolist() == [-1, 0]
    assert allocate(values, limits([[1, 2]], [0])).option.tolist() == [-1, -1]


def test_a_thousand_customers_with_values_of_their_own_are_within_a_millionth_of_the_bound() -> None:
    rng = np.random.default_rng(2)
    values = rng.gamma(1, 0.03, (1000, 1)) * rng.uniform(0.6, 1.4, (1000, 3)) * 35
    given = limits([[20, 62, 150], [1, 1, 1]], [15_000, 300])
    found = allocate(values, given)
    counts = np.bincount(found.option[found.option >= 0], minlength=3)
    assert (given.uses @ counts <= given.most).all()
    assert found.gap <= 1e-6


def test_further_contacts_bring_what_the_next_best_customers_are_worth() -> None:
    values = np.arange(1000, 0, -1, dtype=float)[:, None]
    given = limits([[1]], [100])
    found = allocate(values, given)
    assert found.value == sum(range(901, 1001))
    gains = further(values, given, found.prices, np.array([100], dtype=np.int64), 2)
    assert gains == pytest.approx([sum(range(801, 901)), sum(range(701, 801))])
