"""The customers sheet: one row per rated customer with the tier's advice; a full one goes on on the next."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import chain, islice
from typing import TYPE_CHECKING

from shuke.locale import text
from shuke.report.workbook.book import IDENTITY, Book
from shuke.report.workbook.formats import Formats, width
from shuke.report.workbook.grid import write_cell, write_text

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

STEP = 10_000
MEASURED = 1_000
Row = Sequence[object]


@dataclass(frozen=True)
class Part:
    """One customers sheet: its name and how many customers stand on it, from the second row on."""

    name: str
    customers: int


@dataclass(frozen=True)
class Listing:
    """Where the customers stand: the sheets, and the first customer's row."""

    parts: tuple[Part, ...]
    first: Row | None


def write_customers(
    workbook: Workbook,
    formats: Formats,
    book: Book,
    progress: Callable[[int], None] | None,
    rows_per_sheet: int,
) -> Listing:
    """Write all customers and return where they stand; there is a sheet even when nobody is rated."""
    told = progress or (lambda _: None)
    rows = iter(book.rows)
    sample = list(islice(rows, MEASURED))
    rows = chain(sample, rows)
    widths = _widths(book, sample)
    parts: list[Part] = []
    done = 0
    ahead = next(rows, None)
    while ahead is not None or not parts:
        name = book.say("sheet.customers") + (f" {len(parts) + 1}" if parts else "")
        sheet = workbook.add_worksheet(name)
        _open(sheet, formats, book, widths)
        page = chain([ahead] if ahead is not None else [], islice(rows, rows_per_sheet - 2))
        count = _write_rows(sheet, formats, book, page, partial(_tell, told, done))
        _close(sheet, count, len(widths))
        parts.append(Part(name, count))
        done += count
        ahead = next(rows, None)
    told(done)
    return Listing(tuple(parts), sample[0] if sample else None)


def _open(sheet: Worksheet, formats: Formats, book: Book, widths: list[int]) -> None:
    sheet.freeze_panes(1, 1)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    sheet.set_row(0, 34)
    for col, wide in enumerate(widths):
        sheet.set_column(col, col, wide)
    for col, column in enumerate(book.columns):
        style = formats.get("head", align="center") if column == "tier" else formats.head(book.kind(column))
        write_text(sheet, 0, col, book.header(column), style)
    write_text(sheet, 0, len(book.columns), text("words.column.strategy", book.lang), formats.get("head"))


def _write_rows(
    sheet: Worksheet, formats: Formats, book: Book, rows: Iterator[Row], told: Callable[[int], None]
) -> int:
    """Write the rows under the header and return how many there were."""
    styles = [formats.get(book.kind(column)) for column in book.columns]
    strategies = book.strategies()
    tiers = _tier_formats(formats, book)
    at = book.columns.index("tier")
    plain = formats.get("text")
    count = 0
    for count, values in enumerate(rows, start=1):
        for col, value in enumerate(values):
            if value is not None and col != at:
                write_cell(sheet, count, col, value, styles[col])
        tier = str(values[at])
        write_text(sheet, count, at, tier, tiers.get(tier, plain))
        write_text(sheet, count, len(styles), strategies.get(tier, ""), plain)
        if count % STEP == 0:
            told(count)
    return count


def _close(sheet: Worksheet, count: int, columns: int) -> None:
    sheet.autofilter(0, 0, count, columns - 1)
    sheet.ignore_errors({"number_stored_as_text": f"A1:B{count + 1}"})


def _tell(told: Callable[[int], None], before: int, here: int) -> None:
    told(before + here)


def _tier_formats(formats: Formats, book: Book) -> dict[str, Format]:
    tiers = book.scheme.tiers
    return {tier.tier: formats.tier(rank, len(tiers)) for rank, tier in enumerate(tiers)}


def _widths(book: Book, sample: list[Row]) -> list[int]:
    """Return the width of each column, the advice last, from the headers, the kinds and the first rows."""
    widths = []
    for col, column in enumerate(book.columns):
        if column in IDENTITY:
            widest = max((width(str(row[col] or "")) for row in sample), default=0)
            widths.append(min(max(widest, width(book.header(column))) + 3, 44))
        else:
            widths.append(17 if book.kind(column) == "money" else 14)
    advice = max((width(words) for words in book.strategies().values()), default=0)
    return [*widths, min(max(advice, 20) + 2, 110)]
