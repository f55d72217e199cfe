"""Who moved between two results, from where to where, and why."""

from __future__ import annotations

import json
import random
from collections import Counter
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

import shuke
from movement.conftest import HALVES, Saved
from shuke.errors import DataError, UsageError
from shuke.movement.workbook import write_workbook

pytestmark = pytest.mark.row("Z7")
# The better half is A: from 30 on in the first year, from 50 on in the second.
FIRST = {"a": 40, "b": 30, "c": 20, "d": 10, "gone": 5, "lost": 45}
SECOND = {"a": 40, "b": 30, "c": 50, "d": 60, "new": 70, "more": 1}
SEGMENTS = (
    HALVES.replace("tiers:", "segments:").replace("tier:", "segment:").replace("at_least: 2", "when: {m_score: 2}")
)


def moves(old: Path, new: Path) -> dict[str, tuple[str | None, str | None, str, str | None]]:
    found = shuke.compare(old, new)
    try:
        return {
            row["customer_id"]: (row["before"], row["after"], row["direction"], row["because"])
            for row in found.moved.rows()
        }
    finally:
        found.close()


def test_everybody_who_is_elsewhere_is_told_with_the_cause(saved: Saved) -> None:
    old, new = saved("old", FIRST), saved("new", SECOND, year=2025)
    assert moves(old, new) == {
        # The same 40 was enough for A, and no longer is: the others moved.
        "a": ("A", "B", "demoted", "others"),
        "b": ("A", "B", "demoted", "others"),
        # 20 became 50, which is enough by the old values too; 20 would not have been enough by the new ones.
        "c": ("B", "A", "promoted", "own"),
        "d": ("B", "A", "promoted", "own"),
        "gone": ("B", None, "left", None),
        "lost": ("A", None, "left", None),
        "more": (None, "B", "entered", None),
        "new": (None, "A", "entered", None),
    }


def test_both_causes_are_told_where_each_alone_would_do_and_where_only_the_two_together_do(saved: Saved) -> None:
    # A from 30 on, then from 38 on.
    old = saved("old", {"each": 31, "together": 40, "p": 30, "q": 10, "r": 5, "s": 1})
    new = saved("new", {"each": 3, "together": 36, "p": 38, "q": 60, "r": 50, "s": 1}, year=2025)
    found = moves(old, new)
    # 3 is too little by the old values, and 31 by the new ones.
    assert found["each"] == ("A", "B", "demoted", "both")
    # 36 would have been enough by the old values, and 40 by the new ones.
    assert found["together"] == ("A", "B", "demoted", "both")


def test_with_break_values_that_are_kept_everybody_moves_by_their_own_figures(saved: Saved) -> None:
    old = saved("old", FIRST)
    new = saved("new", SECOND, year=2025, breaks=old)
    assert {cause for *_, cause in moves(old, new).values()} == {"own", None}


def by_rank(amounts: dict[str, int]) -> dict[str, int]:
    """Scores 1 to 4 by the middle rank."""
    size = len(amounts)
    found = {}
    for who, amount in amounts.items():
        better = sum(other > amount for other in amounts.values())
        equal = sum(other == amount for other in amounts.values())
        found[who] = 4 - 4 * (2 * better + equal) // (2 * size)
    return found


def by_values_of(amounts: dict[str, int], amount: int) -> int:
    """The score that an amount has among others whose scores are learned already."""
    scores = by_rank(amounts)
    return max((scores[who] for who, other in amounts.items() if other <= amount), default=1)


def test_on_random_customers_it_is_what_plain_python_says(saved: Saved) -> None:
    draw = random.Random(7)
    first = {f"C{n:03}": draw.randint(1, 90) for n in range(120)}
    second = {who: max(1, amount + draw.randint(-30, 40)) for who, amount in first.items() if draw.random() < 0.9}
    second |= {f"N{n:03}": draw.randint(1, 120) for n in range(20)}
    scheme = HALVES.replace("quantiles: 2", "quantiles: 4").replace(
        "  - {tier: A, at_least: 2}\n  - {tier: B}\n",
        "  - {tier: A, at_least: 4}\n  - {tier: B, at_least: 3}\n  - {tier: C, at_least: 2}\n  - {tier: D}\n",
    )
    before, after = by_rank(first), by_rank(second)
    expected = {}
    for who in sorted({*first, *second}):
        old, new = ("DCBA"[scores[who] - 1] if who in scores else None for scores in (before, after))
        if old == new:
            continue
        if old is None or new is None:
            expected[who] = (old, new, "entered" if old is None else "left", None)
            continue
        own = "DCBA"[by_values_of(first, second[who]) - 1] != old
        others = "DCBA"[by_values_of(second, first[who]) - 1] != old
        cause = {(True, False): "own", (False, True): "others"}.get((own, others), "both")
        expected[who] = (old, new, "promoted" if new < old else "demoted", cause)
    assert {cause for *_, cause in expected.values()} == {"own", "others", "both", None}
    assert moves(saved("old", first, scheme), saved("new", second, scheme, 2025)) == expected


