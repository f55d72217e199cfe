"""The check sheet as a person reads it: the cell beside a label."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from shuke.locale import text

if TYPE_CHECKING:
    from openpyxl.cell import Cell
    from openpyxl.worksheet.worksheet import Worksheet


def beside(sheet: Worksheet, label: str) -> Cell:
    """Return the first cell with a value to the right of a label."""
    for row in sheet.iter_rows():
        if row[0].value == label:
            return next(cell for cell in row[1:] if cell.value is not None)
    raise AssertionError(f"no label {label!r}")


def enter(sheet: Worksheet, lang: str, customer: str) -> None:
    cell = beside(sheet, text("workbook.check.customer", lang))
    cell.value = customer
    cell.data_type = "s"  # typed into a text cell, so even =1+1 is text


def verdict(sheet: Worksheet, lang: str) -> str:
    return str(beside(sheet, text("workbook.check.verdict", lang)).value)


def result(sheet: Worksheet, lang: str, column: str) -> Any:
    title = text(f"words.column.{column}", lang)
    return beside(sheet, text("workbook.check.here", lang, title=title)).value
