"""The examples that the semantics works out in its own text on scores, and the edges it names."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from . import (
    Line,
    abc,
    composite,
    ladder_cell,
    money,
    nested_cells,
    pareto_split,
    positions,
    quantiles,
    rank_bands,
    rate_activity_contribution_rank,
    split,
    straddling,
    tier,
    value_band,
)

AS_OF = date(2024, 12, 31)
FREQUENCIES = [9, 4, 3, 2, 2, 1, 1, 1, 1, 1]
TEN = {f"c{place}": value for place, value in enumerate(FREQUENCIES)}
LADDER = [(5, 30, 1), (9, 0, 1), (5, 31, 2), (4, 30, 6), (1, 30, 21), (1, 31, 22), (1, 90, 22), (1, 91, 23)]
LADDER += [(1, 180, 23), (1, 181, 24), (1, 360, 24), (1, 361, 25), (3, 361, 15), (2, 90, 17)]


def line(customer, order, on, amount):
    return Line(customer, order, date.fromisoformat(on), money(amount))


def test_the_worked_example_of_ten_frequencies():
    p = positions(TEN, "high")
    assert [p[c] for c in ("c0", "c1", "c2", "c3", "c5")] == [Fraction(n, 20) for n in (1, 3, 5, 8, 15)]
    assert list(quantiles(TEN, "high", 5).values()) == [5, 5, 4, 3, 3, 2, 2, 2, 2, 2]


def test_other_tie_rules_place_the_group_at_its_start_its_end_or_apart():
    assert list(quantiles(TEN, "high", 5, "best").values()) == [5, 5, 4, 4, 4, 3, 3, 3, 3, 3]
    assert list(quantiles(TEN, "high", 5, "worst").values()) == [5, 5, 4, 3, 3, 1, 1, 1, 1, 1]
    assert list(quantiles(TEN, "high", 5, "split").values()) == [5, 5, 4, 4, 3, 3, 2, 2, 1, 1]
    assert straddling(TEN, "high", 5) == 7


def test_ranks_equal_counting_one_by_one():
    values = {f"c{i}": i * i % 23 - 5 for i in range(60)}
    for best, sign in (("high", 1), ("low", -1)):
        for k in (2, 3, 4, 5, 10):
            for customer, score in quantiles(values, best, k).items():
                a = sum(sign * other > sign * values[customer] for other in values.values())
                e = sum(other == values[customer] for other in values.values())
                assert score == k - k * (2 * a + e) // (2 * len(values))


@pytest.mark.parametrize(("frequency", "recency_days", "cell"), LADDER)
def test_a_ladder_cell_follows_from_count_and_recency(frequency, recency_days, cell):
    assert ladder_cell(frequency, recency_days) == cell


def test_abc_counts_what_the_strictly_greater_make():
    assert abc({"a": 80, "b": 15, "c": 4, "d": 1}) == {"a": "A", "b": "B", "c": "C", "d": "C"}
    assert abc({"a": 79, "b": 16, "c": 5}) == {"a": "A", "b": "A", "c": "C"}
    assert abc({"a": 10, "b": 10, "c": 0, "d": -500}) == {"a": "A", "b": "A", "c": "C", "d": "C"}
    assert abc({"a": 0, "b": -1}) == {"a": "C", "b": "C"}
    assert pareto_split({"a": 79, "b": 16, "c": 5, "d": -9}) == {"a": 1, "b": 1, "c": 0, "d": 0}


def test_equal_to_the_centre_is_low_in_both_directions():
    values = {"a": 1, "b": 2, "c": 3}
    assert split(values, "high", 2) == {"a": 0, "b": 0, "c": 1}
    assert split(values, "low", 2) == {"a": 1, "b": 0, "c": 0}


def test_rank_bands_end_before_their_limit():
    bands = [("0.1", "100"), ("0.2", "80"), (None, "0")]
    values = {f"c{i}": -i for i in range(5)}
    assert list(rank_bands(values, "high", bands).values()) == [80, 0, 0, 0, 0]
    assert list(rank_bands(values, "high", bands, "best").values()) == [100, 0, 0, 0, 0]


def test_value_bands_must_hold_a_value_exactly_once():
    bands = [{"below": "10", "score": "1"}, {"at_least": "10", "at_most": "50", "score": "3"}]
    assert [value_band(Decimal(v), bands) for v in ("9.9999", "10", "50")] == [1, 3, 3]
    with pytest.raises(ValueError, match="0 bands"):
        value_band(Decimal("50.0001"), bands)


def test_nested_cells_rank_within_their_group():
    days = {"a": 1, "b": 2, "c": 30, "d": 40}
    counts = {"a": 1, "b": 2, "c": 9, "d": 8}
    assert nested_cells([(days, "low"), (counts, "high")], 2) == {
        "a": (2, 1),
        "b": (2, 2),
        "c": (1, 2),
        "d": (1, 1),
    }


def test_a_composite_on_a_boundary_belongs_to_the_higher_tier():
    tiers = [("A", "4"), ("B", "3"), ("C", "2"), ("D", None)]
    score = composite([("0.3", 4), ("0.3", 4), ("0.4", 4)])
    assert (score, tier(score, tiers), tier(Decimal("3.9999"), tiers)) == (4, "A", "B")
    with pytest.raises(ValueError, match=r"1\.1"):
        composite([("0.5", 1), ("0.6", 1)])


def test_a_scheme_without_its_interactions_says_so_unless_missing_is_declared():
    rows = [line(f"c{i}", "1", "2024-12-01", "10") for i in range(3)]
    with pytest.raises(ValueError, match="interactions"):
        rate_activity_contribution_rank(rows, AS_OF)
    rated = rate_activity_contribution_rank(rows, AS_OF, missing={"consultations": 0})
    assert {row["tier"] for row in rated.values()} == {"D"}
