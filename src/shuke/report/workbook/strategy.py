"""The strategy sheet: class, direction, measures, department, success measure, rhythm, as the scheme says them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shuke.report.workbook.grid import Grid
from shuke.scheme.sentences import rule

if TYPE_CHECKING:
    from xlsxwriter import Workbook

    from shuke.report.workbook.book import Book
    from shuke.report.workbook.formats import Formats

TEXTS = ("title", "meaning", "rule", "direction", "measures", "department", "success", "rhythm")
WIDTHS = (20, 24, 40, 40, 32, 48, 20, 34, 28)


def write_strategy(workbook: Workbook, formats: Formats, book: Book) -> None:
    """Write the sheet, one table per list of groups; a scheme without named groups has none."""
    if not book.scheme.groups:
        return
    sheet = workbook.add_worksheet(book.say("sheet.strategy"))
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.freeze_panes(0, 1)
    grid = Grid(sheet, formats, WIDTHS)
    grid.put(0, 0, book.say("strategy.title"), "title")
    row = 2
    for column, groups in book.scheme.groups.items():
        heads = [book.title(column), *(book.say(f"strategy.head.{name}") for name in TEXTS)]
        grid.heads(row, heads, ["text"] * len(heads))
        for rank, group in enumerate(groups):
            row += 1
            words = {name: book.words(getattr(group, name)) for name in TEXTS if name != "rule"}
            words["rule"] = rule(book.scheme, group, book.lang)
            grid.put(row, 0, group.name, formats.tier(rank, len(groups)))
            for col, name in enumerate(TEXTS, start=1):
                grid.put(row, col, words[name], "wrapped")
        row += 2
    grid.write()
