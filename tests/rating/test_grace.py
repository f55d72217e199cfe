"""Grace: who keeps the tier of the earlier rating, told by plain Python on literal amounts."""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest

import shuke
from rating.books import write_csv
from shuke.errors import UsageError

pytestmark = pytest.mark.row("B4")
SCHEME = """\
scheme: graced
title: {en: Graced, zh: 宽限}
period: 12 months
scores:
  m_score: {points: 0.01, metric: monetary}
composite:
  total: free
  weights: {m_score: 1}
GRACE
tiers:
  - {tier: A, at_least: 4}
  - {tier: B, at_least: 3}
  - {tier: C, at_least: 2}
  - {tier: D}
"""
Amounts = Mapping[str, object]
Rate = Callable[..., tuple[dict[str, tuple[str, str, int]], dict[str, Any], Path]]


def scheme(grace: str) -> str:
    return SCHEME.replace("GRACE", f"grace: {grace}" if grace else "")


@pytest.fixture
def rate(tmp_path: Path) -> Rate:
    """Rate literal amounts as of the end of a year; return tier, tier by score and count, the summary, the folder."""

    def make(
        amounts: Amounts, year: int, grace: str, earlier: Path | None = None, formats: tuple[str, ...] = ("parquet",)
    ) -> tuple[dict[str, tuple[str, str, int]], dict[str, Any], Path]:
        document = tmp_path / f"{year}.yaml"
        document.write_text(scheme(grace), encoding="utf-8")
        rows = [(who, f"S{who}", f"{year}-06-30", str(amount)) for who, amount in amounts.items()]
        source = write_csv(tmp_path / f"{year}.csv", rows)
        result = shuke.score(source, document, f"{year}-12-31", earlier=earlier)
        found = {
            row["customer_id"]: (row["tier"], row["tier_by_score"], row.get("ratings_below", 0))
            for row in result.customers.rows()
        }
        folder = tmp_path / f"out{year}"
        result.save(folder, formats, "en")
        result.close()
        return found, result.summary, folder

    return make


def test_within_the_margin_a_tier_is_kept_and_promotion_is_at_once(rate: Rate) -> None:
    first = {"a": 450, "edge": 400, "under": 450, "deep": 450, "b": 350, "up": 150, "gone": 450, "d": 100}
    second = {"a": 390, "edge": 380, "under": "379.99", "deep": 250, "b": 280, "up": 450, "fresh": 390, "d": 50}
    _, _, earlier = rate(first, 2023, "{margin: 0.2}")
    found, summary, _ = rate(second, 2024, "{margin: 0.2}", earlier)
    assert found == {
        "a": ("A", "B", 0),
        # 3.8 is the floor less the margin, and belongs to what is kept.
        "edge": ("A", "B", 0),
        "under": ("B", "B", 0),
        "deep": ("C", "C", 0),
        "b": ("B", "C", 0),
        "up": ("A", "A", 0),
        # Who was not rated then has nothing to keep.
        "fresh": ("B", "B", 0),
        "d": ("D", "D", 0),
    }
    assert summary["grace"]["held"] == 3
    assert summary["grace"]["monetary"] == "1050.00"
    assert summary["grace"]["tiers"] == [
        {"tier": "A", "by_score": "B", "customers": 2, "monetary": "770.00"},
        {"tier": "B", "by_score": "C", "customers": 1, "monetary": "280.00"},
    ]
    assert {group["name"]: group["customers"] for group in summary["groups"]} == {"A": 3, "B": 3, "C": 1, "D": 1}


def test_the_margin_is_compared_with_the_exact_sum(rate: Rate, tmp_path: Path) -> None:
    text = scheme("{margin: 0.2}").replace("{m_score: 1}", "{m_score: 0.1}")
    (tmp_path / "exact.yaml").write_text(text, encoding="utf-8")
    tiers = {}
    for year, amount, earlier in ((2023, "4000", None), (2024, "3799.9999", tmp_path / "exact2023")):
        source = write_csv(tmp_path / f"exact{year}.csv", [("one", "S", f"{year}-06-30", amount)])
        result = shuke.score(source, tmp_path / "exact.yaml", f"{year}-12-31", earlier=earlier)
        ((row),) = result.customers.rows()
        tiers[year] = row["tier"]
        result.save(tmp_path / f"exact{year}", ["parquet"])
        result.close()
    # 3.7999999 is shown as 3.8, and is below it.
    assert row["score"] == Decimal("3.8")
    assert tiers == {2023: "A", 2024: "B"}


