"""What past movement lets one expect: chances that add up, intervals that hold, and nothing from too little."""

from __future__ import annotations

import random
from fractions import Fraction

import pytest

from shuke.watch.beta import at_most, quantile
from shuke.watch.movement.expected import Period, alike, correlation, expected, left_or_fell

ORDER = ("A", "B", "C")
CHANCES = {"A": (0.8, 0.1, 0.05, 0.05), "B": (0.1, 0.7, 0.15, 0.05), "C": (0.02, 0.1, 0.68, 0.2)}
HEADS = {"A": 150, "B": 200, "C": 250}
WORSE = {"A": frozenset({"B", "C"}), "B": frozenset({"C"}), "C": frozenset[str]()}


def period(number: int, chance: random.Random, agreement: int | None) -> Period:
    """A period of movement by the chances; of so much agreement from one period to the next, None: always the same."""
    counts: dict[tuple[str | None, str | None], int] = {}
    for place in ORDER:
        shares = list(CHANCES[place])
        if agreement is not None:
            drawn = [chance.gammavariate(agreement * share, 1) for share in shares]
            shares = [one / sum(drawn) for one in drawn]
        for end in chance.choices([*ORDER, None], shares, k=HEADS[place]):
            counts[place, end] = counts.get((place, end), 0) + 1
    return Period(number, number + 1, 90, counts)


def test_quantiles_of_the_beta_are_those_of_sums_of_chances() -> None:
    # For whole numbers the incomplete beta is the chance of at least a heads in a + b - 1 throws.
    for a, b, x in ((2, 3, 0.25), (5, 1, 0.7), (40, 60, 0.35)):
        throws, share = a + b - 1, Fraction(x)
        exact = Fraction(0)
        ways = 1
        for heads in range(throws + 1):
            if heads >= a:
                exact += ways * share**heads * (1 - share) ** (throws - heads)
            ways = ways * (throws - heads) // (heads + 1)
        assert at_most(x, a, b) == pytest.approx(float(exact), rel=1e-12)
        assert quantile(float(exact), a, b) == pytest.approx(x, rel=1e-9)


def test_nothing_is_expected_of_one_period_and_periods_of_other_lengths_do_not_count() -> None:
    chance = random.Random(1)
    months = [period(number, chance, None) for number in range(3)]
    assert expected(months[:1], HEADS, ORDER, ladder=True) is None
    year = Period(9, 10, 365, months[0].counts)
    assert alike([*months, year]) == [year]
    assert alike([year, *months]) == months


def test_the_chances_of_each_place_add_up_and_nobody_is_made_up() -> None:
    chance = random.Random(2)
    flows = expected([period(number, chance, 80) for number in range(4)], HEADS, ORDER, ladder=True)
    assert flows is not None
    for place in ORDER:
        mine = [flow for flow in flows if flow.before == place]
        assert sum(flow.chance for flow in mine) == pytest.approx(1)
        assert sum(flow.customers for flow in mine) == pytest.approx(HEADS[place])
        assert all(0 <= flow.low <= flow.customers <= flow.high <= HEADS[place] for flow in mine)


@pytest.mark.row("D6")
@pytest.mark.parametrize("agreement", [None, 60])
def test_nine_in_ten_of_the_next_counts_lie_in_their_intervals(agreement: int | None) -> None:
    chance, inside, told = random.Random(3), 0, 0
    for _ in range(40):
        flows = expected([period(number, chance, agreement) for number in range(4)], HEADS, ORDER, ladder=True) or []
        came = period(9, chance, agreement)
        told += len(flows)
        inside += sum(flow.low <= came.counts.get((flow.before, flow.after), 0) <= flow.high for flow in flows)
    assert told == 40 * 12
    assert inside / told >= 0.9


def test_periods_that_agree_have_no_correlation_and_periods_that_contradict_have_all_of_it() -> None:
    same = [[[80, 20], [40, 10], [160, 40]]]
    assert correlation(same) == 0
    assert correlation([[[100, 0], [0, 100], [100, 0], [0, 100]]]) == 1
    # One outcome alone, or nobody, says nothing.
    assert correlation([[[5, 0], [9, 0]], [[0, 0], [0, 0]]]) == 0


@pytest.mark.row("D6")
def test_how_many_left_and_how_many_left_or_fell_is_told_of_each_place() -> None:
    first = {("A", "A"): 6, ("A", "C"): 2, ("A", None): 2, ("B", "A"): 5, (None, "B"): 3}
    second = {("A", "A"): 8, ("A", "B"): 1, ("A", None): 1, ("B", None): 5}
    periods = [Period(1, 2, 30, first), Period(2, 3, 31, second)]
    told = left_or_fell(periods, "A", WORSE)
    assert (told["left"].share, told["left_or_fell"].share) == (3 / 20, 6 / 20)
    for one in told.values():
        assert 0 < one.low < one.share < one.high < 1
    # Whoever rises is not lost.
    assert left_or_fell(periods, "B", WORSE)["left_or_fell"].share == 0.5
    assert left_or_fell(periods, "C", WORSE) == {}
    nobody = left_or_fell([Period(1, 2, 30, {("C", "C"): 30}), Period(2, 3, 30, {("C", "C"): 30})], "C", WORSE)["left"]
    assert (nobody.share, nobody.low) == (0, 0)
    assert 0 < nobody.high < 0.1
