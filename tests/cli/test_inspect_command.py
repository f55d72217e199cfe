"""``shuke inspect``: what each column is taken for and by what, what is open, what would be left out or rejected."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from cli.terminal import shuke
from ingest.catalogue.sheets import sheet

pytestmark = pytest.mark.row("Z1")

ROWS = [
    ("2024年销售报表", "", "", "", ""),
    ("客户编号", "下单时间", "付款时间", "金额(千元)", "手机"),
    ("C1", "2024-01-05", "2024-01-06", "1.5", "13800138000"),
    ("C2", "没有", "2024-02-03", "2", "13900139000"),
    ("合计", "", "", "9", ""),
]


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_every_question_is_shown_with_the_options_that_answer_it(lang: str, tmp_path: Path) -> None:
    said = shuke("inspect", sheet(tmp_path, ROWS), "--lang", lang)
    assert (said.code, said.err) == (3, "")
    for option in ("--map ordered_at=付款时间", "--decide amount-unit=thousand", "--decide total-rows=skip"):
        assert option in said.out
    for code in ("E-COLS-CLASH", "E-UNIT", "E-TOTAL", "W-TITLE", "W-UNIT", "W-TOTAL"):
        assert code in said.out
    assert "13800138000" not in said.out


def test_programs_are_told_the_same(tmp_path: Path) -> None:
    answers = ("--map", "ordered_at=付款时间", "--decide", "amount-unit=thousand", "--decide", "total-rows=skip")
    source = sheet(tmp_path, ROWS)
    (open_,) = json.loads(shuke("inspect", source, "--json").out)
    assert [one["decision"] for one in open_["questions"]] == ["ordered_at", "amount-unit", "total-rows"]
    assert all(one["answer"] is None and one["choices"] for one in open_["questions"])
    said = shuke("inspect", source, *answers, "--json")
    (file,) = json.loads(said.out)
    (table,) = file["tables"]
    assert (said.code, file["stopped"], file["questions"]) == (0, False, [])
    assert (table["header_rows"], table["titles"], table["unit"]) == ([2], {"1": "2024年销售报表"}, "thousand")
    told = {one["header"]: (one["letter"], one["meaning"], one["by"]) for one in table["columns"]}
    assert told["付款时间"] == ("C", "ordered_at", "map")
    assert told["客户编号"] == ("A", "customer_id", "name")
    assert told["下单时间"] == ("B", None, None)
    assert (table["rows"], table["rejected"]) == (2, [])
    assert table["skipped"] == {"skipped_title": 1, "skipped_total": 1}
    assert all(0 <= share <= 1 for one in table["columns"] for share in one["types"].values())


def test_files_of_a_folder_are_told_for_what_they_are(tmp_path: Path) -> None:
    for name, content in {
        "a.csv": "客户编号,订单号,日期,金额\nC1,S1,2024-01-05,10\n",
        "b.csv": "客户编号,互动类型,发生时间\nC1,咨询,2024-01-05\nC2,,2024-01-05\n",
        "c.csv": "客户编号,行业\nC1,零售\n,制造\n",
    }.items():
        (tmp_path / name).write_text(content, encoding="utf-8")
    said = shuke("inspect", tmp_path, "--json")
    told = [(one["role"], one["tables"][0]["rows"], one["tables"][0]["rejected"]) for one in json.loads(said.out)]
    kind, blank = ({"reason": f"{what}_blank", "rows": 1} for what in ("kind", "customer_id"))
    assert said.code == 0
    assert [(role, rows) for role, rows, _ in told] == [("sales", 1), ("interactions", 2), ("customers", 2)]
    assert [[{key: one[key] for key in ("reason", "rows")} for one in gone] for *_, gone in told] == [
        [],
        [kind],
        [blank],
    ]
    assert "taken as the table of interactions" in shuke("inspect", tmp_path, "--lang", "en").out


def test_a_column_that_is_guessed_by_its_cells_is_told_so_and_merged_rows_stand_apart(tmp_path: Path) -> None:
    rows = [f"K{n % 20:03},2024-01-{n % 28 + 1:02},{n % 7}.50" for n in range(60)]
    source = tmp_path / "s.csv"
    source.write_text("谁,哪天,多少\n" + "\n".join([*rows, rows[0], "K001,没有,1"]) + "\n", encoding="utf-8")
    said = shuke("inspect", source, "--policy", "duplicates=merge", "--json")
    (file,) = json.loads(said.out)
    asked = {one["decision"] for one in file["questions"] if one["option"] == "map"}
    told = {one["meaning"]: one["by"] for one in file["tables"][0]["columns"] if one["meaning"]}
    assert asked
    assert {told[name] for name in asked} == {"values"}
    named = [word for name, one in told.items() for word in ("--map", f"{name}={header(file, name)}")]
    line = shuke("inspect", source, "--policy", "duplicates=merge", *named, "--lang", "en").out
    assert "guessed" not in line
    assert "as you said" in line
    assert "  61 rows, 1 would be rejected\n" in line
    assert "\n  besides these, 1 row would be merged" in line


def header(file: dict[str, object], meaning: str) -> str:
    (table,) = file["tables"]  # type: ignore[misc]
    return next(str(one["header"]) for one in table["columns"] if one["meaning"] == meaning)
