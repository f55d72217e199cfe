"""Workbooks as a spreadsheet program writes them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from openpyxl import Workbook


def workbook(path: Path, rows: Iterable[Sequence[object]], **others: Iterable[Sequence[object]]) -> Path:
    """Write a workbook: its first sheet, then one more for each name."""
    book = Workbook()
    sheet = book.active
    sheet.title = "销售明细"
    for row in rows:
        sheet.append(list(row))
    for name, content in others.items():
        other = book.create_sheet(name)
        for row in content:
            other.append(list(row))
    book.save(path)
    return path