def test_the_matrix_holds_everybody_and_their_money_once(saved: Saved) -> None:
    found = shuke.compare(saved("old", FIRST), saved("new", SECOND, year=2025))
    found.close()
    told = found.summary["compare"]
    cells = {(cell["before"], cell["after"]): (cell["customers"], cell["monetary"]) for cell in told["cells"]}
    assert cells == {
        ("A", "B"): (2, "70.00"),
        ("A", None): (1, "45.00"),
        ("B", "A"): (2, "110.00"),
        ("B", None): (1, "5.00"),
        (None, "A"): (1, "70.00"),
        (None, "B"): (1, "1.00"),
    }
    assert told["directions"] == {
        "promoted": {"customers": 2, "monetary": "110.00"},
        "demoted": {"customers": 2, "monetary": "70.00"},
        "entered": {"customers": 2, "monetary": "71.00"},
        "left": {"customers": 2, "monetary": "50.00"},
    }
    assert told["because"] == {"promoted": {"own": 2}, "demoted": {"others": 2}}


def test_groups_without_an_order_go_sideways(saved: Saved) -> None:
    found = moves(saved("old", FIRST, SEGMENTS), saved("new", SECOND, SEGMENTS, 2025))
    assert Counter(direction for _, _, direction, _ in found.values()) == {"sideways": 4, "entered": 2, "left": 2}


def test_another_rule_on_the_same_ladder_is_a_cause(saved: Saved) -> None:
    stricter = HALVES.replace("quantiles: 2", "quantiles: 4").replace("at_least: 2", "at_least: 4")
    found = moves(saved("old", FIRST), saved("new", {**FIRST, "d": 90}, stricter, 2025))
    # Only the best of six is A now; 45, 40 and 30 were enough before.
    assert found == {
        **dict.fromkeys(("a", "b", "lost"), ("A", "B", "demoted", "rule")),
        "d": ("B", "A", "promoted", "own"),
    }


def test_other_places_are_changed_and_neither_up_nor_down(saved: Saved) -> None:
    found = shuke.compare(saved("old", FIRST), saved("new", SECOND, SEGMENTS.replace("A", "High"), 2025))
    rows = {row["customer_id"]: (row["direction"], row["because"]) for row in found.moved.rows()}
    told = found.summary["compare"]
    found.close()
    assert rows["c"] == ("changed", None)
    assert rows["new"] == ("entered", None)
    assert told["places"] == "different"
    assert told["drift"] == []
    assert "nobody as promoted" in told["notes"][0]["en"]


def test_nobody_moves_between_a_result_and_itself(saved: Saved) -> None:
    old = saved("old", FIRST)
    found = shuke.compare(old, old)
    assert found.moved.rows() == []
    assert list(found.summary["compare"]["directions"]) == ["unchanged"]
    assert {one["psi"] for one in found.drift} == {0}
    found.close()


def test_tables_of_either_form_give_the_same(saved: Saved) -> None:
    new = saved("new", SECOND, year=2025)
    assert moves(saved("old", FIRST, formats=("csv",)), new) == moves(saved("again", FIRST), new)


def test_the_files_hold_the_same_rows(saved: Saved, tmp_path: Path) -> None:
    found = shuke.compare(saved("old", FIRST), saved("new", SECOND, year=2025))
    written = found.save(tmp_path / "moved", ["csv", "xlsx", "parquet"], "en")
    rows = found.moved.rows()
    summary = found.summary
    found.close()
    assert [path.name for path in written] == ["moved.csv", "moved.parquet", "moved.xlsx", "summary.json"]
    lines = (tmp_path / "moved/moved.csv").read_text(encoding="utf-8-sig").splitlines()
    assert lines[0] == (
        "customer_id,before,after,direction,because,changed,score_before,score_after,monetary_before,monetary_after"
    )
    assert lines[1] == "a,A,B,demoted,others,,2,1,40,40"
    assert lines[3] == "c,B,A,promoted,own,monetary,1,2,20,50"
    assert lines[5] == "gone,B,,left,,,1,,5,"
    assert rows[2]["monetary_after"] == Decimal(50)
    assert json.loads((tmp_path / "moved/summary.json").read_text(encoding="utf-8")) == summary
    book = openpyxl.load_workbook(tmp_path / "moved/moved.xlsx")
    assert book.sheetnames == ["Promoted", "Demoted", "New", "Gone"]
    assert [row[0].value for row in book["Promoted"].iter_rows()] == ["Customer", "c", "d"]
    assert [row[0].value for row in book["Demoted"].iter_rows()] == ["Customer", "a", "b"]
    book.close()


