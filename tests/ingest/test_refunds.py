"""The truth table of refunds: fourteen situations under the three policies, each figure written down by hand."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

import shuke
from cli.sales import write

pytestmark = [pytest.mark.row("Z1"), pytest.mark.row("T3")]

# Situation -> its lines as (order id, day, amount), then for each policy (purchases, net, gross), None: not rated.
# The period is the year 2024.
CASES: dict[str, tuple[list[tuple[str, str, str]], dict[str, tuple[int, str, str] | None]]] = {
    "sale": ([("a", "03-01", "60")], dict.fromkeys(("net", "exclude", "separate"), (1, "60", "60"))),
    "part-of-the-order": (
        [("a", "03-01", "60"), ("a", "03-20", "-25")],
        {"net": (1, "35", "35"), "exclude": (1, "60", "60"), "separate": (1, "35", "60")},
    ),
    "whole-order": (
        [("a", "03-01", "60"), ("a", "03-20", "-60")],
        {"net": None, "exclude": (1, "60", "60"), "separate": (1, "0", "60")},
    ),
    "more-than-the-order": (
        [("a", "03-01", "60"), ("a", "03-20", "-70")],
        {"net": None, "exclude": (1, "60", "60"), "separate": (1, "-10", "60")},
    ),
    "own-number": (
        [("a", "03-01", "60"), ("b", "03-20", "-25")],
        {"net": (1, "35", "60"), "exclude": (1, "60", "60"), "separate": (1, "35", "60")},
    ),
    "own-number-whole": (
        [("a", "03-01", "60"), ("b", "03-20", "-60")],
        {"net": (1, "0", "60"), "exclude": (1, "60", "60"), "separate": (1, "0", "60")},
    ),
    "own-number-more": (
        [("a", "03-01", "60"), ("b", "03-20", "-90.5")],
        {"net": (1, "-30.5", "60"), "exclude": (1, "60", "60"), "separate": (1, "-30.5", "60")},
    ),
    "no-number": (
        [("", "03-01", "60"), ("", "03-20", "-25")],
        {"net": (1, "35", "60"), "exclude": (1, "60", "60"), "separate": (1, "35", "60")},
    ),
    "only-a-refund": ([("a", "03-20", "-25")], dict.fromkeys(("net", "exclude", "separate"))),
    "sale-before-the-period": (
        [("a", "2023-05-01", "60"), ("a", "03-20", "-25"), ("b", "04-01", "10")],
        {"net": (1, "-15", "10"), "exclude": (1, "10", "10"), "separate": (1, "-15", "10")},
    ),
    "refund-after-the-period": (
        [("a", "03-01", "60"), ("a", "2025-01-20", "-25")],
        dict.fromkeys(("net", "exclude", "separate"), (1, "60", "60")),
    ),
    "one-of-two-lines": (
        [("a", "03-01", "60"), ("a", "03-01", "20"), ("a", "03-09", "-20")],
        {"net": (1, "60", "60"), "exclude": (1, "80", "80"), "separate": (1, "60", "80")},
    ),
    "one-of-two-orders": (
        [("a", "03-01", "60"), ("b", "03-02", "20"), ("b", "03-09", "-20")],
        {"net": (1, "60", "60"), "exclude": (2, "80", "80"), "separate": (2, "60", "80")},
    ),
    "before-the-sale": (
        [("a", "03-01", "-5"), ("a", "03-02", "60")],
        {"net": (1, "55", "55"), "exclude": (1, "60", "60"), "separate": (1, "55", "60")},
    ),
}
ROWS = [
    (case, order and f"{case}-{order}", day if len(day) > 5 else f"2024-{day}", amount)
    for case, (found, _) in CASES.items()
    for order, day, amount in found
]


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[dict[str, Any], dict[str, Any]]]:
    source = write(tmp_path_factory.mktemp("refunds") / "sales.csv", ROWS)
    found = {}
    for choice in ("net", "exclude", "separate"):
        result = shuke.score(source, as_of="2024-12-31", metrics=["gross"], policies={"refunds": choice})
        found[choice] = ({row["customer_id"]: row for row in result.customers.rows()}, result.summary)
        result.close()
    return found


@pytest.mark.parametrize("choice", ["net", "exclude", "separate"])
@pytest.mark.parametrize("case", CASES)
def test_refunds_follow_the_policy(results: dict[str, Any], case: str, choice: str) -> None:
    row = results[choice][0].get(case)
    found = None if row is None else (row["frequency"], row["monetary"], row["gross"])
    wanted = CASES[case][1][choice]
    assert found == (wanted and (wanted[0], Decimal(wanted[1]), Decimal(wanted[2])))


@pytest.mark.promise("B11")
def test_the_whole_table_is_as_it_was_written_down(results: dict[str, Any], figure: Callable[[str], None]) -> None:
    right, tried = 0, 0
    for case, (_, wanted) in CASES.items():
        for choice, one in wanted.items():
            row = results[choice][0].get(case)
            found = None if row is None else (row["frequency"], row["monetary"], row["gross"])
            right += found == (one and (one[0], Decimal(one[1]), Decimal(one[2])))
            tried += 1
    figure(f"{right} of {tried} cases ({len(CASES)} situations under {len(results)} policies)")
    assert right == tried >= 40


@pytest.mark.promise("B11")
def test_the_effect_of_the_policy_is_told(results: dict[str, Any]) -> None:
    below = [Decimal(amount) for _, _, _, amount in ROWS if Decimal(amount) < 0]
    told = {choice: next(p for p in results[choice][1]["policies"] if p["policy"] == "refunds") for choice in results}
    for choice in ("net", "separate"):
        assert (told[choice]["rows_kept"], Decimal(told[choice]["amount_kept"])) == (len(below), sum(below))
    assert (told["exclude"]["rows_removed"], Decimal(told["exclude"]["amount_removed"])) == (len(below), sum(below))


def test_refunds_without_sale_above_it_and_customers_left_with_nothing_are_told(results: dict[str, Any]) -> None:
    notes = {note["code"]: note["en"] for note in results["net"][1]["notes"] if "code" in note}
    # The number of a refund that has one of its own, or whose sale lies before the period.
    assert "5 refunds, -225.50 in all" in notes["W-ORPHAN"]
    assert "1 order was refunded by more than it cost, -10.00" in notes["W-OVERREFUND"]
    assert "3 customers bought in the period" in notes["W-NETNEG"]
    assert {"W-ORPHAN", "W-OVERREFUND", "W-NETNEG"} & {n.get("code") for n in results["exclude"][1]["notes"]} == set()
