"""Tables of web pages, as many systems export them under the name of a workbook.

Of several tables the one with the most filled cells is read. Nothing but the text of its cells is taken: no script,
no style, nothing linked.
"""

from __future__ import annotations

from collections.abc import Mapping
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

from shuke.errors import DataError
from shuke.ingest.containers import decoded
from shuke.ingest.containers.grid import Grids
from shuke.ingest.containers.rows import Rows
from shuke.ingest.containers.sheet import Merge, Sheet
from shuke.ingest.limits import Limits

# What browsers take at most.
MOST_COLUMNS_SPANNED, MOST_ROWS_SPANNED = 1000, 65_534
MOST_TABLES, DEEPEST = 1000, 40
SILENT = ("script", "style", "template")
BREAKS = ("br", "p", "div", "li")


def read_html(request: Mapping[str, Any], limits: Limits) -> dict[str, Any]:
    """Return the facts of the largest table of a page, its grid written.

    Raises:
        DataError: the page has no table, or one beyond the limits.
    """
    from shuke.ingest.containers.workbook import sheet_facts

    path, work = Path(request["path"]), Path(request["work"])
    parser = _Tables(work, limits)
    for text in decoded.characters(path, decoded.find(path, request["encoding"])):
        parser.feed(text)
    parser.close()
    tables = parser.finished()
    if not tables:
        raise DataError("page_without_table")
    best = max(tables, key=lambda table: table.cells)
    rows = best.rows
    if not best.cells:
        raise DataError("workbook_empty")
    grid = f"{request['grid']}-0.parquet"
    marked = Grids(Path(request["folder"]), work).from_csv(rows.path, rows.width, grid, rows.sheet)
    facts = sheet_facts(rows.sheet) | {"grid": grid, "rows": rows.height, "width": rows.width, "marked": marked}
    return {"sheets": [facts | {"last_row": rows.height}], "tables": len(tables)}


class _Table:
    """One table while it is read: its rows so far, the row at hand, and cells that reach down into later rows."""

    def __init__(self, rows: Rows) -> None:
        self.rows, self.cells = rows, 0
        self._row: list[str] | None = None
        # Column -> how many more rows a cell above takes there.
        self._taken: dict[int, int] = {}
        self._text: list[str] | None = None
        self._span = (1, 1)

    def start_row(self) -> None:
        self.end_row()
        self._row = []

    def start_cell(self, columns: int, rows: int) -> None:
        self.end_cell()
        if self._row is None:
            self._row = []
        self._text, self._span = [], (columns, rows)

    def say(self, text: str) -> None:
        if self._text is not None:
            self._text.append(text)

    def end_cell(self) -> None:
        if self._text is None or self._row is None:
            return
        text = " ".join("".join(self._text).replace("\xa0", " ").split())
        self._text = None
        while self._taken.get(len(self._row), 0):
            self._row.append("")
        column, (columns, rows) = len(self._row), self._span
        self._row += [text, *[""] * (columns - 1)]
        self.rows.hold(self.rows.height + 1, len(self._row))
        self.cells += bool(text)
        if rows > 1:
            # Cells taken from above are counted down when the row ends, this one included.
            self._taken.update(dict.fromkeys(range(column, column + columns), rows))
            top = self.rows.height
            self.rows.sheet.merges.append(Merge(column, top, top + rows - 1))

    def end_row(self) -> None:
        self.end_cell()
        if self._row is None:
            return
        self.rows.add(self._row)
        self._row = None
        self._taken = {column: left - 1 for column, left in self._taken.items() if left > 1}


class _Tables(HTMLParser):
    """Collects every table of a page; a table inside a cell is a table of its own."""

    def __init__(self, work: Path, limits: Limits) -> None:
        super().__init__(convert_charrefs=True)
        self._work, self._limits = work, limits
        self._open: list[_Table] = []
        self._done: list[_Table] = []
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in SILENT:
            self._silent += 1
        elif tag == "table":
            self._start_table()
        elif self._open:
            table = self._open[-1]
            if tag == "tr":
                table.start_row()
            elif tag in {"td", "th"}:
                given = dict(attrs)
                columns = _span(given.get("colspan"), MOST_COLUMNS_SPANNED)
                table.start_cell(columns, _span(given.get("rowspan"), MOST_ROWS_SPANNED))
            elif tag in BREAKS:
                table.say(" ")

    def handle_endtag(self, tag: str) -> None:
        if tag in SILENT:
            self._silent = max(0, self._silent - 1)
        elif self._open:
            table = self._open[-1]
            if tag == "table":
                self._end_table()
            elif tag == "tr":
                table.end_row()
            elif tag in {"td", "th"}:
                table.end_cell()

    def handle_data(self, data: str) -> None:
        if self._open and not self._silent:
            self._open[-1].say(data)

    def finished(self) -> list[_Table]:
        """Return the tables of the page, those that were never closed too."""
        while self._open:
            self._end_table()
        return self._done

    def _start_table(self) -> None:
        if len(self._done) + len(self._open) >= MOST_TABLES or len(self._open) >= DEEPEST:
            raise DataError("page_too_deep", limit=MOST_TABLES)
        number = len(self._done) + len(self._open)
        rows = Rows(
            self._work / f"table-{number}-{len(self._open)}.csv", Sheet("", f"table {number + 1}"), self._limits
        )
        self._open.append(_Table(rows))

    def _end_table(self) -> None:
        table = self._open.pop()
        table.end_row()
        table.rows.close()
        self._done.append(table)


def _span(text: str | None, most: int) -> int:
    """Return how many columns or rows a cell takes."""
    return min(int(text), most) if text and text.isascii() and text.isdecimal() and len(text) < 9 and int(text) else 1
