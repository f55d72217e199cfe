"""Chances and intervals beside exhaustive counting and published values."""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations, product

import pytest

from shuke.watch import exact
from shuke.watch.exact import Stratum, hypergeometric, tails, total, two_sided
from shuke.watch.intervals import poisson, wilson
from shuke.watch.many import benjamini_hochberg, holm


def counted(everybody: int, marked: int, drawn: int) -> dict[int, Fraction]:
    """Chances by looking at every draw there is."""
    draws = list(combinations(range(everybody), drawn))
    found: dict[int, Fraction] = {}
    for draw in draws:
        x = sum(one < marked for one in draw)
        found[x] = found.get(x, Fraction(0)) + Fraction(1, len(draws))
    return found


@pytest.mark.parametrize(("everybody", "marked", "drawn"), [(9, 4, 3), (8, 0, 5), (8, 8, 5), (10, 7, 6), (5, 2, 0)])
def test_the_chance_of_each_number_is_that_of_all_draws(everybody: int, marked: int, drawn: int) -> None:
    mass = hypergeometric(everybody, marked, drawn)
    told = {mass.first + place: chance for place, chance in enumerate(mass.chances)}
    for x, chance in counted(everybody, marked, drawn).items():
        assert told[x] == pytest.approx(float(chance), abs=1e-14)
    assert sum(told.values()) == pytest.approx(1)


def test_strata_add_up_as_draws_from_each_of_them_do() -> None:
    first, second = counted(7, 3, 4), counted(6, 4, 2)
    mass = total([hypergeometric(7, 3, 4), hypergeometric(6, 4, 2)])
    for seen in range(7):
        least = sum(p * q for (x, p), (y, q) in product(first.items(), second.items()) if x + y <= seen)
        most = sum(p * q for (x, p), (y, q) in product(first.items(), second.items()) if x + y >= seen)
        assert mass.tails(seen) == pytest.approx((float(least), float(most)), abs=1e-13)


def test_the_tea_of_fisher() -> None:
    # Eight cups, four with milk first, all four named: once in seventy.
    assert tails([Stratum(8, 4, 4)], 4)[1] == pytest.approx(1 / 70)
    assert two_sided([Stratum(8, 4, 4)], 4) == pytest.approx(2 / 70)


def test_many_customers_are_taken_as_normal_with_hardly_a_difference(monkeypatch: pytest.MonkeyPatch) -> None:
    strata = [Stratum(20_000, 900, 9_000), Stratum(5_000, 1_500, 1_200)]
    near = [tails(strata, seen) for seen in (720, 765, 810, 840)]
    monkeypatch.setattr(exact, "MOST_SPREAD", 1e9)
    for seen, (below, above) in zip((720, 765, 810, 840), near, strict=True):
        right = tails(strata, seen)
        assert min(below, above) == pytest.approx(min(right), rel=0.02)


def test_intervals_are_the_published_ones() -> None:
    assert wilson(6, 320) == pytest.approx((0.00862, 0.04030), abs=5e-6)
    assert wilson(0, 0) == (0.0, 1.0)
    assert wilson(0, 10)[0] == 0
    assert wilson(10, 10)[1] == 1
    # Garwood's table of the Poisson distribution.
    told = {0: (0, 3.689), 1: (0.0253, 5.572), 5: (1.623, 11.668), 20: (12.217, 30.888), 100: (81.364, 121.627)}
    for count, limits in told.items():
        assert poisson(count) == pytest.approx(limits, abs=6e-4)


def test_adjusted_chances_by_hand() -> None:
    assert holm([0.01, 0.2, 0.02, 0.04]) == pytest.approx([0.04, 0.2, 0.06, 0.08])
    assert benjamini_hochberg([0.01, 0.2, 0.02, 0.04]) == pytest.approx([0.04, 0.2, 0.04, 0.16 / 3])
    assert holm([]) == benjamini_hochberg([]) == []
