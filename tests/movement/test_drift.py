"""The population stability index, exact to its sixth place."""

from __future__ import annotations

import json
import math
from decimal import Decimal

import pytest

import shuke
from movement.conftest import HALVES, Saved
from shuke.stages.drift import psi, verdict

pytestmark = pytest.mark.row("B4")
TENTHS = dict.fromkeys(map(str, range(10)), 100)
LATER = dict(zip(TENTHS, (80, 90, 100, 100, 120, 110, 100, 100, 90, 110), strict=True))


def test_a_worked_example() -> None:
    # .02 ln(1/.8) + .01 ln(1/.9) + .02 ln 1.2 + .01 ln 1.1 + .01 ln(1/.9) + .01 ln 1.1
    assert psi(TENTHS, LATER) == Decimal("0.012123")
    assert round(sum((b - 100) / 1000 * math.log(b / 100) for b in LATER.values()), 7) == 0.0121227


def test_it_is_the_same_turned_round_and_nothing_for_the_same_shares() -> None:
    assert psi(TENTHS, LATER) == psi(LATER, TENTHS)
    assert psi(TENTHS, dict.fromkeys(TENTHS, 7)) == 0


def test_an_empty_bin_counts_half_a_customer() -> None:
    # Shares .5 and .5 against 1 and .125 (half of four).
    expected = (1 - 0.5) * math.log(1 / 0.5) + (0.125 - 0.5) * math.log(0.125 / 0.5)
    assert psi({"A": 2, "B": 2}, {"A": 4}) == Decimal(str(round(expected, 6)))
    assert psi({"A": 2, "B": 2, "C": 0}, {"A": 4, "C": 0}) == psi({"A": 2, "B": 2}, {"A": 4})


def test_nobody_has_no_index() -> None:
    assert psi({}, {"A": 1}) is None


@pytest.mark.parametrize(
    ("index", "said"), [("0.099999", "stable"), ("0.1", "watch"), ("0.25", "watch"), ("0.250001", "shifted")]
)
def test_the_rule_of_thumb(index: str, said: str) -> None:
    assert verdict(Decimal(index)) == said


def test_values_learned_anew_hide_what_the_old_ones_show(saved: Saved) -> None:
    amounts = {f"C{n}": n for n in range(1, 9)}
    old, new = saved("old", amounts), saved("new", {who: 10 * n for who, n in amounts.items()}, year=2025)
    found = shuke.compare(old, new)
    found.close()
    told = {one["column"]: one for one in found.drift}
    assert [*told] == ["m_score", "score", "tier"]
    assert told["m_score"]["psi"] == 0
    # By the old values all eight are in the better half: half a head against four of eight.
    expected = (1 - 0.5) * math.log(2) + (1 / 16 - 0.5) * math.log((1 / 16) / 0.5)
    assert told["m_score"]["psi_by_old_breaks"] == round(expected, 6)


def test_a_score_without_steps_is_cut_at_the_deciles_of_the_earlier_result(saved: Saved) -> None:
    points = HALVES.replace("quantiles: 2, metric: monetary", "points: 1, metric: monetary")
    amounts = {f"C{n:02}": n for n in range(1, 21)}
    # Ten bins of two; then three of the first bin are in the last.
    later = {**amounts, "C01": 900, "C02": 901}
    found = shuke.compare(saved("old", amounts, points), saved("new", later, points, 2025))
    found.close()
    expected = (4 - 2) / 20 * math.log(4 / 2) + (0.5 - 2) / 20 * math.log(0.5 / 2)
    told = {one["column"]: one["psi"] for one in found.drift}
    assert told["m_score"] == round(expected, 6)


def test_a_rating_by_kept_values_tells_the_drift_since_then(saved: Saved) -> None:
    amounts = {f"D{n}": n for n in range(1, 9)}
    old = saved("old", amounts)
    new = saved("new", {who: 10 * n for who, n in amounts.items()}, year=2025, breaks=old)
    told = json.loads((new / "summary.json").read_text(encoding="utf-8"))["drift"]
    # All eight are in the better half now: half a head against four of eight.
    expected = round((1 - 0.5) * math.log(2) + (1 / 16 - 0.5) * math.log((1 / 16) / 0.5), 6)
    assert told == [
        {"column": "m_score", "psi": expected, "verdict": "shifted"},
        # The composite is cut at the deciles of the earlier one, of which two are different.
        {"column": "score", "psi": expected, "verdict": "shifted"},
        {"column": "tier", "psi": expected, "verdict": "shifted"},
    ]


def test_a_result_without_a_table_for_programs_has_no_drift(saved: Saved) -> None:
    amounts = {f"E{n}": n for n in range(1, 9)}
    old = saved("old", amounts, formats=("xlsx",))
    new = saved("new", amounts, year=2025, breaks=old)
    assert json.loads((new / "summary.json").read_text(encoding="utf-8"))["drift"] is None


def test_groups_of_other_names_have_no_drift(saved: Saved) -> None:
    amounts = {f"F{n}": n for n in range(1, 9)}
    old = saved("old", amounts)
    new = saved("new", amounts, HALVES.replace("tier: A", "tier: Best"), 2025, breaks=old)
    told = json.loads((new / "summary.json").read_text(encoding="utf-8"))["drift"]
    assert [one["column"] for one in told] == ["m_score", "score"]
