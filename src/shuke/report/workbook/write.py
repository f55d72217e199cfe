"""One run becomes one workbook of a few sheets, in memory that does not grow with the customers."""

from __future__ import annotations

from datetime import date, datetime, time
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from xlsxwriter import Workbook
from xlsxwriter.exceptions import FileCreateError

from shuke.report.workbook.check import write_check
from shuke.report.workbook.columns import write_columns
from shuke.report.workbook.customers import write_customers
from shuke.report.workbook.formats import Formats
from shuke.report.workbook.strategy import write_strategy
from shuke.report.workbook.summary import write_summary

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from shuke.report.workbook.book import Book

EXCEL_ROWS = 1_048_576


def write_workbook(
    path: Path,
    book: Book,
    progress: Callable[[int], None] | None = None,
    *,
    rows_per_sheet: int = EXCEL_ROWS,
) -> None:
    """Write the workbook to exactly ``path``; the same book gives the same bytes.

    Args:
        path: the file to write.
        book: what to write; its rows are read once.
        progress: told, now and then and at the end, how many customers have been written.
        rows_per_sheet: rows that a sheet may hold, header included; the customers go on on further sheets.

    Raises:
        OSError: the file cannot be written; what stands at ``path`` then is not a workbook.
    """
    with TemporaryDirectory(prefix="shuke-", ignore_cleanup_errors=True) as spill:
        workbook = Workbook(str(path), {"constant_memory": True, "tmpdir": spill})
        try:
            _fill(workbook, book, progress, rows_per_sheet)
            workbook.close()
        except FileCreateError as error:
            raise error.args[0] from None
        finally:
            for sheet in workbook.worksheets():
                sheet._opt_close()  # xlsxwriter has no public way to give up an unfinished workbook


def _fill(workbook: Workbook, book: Book, progress: Callable[[int], None] | None, rows_per_sheet: int) -> None:
    workbook.use_zip64()
    as_of = str(book.summary["as_of"])
    workbook.set_properties(
        {
            "title": book.say("document.title", scheme=book.words(book.scheme.title)),
            "subject": book.say("document.subject", as_of=as_of),
            "created": datetime.combine(date.fromisoformat(as_of), time()),
        }
    )
    formats = Formats(workbook)
    listing = write_customers(workbook, formats, book, progress, rows_per_sheet)
    write_summary(workbook, formats, book)
    write_strategy(workbook, formats, book)
    write_columns(workbook, formats, book)
    write_check(workbook, formats, book, listing)
