"""What an order is worth: literal cases, and every measure beside plain Python over every order that ties allow."""

from __future__ import annotations

import random
from collections import Counter
from fractions import Fraction

import numpy as np
import pytest

from backtest import oracle
from shuke.backtesting.measures import MEASURES, Later, Place, measures
from shuke.backtesting.resampled import Seen, draws, resampled

pytestmark = pytest.mark.row("X6")


def judged(customers: list[oracle.Customer]) -> dict[str, float | None]:
    """The product's measures of customers given as (place, later revenue)."""
    counts = Counter(revenue for _, revenue in customers)
    later = Later(tuple(sorted(counts.items(), reverse=True)))
    last, _ = later.boundary
    ranks = {}
    before = 0
    for value, count in later.values:
        ranks[value] = 2 * before + count + 1
        before += count
    places = []
    for place in sorted({place for place, _ in customers}):
        here = [revenue for at, revenue in customers if at == place]
        above, at = (
            sum(1 for one in here if last is not None and test(one, last)) for test in (int.__gt__, int.__eq__)
        )
        bought = sum(1 for one in here if one > 0)
        places.append(Place(len(here), sum(here), sum(ranks[one] for one in here), above, at, bought))
    return measures(places, later)


# Ten customers: the first place holds who brought 50, then a tie of three with 0, 40 and 0, then the rest.
TEN = [(1, 50), (2, 0), (2, 40), (2, 0), (3, 10), (4, 0), (5, 0), (6, 0), (7, 0), (8, 0)]


def test_ten_customers_by_hand() -> None:
    told = judged(TEN)
    assert told["best_in_tenth"] == 1.0, "the best one stands first"
    assert told["revenue_in_tenth"] == 0.5, "50 of 100"
    # The fifth is two customers: the first, and one of three who share the next places: 50 + 40 / 3.
    assert told["revenue_in_fifth"] == pytest.approx((50 + 40 / 3) / 100, abs=1e-15)
    # Two of three pairs are decided: buyers 1 (before all 7 others), 2 (before 5, tied with 2), 3 (before 5, behind 2).
    assert told["auc"] == pytest.approx((7 + 5 + 1 + 5) / 21, abs=1e-15)


def test_who_shares_the_last_of_the_best_places_counts_by_part() -> None:
    # Twenty customers, two best places: one brought 9, two brought 5 and share the second place.
    customers = [(1, 5), (2, 9), (3, 5), *((place, 0) for place in range(4, 21))]
    told = judged(customers)
    # In the first tenth stand one of the two (half a place) and the best one: 1.5 of 2.
    assert told["best_in_tenth"] == 0.75
    assert told["best_in_fifth"] == 1.0


def test_the_later_best_are_only_those_who_brought_anything() -> None:
    customers = [(place, 7 if place == 3 else 0) for place in range(1, 31)]
    assert judged(customers)["best_in_tenth"] == 1.0


def test_an_order_that_knows_the_future_has_every_measure_at_its_best() -> None:
    told = judged([(place, 100 - place) for place in range(1, 11)] + [(11 + one, 0) for one in range(10)])
    assert (told["best_in_tenth"], told["gini"], told["auc"]) == (1.0, 1.0, 1.0)


def test_one_place_for_everybody_finds_what_chance_finds() -> None:
    told = judged([(1, revenue) for revenue in (9, 4, 4, 0, 0, 0, 1, 0, 0, 0)])
    assert told == {
        "best_in_tenth": 0.1,
        "best_in_fifth": 0.2,
        "revenue_in_tenth": 0.1,
        "revenue_in_fifth": 0.2,
        "gini": 0.0,
        "spearman": None,
        "auc": 0.5,
    }


def test_nothing_is_told_where_nobody_brought_anything() -> None:
    assert judged([(place, 0) for place in range(1, 6)]) == dict.fromkeys(MEASURES)


@pytest.mark.parametrize("seed", range(12))
def test_every_measure_is_the_mean_over_every_order_that_ties_allow(seed: int) -> None:
    source = random.Random(seed)
    customers = [(source.randint(1, 5), source.choice([0, 0, 3, 3, 8, 20])) for _ in range(7)]
    if not any(revenue for _, revenue in customers):
        customers[0] = (1, 3)
    told = judged(customers)
    for name, share in (("tenth", Fraction(1, 10)), ("fifth", Fraction(1, 5))):
        best, money = oracle.found(customers, share)
        assert told[f"best_in_{name}"] == pytest.approx(float(best), abs=1e-12)
        assert told[f"revenue_in_{name}"] == pytest.approx(float(money), abs=1e-12)
    assert told["gini"] == pytest.approx(float(oracle.gini(customers)), abs=1e-12)
    assert told["auc"] == pytest.approx(float(oracle.auc(customers)), abs=1e-12)
    assert told["spearman"] == pytest.approx(oracle.spearman(customers), abs=1e-12)


@pytest.mark.parametrize("seed", range(6))
def test_customers_drawn_once_each_have_the_exact_measures(seed: int) -> None:
    source = random.Random(100 + seed)
    customers = [(source.randint(1, 30), source.choice([0, 0, 0, 5, 9, 12, 80])) for _ in range(200)]
    order = {place: rank for rank, place in enumerate(sorted({place for place, _ in customers}))}
    revenue = np.array([float(one) for _, one in customers])
    places = np.array([order[place] for place, _ in customers])
    seen = Seen(np.arange(200), revenue, (revenue > 0).astype(float), [places])
    (drawn,) = resampled(seen, np.ones(200, dtype=np.int64))
    exact = judged(customers)
    assert drawn == pytest.approx(exact, abs=1e-12)


def test_customers_drawn_twice_count_as_two() -> None:
    twice = [one for one in TEN for _ in range(2)]
    revenue = np.array([float(one) for _, one in TEN])
    seen = Seen(np.arange(10), revenue, (revenue > 0).astype(float), [np.array([place - 1 for place, _ in TEN])])
    (drawn,) = resampled(seen, np.full(10, 2))
    assert drawn == pytest.approx(judged(twice), abs=1e-12)


def test_the_draws_are_the_same_on_every_run_and_of_everybody() -> None:
    first, second = (list(draws(1_000, 3)) for _ in range(2))
    assert all((a == b).all() for a, b in zip(first, second, strict=True))
    assert [int(one.sum()) for one in first] == [1_000] * 3
    # Of a thousand, about 632 are drawn at least once.
    assert [int((one > 0).sum()) for one in first] == pytest.approx([632] * 3, abs=60)
