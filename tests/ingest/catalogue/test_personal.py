"""Personal data where nobody expects them: flagged by code, masked in what is shown, never kept of a dropped column."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from cli.terminal import shuke as run
from ingest.catalogue.sheets import sheet
from privacy.searched import found_in, leaks
from shuke.locale import LANGUAGES

pytestmark = pytest.mark.row("Z1")

HEADERS = ("客户编号", "客户名称", "订单号", "下单时间", "金额", "备注")
CASES = {
    "118-a-telephone-in-the-notes": ("备注", "打给 13800138000 即可", "13800138000", "notes.personal_typed"),
    "118-an-identity-number-in-the-notes": ("备注", "11010119900307002X", "11010119900307002X", "notes.personal_typed"),
    "118-a-telephone-in-the-name": ("客户名称", "13800138000", "13800138000", "notes.personal_in_names"),
    "118-an-identity-number-behind-a-name": (
        "客户名称", "李雷11010119900307002X", "11010119900307002X", "notes.personal_in_names",
    ),
}  # fmt: skip


@pytest.fixture(autouse=True)
def key_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHUKE_KEY_FILE", str(tmp_path / "key"))


@pytest.mark.parametrize(("column", "cell", "secret", "key"), CASES.values(), ids=CASES)
def test_personal_data_in_an_unexpected_column_are_flagged_and_not_written(
    column: str, cell: str, secret: str, key: str, tmp_path: Path
) -> None:
    rows = []
    for number in range(6):
        row = [f"C{number}", "散客", f"S{number}", f"2024-03-0{number + 1}", "9.90", ""]
        if number == 3:
            row[HEADERS.index(column)] = cell
        rows.append(tuple(row))
    source = sheet(tmp_path, [HEADERS, *rows])
    for lang in LANGUAGES:
        said = run("score", source, "--out", tmp_path / "out", "--lang", lang, "--format", "csv", "--format", "xlsx")
        assert said.code == 0, said.err
        assert "W-PI" in said.out
        assert f"“{column}”" in said.out
        assert found_in([("said", (said.out + said.err).encode())], [secret]) == []
    assert leaks(tmp_path / "out", [secret]) == []
    told = json.loads((tmp_path / "out" / "run.json").read_text(encoding="utf-8"))["notes"]
    assert [note["code"] for note in told if note.get("code") == "W-PI"] == ["W-PI"]
