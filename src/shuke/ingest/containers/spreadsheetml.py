"""Excel's XML of 2003, which some systems still write under the name of a workbook."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from shuke.errors import DataError, Where
from shuke.ingest.containers import decoded
from shuke.ingest.containers.grid import Grids
from shuke.ingest.containers.markup import parse, strict_parser
from shuke.ingest.containers.rows import Rows
from shuke.ingest.containers.sheet import ERROR, FORMULA, LONG, Merge, Patch, Sheet, State, is_long, letters
from shuke.ingest.containers.xlsx import zero_width
from shuke.ingest.limits import Limits

ALL, TRUE = "*", "1"
LAST_ROW, LAST_COLUMN = 1_048_576, 16_384
STATES: dict[str, State] = {"SheetHidden": "hidden", "SheetVeryHidden": "very_hidden"}


def read_spreadsheetml(request: Mapping[str, Any], limits: Limits) -> dict[str, Any]:
    """Return the facts of a workbook in the XML of 2003, the grids of its wanted sheets written.

    Raises:
        DataError: the XML is broken, has a document type, or a sheet is beyond the limits.
    """
    from shuke.ingest.containers.workbook import sheet_facts

    path, work = Path(request["path"]), Path(request["work"])
    reader = _Reader(work, limits)
    parser = strict_parser(path.name)
    parser.buffer_text = True
    parser.StartElementHandler = reader.start
    parser.EndElementHandler = reader.end
    parser.CharacterDataHandler = reader.say
    for text in decoded.characters(path, decoded.find(path, request["encoding"])):
        parse(parser, text.removeprefix("\ufeff"), request["name"], final=False)
    parse(parser, "", request["name"])
    wanted = request["sheets"]
    grids = Grids(Path(request["folder"]), work)
    told = []
    for number, rows in enumerate(reader.sheets):
        sheet = rows.sheet
        facts = sheet_facts(sheet)
        by_name = wanted and ALL not in wanted
        if (sheet.name in wanted if by_name else sheet.state == "visible") and rows.filled:
            grid = f"{request['grid']}-{number}.parquet"
            marked = grids.from_csv(rows.path, rows.width, grid, sheet)
            facts |= {"grid": grid, "rows": rows.height, "width": rows.width, "marked": marked}
        told.append(facts | {"last_row": rows.height})
    return {"sheets": told}


class _Reader:
    """Takes the tags as they come; what a sheet is made of is known by their local names."""

    def __init__(self, work: Path, limits: Limits) -> None:
        self.sheets: list[Rows] = []
        self._work, self._limits = work, limits
        self._zeros: dict[str, int] = {}
        self._style = ""
        self._rows: Rows | None = None
        self._row: list[str] | None = None
        self._column = 0
        self._cell: dict[str, str] = {}
        self._type = ""
        self._text: list[str] | None = None
        self._visible: list[str] | None = None

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """Take a start tag."""
        name = tag.rpartition(":")[2]
        given = {key.rpartition(":")[2]: value for key, value in attributes.items()}
        if name == "Style":
            self._style = given.get("ID", "")
        elif name == "NumberFormat":
            width = zero_width(given.get("Format", ""))
            if width:
                self._zeros[self._style] = width
        elif name == "Worksheet":
            number = len(self.sheets)
            self._rows = Rows(self._work / f"sheet-{number}.csv", Sheet(given.get("Name", "")), self._limits)
            self.sheets.append(self._rows)
        elif name == "Visible":
            self._visible = []
        elif self._rows is not None:
            self._start_in_sheet(self._rows, name, given)

    def _start_in_sheet(self, rows: Rows, name: str, given: dict[str, str]) -> None:
        if name == "Column" and given.get("Hidden") == TRUE and len(rows.sheet.hidden_columns) < 50:
            rows.sheet.hidden_columns.append(letters(_index(given, 1, LAST_COLUMN, rows) - 1))
        elif name == "Row":
            place = _index(given, rows.height + 1, LAST_ROW, rows)
            rows.skip(max(0, place - 1 - rows.height))
            rows.sheet.hidden_rows += given.get("Hidden") == TRUE
            self._row, self._column = [], 0
        elif name == "Cell" and self._row is not None:
            self._column = max(_index(given, self._column + 1, LAST_COLUMN, rows) - 1, len(self._row))
            rows.hold(rows.height + 1, self._column + 1)
            self._row += [""] * (self._column - len(self._row))
            self._cell, self._type, self._text = given, "", None
        elif name == "Data" and self._row is not None:
            self._type, self._text = given.get("Type", "String"), []

    def say(self, text: str) -> None:
        """Take text."""
        if self._visible is not None:
            self._visible.append(text)
        elif self._text is not None:
            self._text.append(text)

    def end(self, tag: str) -> None:
        """Take an end tag."""
        name = tag.rpartition(":")[2]
        if name == "Visible" and self._visible is not None and self._rows is not None:
            self._rows.sheet.state = STATES.get("".join(self._visible).strip(), "visible")
            self._visible = None
        elif name == "Worksheet" and self._rows is not None:
            self._rows.close()
            self._rows = None
        elif self._rows is None or self._row is None:
            return
        elif name == "Cell":
            self._end_cell(self._rows, self._row)
        elif name == "Row":
            self._rows.add(self._row)
            self._row = None

    def _end_cell(self, rows: Rows, row: list[str]) -> None:
        sheet, place = rows.sheet, (rows.height, len(row))
        text = "".join(self._text or ())
        if self._type == "Error":
            sheet.patches.append(Patch(*place, text[:16] or "#ERROR", ERROR))
        elif "Formula" in self._cell and self._text is None:
            sheet.patches.append(Patch(*place, None, FORMULA))
        elif self._type == "Number" and is_long(text):
            sheet.patches.append(Patch(*place, None, LONG))
        width = self._zeros.get(self._cell.get("StyleID", ""), 0)
        if width and self._type == "Number" and text.isdecimal() and len(text) < width:
            text = text.zfill(width)
            sheet.zeros += 1
        across = min(_number(self._cell.get("MergeAcross")), LAST_COLUMN)
        rows.hold(rows.height + 1, len(row) + 1 + across)
        row += [text, *[""] * across]
        down = min(_number(self._cell.get("MergeDown")), LAST_ROW)
        if down:
            sheet.merges.append(Merge(place[1], place[0], place[0] + down))
        self._column, self._text = len(row), None


def _index(given: Mapping[str, str], following: int, last: int, rows: Rows) -> int:
    """Return where a row, cell or column stands: where it says, else behind the one before."""
    place = _number(given.get("Index")) or following
    if place > last:
        raise DataError("part_damaged", Where(sheet=rows.sheet.name), part="Index")
    return place


def _number(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdecimal() and len(text) < 9 else 0
