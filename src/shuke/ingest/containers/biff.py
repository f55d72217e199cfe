"""What the records of an old Excel workbook say beside the values of its cells.

The parser of values leaves out error values, number formats, merged ranges and what is hidden; here the records are
walked once for them.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from pathlib import Path

from shuke.errors import DataError
from shuke.ingest.containers import ole
from shuke.ingest.containers.sheet import ERROR, LONG, TOO_LONG, Merge, Patch, Sheet, State, letters
from shuke.ingest.containers.sheet import FORMULA as UNSAVED
from shuke.ingest.containers.xlsx import zero_width
from shuke.ingest.limits import Limits

BOF, EOF = 0x0809, 0x000A
BOUNDSHEET, FORMAT, XF, DATE_MODE = 0x0085, 0x041E, 0x00E0, 0x0022
# A formula that has yet to be computed; together with a result of zero nobody has computed it so far.
TO_COMPUTE = 0x03
ROW, COLINFO, MERGECELLS, PIVOT = 0x0208, 0x007D, 0x00E5, 0x00B0
NUMBER, RK, MULRK, BOOLERR, FORMULA = 0x0203, 0x027E, 0x00BD, 0x0205, 0x0006
LABEL, LABELSST, RSTRING = 0x0204, 0x00FD, 0x00D6
CELLS = {NUMBER, RK, MULRK, BOOLERR, FORMULA, LABEL, LABELSST, RSTRING}
HEADS = struct.Struct("<HH")
PLACE = struct.Struct("<HHH")
STATES: dict[int, State] = {1: "hidden", 2: "very_hidden"}
ERRORS = {
    0x00: "#NULL!",
    0x07: "#DIV/0!",
    0x0F: "#VALUE!",
    0x17: "#REF!",
    0x1D: "#NAME?",
    0x24: "#NUM!",
    0x2A: "#N/A",
}
BIFF8 = 0x0600


class Records:
    """The records of an old Excel workbook.

    Raises:
        DataError: the records are cut, or the workbook is older than Excel 97.
    """

    def __init__(self, path: Path, limits: Limits) -> None:
        self._limits = limits
        try:
            self._data, self.macros = ole.workbook_stream(path)
            if len(self._data) < 8 or int.from_bytes(self._data[4:6], "little") != BIFF8:
                raise DataError("file_is_old_excel")
            self._places, self._zeros, self.epoch_1904 = _globals(self._data)
        except (ole.Broken, struct.error, IndexError):
            raise DataError("compound_damaged") from None
        self.sheets = [sheet for _, sheet in self._places]

    def look(self) -> list[Sheet]:
        """Return the sheets with what their records say.

        Raises:
            DataError: the records are cut.
        """
        try:
            for place, sheet in self._places:
                height, width = _sheet(self._data, place, sheet, self._zeros)
                self._limits.hold(sheet.name, height, width)
        except (struct.error, IndexError):
            raise DataError("compound_damaged") from None
        return self.sheets


def _records(data: bytes, place: int) -> Iterator[tuple[int, int, int]]:
    """Yield the records from a place on: kind, where the body begins, its length."""
    while place + 4 <= len(data):
        kind, length = HEADS.unpack_from(data, place)
        yield kind, place + 4, length
        place += 4 + length


def _globals(data: bytes) -> tuple[list[tuple[int, Sheet]], dict[int, int], bool]:
    """Return where the sheets begin, the cell styles that fill up with zeros, and whether days count from 1904."""
    epoch_1904 = False
    sheets: list[tuple[int, Sheet]] = []
    widths: dict[int, int] = {}
    styles: list[int] = []
    for kind, place, length in _records(data, 0):
        body = data[place : place + length]
        if kind == BOUNDSHEET:
            sheet = Sheet(_text(body, 6, 1), state=STATES.get(body[4] & 3, "visible"))
            sheet.form = {0: "table", 2: "chart"}.get(body[5], "macro")  # type: ignore[assignment]
            sheets.append((int.from_bytes(body[:4], "little"), sheet))
        elif kind == FORMAT:
            width = zero_width(_text(body, 2, 2))
            if width:
                widths[int.from_bytes(body[:2], "little")] = width
        elif kind == XF:
            styles.append(int.from_bytes(body[2:4], "little"))
        elif kind == DATE_MODE:
            epoch_1904 = bool(int.from_bytes(body[:2], "little"))
        elif kind == EOF:
            break
    return sheets, {number: widths[code] for number, code in enumerate(styles) if code in widths}, epoch_1904


def _sheet(data: bytes, start: int, sheet: Sheet, zeros: dict[int, int]) -> tuple[int, int]:
    """Note what is to be known of a sheet, and return its used range."""
    depth, first = 0, 1 << 16
    height, width = 0, 0
    for kind, place, length in _records(data, start):
        if kind == BOF:
            depth += 1
        elif kind == EOF:
            depth -= 1
            if depth <= 0:
                break
        elif depth != 1:
            continue
        elif kind in CELLS:
            row, column, style = PLACE.unpack_from(data, place)
            first = min(first, column)
            height, width = max(height, row + 1), max(width, column + 1)
            _cell(data, kind, place, length, sheet, (row, column, style), zeros)
        else:
            _beside_cells(data, kind, place, length, sheet)
    sheet.first_column = first if first < 1 << 16 else 0
    return height, width


def _beside_cells(data: bytes, kind: int, place: int, length: int, sheet: Sheet) -> None:
    """Note what a record says that is no cell."""
    if kind == ROW:
        sheet.last_row = max(sheet.last_row, int.from_bytes(data[place : place + 2], "little") + 1)
        sheet.hidden_rows += bool(data[place + 12] & 0x20)
    elif kind == COLINFO and data[place + 8] & 1 and len(sheet.hidden_columns) < 50:
        low, high, _ = PLACE.unpack_from(data, place)
        sheet.hidden_columns += [letters(one) for one in range(low, min(high, low + 50) + 1)]
    elif kind == MERGECELLS:
        _merged(data[place : place + length], sheet)
    elif kind == PIVOT:
        sheet.form = "pivot"


def _cell(
    data: bytes, kind: int, place: int, length: int, sheet: Sheet, where: tuple[int, int, int], zeros: dict[int, int]
) -> None:
    """Note what is to be known of a cell."""
    row, column, style = where
    if kind == BOOLERR and data[place + 7]:
        sheet.patches.append(Patch(row, column, ERRORS.get(data[place + 6], "#ERROR"), ERROR))
    elif kind == FORMULA and data[place + 12 : place + 14] == b"\xff\xff":
        if data[place + 6] == 2:
            sheet.patches.append(Patch(row, column, ERRORS.get(data[place + 8], "#ERROR"), ERROR))
    elif (
        kind == FORMULA and length >= 16 and data[place + 14] & TO_COMPUTE and data[place + 6 : place + 14] == bytes(8)
    ):
        sheet.patches.append(Patch(row, column, None, UNSAVED))
    elif kind in {NUMBER, FORMULA}:
        width = zeros.get(style, 0) if kind == NUMBER else 0
        _number(sheet, row, column, struct.unpack_from("<d", data, place + 6)[0], width)
    elif zeros and kind == RK and style in zeros:
        fill(sheet, row, column, rk(data, place + 6), zeros[style])
    elif zeros and kind == MULRK:
        for index in range((length - 6) // 6):
            own = int.from_bytes(data[place + 4 + 6 * index : place + 6 + 6 * index], "little")
            if own in zeros:
                fill(sheet, row, column + index, rk(data, place + 6 + 6 * index), zeros[own])


def _number(sheet: Sheet, row: int, column: int, value: float, width: int) -> None:
    """Note a number that lost digits, or that is shown with leading zeros."""
    if abs(value) >= TOO_LONG:
        sheet.patches.append(Patch(row, column, None, LONG))
    elif width:
        fill(sheet, row, column, value, width)


def fill(sheet: Sheet, row: int, column: int, value: float, width: int) -> None:
    """Give a whole number back the zeros that its format of so many digits shows."""
    if 0 <= value < 10 ** (width - 1) and value < TOO_LONG and value == int(value):
        sheet.patches.append(Patch(row, column, str(int(value)).zfill(width), None))
        sheet.zeros += 1


def rk(data: bytes, place: int) -> float:
    """Return the number that Excel packed into 30 bits and two marks."""
    raw = struct.unpack_from("<i", data, place)[0]
    value = float(raw >> 2) if raw & 2 else struct.unpack("<d", b"\0\0\0\0" + struct.pack("<i", raw & ~3))[0]
    return float(value / 100 if raw & 1 else value)


def _merged(body: bytes, sheet: Sheet) -> None:
    for place in range(2, len(body) - 7, 8):
        top, bottom, left, _ = struct.unpack_from("<HHHH", body, place)
        if bottom > top:
            sheet.merges.append(Merge(left, top, bottom))


def _text(body: bytes, place: int, size: int) -> str:
    """Return a text with its length in ``size`` bytes before it; what goes on in another record is left out."""
    count = int.from_bytes(body[place : place + size], "little")
    wide = body[place + size] & 1
    start = place + size + 1
    # Formatting and phonetics stand between, where there are any.
    start += 2 * bool(body[place + size] & 8) + 4 * bool(body[place + size] & 4)
    raw = body[start : start + (2 * count if wide else count)]
    return raw.decode("utf-16-le" if wide else "latin-1", "replace")
