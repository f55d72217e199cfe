"""What data leaves open is asked of the person at a terminal, in both languages, and each answer is followed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from cli.at_terminal import at_terminal
from cli.terminal import shuke
from ingest.catalogue.sheets import sheet
from shuke.ingest.profile.document import parse_profile

pytestmark = pytest.mark.row("Z1")

ROWS = [
    ("会员卡号", "下单时间", "付款时间", "金额(千元)"),
    ("A1", "2024-01-05", "2024-01-06", "1.25"),
    ("A2", "2024-01-09", "2024-01-09", "0.8"),
]
PROMPT = {"en": "Which one (number)", "zh": "请选择（输入序号）"}


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_a_person_answers_by_number_or_by_name_until_nothing_is_open(lang: str, tmp_path: Path) -> None:
    source = sheet(tmp_path, ROWS)
    answers = [(PROMPT[lang], "7"), (PROMPT[lang], "2"), (PROMPT[lang], "thousand")]
    shown = at_terminal("score", source, "--out", tmp_path / "out", "--lang", lang, answers=answers)
    assert shown.code == 0, shown.screen
    assert "E-COLS-CLASH" in shown.screen
    assert "E-UNIT" in shown.screen
    reading = json.loads((tmp_path / "out" / "run.json").read_text(encoding="utf-8"))["reading"]
    assert (reading["mapping"], reading["decisions"]) == ({"ordered_at": "付款时间"}, {"amount-unit": "thousand"})
    assert "Traceback" not in shown.screen


def test_a_column_that_only_its_cells_tell_is_offered_with_the_reason(tmp_path: Path) -> None:
    rows = [("甲", "乙", "丙"), *((f"K{n % 3}", f"2024-01-{n + 1:02}", f"{n}.50") for n in range(9))]
    answers = [(PROMPT["zh"], "1")] * 3
    shown = at_terminal("score", sheet(tmp_path, rows), "--out", tmp_path / "out", "--lang", "zh", answers=answers)
    assert shown.code == 0, shown.screen
    assert "100% 的单元格是日期 (乙)" in shown.screen
    assert "100% 的单元格是金额 (丙)" in shown.screen


def test_a_person_who_saves_a_profile_is_asked_and_not_asked_again(tmp_path: Path) -> None:
    source = sheet(tmp_path, ROWS)
    answers = [(PROMPT["en"], "1"), (PROMPT["en"], "1")]
    profile = tmp_path / "p.yaml"
    shown = at_terminal("inspect", source, "--save-profile", profile, "--lang", "en", answers=answers)
    assert shown.code == 0, shown.screen
    (shape,) = parse_profile(profile.read_text(encoding="utf-8")).shapes
    assert (shape.columns["ordered_at"], shape.decisions) == ("下单时间", {"amount-unit": "thousand"})
    assert shuke("score", source, "--profile", profile, "--out", tmp_path / "out").code == 0


def test_a_person_who_goes_away_ends_the_command(tmp_path: Path) -> None:
    shown = at_terminal(
        "score", sheet(tmp_path, ROWS), "--out", tmp_path / "out", "--lang", "en", answers=[(PROMPT["en"], "\x04")]
    )
    assert shown.code == 130
    assert not (tmp_path / "out").exists()