def test_only_the_second_rating_in_a_row_below_demotes(rate: Rate) -> None:
    grace = "{ratings: 2}"
    _, _, one = rate({"falls": 450, "recovers": 450, "rises": 250}, 2022, grace)
    found, _, two = rate({"falls": 250, "recovers": 390, "rises": 350}, 2023, grace, one)
    assert found == {"falls": ("A", "C", 1), "recovers": ("A", "B", 1), "rises": ("B", "B", 0)}
    found, _, three = rate({"falls": 350, "recovers": 410, "rises": 250}, 2024, grace, two)
    # Below A for the second time; a rating that is not below starts the count anew.
    assert found == {"falls": ("B", "B", 0), "recovers": ("A", "A", 0), "rises": ("B", "C", 1)}
    found, _, _ = rate({"falls": 250, "recovers": 390, "rises": 250}, 2025, grace, three)
    assert found == {"falls": ("B", "C", 1), "recovers": ("A", "B", 1), "rises": ("C", "C", 0)}


def by_hand(score: Decimal, before: tuple[str, int] | None, margin: Decimal, ratings: int) -> tuple[str, str, int]:
    floors = {"A": Decimal(4), "B": Decimal(3), "C": Decimal(2), "D": Decimal(-999)}
    by_score = next(name for name, floor in floors.items() if score >= floor)
    if before is None or before[0] >= by_score:
        return by_score, by_score, 0
    tier, below = before
    if margin and score >= floors[tier] - margin:
        return tier, by_score, 0
    if below + 1 < ratings:
        return tier, by_score, below + 1
    return by_score, by_score, 0


@pytest.mark.parametrize(
    ("grace", "margin", "ratings"), [("{margin: 0.35}", "0.35", 0), ("{margin: 0.2, ratings: 3}", "0.2", 3)]
)
def test_five_ratings_on_random_customers_are_what_plain_python_says(
    rate: Rate, grace: str, margin: str, ratings: int
) -> None:
    draw = random.Random(11)
    stood: dict[str, tuple[str, int]] = {}
    earlier = None
    held = 0
    for year in range(2021, 2026):
        people = [f"C{number:02}" for number in range(60) if draw.random() < 0.9]
        amounts = {who: draw.randint(100, 500) for who in people}
        expected = {
            who: by_hand(Decimal(amount) / 100, stood.get(who), Decimal(margin), ratings)
            for who, amount in amounts.items()
        }
        found, summary, earlier = rate(amounts, year, grace, earlier)
        assert found == expected
        held += summary["grace"]["held"]
        stood = {who: (tier, below) for who, (tier, _, below) in expected.items()}
    assert held > 5


def test_without_an_earlier_rating_the_tier_is_that_by_score_and_it_is_told(rate: Rate) -> None:
    found, summary, folder = rate({"a": 390}, 2024, "{margin: 0.2, ratings: 2}")
    assert found == {"a": ("B", "B", 0)}
    assert summary["grace"] == {"earlier": None, "held": 0, "monetary": "0.00", "tiers": []}
    assert any("no earlier rating was named" in note["en"] for note in summary["notes"])
    assert json.loads((folder / "run.json").read_text(encoding="utf-8"))["earlier"] is None


def test_a_scheme_without_grace_has_none_of_it(rate: Rate, tmp_path: Path) -> None:
    source = write_csv(tmp_path / "plain.csv", [("a", "S", "2024-06-30", "390")])
    result = shuke.score(source, as_of="2024-12-31")
    result.save(tmp_path / "plain", ["csv"])
    result.close()
    assert "tier_by_score" not in result.customers.columns
    assert "grace" not in result.summary
    assert "earlier" not in json.loads((tmp_path / "plain/run.json").read_text(encoding="utf-8"))
    with pytest.raises(UsageError) as caught:
        shuke.score(source, earlier=tmp_path / "plain")
    assert caught.value.key == "earlier_without_grace"
    _, _, graced = rate({"a": 390}, 2024, "{margin: 0.2}")
    (tmp_path / "other.yaml").write_text(scheme("{margin: 0.2}").replace("tier: B", "tier: Bee"), encoding="utf-8")
    with pytest.raises(UsageError) as caught:
        shuke.score(source, tmp_path / "other.yaml", "2025-06-30", earlier=graced)
    assert caught.value.key == "earlier_of_other_tiers"
    with pytest.raises(UsageError) as caught:
        shuke.score(source, tmp_path / "2024.yaml", "2024-12-31", earlier=graced)
    assert caught.value.key == "earlier_not_before"


