"""Lists of which a share is held out: the limits hold for those contacted, and no list within them brings more."""

from __future__ import annotations

from fractions import Fraction
from itertools import product

import numpy as np
import pytest

from shuke.campaign.allocate import Limits
from shuke.campaign.held import allocate_held
from shuke.campaigns.written import hold_out

pytestmark = pytest.mark.row("D4")
TENTH = Fraction(1, 10)


def one_option(budget: int, cost: int) -> Limits:
    return Limits(np.array([[cost]], dtype=np.int64), np.array([budget], dtype=np.int64))


@pytest.mark.parametrize(
    ("budget", "contacts"), [(300, 150), (298, 149), (302, 151), (20, 10), (22, 11), (2, 1), (1, 0)]
)
def test_the_whole_budget_is_used_by_those_who_are_contacted(budget: int, contacts: int) -> None:
    found = allocate_held(np.full((1000, 1), 12.4), one_option(budget, 2), TENTH)
    contacted = hold_out(found.option, 1, TENTH, seed=1)
    assert int((contacted >= 0).sum()) == contacts
    assert found.proved
    chosen = int((found.option >= 0).sum())
    assert chosen - contacts >= TENTH * chosen


def brute(values: np.ndarray, limits: Limits, kept: Fraction, *, fewest: bool) -> float:
    """The best of all lists whose contacted are within the limits; ``fewest``: of those that hold out no more."""
    best = 0.0
    for option in product(range(-1, values.shape[1]), repeat=len(values)):
        counts = np.bincount([one for one in option if one >= 0], minlength=values.shape[1]).astype(np.int64)
        contacts = counts * kept.numerator // kept.denominator
        lean = (counts == -(-contacts * kept.denominator // kept.numerator)).all()
        if (limits.uses @ contacts <= limits.most).all() and (lean or not fewest):
            best = max(best, sum(values[who, one] for who, one in enumerate(option) if one >= 0))
    return best


@pytest.mark.parametrize("share", [Fraction(1, 10), Fraction(1, 3), Fraction(1, 2)])
@pytest.mark.parametrize("options", [1, 2])
@pytest.mark.parametrize("seed", range(6))
def test_a_list_that_is_called_proved_is_the_best_of_all_and_the_bound_holds_for_all(
    seed: int, options: int, share: Fraction
) -> None:
    rng = np.random.default_rng(seed)
    values = np.round(rng.uniform(-2, 10, (6, options)), 2)
    limits = Limits(rng.integers(1, 4, (1, options)), rng.integers(2, 9, 1))
    found = allocate_held(values, limits, share)
    lean, best = (brute(values, limits, 1 - share, fewest=fewest) for fewest in (True, False))
    counts = np.bincount(found.option[found.option >= 0], minlength=options)
    kept = counts * (1 - share).numerator // (1 - share).denominator
    assert (limits.uses @ kept <= limits.most).all()
    chosen = np.flatnonzero(found.option >= 0)
    assert found.value == pytest.approx(values[chosen, found.option[chosen]].sum())
    assert found.value <= best + 1e-9
    assert lean <= found.bound + 1e-6
    if found.proved:
        assert found.value >= lean - 1e-9
    assert found.proved or options > 1
