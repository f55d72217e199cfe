"""Natural levels: the best cut there is, against brute force and scikit-learn."""

from __future__ import annotations

import random
from collections import Counter
from decimal import Decimal
from fractions import Fraction
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from shuke.errors import UsageError
from shuke.learn import extra
from shuke.learn.natural import natural

Counts = dict[Decimal, int]
COUNTS = st.dictionaries(st.decimals(-50, 500, places=2), st.integers(1, 9), min_size=1, max_size=9)


def cost(values: list[tuple[Decimal, int]]) -> Fraction:
    weight = sum(count for _, count in values)
    mean = sum(Fraction(value) * count for value, count in values) / weight
    return sum((count * (Fraction(value) - mean) ** 2 for value, count in values), Fraction(0))


def whole_cost(counts: Counts, boundaries: list[Decimal]) -> Fraction:
    ends = [*boundaries[1:], None]
    return sum(
        (
            cost([(v, n) for v, n in counts.items() if v >= low and (high is None or v < high)])
            for low, high in zip(boundaries, ends, strict=True)
        ),
        Fraction(0),
    )


@pytest.mark.row("T5")
@given(COUNTS, st.integers(1, 5))
def test_no_cut_is_better(counts: Counts, k: int) -> None:
    told = natural(list(counts.items()), k, 0)
    ordered = sorted(counts)
    assert told[0] == ordered[0]
    assert len(told) == min(k, len(ordered))
    assert told == sorted(told)
    assert set(told) <= counts.keys()
    best = min(whole_cost(counts, [ordered[0], *cut]) for cut in combinations(ordered[1:], min(k, len(ordered)) - 1))
    assert whole_cost(counts, told) == best


@pytest.mark.row("T5")
def test_levels_that_anyone_would_draw() -> None:
    values = [(Decimal(value), 1) for value in (1, 2, 3, 100, 101, 102, 1000)]
    assert natural(values, 3, 0) == [1, 100, 1000]


@pytest.mark.row("T5")
@pytest.mark.parametrize("k", [3, 5])
def test_at_least_as_good_as_scikit_learn(k: int) -> None:
    draw = random.Random(4)
    counts = Counter(Decimal(round(draw.lognormvariate(3, 1), 1)).quantize(Decimal("0.1")) for _ in range(1500))
    told = natural(list(counts.items()), k, 0)
    ordered = sorted(counts)
    from sklearn.cluster import KMeans

    fitted = KMeans(n_clusters=k, n_init=10, random_state=0).fit(
        np.array([[float(value)] for value in ordered]), sample_weight=np.array([counts[value] for value in ordered])
    )
    labels = fitted.labels_.tolist()
    theirs = [value for index, value in enumerate(ordered) if index == 0 or labels[index] != labels[index - 1]]
    assert whole_cost(counts, told) <= whole_cost(counts, theirs)
    assert float(whole_cost(counts, told)) == pytest.approx(fitted.inertia_, rel=0.01)


@pytest.mark.row("T5")
def test_many_different_values_are_cut_by_scikit_learn_as_well() -> None:
    draw = random.Random(8)
    counts = dict.fromkeys({Decimal(draw.randrange(10**6)).scaleb(-2) for _ in range(5000)}, 1)
    told = natural(list(counts.items()), 4, 3)
    assert told == natural(sorted(counts.items()), 4, 3)
    assert len(told) == 4
    assert told[0] == min(counts)
    # Of values spread evenly, each level has about a quarter of the line.
    for boundary, wanted in zip(told[1:], (2500, 5000, 7500), strict=True):
        assert abs(boundary - wanted) < 150


def test_the_order_of_the_values_does_not_show() -> None:
    values = [(Decimal(value), value % 3 + 1) for value in range(200)]
    shuffled = random.Random(1).sample(values, len(values))
    assert natural(values, 4, 0) == natural(shuffled, 4, 9)


def test_logarithms_measure_proportions() -> None:
    values = [(Decimal(value), 1) for value in (1, 2, 30, 40, 1000, 1400)]
    assert natural(values, 3, 0, log=True) == [1, 30, 1000]
    assert natural(values, 3, 0) == [1, 1000, 1400]


def test_logarithms_of_many_values() -> None:
    values = [(Decimal(value), 1) for value in range(3000)]
    boundaries = natural(values, 3, 0, log=True)
    assert len(boundaries) == 3
    # The exact cut of every other value, few enough for it, is about the same.
    for many, few in zip(boundaries, natural(values[::2], 3, 0, log=True), strict=True):
        assert abs(many - few) <= many / 20


def test_values_below_zero_are_one_place_for_logarithms() -> None:
    values = [(Decimal(value), 1) for value in (-9, -5, 0, 50)]
    assert natural(values, 3, 0, log=True) == [-9, 50]


def test_the_boundaries_are_the_given_decimals() -> None:
    told = natural([(Decimal("1.50"), 1), (Decimal("9.0000"), 1)], 2, 0)
    assert [str(value) for value in told] == ["1.50", "9.0000"]


def test_one_value_is_one_level() -> None:
    assert natural([(Decimal(5), 100)], 4, 0) == [5]


def test_few_values_need_no_library_and_many_say_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(extra, "find_spec", lambda name: None)
    values = [(Decimal(value), 1) for value in range(2001)]
    assert len(natural(values[:100], 3, 0)) == 3
    with pytest.raises(UsageError):
        natural(values, 3, 0)
