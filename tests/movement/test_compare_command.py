"""The command as a user runs it, in both languages."""

from __future__ import annotations

from pathlib import Path

import pytest

from cli.terminal import shuke
from movement.conftest import Saved
from movement.test_movement import FIRST, SECOND

pytestmark = [pytest.mark.row("Z7"), pytest.mark.slow]


def test_it_tells_the_matrix_the_sums_the_causes_and_the_drift(saved: Saved, tmp_path: Path) -> None:
    old, new = saved("old", FIRST), saved("new", SECOND, year=2025)
    said = shuke("compare", old, new, "--out", tmp_path / "moved", "--format", "csv", "--lang", "en")
    assert said.code == 0
    assert said.err == ""
    lines = [line.rstrip() for line in said.out.splitlines()]
    assert lines[:6] == [
        "Halves: 2024-12-31 → 2025-12-31",
        "",
        "Customers (Tier last time down, Tier now across):",
        "  Tier         A  B  (not rated)",
        "  A            ·  2            1",
        "  B            2  ·            1",
    ]
    assert "  promoted  2  110.00  own figures: 2" in lines
    assert "  demoted   2   70.00  the others: 2" in lines
    assert "  gone      2   50.00" in lines
    assert any("rule of thumb" in line for line in lines)
    assert lines[-2:] == [f"  {tmp_path / 'moved' / name}" for name in ("moved.csv", "summary.json")]
    chinese = shuke("compare", old, new, "--lang", "zh").out
    assert "两半：2024-12-31 → 2025-12-31" in chinese
    assert "  升级    2  110.00  自身数据 2" in chinese
    assert "  降级    2   70.00  其他客户 2" in chinese


@pytest.mark.parametrize(
    ("lang", "told"),
    [("en", "there is no result of shuke score here"), ("zh", "这里没有 shuke score 的结果")],
)
def test_a_folder_without_a_result_is_told(tmp_path: Path, lang: str, told: str) -> None:
    said = shuke("compare", tmp_path, tmp_path, "--lang", lang)
    assert said.code == 2
    assert told in said.err
    assert said.out == ""


def test_a_format_wants_a_folder(tmp_path: Path) -> None:
    said = shuke("compare", tmp_path, tmp_path, "--format", "csv", "--lang", "en")
    assert said.code == 2
    assert "--out DIR" in said.lines[1]


@pytest.mark.row("B4")
@pytest.mark.parametrize(("lang", "told"), [("en", "has no grace"), ("zh", "没有宽限")])
def test_an_earlier_rating_is_refused_by_a_scheme_without_grace(
    saved: Saved, tmp_path: Path, lang: str, told: str
) -> None:
    old = saved("old", FIRST)
    source = tmp_path / "sales.csv"
    source.write_text("customer,date,amount\nA,2025-01-05,10\n", encoding="utf-8")
    said = shuke("score", source, "--earlier", old, "--out", tmp_path / "out", "--lang", lang)
    assert said.code == 2
    assert told in said.lines[0]
    assert not (tmp_path / "out").exists()