def test_a_customer_who_is_held_is_told_so_in_both_languages(rate: Rate) -> None:
    from shuke.explain.document import document
    from shuke.explain.words import lines
    from shuke.saved import explain_saved, open_saved

    _, _, earlier = rate({"a": 450, "b": 350}, 2023, "{ratings: 2}")
    for formats in (("parquet",), ("csv",)):
        _, _, folder = rate({"a": 250, "b": 350}, 2024, "{ratings: 2}", earlier, formats)
        told = explain_saved(open_saved(folder), "a")
        assert lines(told, "en")[0] == (
            "a keeps tier A by grace; by score it would be C: 2 ≤ Composite score < 3; rating 1 below in a row, "
            "rating 2 demotes"
        )
        assert lines(told, "zh")[0].startswith("a 因宽限保留 A 级；按得分应为 C 级：")
        assert document(told)["results"] == {"tier": "A"}
        assert document(told)["grace"] == {"tier_by_score": "C", "held": True, "below": 1}
        # Ways up are told by score.
        assert [way.group for way in told.ways] == ["B", "A"]
        other = explain_saved(open_saved(folder), "b")
        assert lines(other, "en")[0] == "b is in tier B: 3 ≤ Composite score < 4"


def test_the_workbook_checks_the_tier_by_score(rate: Rate) -> None:
    _, _, earlier = rate({"a": 450}, 2023, "{margin: 0.2, ratings: 2}")
    _, _, folder = rate({"a": 250}, 2024, "{margin: 0.2, ratings: 2}", earlier, ("xlsx",))
    book = openpyxl.load_workbook(folder / "customers.xlsx", data_only=True)
    heads, row = ([cell.value for cell in line] for line in book["Customers"].iter_rows(max_row=2))
    told = dict(zip(heads, row, strict=True))
    assert (told["Tier"], told["Tier by score"], told["Ratings below in a row"]) == ("A", "C", 1)
    cells = [cell.value for line in book["Check one"].iter_rows() for cell in line]
    assert "agrees" in cells
    assert "does not agree" not in cells
    book.close()


def test_a_comparison_tells_who_moved_by_grace_alone(rate: Rate) -> None:
    _, _, one = rate({"late": 450, "now": 450}, 2022, "{ratings: 2}")
    _, _, two = rate({"late": 350, "now": 450}, 2023, "{ratings: 2}", one)
    _, _, three = rate({"late": 350, "now": 450}, 2024, "{ratings: 2}", two)
    found = shuke.compare(two, three)
    rows = {row["customer_id"]: (row["before"], row["after"], row["because"]) for row in found.moved.rows()}
    found.close()
    # B by score both times; only now it counts.
    assert rows == {"late": ("A", "B", "grace")}


def test_ratings_are_counted_for_tiers_by_rules_too(rate: Rate, tmp_path: Path) -> None:
    rules = scheme("{ratings: 2}").replace("{tier: A, at_least: 4}", "{tier: A, when: {monetary: {at_least: 400}}}")
    (tmp_path / "rules.yaml").write_text(rules, encoding="utf-8")
    earlier = None
    tiers = []
    for year, amount in ((2022, 450), (2023, 350), (2024, 350)):
        source = write_csv(tmp_path / f"rules{year}.csv", [("one", "S", f"{year}-06-30", str(amount))])
        result = shuke.score(source, tmp_path / "rules.yaml", f"{year}-12-31", earlier=earlier)
        ((row),) = result.customers.rows()
        tiers.append((row["tier"], row["tier_by_score"], row["ratings_below"]))
        earlier = tmp_path / f"rules{year}"
        result.save(earlier, ["csv"])
        result.close()
    assert tiers == [("A", "A", 0), ("A", "B", 1), ("B", "B", 0)]


def test_an_earlier_rating_under_another_key_is_refused(
    rate: Rate, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SHUKE_KEY_FILE", str(tmp_path / "key"))
    phones = {f"138001380{n:02}": 450 for n in range(8)}
    _, _, earlier = rate(phones, 2023, "{ratings: 2}")
    found, _, _ = rate(dict.fromkeys(phones, 350), 2024, "{ratings: 2}", earlier)
    # Pseudonyms meet.
    assert set(found.values()) == {("A", "B", 1)}
    with pytest.raises(UsageError) as caught:
        shuke.score(tmp_path / "2024.csv", tmp_path / "2024.yaml", "2024-12-31", earlier=earlier, raw=True)
    assert caught.value.key == "compare_ids"
