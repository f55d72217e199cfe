"""How much hangs on a weight: the same as rating again with the weights that it names."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shuke.errors import UsageError
from shuke.rating import PLACED, Rating
from shuke.whatif import sensitivity
from shuke.whatif.sensitivity import changed
from whatif.conftest import BASE, OTHER, Rate

WEIGHTS = st.lists(st.decimals("0.000001", "1", places=6), min_size=2, max_size=6)


def tiers(rating: Rating) -> dict[str, tuple[str, Decimal, Decimal]]:
    name, main = rating.scheme.composite.name if rating.scheme.composite else "", rating.scheme.main
    rows = rating.engine.run(f"SELECT customer_id, {main}, {name}, monetary FROM {PLACED}")
    return {customer: (tier, score, money) for customer, tier, score, money in rows}


@pytest.mark.row("X1")
@pytest.mark.parametrize("by", ["0.05", "0.3"])
@pytest.mark.parametrize("scheme", [BASE, OTHER])
def test_equal_to_rating_again_with_the_changed_weights(rate: Rate, scheme: str, by: str) -> None:
    rating = rate(scheme)
    found = sensitivity(rating, Decimal(by))
    before = tiers(rating)
    assert [(shift.weight, shift.by) for shift in found.shifts] == [
        (name, sign * Decimal(by)) for name in ("r_score", "f_score", "m_score") for sign in (1, -1)
    ]
    for shift in found.shifts:
        base = scheme.split("tiers:")[1] if "\n" in scheme else None
        weights = ", ".join(f"{name}: {weight}" for name, weight in shift.weights.items())
        text = f"extends: {BASE}\nscheme: again\ncomposite:\n  weights: {{{weights}}}\n"
        after = tiers(rate(text + (f"tiers:{base}" if base else "")))
        moved = {customer for customer in before if before[customer][0] != after[customer][0]}
        assert shift.customers == len(moved)
        assert shift.money == sum((before[customer][2] for customer in moved), Decimal(0))
        assert shift.up == sum(1 for customer in moved if after[customer][0] < before[customer][0])
        assert (shift.up or 0) + (shift.down or 0) == shift.customers == sum(move.customers for move in shift.moves)


@pytest.mark.row("X1")
def test_boundaries_count_who_stands_within_one_step(rate: Rate) -> None:
    rating = rate(BASE)
    found = sensitivity(rating)
    assert found.step == Decimal("0.3")
    rows = tiers(rating).values()
    assert [one.group for one in found.boundaries] == ["A", "B", "C"]
    for one in found.boundaries:
        below = [money for _, score, money in rows if one.at_least - found.step <= score < one.at_least]
        above = [money for _, score, money in rows if one.at_least <= score < one.at_least + found.step]
        assert (one.below, one.below_money) == (len(below), sum(below, Decimal(0)))
        assert (one.above, one.above_money) == (len(above), sum(above, Decimal(0)))
        assert one.crowded is ((len(below) + len(above)) * 10 >= rating.rated)


@pytest.mark.row("D19")
@pytest.mark.parametrize("scheme", ["rfmt-ahp", "rfmt-ahp-log"])
def test_judged_weights_over_standardised_scores(rate: Rate, scheme: str) -> None:
    rating = rate(scheme)
    found = sensitivity(rating)
    assert len(found.shifts) == 2 * len(rating.fitted.weights)
    assert all(sum(shift.weights.values()) == 1 for shift in found.shifts)
    assert found.step > 0


def test_free_totals_leave_the_other_weights_alone(rate: Rate) -> None:
    found = sensitivity(rate("levels-5-4-6"))
    assert found.free
    for shift in found.shifts:
        assert {name: weight for name, weight in shift.weights.items() if name != shift.weight} == {
            name: weight for name, weight in found.weights.items() if name != shift.weight
        }


def test_the_rating_stays_as_it_is(rate: Rate) -> None:
    before = tiers(rate(BASE))
    sensitivity(rate(BASE), Decimal("0.5"))
    assert tiers(rate(BASE)) == before


@pytest.mark.parametrize("by", ["0", "1", "-0.1", "5"])
def test_a_change_that_is_no_share_of_a_weight_is_refused(rate: Rate, by: str) -> None:
    with pytest.raises(UsageError):
        sensitivity(rate(BASE), Decimal(by))


@pytest.mark.parametrize("scheme", ["octants-mean", "quartile-code"])
def test_a_scheme_without_weights_is_refused(rate: Rate, scheme: str) -> None:
    with pytest.raises(UsageError):
        sensitivity(rate(scheme))


@given(WEIGHTS, st.sampled_from(["0.05", "-0.05", "0.25", "-0.9"]))
def test_the_total_stays_and_the_proportions_nearly(values: list[Decimal], by: str) -> None:
    weights = {f"w{index}": value for index, value in enumerate(values)}
    told = changed(weights, "w0", Decimal(by))
    if told is None:
        assert abs(weights["w0"] * Decimal(by)) <= Decimal("0.0000005")
        return
    assert sum(told.values()) == sum(weights.values())
    assert abs(told["w0"] - weights["w0"] * (1 + Decimal(by))) <= Decimal("0.0000005")
    assert all(-int(weight.as_tuple().exponent) <= 6 for weight in told.values())


def test_a_single_weight_has_nothing_to_share_with() -> None:
    assert changed({"only": Decimal(1)}, "only", Decimal("0.05")) is None
    assert changed({"none": Decimal(0), "all": Decimal(1)}, "none", Decimal("0.05")) is None
    assert changed({"none": Decimal(0), "all": Decimal(1)}, "all", Decimal("0.05")) is None
    assert changed({"only": Decimal(2)}, "only", Decimal("0.05"), free=True) == {"only": Decimal("2.1")}
