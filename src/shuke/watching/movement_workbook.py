"""Who moved between two runs as a workbook: the columns of the other files, numbers as numbers, ids as text."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, time
from itertools import chain, islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from shuke.report.workbook.formats import Formats
from shuke.report.workbook.grid import write_cell, write_text
from shuke.report.workbook.write import EXCEL_ROWS

if TYPE_CHECKING:
    from shuke.watching.movement import Movement

BATCH = 10_000
TEXTS = frozenset({"customer_id", "before", "after", "direction", "because"})


def write_workbook(found: Movement, path: Path, rows: Iterable[Sequence[Any]]) -> None:
    """Write rows of a movement to exactly ``path``, on as many sheets as they need; the same rows, the same bytes."""
    from xlsxwriter import Workbook

    with TemporaryDirectory(prefix="shuke-", ignore_cleanup_errors=True) as spill:
        workbook = Workbook(str(path), {"constant_memory": True, "tmpdir": spill})
        workbook.use_zip64()
        as_of = date.fromisoformat(found.new.document["as_of"])
        workbook.set_properties({"created": datetime.combine(as_of, time())})
        formats = Formats(workbook)
        left = iter(rows)
        number, ahead = 0, next(left, None)
        while ahead is not None or number == 0:
            number += 1
            page = chain([ahead] if ahead is not None else [], islice(left, EXCEL_ROWS - 2))
            _fill(workbook.add_worksheet(f"{number}"), formats, found.columns, page)
            ahead = next(left, None)
        workbook.close()


def _fill(sheet: Any, formats: Formats, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    sheet.freeze_panes(1, 1)
    kinds = ["text" if name in TEXTS or name.startswith("passed") else "number" for name in columns]
    for place, (name, kind) in enumerate(zip(columns, kinds, strict=True)):
        sheet.set_column(place, place, 24 if kind == "text" else 16)
        write_text(sheet, 0, place, name, formats.head(kind))
    styles = [formats.get(kind) for kind in kinds]
    for line, row in enumerate(rows, start=1):
        for place, value in enumerate(row):
            if value is not None:
                write_cell(sheet, line, place, value, styles[place])
