"""What the records of a binary Excel workbook say beside the values of its cells."""

from __future__ import annotations

import struct
from collections.abc import Iterator

from shuke.errors import DataError, Where
from shuke.ingest.containers.biff import ERRORS, STATES, fill, rk
from shuke.ingest.containers.sheet import ERROR, FORMULA, LONG, TOO_LONG, Merge, Patch, Sheet, letters
from shuke.ingest.containers.xlsx import Parts, relations, zero_width
from shuke.ingest.limits import Limits

WORKBOOK = "xl/workbook.bin"
ROW, FIRST_CELL, LAST_CELL, BUNDLE, MERGE, COLUMNS = 0, 1, 11, 156, 176, 60
BLANK, SHORT_NUMBER, CELL_ERROR, NUMBER_CELL, FORMULA_NUMBER, FORMULA_ERROR = 1, 2, 3, 5, 9, 11
PROPERTIES, FORMAT, STYLE, STYLES_BEGIN, STYLES_END = 153, 44, 47, 617, 618
# A formula that has yet to be computed; together with a result of zero nobody has computed it so far.
TO_COMPUTE = 0x02
WORDS, NUMBER = struct.Struct("<II"), struct.Struct("<d")


class Records:
    """The sheets of a binary Excel workbook.

    Raises:
        DataError: a part is missing or damaged.
    """

    def __init__(self, parts: Parts, limits: Limits) -> None:
        self._parts, self._limits = parts, limits
        targets = relations(parts, WORKBOOK)
        self.sheets: list[Sheet] = []
        self.epoch_1904 = False
        self._zeros: dict[int, int] = {}
        try:
            for kind, body in _records(parts.read(WORKBOOK)):
                if kind == BUNDLE:
                    identity, place = _text(body, 8)
                    what, part = targets.get(identity, ("", ""))
                    sheet = Sheet(_text(body, place)[0], part, STATES.get(body[0] & 3, "visible"))
                    sheet.form = {"worksheet": "table", "chartsheet": "chart"}.get(what, "macro")  # type: ignore[assignment]
                    self.sheets.append(sheet)
                elif kind == PROPERTIES:
                    self.epoch_1904 = bool(body[0] & 1)
            for what, part in targets.values():
                if what == "styles" and part in parts:
                    self._zeros = _zero_styles(parts.read(part))
        except (struct.error, IndexError):
            raise DataError("part_damaged", Where(), part=WORKBOOK) from None

    def look(self) -> list[Sheet]:
        """Return the sheets with what their records say.

        Raises:
            DataError: a sheet is damaged.
        """
        for sheet in self.sheets:
            if sheet.part in self._parts and sheet.form == "table":
                try:
                    height, width = _sheet(b"".join(self._parts.stream(sheet.part)), sheet, self._zeros)
                except (struct.error, IndexError):
                    raise DataError("part_damaged", Where(sheet=sheet.name), part=sheet.part) from None
                self._limits.hold(sheet.name, height, width)
        return self.sheets


def _records(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Yield the records: kind and body; both the kind and the length are numbers of seven bits a byte."""
    place, end = 0, len(data)
    while place < end:
        kind = data[place]
        place += 1
        if kind & 0x80:
            kind = (kind & 0x7F) | (data[place] & 0x7F) << 7
            place += 1
        length, shift = 0, 0
        while True:
            part = data[place]
            place += 1
            length |= (part & 0x7F) << shift
            shift += 7
            if not part & 0x80 or shift > 21:
                break
        yield kind, data[place : place + length]
        place += length


def _zero_styles(data: bytes) -> dict[int, int]:
    """Return the styles of cells whose number format fills up with zeros, with their width."""
    widths: dict[int, int] = {}
    styles: list[int] = []
    inside = False
    for kind, body in _records(data):
        if kind == FORMAT:
            width = zero_width(_text(body, 2)[0])
            if width:
                widths[int.from_bytes(body[:2], "little")] = width
        elif kind in {STYLES_BEGIN, STYLES_END}:
            inside = kind == STYLES_BEGIN
        elif kind == STYLE and inside:
            styles.append(int.from_bytes(body[2:4], "little"))
    return {number: widths[code] for number, code in enumerate(styles) if code in widths}


def _sheet(data: bytes, sheet: Sheet, zeros: dict[int, int]) -> tuple[int, int]:
    """Note what is to be known of a sheet, and return its used range."""
    row, first = 0, 1 << 16
    height, width = 0, 0
    for kind, body in _records(data):
        if FIRST_CELL <= kind <= LAST_CELL:
            column = int.from_bytes(body[:4], "little")
            if kind != BLANK:
                first = min(first, column)
                height, width = max(height, row + 1), max(width, column + 1)
            if kind in {CELL_ERROR, FORMULA_ERROR}:
                sheet.patches.append(Patch(row, column, ERRORS.get(body[8], "#ERROR"), ERROR))
            elif kind in {SHORT_NUMBER, NUMBER_CELL, FORMULA_NUMBER}:
                _number(kind, body, sheet, (row, column), zeros)
        elif kind == ROW:
            row = int.from_bytes(body[:4], "little")
            sheet.last_row = max(sheet.last_row, row + 1)
            sheet.hidden_rows += bool(body[11] & 0x10)
        elif kind == MERGE:
            top, bottom = WORDS.unpack_from(body)
            if bottom > top:
                sheet.merges.append(Merge(int.from_bytes(body[8:12], "little"), top, bottom))
        elif kind == COLUMNS and body[16] & 1 and len(sheet.hidden_columns) < 50:
            low, high = WORDS.unpack_from(body)
            sheet.hidden_columns += [letters(one) for one in range(low, min(high, low + 50) + 1)]
    sheet.first_column = first if first < 1 << 16 else 0
    return height, width


def _number(kind: int, body: bytes, sheet: Sheet, place: tuple[int, int], zeros: dict[int, int]) -> None:
    """Note a number that lost digits, is shown with leading zeros, or was never computed."""
    value = rk(body, 8) if kind == SHORT_NUMBER else NUMBER.unpack_from(body, 8)[0]
    width = zeros.get(int.from_bytes(body[4:7], "little"), 0)
    if abs(value) >= TOO_LONG:
        sheet.patches.append(Patch(*place, None, LONG))
    elif kind == FORMULA_NUMBER:
        if value == 0 and int.from_bytes(body[16:18], "little") & TO_COMPUTE:
            sheet.patches.append(Patch(*place, None, FORMULA))
    elif width:
        fill(sheet, *place, value, width)


def _text(body: bytes, place: int) -> tuple[str, int]:
    """Return a text and where it ends."""
    count = int.from_bytes(body[place : place + 4], "little")
    if count > 1 << 15:
        raise IndexError
    end = place + 4 + 2 * count
    return body[place + 4 : end].decode("utf-16-le", "replace"), end
