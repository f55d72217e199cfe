"""The strategy table as an Excel workbook: group, direction, measures, department, success measure, rhythm, owner."""

from __future__ import annotations

from io import BytesIO

from shuke.locale import text
from shuke.report.workbook.formats import Formats
from shuke.report.workbook.grid import Grid
from shuke.scheme.model import Scheme
from shuke.scheme.spoken.names import worded
from shuke.watch.care.strategy import Care, Strategy

COLUMNS = ("group", "meaning", "direction", "measures", "department", "owner", "success", "rhythm")
WIDTHS = (12, 22, 40, 34, 48, 20, 20, 34, 28)


def book(scheme: Scheme, told: Strategy, lang: str) -> bytes:
    """Return the table as the bytes of a workbook."""
    from xlsxwriter import Workbook

    made = BytesIO()
    workbook = Workbook(made, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    sheet = workbook.add_worksheet(text("care.sheet", lang))
    formats = Formats(workbook)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.freeze_panes(3, 1)
    grid = Grid(sheet, formats, WIDTHS)
    grid.put(0, 0, text("care.title", lang, scheme=worded(scheme.title, lang)), "title")
    heads = [text("care.head.place", lang), *(text(f"care.head.{name}", lang) for name in COLUMNS)]
    grid.heads(2, heads, ["text"] * len(heads))
    for row, care in enumerate(told.rows, start=3):
        grid.put(row, 0, care.place, formats.tier(care.rank, len(told.rows)))
        for col, name in enumerate(COLUMNS, start=1):
            grid.put(row, col, cell(care, name, lang), "wrapped")
    grid.write()
    workbook.close()
    return made.getvalue()


def cell(care: Care, column: str, lang: str) -> str:
    """Return a cell of the strategy table in words, empty where nothing is said."""
    if column == "owner":
        return text("care.separator", lang).join(care.owners)
    if column == "rhythm":
        return rhythm(care, lang)
    words = care.title if column == "group" else getattr(care, column)
    return worded(words, lang) if words is not None else ""


def rhythm(care: Care, lang: str) -> str:
    """Return the rhythm of a group in words: the scheme's, where it has any, else the plan's."""
    if care.said is not None:
        return worded(care.said, lang)
    return worded(care.rhythm.words, lang) if care.rhythm is not None else text("care.rhythm.none", lang)
