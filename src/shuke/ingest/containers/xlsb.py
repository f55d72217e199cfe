"""What the records of a binary Excel workbook say beside the values of its cells."""

from __future__ import annotations

import struct
from collections.abc import Iterator

from shuke.errors import DataError, Where
from shuke.ingest.containers.biff import ERRORS, STATES
from shuke.ingest.containers.sheet import ERROR, LONG, TOO_LONG, Merge, Patch, Sheet, letters
from shuke.ingest.containers.xlsx import Parts, relations
from shuke.ingest.limits import Limits

WORKBOOK = "xl/workbook.bin"
ROW, FIRST_CELL, LAST_CELL, BUNDLE, MERGE, COLUMNS = 0, 1, 11, 156, 176, 60
BLANK, CELL_ERROR, FORMULA_ERROR = 1, 3, 11
NUMBERS = {5, 9}
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
        try:
            for kind, body in _records(parts.read(WORKBOOK)):
                if kind == BUNDLE:
                    identity, place = _text(body, 8)
                    what, part = targets.get(identity, ("", ""))
                    sheet = Sheet(_text(body, place)[0], part, STATES.get(body[0] & 3, "visible"))
                    sheet.form = {"worksheet": "table", "chartsheet": "chart"}.get(what, "macro")  # type: ignore[assignment]
                    self.sheets.append(sheet)
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
                    height, width = _sheet(b"".join(self._parts.stream(sheet.part)), sheet)
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


def _sheet(data: bytes, sheet: Sheet) -> tuple[int, int]:
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
            elif kind in NUMBERS and abs(NUMBER.unpack_from(body, 8)[0]) >= TOO_LONG:
                sheet.patches.append(Patch(row, column, None, LONG))
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


def _text(body: bytes, place: int) -> tuple[str, int]:
    """Return a text and where it ends."""
    count = int.from_bytes(body[place : place + 4], "little")
    if count > 1 << 15:
        raise IndexError
    end = place + 4 + 2 * count
    return body[place + 4 : end].decode("utf-16-le", "replace"), end
