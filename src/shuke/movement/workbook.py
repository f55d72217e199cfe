"""Who moved as a workbook: one sheet per direction, the promotions and the demotions first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, time
from itertools import chain, islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from xlsxwriter import Workbook

from shuke.locale import text
from shuke.movement.moves import DIRECTIONS, MOVED, Moves
from shuke.report.workbook.formats import Formats
from shuke.report.workbook.grid import write_cell, write_text
from shuke.report.workbook.write import EXCEL_ROWS
from shuke.scheme.builtin import figure
from shuke.scheme.spoken.names import column
from shuke.stages.relation import literal

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

BATCH = 10_000
STYLES = {"days": "days", "count": "count", "money": "money", "rate": "rate", "text": "text", "number": "number"}
WORDS = frozenset({"direction", "because"})


def write_workbook(found: Moves, path: Path, lang: str, *, rows_per_sheet: int = EXCEL_ROWS) -> None:
    """Write the workbook to exactly ``path``; the same comparison gives the same bytes.

    There is a sheet for promotions and one for demotions whenever places have an order, and one for each other
    direction that somebody took; a full sheet goes on on the next.
    """
    with TemporaryDirectory(prefix="shuke-", ignore_cleanup_errors=True) as spill:
        workbook = Workbook(str(path), {"constant_memory": True, "tmpdir": spill})
        as_of = date.fromisoformat(found.new.document["as_of"])
        workbook.set_properties({"created": datetime.combine(as_of, time())})
        formats = Formats(workbook)
        always = {"promoted", "demoted"} if found.kind == "ladder" else set()
        wanted = [name for name in DIRECTIONS if name != "unchanged" and (name in always or name in found.totals)]
        # A workbook needs a sheet, even where nobody moved.
        for direction in wanted or ["changed"]:
            columns = [name for name in found.columns if name != "direction"]
            query = (
                f"SELECT {', '.join(columns)} FROM {MOVED} WHERE direction = {literal(direction)} ORDER BY customer_id"
            )
            _sheets(
                workbook, formats, found, direction, columns, found.engine.stream(query, BATCH), lang, rows_per_sheet
            )
        workbook.close()


def _sheets(
    workbook: Workbook,
    formats: Formats,
    found: Moves,
    direction: str,
    columns: Sequence[str],
    rows: Iterator[tuple[Any, ...]],
    lang: str,
    rows_per_sheet: int,
) -> None:
    """Write everybody of one direction, on as many sheets as they need."""
    name, number = text(f"movement.sheet.{direction}", lang), 1
    ahead = next(rows, None)
    while ahead is not None or number == 1:
        sheet = workbook.add_worksheet(name if number == 1 else f"{name} {number}")
        page = chain([ahead] if ahead is not None else [], islice(rows, rows_per_sheet - 2))
        _fill(sheet, formats, found, columns, page, lang)
        ahead = next(rows, None)
        number += 1


def _fill(
    sheet: Worksheet,
    formats: Formats,
    found: Moves,
    columns: Sequence[str],
    rows: Iterable[tuple[Any, ...]],
    lang: str,
) -> None:
    kinds = [_kind(found, name) for name in columns]
    sheet.freeze_panes(1, 1)
    for place, (name, kind) in enumerate(zip(columns, kinds, strict=True)):
        sheet.set_column(place, place, 24 if name in {"customer_id", "because", "changed"} else 16)
        write_text(sheet, 0, place, header(found, name, lang), formats.head(kind))
    styles = [formats.get(kind) for kind in kinds]
    for count, row in enumerate(rows, start=1):
        for place, (name, value) in enumerate(zip(columns, row, strict=True)):
            if value is not None:
                write_cell(sheet, count, place, _said(found, name, value, lang), styles[place])


def _said(found: Moves, name: str, value: object, lang: str) -> object:
    """Return a cell as people read it: why in words, changed metrics by their titles."""
    if name in WORDS:
        return text(f"movement.because.{value}", lang)
    if name == "changed":
        titles = [column(one, lang, found.new.scheme) for one in str(value).split(", ")]
        return text("movement.and", lang).join(titles)
    return value


def header(found: Moves, name: str, lang: str) -> str:
    """Return the title of a column."""
    for side in ("before", "after"):
        if name.endswith(f"_{side}"):
            title = column(name.removesuffix(f"_{side}"), lang, found.new.scheme)
            return text(f"movement.header.{side}_of", lang, title=title)
    return text(f"movement.header.{name}", lang)


def _kind(found: Moves, name: str) -> str:
    """Return the style of a column."""
    base = name.removesuffix("_before").removesuffix("_after")
    if base == name:
        return "text"
    known = figure(found.new.scheme, base) or figure(found.old.scheme, base)
    return STYLES[known.kind] if known is not None else "composite"
