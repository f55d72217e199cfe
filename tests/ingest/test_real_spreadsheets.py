"""Workbooks as LibreOffice writes them in its own and in Excel's old format, read like the workbook they came from."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest
import xlsxwriter

from ingest.catalogue.sheets import Read, read

SOFFICE = shutil.which("soffice")
pytestmark = [
    pytest.mark.slow,
    pytest.mark.row("Z1"),
    pytest.mark.skipif(SOFFICE is None, reason="LibreOffice is not installed"),
]


def written(path: Path) -> Path:
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("销售")
        zeros, day = book.add_format({"num_format": "00000"}), book.add_format({"num_format": "yyyy/m/d"})
        sheet.write_row(0, 0, ["客户编号", "订单号", "日期", "金额", "备注"])
        for row in range(1, 41):
            sheet.write_number(row, 0, row % 7, zeros)
            sheet.write_string(row, 1, f"S{row}")
            sheet.write_number(row, 2, 45290 + row, day)
            sheet.write_number(row, 3, row * 1.37)
        sheet.write_formula(5, 3, "=1/0", None, "#DIV/0!")
        sheet.merge_range(9, 4, 12, 4, "同一单")
        sheet.set_row(20, None, None, {"hidden": True})
        sheet.set_column(6, 7, None, None, {"hidden": True})
        book.add_worksheet("旧").hide()
    return path


def told(found: Read) -> list[str]:
    return sorted(line.split()[0] for line in found.told["en"])


@pytest.mark.parametrize("kind", ["xls", "ods"])
def test_another_format_of_the_same_workbook_is_read_the_same(kind: str, tmp_path: Path) -> None:
    source = written(tmp_path / "a.xlsx")
    profile = f"-env:UserInstallation=file://{tmp_path / 'profile'}"
    made = tmp_path / "made"
    subprocess.run(
        [str(SOFFICE), profile, "--headless", "--convert-to", kind, "--outdir", str(made), str(source)],
        check=True,
        capture_output=True,
        timeout=120,
    )
    here, there = read(source), read(made / f"a.{kind}")
    assert there.lines == here.lines
    assert there.rejected == here.rejected == [(6, "amount_is_error")]
    assert there.lines[0][0] == "00001"
    assert told(there) == told(here) == ["W-HIDDEN", "W-HIDDENCOLS", "W-HIDDENROWS", "W-MERGED", "W-ZEROS"]
