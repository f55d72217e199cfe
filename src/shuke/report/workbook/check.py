"""The check sheet: pick one customer, and the rating is computed again in the open, by formulas."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shuke.report.workbook import formulas
from shuke.report.workbook.check_places import Places
from shuke.report.workbook.check_scores import Scores
from shuke.report.workbook.desk import FOUND_ROW, INPUT_ROW, LABEL, VALUE, VERDICT_ROW, Desk
from shuke.report.workbook.formulas import quoted
from shuke.report.workbook.grid import Formula, Grid
from shuke.stages.fitted import Ordered

if TYPE_CHECKING:
    from xlsxwriter import Workbook

    from shuke.report.workbook.book import Book
    from shuke.report.workbook.customers import Listing
    from shuke.report.workbook.formats import Formats

WIDTHS = (34, 24, 16, 16, 66)
BESIDE = 14
GOOD, BAD = "#C9EBCF", "#F6C7C2"


def write_check(workbook: Workbook, formats: Formats, book: Book, listing: Listing) -> None:
    """Write the sheet with its formulas and, in them, the first customer's figures."""
    sheet = workbook.add_worksheet(book.say("sheet.check"))
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.hide_gridlines(2)
    desk = Desk(Grid(sheet, formats, [*WIDTHS, *[14] * BESIDE]), book, listing)
    row = _customer(desk)
    row = Scores(desk).write(row + 1)
    row = Places(desk).write(row + 1)
    _remarks(desk, row)
    _verdict(desk)
    desk.grid.write()


def _customer(desk: Desk) -> int:
    """Place the input, where it was found, and the name; return the row after."""
    grid, shown = desk.grid, desk.shown.stored
    grid.put(0, 0, desk.say("title"), "title")
    grid.put(1, 0, desk.say("lead"), "lead")
    grid.put(INPUT_ROW, LABEL, desk.say("customer"), "label")
    grid.put(INPUT_ROW, VALUE, shown.get("customer_id"), "input")
    source = f"={formulas.column(desk.listing.parts[0], 0)}"
    prompt = {"input_title": desk.say("customer"), "input_message": desk.say("prompt")}
    rule = {"validate": "list", "source": source, "show_error": False, **prompt}
    grid.sheet.data_validation(INPUT_ROW, VALUE, INPUT_ROW, VALUE, rule)
    grid.sheet.ignore_errors({"number_stored_as_text": desk.input.replace("$", "")})
    row = FOUND_ROW
    for index, part in enumerate(desk.listing.parts):
        at = 2 if shown and index == 0 else 0
        grid.put(row, LABEL, desk.say("found", sheet=part.name))
        grid.put(row, VALUE, Formula(f"={formulas.row_of(part, desk.input)}", at), "score", align="left")
        row += 1
    if "customer_name" in desk.book.columns:
        name = desk.lookup.value(desk.book.columns.index("customer_name"))
        grid.put(row, LABEL, desk.book.title("customer_name"))
        grid.put(row, VALUE, Formula(f'{name}&""', shown.get("customer_name")), "plain")
        row += 1
    return row


def _remarks(desk: Desk, row: int) -> None:
    """Say what a spreadsheet cannot compute of this rating, and what it computes only nearly."""
    fits = desk.book.fitted.scores
    by_place = [desk.book.title(name) for name, fit in fits.items() if isinstance(fit, Ordered)]
    comma = ", " if desk.book.lang == "en" else "、"
    if by_place:
        desk.grid.put(row, LABEL, desk.say("taken_over", scores=comma.join(by_place)), "lead")
        row += 1
    if desk.loose:
        names = comma.join(desk.book.title(name) for name in sorted(desk.loose))
        desk.grid.put(row, LABEL, desk.say("nearly", scores=names), "lead")


def _verdict(desk: Desk) -> None:
    """Place whether everything computed here is what is stored."""
    agrees, differs, unknown = (desk.say(name) for name in ("agrees", "differs", "unknown"))
    same = f"IF({_all(desk.equal)},{quoted(agrees)},{quoted(differs)})"
    formula = f"=IF({desk.lookup.missing},{quoted(unknown)},{same})"
    shown = desk.shown.agrees
    value = unknown if shown is None else agrees if shown else differs
    desk.grid.put(VERDICT_ROW, LABEL, desk.say("verdict"), "label")
    desk.grid.put(VERDICT_ROW, VALUE, Formula(formula, value), "label", border=1)
    for words, colour in ((agrees, GOOD), (differs, BAD)):
        style = desk.grid.formats.get("label", bg_color=colour)
        rule = {"type": "cell", "criteria": "==", "value": quoted(words), "format": style}
        desk.grid.sheet.conditional_format(VERDICT_ROW, VALUE, VERDICT_ROW, VALUE, rule)


def _all(conditions: list[str]) -> str:
    return f"AND({','.join(conditions)})" if conditions else "TRUE"
