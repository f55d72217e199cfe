"""The figures of the report against brute force over the rated table."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from itertools import pairwise

import pytest

from report.conftest import Reported

pytestmark = pytest.mark.row("X3")


def rounded(part: Fraction) -> float:
    """A share to six places, half up."""
    exact = Decimal(part.numerator) / Decimal(part.denominator)
    return float(exact.quantize(Decimal("0.000001"), ROUND_HALF_UP))


def test_groups_add_up_to_the_customers_and_their_money(reported: Reported) -> None:
    groups = reported.result.summary["groups"]
    assert sum(group["customers"] for group in groups) == len(reported.rows)
    assert sum(Decimal(group["monetary"]) for group in groups) == sum(reported.column("monetary"))


def test_each_group_holds_its_own_customers(reported: Reported) -> None:
    for group in reported.result.summary["groups"]:
        members = [row for row in reported.rows if row["tier"] == group["name"]]
        assert group["customers"] == len(members)
        assert Decimal(group["monetary"]) == sum((row["monetary"] for row in members), Decimal(0))
        assert group["share"] == rounded(Fraction(len(members), len(reported.rows)))


def test_shares_of_money_are_those_of_the_net_total(reported: Reported) -> None:
    total = sum(map(Fraction, reported.column("monetary")))
    for group in reported.result.summary["groups"]:
        told = group["monetary_share"]
        assert told == (rounded(Fraction(Decimal(group["monetary"])) / total) if total > 0 else None)


def test_the_headline_is_that_of_the_table(reported: Reported) -> None:
    told = reported.figures["headline"]
    days = sorted(reported.column("recency_days"))
    total, purchases = sum(reported.column("monetary")), sum(reported.column("frequency"))
    assert (told["customers"], told["purchases"]) == (len(days), purchases)
    assert Decimal(told["monetary"]) == total
    assert Decimal(told["average_order"]) == (total / purchases).quantize(Decimal("0.01"), ROUND_HALF_UP)
    assert told["median_recency_days"] in {days[(len(days) - 1) // 2], days[len(days) // 2]}


def test_the_grid_holds_every_customer_once(reported: Reported) -> None:
    grid = reported.figures["grid"]
    for cell in grid["cells"]:
        members = [row for row in reported.rows if (row["r_score"], row["f_score"]) == (cell["row"], cell["column"])]
        assert cell["customers"] == len(members) > 0
        assert Decimal(cell["monetary"]) == sum(row["monetary"] for row in members)
    assert sum(cell["customers"] for cell in grid["cells"]) == len(reported.rows)


def test_every_point_lies_on_the_curve_from_the_largest_customer_down(reported: Reported) -> None:
    told = reported.figures["concentration"]
    values = sorted(map(Fraction, reported.column("monetary")), reverse=True)
    if told is None:
        assert sum(values) <= 0
        return
    curve, total = {(0.0, 0.0)}, Fraction(0)
    for heads, value in enumerate(values, 1):
        total += value
        # Equal customers stand side by side: the curve has a point only behind the last of them.
        if heads == len(values) or values[heads] != value:
            curve.add((rounded(Fraction(heads, len(values))), rounded(total / sum(values))))
    points = [tuple(point) for point in told["points"]]
    assert set(points) <= curve
    assert (points[0], points[-1]) == ((0.0, 0.0), (1.0, 1.0))
    assert all(earlier[0] < later[0] for earlier, later in pairwise(points))


def test_the_few_who_bring_four_fifths_are_counted_by_the_rule(reported: Reported) -> None:
    told = reported.figures["concentration"]
    values = sorted((Fraction(value) for value in reported.column("monetary") if value > 0), reverse=True)
    few = sum(1 for value in values if sum(other for other in values if other > value) < Fraction(8, 10) * sum(values))
    assert told is None or told["pareto"]["customers"] == few
    assert told is None or told["pareto"]["customer_share"] == rounded(Fraction(few, len(reported.rows)))


def test_the_best_fifth_bring_what_they_bring(reported: Reported) -> None:
    told = reported.figures["concentration"]
    values = sorted(map(Fraction, reported.column("monetary")), reverse=True)
    heads = Fraction(len(values), 5)
    whole = sum(values[: int(heads)])
    part = (heads - int(heads)) * values[int(heads)] if heads != int(heads) else 0
    assert told is None or told["top_fifth_monetary_share"] == rounded((whole + part) / sum(values))


def test_every_customer_is_in_exactly_one_bin(reported: Reported) -> None:
    for told in reported.figures["distributions"]:
        bins = [(Decimal(one["from"]), Decimal(one["to"]), one["customers"]) for one in told["bins"]]
        values = reported.column(told["metric"])
        assert sum(customers for _, _, customers in bins) == len(values)
        assert all(low <= high for low, high, _ in bins)
        assert all(earlier[1] < later[0] for earlier, later in pairwise(bins))
        starts = [low for low, _, _ in bins]
        for index, (low, _, customers) in enumerate(bins):
            after = starts[index + 1] if index + 1 < len(starts) else Decimal("Infinity")
            assert customers == sum(1 for value in values if low <= value < after), (told["metric"], low)


def test_the_last_bin_ends_with_the_greatest_value(reported: Reported) -> None:
    for told in reported.figures["distributions"]:
        assert Decimal(told["bins"][-1]["to"]) >= max(reported.column(told["metric"]))


def test_scores_of_a_distribution_are_those_of_the_table(reported: Reported) -> None:
    for told in reported.figures["distributions"]:
        scores = reported.column(told["score"])
        assert {one["score"]: one["customers"] for one in told["breaks"]} == {
            score: scores.count(score) for score in range(1, 6)
        }
        for one in told["breaks"]:
            better = [row[told["metric"]] for row in reported.rows if row[told["score"]] >= one["score"]]
            if one["score"] > 1 and one["bound"] is not None:
                least_good = max(better) if told["best"] == "low" else min(better)
                # A strict bound lies one step of the metric, a ten-thousandth, beyond the last value that belongs.
                step = Decimal("0.0001") if one["strict"] else Decimal(0)
                assert Decimal(one["bound"]) + (step if told["best"] == "high" else -step) == least_good


def test_sources_add_up_to_the_account(reported: Reported) -> None:
    told = reported.figures["accounting"]
    for name in ("rows_read", "rows_used", "rows_merged"):
        assert sum(source[name] for source in reported.figures["sources"]) == told[name]
    assert sum(told["rows_rejected"].values()) == sum(one["rows"] for one in reported.figures["rejected"])
