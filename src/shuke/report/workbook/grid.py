"""Cells placed in any order, written row by row; text stays text, whatever it looks like."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from shuke.report.workbook.formats import width

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

    from shuke.report.workbook.formats import Formats


LINE = 17  # the height of one line, in points
NUMBERS = (int, Decimal, float)


@dataclass(frozen=True)
class Formula:
    """A live cell: its formula, and the value that a program shows which does not compute."""

    formula: str
    value: object


class Grid:
    """The cells of one small sheet, whose rows must reach the file from top to bottom."""

    def __init__(self, sheet: Worksheet, formats: Formats, widths: Sequence[int]) -> None:
        self.sheet = sheet
        self.formats = formats
        self._widths = widths
        self._cells: dict[tuple[int, int], tuple[object, Format]] = {}
        sheet.set_default_row(LINE)
        for col, wide in enumerate(widths):
            sheet.set_column(col, col, wide)

    def put(self, row: int, col: int, value: object, style: str | Format = "plain", **more: Any) -> None:
        """Place a text, number or formula; None leaves an empty cell in its format."""
        made = self.formats.get(style, **more) if isinstance(style, str) else style
        self._cells[row, col] = (value, made)

    def line(self, row: int, values: Sequence[object], styles: Sequence[str], **more: Any) -> None:
        """Place the cells of one row from its first column on."""
        for col, (value, style) in enumerate(zip(values, styles, strict=True)):
            self.put(row, col, value, style, **more)

    def heads(self, row: int, titles: Sequence[str], kinds: Sequence[str]) -> None:
        """Place a header row over cells of the given kinds."""
        for col, (title, kind) in enumerate(zip(titles, kinds, strict=True)):
            self.put(row, col, title, self.formats.head(kind))

    def write(self) -> None:
        """Write all cells, with rows as high as their wrapped texts need."""
        for row, lines in self._lines().items():
            self.sheet.set_row(row, LINE * lines)
        for row, col in sorted(self._cells):
            value, style = self._cells[row, col]
            write_cell(self.sheet, row, col, value, style)

    def _lines(self) -> dict[int, int]:
        """Return the rows that need more than one line, as not every program finds that out by itself."""
        needed = {row: 1 for row, _ in self._cells}
        for (row, col), (value, style) in self._cells.items():
            if style.font_size > 14:
                needed[row] = 2
            elif style.text_wrap and col < len(self._widths):
                needed[row] = max(needed[row], -(-width(str(value)) // (self._widths[col] - 1)))
        return {row: lines for row, lines in needed.items() if lines > 1}


def write_cell(sheet: Worksheet, row: int, col: int, value: object, style: Format | None) -> None:
    """Write one cell by the type of its value."""
    if isinstance(value, str):
        write_text(sheet, row, col, value, style)
    elif isinstance(value, Formula):
        sheet.write_formula(row, col, value.formula, style, "" if value.value is None else value.value)
    elif isinstance(value, date):
        sheet.write_datetime(row, col, datetime.combine(value, time()), style)
    elif isinstance(value, NUMBERS):
        sheet.write_number(row, col, value, style)
    elif value is None:
        sheet.write_blank(row, col, None, style)
    else:
        raise TypeError(type(value).__name__)


def write_text(sheet: Worksheet, row: int, col: int, value: str, style: Format | None) -> None:
    """Write text that can never become a formula, a link, a number or markup."""
    if not value.isascii():
        value = value.encode("utf-8", "replace").decode("utf-8")
    if value.startswith("<r>") and value.endswith("</r>"):
        # xlsxwriter takes such a text for finished rich text and would write its markup as it stands.
        sheet.write_rich_string(row, col, value[:1], value[1:2], value[2:], style)
    else:
        sheet.write_string(row, col, value, style)
