"""Shrunk rates, verdicts and intervals: published values, and what they promise over many drawn worlds."""

from __future__ import annotations

import numpy as np
import pytest

from shuke.campaign.effect import Arm, in_rate, information
from shuke.campaign.sequential import always_valid, crossing, fixed, obrien_fleming
from shuke.campaign.shrinkage import beta_binomial, shrink
from shuke.campaign.uplift import by_cell
from shuke.campaign.verdicts import verdicts

pytestmark = pytest.mark.row("X7")
RESPONSES, CONTACTS = np.array([3.0, 8, 0, 12, 5]), np.array([320.0, 320, 60, 320, 150])
BREAK_EVEN = 0.62 / 35
LEVELS = np.array([(r, f, m) for r in range(5) for f in range(5) for m in range(5)], dtype=np.int64)


def test_the_beta_binomial_has_the_parameters_and_means_of_the_maximum_likelihood() -> None:
    assert beta_binomial(RESPONSES, CONTACTS) == (pytest.approx(8.47908, abs=1e-3), pytest.approx(350.88853, abs=0.03))
    found = shrink(RESPONSES, CONTACTS)
    assert found.mean == pytest.approx([0.01690, 0.02426, 0.02022, 0.03014, 0.02646], abs=1e-5)
    assert (found.low < found.mean).all()
    assert (found.mean < found.high).all()


def test_cells_without_any_response_are_estimated_low_and_not_at_zero() -> None:
    found = shrink(np.zeros(4), np.array([100.0, 200, 300, 0]), np.zeros((4, 2), dtype=np.int64))
    assert (found.mean < 0.005).all()
    assert (found.high > 0).all()


def test_a_cell_that_was_not_contacted_gets_what_its_levels_say() -> None:
    responses, contacts = np.array([10.0, 20, 5, 0]), np.array([1000.0, 1000, 1000, 0])
    levels = np.array([(0, 0), (0, 1), (1, 0), (1, 1)], dtype=np.int64)
    found = shrink(responses, contacts, levels)
    assert found.mean[3] == pytest.approx(0.0115, abs=0.004)
    assert found.high[3] - found.low[3] > found.high[1] - found.low[1] - 0.01


def test_boundaries_are_those_of_the_tables() -> None:
    assert obrien_fleming(5) == pytest.approx([4.562, 3.226, 2.634, 2.281, 2.040], abs=1e-3)
    assert [obrien_fleming(looks)[-1] for looks in (2, 3, 4)] == pytest.approx([1.977, 2.004, 2.024], abs=1e-3)


def test_peeking_with_the_interval_of_one_look_errs_as_often_as_published() -> None:
    found = [crossing([fixed()] * looks) for looks in (2, 3, 4, 5, 10)]
    assert found == pytest.approx([0.0831, 0.1073, 0.1262, 0.1417, 0.1934], abs=2e-4)


def test_the_always_valid_interval_is_as_wide_as_published() -> None:
    assert [always_valid(size / 5000) / fixed() for size in (1000, 5000, 20_000)] == pytest.approx(
        [1.72, 1.55, 1.60], abs=0.01
    )


def test_verdicts_keep_the_mean_chance_of_error_of_those_called_profitable() -> None:
    above = np.array([0.99, 0.97, 0.90, 0.5, 0.02, 0.01])
    assert verdicts(above, 0.05) == [
        "profitable", "profitable", "profitable", "not_enough_data", "unprofitable", "unprofitable",
    ]  # fmt: skip
    assert verdicts(above, 0.01)[1] == "not_enough_data"


def test_uplift_of_cells_that_differ_by_chance_alone_is_one_uplift() -> None:
    rng = np.random.default_rng(3)
    held, contacted = np.full(20, 400.0), np.full(20, 1600.0)
    found = by_cell(
        (rng.binomial(1600, 0.06, 20).astype(float), contacted), (rng.binomial(400, 0.04, 20).astype(float), held)
    )
    assert found.mean == pytest.approx(0.02, abs=0.01)
    assert np.ptp(found.estimate) < np.ptp(found.raw) / 3


def test_few_verdicts_are_false_and_intervals_hold_in_worlds_with_known_truth() -> None:
    rng = np.random.default_rng(11)
    wrong, called, naive, inside, worlds = 0.0, 0, 0, 0.0, 30
    for _ in range(worlds):
        truth = np.exp((LEVELS - 2) @ np.array([0.32, 0.22, 0.12]) + rng.normal(0, 0.05, 125))
        truth *= 0.0165 / truth.mean()
        responses = rng.binomial(320, truth).astype(float)
        found = shrink(responses, np.full(125, 320.0), LEVELS)
        profitable = np.array([one == "profitable" for one in verdicts(found.above(BREAK_EVEN))])
        wrong += (profitable & (truth < BREAK_EVEN)).sum() / max(profitable.sum(), 1) / worlds
        called += int(profitable.sum())
        naive += int(((responses / 320 >= BREAK_EVEN) & (truth < BREAK_EVEN)).sum())
        inside += ((found.low <= truth) & (truth <= found.high)).mean() / worlds
    assert called > 20 * worlds
    assert wrong <= 0.06
    assert naive > 10 * worlds
    assert inside >= 0.94


def test_intervals_hold_at_all_looks_together_when_they_say_so() -> None:
    rng = np.random.default_rng(4)
    looks, n1, n0, p1, p0 = 20, 9_000, 1_000, 0.022, BREAK_EVEN
    always = once = 0
    for _ in range(400):
        k1 = np.cumsum(rng.multinomial(n1, [p1 / looks] * looks + [1 - p1])[:looks])
        k0 = np.cumsum(rng.multinomial(n0, [p0 / looks] * looks + [1 - p0])[:looks])
        held = [True, True]
        for look, (a, b) in enumerate(zip(k1, k0, strict=True), start=1):
            there, rest = Arm(n1, int(a)), Arm(n0, int(b))
            found = in_rate(there, rest, information(there, rest, p1))
            truth = (p1 - p0) * look / looks
            held = [
                was and low <= truth <= high for was, (low, high) in zip(held, (found.valid, found.single), strict=True)
            ]
        always, once = always + held[0], once + held[1]
    assert always >= 0.94 * 400
    assert once < 0.9 * 400
