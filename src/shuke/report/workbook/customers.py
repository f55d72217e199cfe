"""The customers sheet: one row per rated customer with the group's strategy; a full one goes on on the next."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import chain, islice
from typing import TYPE_CHECKING

from shuke.report.workbook.book import IDENTITY, Book
from shuke.report.workbook.formats import Formats, width
from shuke.report.workbook.grid import write_cell, write_text
from shuke.stages.places import group_names

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

STEP = 10_000
MEASURED = 1_000
# Of more groups than these the colours would not be told apart.
COLOURED = 12
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
        centred = column in book.scheme.results
        style = formats.get("head", align="center") if centred else formats.head(book.kind(column))
        write_text(sheet, 0, col, book.header(column), style)
    for col, column in enumerate(book.strategies, start=len(book.columns)):
        write_text(sheet, 0, col, book.strategy_header(column), formats.get("head"))


def _write_rows(
    sheet: Worksheet, formats: Formats, book: Book, rows: Iterator[Row], told: Callable[[int], None]
) -> int:
    """Write the rows under the header and return how many there were."""
    results = {book.columns.index(column): _Result(formats, book, column) for column in book.scheme.results}
    styles = [formats.get(book.kind(column)) for column in book.columns]
    strategies = [(book.columns.index(column), told) for column, told in book.strategies.items()]
    plain = formats.get("text")
    count = 0
    for count, values in enumerate(rows, start=1):
        for col, value in enumerate(values):
            if value is not None:
                style = results[col].style(value) if col in results else styles[col]
                write_cell(sheet, count, col, value, style)
        for col, (at, texts) in enumerate(strategies, start=len(styles)):
            write_text(sheet, count, col, texts.get(str(values[at]), ""), plain)
        if count % STEP == 0:
            told(count)
    return count


class _Result:
    """How the cells of a result look: each of a few groups in a colour of its own."""

    def __init__(self, formats: Formats, book: Book, column: str) -> None:
        names = group_names(book.scheme, book.fitted, column) if column != "code" else ()
        few = len(names) <= COLOURED
        base = "score" if column in {"cell", "cluster"} else "text"
        self._plain = formats.get(base, align="center")
        self._styles: dict[str, Format] = (
            {name: formats.tier(rank, len(names), base) for rank, name in enumerate(names)} if few else {}
        )

    def style(self, value: object) -> Format:
        """Return the format of a value."""
        return self._styles.get(str(value), self._plain)


def _close(sheet: Worksheet, count: int, columns: int) -> None:
    sheet.autofilter(0, 0, count, columns - 1)
    last = chr(ord("A") + min(columns, 26) - 1)
    sheet.ignore_errors({"number_stored_as_text": f"A1:{last}{count + 1}"})


def _tell(told: Callable[[int], None], before: int, here: int) -> None:
    told(before + here)


def _widths(book: Book, sample: list[Row]) -> list[int]:
    """Return the width of each column, the strategies last, from the headers, the kinds and the first rows."""
    widths = []
    for col, column in enumerate(book.columns):
        if column in IDENTITY or book.kind(column) == "text":
            widest = max((width(str(row[col] or "")) for row in sample), default=0)
            most = 44 if column in IDENTITY else 26
            widths.append(min(max(widest + 3, width(book.header(column)) + 3, 14), most))
        else:
            widths.append(17 if book.kind(column) == "money" else 14)
    longest = (max(map(width, told.values()), default=0) for told in book.strategies.values())
    return [*widths, *(min(max(wide, 20) + 2, 110) for wide in longest)]