def test_a_result_is_never_overwritten_by_a_comparison(saved: Saved) -> None:
    old = saved("old", FIRST)
    found = shuke.compare(old, old)
    with pytest.raises(UsageError) as caught:
        found.save(old)
    assert caught.value.key == "compare_into_result"
    found.close()
    assert (old / "run.json").is_file()


def test_a_folder_that_is_no_result_or_was_changed_is_refused(saved: Saved, tmp_path: Path) -> None:
    old = saved("old", FIRST)
    with pytest.raises(UsageError) as caught:
        shuke.compare(tmp_path, old)
    assert caught.value.key == "no_result_here"
    only_people = saved("people", FIRST, formats=("xlsx",))
    with pytest.raises(UsageError) as caught:
        shuke.compare(only_people, old)
    assert caught.value.key == "no_table_here"
    changed = saved("changed", FIRST)
    (changed / "customers.parquet").write_bytes(b"PAR1")
    with pytest.raises(DataError) as caught:
        shuke.compare(old, changed)
    assert caught.value.key == "result_damaged"


def test_ids_under_pseudonyms_are_not_compared_with_plain_ones(
    saved: Saved, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SHUKE_KEY_FILE", str(tmp_path / "key"))
    # Made under a key of this test, so never one that was made before.
    phones = {f"138001380{n:02}": 10 + n for n in range(8)}
    masked, plain = saved("masked", phones), saved("plain", phones, year=2025, raw=True)
    again = saved("again", phones, year=2025)
    assert moves(masked, again) == {}
    with pytest.raises(UsageError) as caught:
        shuke.compare(masked, plain)
    assert caught.value.key == "compare_ids"


def test_scores_by_place_alone_have_no_cause(saved: Saved) -> None:
    split = HALVES.replace("metric: monetary", "metric: monetary, ties: split")
    found = shuke.compare(saved("old", FIRST, split), saved("new", SECOND, split, 2025))
    assert {row["because"] for row in found.moved.rows()} == {None}
    assert "ties: split" in found.summary["compare"]["notes"][0]["en"]
    found.close()


def test_without_a_column_of_money_none_is_told(saved: Saved) -> None:
    days = HALVES.replace("metric: monetary", "metric: frequency")
    found = shuke.compare(saved("old", FIRST, days), saved("new", SECOND, days, 2025))
    told = found.summary["compare"]
    found.close()
    assert {one["monetary"] for one in told["directions"].values()} == {None}
    assert "--metrics monetary" in told["notes"][0]["en"]


def test_a_full_sheet_goes_on_on_the_next_and_titles_are_in_the_language(saved: Saved, tmp_path: Path) -> None:
    found = shuke.compare(saved("old", FIRST), saved("new", SECOND, year=2025))
    write_workbook(found, tmp_path / "small.xlsx", "zh", rows_per_sheet=2)
    found.close()
    book = openpyxl.load_workbook(tmp_path / "small.xlsx")
    assert book.sheetnames == ["升级", "升级 2", "降级", "降级 2", "新进入", "新进入 2", "离开", "离开 2"]
    assert [cell.value for cell in book["升级 2"][2]][:4] == ["d", "B", "A", "自身数据"]
    assert [cell.value for cell in book["升级"][2]][:5] == ["c", "B", "A", "自身数据", "净消费金额"]
    book.close()


def test_ids_that_a_spreadsheet_would_run_are_the_same_customers_in_either_table(saved: Saved) -> None:
    odd = {"=A1": 40, "@b": 30, "c": 20, "d": 10}
    old, new = saved("old", odd, formats=("csv",)), saved("new", {**odd, "c": 50}, year=2025)
    assert moves(old, new) == {"@b": ("A", "B", "demoted", "others"), "c": ("B", "A", "promoted", "own")}
