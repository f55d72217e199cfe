"""Trends: they are seen where there are some, and nobody cries wolf."""

from __future__ import annotations

from math import comb

import numpy as np
import pytest

from shuke.prediction import trend

pytestmark = pytest.mark.row("D14")


def column(*values: int) -> np.ndarray:
    return np.array(values)


def test_the_chance_of_so_many_repeats_in_the_later_half_is_that_of_coins() -> None:
    direction, p = trend.frequency(column(10, 10, 6), column(9, 5, 0), column(100, 100, 100))
    nine_or_more = sum(comb(10, k) for k in (9, 10)) / 2**10
    assert direction.tolist() == [1, 0, -1]
    assert p.tolist() == pytest.approx([2 * nine_or_more, 1.0, 2 / 2**6])


def test_two_orders_never_make_a_trend() -> None:
    _, p = trend.frequency(column(1, 2, 2), column(1, 2, 0), column(200, 200, 200))
    assert p.min() >= 0.5


def test_steady_customers_are_hardly_ever_called() -> None:
    draw = np.random.default_rng(4)
    x = draw.poisson(12, 20_000)
    direction, p = trend.frequency(x, draw.binomial(x, 0.5), np.full(20_000, 400))
    assert np.abs(trend.called(direction, p, (x >= 5).astype(int))).sum() <= 2


def test_of_those_who_are_called_about_one_in_ten_is_steady_at_most() -> None:
    draw = np.random.default_rng(5)
    x = draw.poisson(20, 10_000)
    falls = np.arange(10_000) < 2_000
    direction, p = trend.frequency(x, draw.binomial(x, np.where(falls, 0.15, 0.5)), np.full(10_000, 400))
    called = trend.called(direction, p, (x >= 5).astype(int))
    assert (called[falls] == -1).mean() > 0.5
    assert (called != 0)[~falls].sum() / (called != 0).sum() < 0.12


def basket(early: list[float], late: list[float]) -> tuple[int, float]:
    logs = [np.log(np.array(half)) for half in (early, late)]
    found = trend.basket(
        tuple(column(len(half)) for half in logs),  # type: ignore[arg-type]
        tuple(np.array([half.sum()]) for half in logs),  # type: ignore[arg-type]
        tuple(np.array([(half**2).sum()]) for half in logs),  # type: ignore[arg-type]
    )
    return int(found[0][0]), float(found[1][0])


def test_baskets_are_compared_as_student_would() -> None:
    from scipy.stats import ttest_ind

    early, late = [10.0, 12.0, 9.0, 11.0], [14.0, 18.0, 15.0, 13.0]
    assert basket(early, late) == (1, pytest.approx(ttest_ind(np.log(early), np.log(late)).pvalue))


def test_baskets_of_few_purchases_and_equal_ones_tell_nothing() -> None:
    assert basket([1.0, 1.0], [90.0, 95.0]) == (0, 1.0)
    assert basket([5.0, 5.0, 5.0], [5.0, 5.0, 5.0])[1] == 1.0


def test_nobody_is_called_where_nobody_was_tested() -> None:
    assert trend.called(column(1), np.array([0.0]), column(0)).tolist() == [0]
