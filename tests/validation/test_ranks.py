"""Tests by ranks: published examples, and beside SciPy on random counts with many ties."""

from __future__ import annotations

import random
from decimal import Decimal
from fractions import Fraction

import pytest

from shuke.validation.ranks import Counts, chi_squared_above, kruskal_wallis, mann_whitney

pytestmark = pytest.mark.row("T6")

# The example of R's kruskal.test (Hollander and Wolfe 1973): mucociliary efficiency of three groups.
MUCUS = {
    "normal": ("2.9", "3.0", "2.5", "2.6", "3.2"),
    "obstructed": ("3.8", "2.7", "4.0", "2.4"),
    "asbestosis": ("2.8", "3.4", "3.7", "2.2", "2.0"),
}


def counts(groups: dict[str, list[Decimal]] | dict[str, list[int]]) -> Counts:
    found: dict[Decimal | int, dict[str, int]] = {}
    for name, values in groups.items():
        for value in values:
            found.setdefault(value, {}).setdefault(name, 0)
            found[value][name] += 1
    return sorted(found.items())


def test_the_published_example_of_kruskal_and_wallis() -> None:
    told = kruskal_wallis(counts({name: [Decimal(one) for one in values] for name, values in MUCUS.items()}))
    assert told is not None
    assert float(told.h) == pytest.approx(0.7714286, abs=5e-8)
    assert told.p == pytest.approx(0.6799648, abs=5e-8)
    assert told.eta2 == 0.0, "the formula gives -0.1117, which is printed as none"


@pytest.mark.parametrize("seed", range(8))
def test_both_tests_are_those_of_scipy(seed: int) -> None:
    from scipy import stats

    source = random.Random(seed)
    groups = {
        name: [source.randint(0, 6) + shift for _ in range(source.randint(4, 30))] for shift, name in enumerate("ABC")
    }
    told = kruskal_wallis(counts(groups))
    oracle = stats.kruskal(*groups.values())
    assert told is not None
    assert float(told.h) == pytest.approx(oracle.statistic, rel=1e-12)
    assert told.p == pytest.approx(oracle.pvalue, rel=1e-9)
    above = mann_whitney(counts(groups), "A", "B")
    other = stats.mannwhitneyu(groups["A"], groups["B"], method="asymptotic", use_continuity=True)
    assert above is not None
    assert float(above.chance) == pytest.approx(other.statistic / (len(groups["A"]) * len(groups["B"])), rel=1e-12)
    assert above.p == pytest.approx(other.pvalue, rel=1e-9)


@pytest.mark.parametrize("degrees", [1, 2, 3, 7, 24, 124])
@pytest.mark.parametrize("value", [0.01, 1.0, 9.5, 140.0])
def test_the_tail_of_chi_squared_is_that_of_scipy(degrees: int, value: float) -> None:
    from scipy import stats

    assert chi_squared_above(value, degrees) == pytest.approx(stats.chi2.sf(value, degrees), rel=1e-9)


def test_the_chance_of_being_above_counts_equals_half() -> None:
    # Of the four pairs of {2, 5} and {2, 3}: 5 is above both, 2 equals one and is below the other.
    told = mann_whitney(counts({"A": [2, 5], "B": [2, 3]}), "A", "B")
    assert told is not None
    assert told.chance == Fraction(5, 8)


def test_where_all_are_equal_or_there_is_one_group_nothing_is_told() -> None:
    assert kruskal_wallis(counts({"A": [1, 1], "B": [1]})) is None
    assert kruskal_wallis(counts({"A": [1, 2, 3]})) is None
    assert mann_whitney(counts({"A": [1, 1], "B": [1]}), "A", "B") is None
    assert mann_whitney(counts({"A": [1, 2]}), "A", "B") is None
