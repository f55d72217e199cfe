"""Agreement beyond chance: textbook tables, scikit-learn, and the jackknife for the standard error."""

from __future__ import annotations

import random
from collections import Counter
from fractions import Fraction
from math import sqrt

import pytest

from shuke.validation.agreement import Weights, kappa

pytestmark = pytest.mark.row("T6")

NAMES = ("A", "B", "C")


def test_two_readers_of_fifty_applications() -> None:
    # 20 yes by both, 15 no by both, 5 and 10 otherwise: agreement 0.7, by chance 0.5.
    told = kappa({("y", "y"): 20, ("y", "n"): 5, ("n", "y"): 10, ("n", "n"): 15}, ("y", "n"), "none")
    assert told is not None
    assert told.value == Fraction(2, 5)


def test_the_same_everywhere_is_one_and_chance_is_none() -> None:
    same = kappa({("A", "A"): 3, ("B", "B"): 4, ("C", "C"): 5}, NAMES, "quadratic")
    assert same is not None
    assert (same.value, same.error, same.interval) == (1, 0.0, (1.0, 1.0))
    chance = kappa({(one, other): 2 for one in NAMES for other in NAMES}, NAMES, "linear")
    assert chance is not None
    assert chance.value == 0


def test_where_everybody_is_in_one_group_nothing_is_told() -> None:
    assert kappa({("A", "A"): 9}, NAMES, "none") is None
    assert kappa({}, NAMES, "none") is None


def drawn(seed: int, count: int) -> list[tuple[str, str]]:
    source = random.Random(seed)
    first = [source.choice(NAMES) for _ in range(count)]
    return [(one, one if source.random() < 0.6 else source.choice(NAMES)) for one in first]


@pytest.mark.parametrize("weights", ["none", "linear", "quadratic"])
@pytest.mark.parametrize("seed", range(3))
def test_the_value_is_that_of_scikit_learn_and_the_error_that_of_the_jackknife(seed: int, weights: Weights) -> None:
    pairs = drawn(seed, 250)
    table = Counter(pairs)
    told = kappa(table, NAMES, weights)
    assert told is not None
    from sklearn.metrics import cohen_kappa_score

    oracle = cohen_kappa_score(
        *zip(*pairs, strict=True), labels=list(NAMES), weights=None if weights == "none" else weights
    )
    assert float(told.value) == pytest.approx(oracle, abs=1e-12)
    without = [(kappa(table - Counter([pair]), NAMES, weights), heads) for pair, heads in table.items()]
    values = [float(one.value) for one, heads in without if one is not None for _ in range(heads)]
    mean = sum(values) / len(values)
    jackknife = sqrt(sum((value - mean) ** 2 for value in values) * (len(values) - 1) / len(values))
    assert told.error == pytest.approx(jackknife, rel=0.02)
