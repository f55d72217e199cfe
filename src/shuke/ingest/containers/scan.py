"""A fast look over the XML of a sheet for what a parser of values leaves out.

Error values, formulas without a saved result, numbers shown with leading zeros, merged ranges, hidden rows and
columns, and how far the sheet goes. The bytes are searched, not parsed: a sheet that has none of these costs
little more than its unpacking, and only the cells that are found are looked at one by one. A single byte is found
ten times as fast as a word that ends in a common one, so a word with a rare byte is looked for where that byte is.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from shuke.errors import DataError, Where
from shuke.ingest.containers.sheet import ERROR, FORMULA, LONG, Merge, Patch, Sheet, area, letters, number
from shuke.ingest.limits import Limits

# A row that is longer than this is looked at in pieces.
LONGEST_PIECE = 32 << 20
# A sheet up to this size is measured cell by cell before anything parses it.
MEASURED = 8 << 20
DECLARED = re.compile(rb"<(?:[\w.]+:)?dimension\b[^>]*\bref=[\"']([A-Z0-9:$]+)[\"']")
PREFIX = re.compile(rb"<([\w.]+:)?worksheet\b")
ROW_NUMBER = re.compile(rb"\br=[\"']([0-9]{1,7})[\"']")
CELL_PLACE = re.compile(rb"\br=[\"']([A-Z]{1,3})([0-9]{1,7})[\"']")
MOST_MERGES = 1_000_000
# Numbers of more than 15 digits are told by their length, once every digit is a 0.
DIGITS, ZEROS = bytes.maketrans(b"123456789", b"000000000"), b"0" * 16
LONG_NUMBER = rb"-?[0-9]{16,}(?:\.[0-9]*)?|-?[0-9](?:\.[0-9]+)?[eE]\+?(?:1[5-9]|[2-9][0-9]|[1-9][0-9]{2})"


@dataclass
class _Seen:
    """How far the look has come."""

    rows: int = 0
    last_row: int = 0
    width: int = 0
    height: int = 0
    first_column: int | None = None


class Look:
    """Looks over the XML of one sheet and notes in ``sheet`` what it finds."""

    def __init__(self, sheet: Sheet, zeros: Mapping[int, int], *, measure: bool, limits: Limits) -> None:
        self._sheet, self._zeros, self._measure, self._limits = sheet, zeros, measure, limits
        self._seen = _Seen()
        self._prefix = b""
        self._root, self._shared = False, False

    def over(self, blocks: Iterable[bytes]) -> None:
        """Look over the whole sheet.

        Raises:
            DataError: the sheet has a document type, or its cells lie too far apart.
        """
        rest, first = b"", True
        for block in blocks:
            piece = rest + block
            if first:
                if len(piece) < 4096 and not piece.rstrip().endswith(b">"):
                    rest = piece
                    continue
                self._start(piece)
                first = False
            cut = self._cut(piece)
            self._piece(piece[:cut])
            rest = piece[cut:]
        if first:
            self._start(rest)
        self._piece(rest)
        # What stands behind the last row, the merged ranges among it, is in the last piece.
        self._merges(rest)
        self._sheet.last_row = max(self._seen.last_row, self._seen.rows)
        self._sheet.first_column = self._seen.first_column or 0

    def _start(self, piece: bytes) -> None:
        found = PREFIX.search(piece[: 1 << 16])
        self._prefix = (found[1] or b"") if found else b""
        prefix = re.escape(self._prefix)
        self._places = self._valued(b"[A-Z]{1,3}")
        styles = b"|".join(str(style).encode() for style in self._zeros) or b"-"
        self._row = re.compile(b"<" + prefix + rb"row\b([^>]*)")
        self._cell = re.compile(b"<" + prefix + rb"c\b([^>]*)>(.*?)</" + prefix + b"c>", re.DOTALL)
        self._value = re.compile(b"<" + prefix + rb"v>([^<]*)<")
        self._column = re.compile(b"<" + prefix + rb"col\b([^>]*)")
        self._merge = re.compile(b"<" + prefix + rb"mergeCell\b[^>]*\bref=[\"']([A-Z0-9:$]+)[\"']")
        style = rb"c\b([^>]*\bs=[\"'](" + styles + rb")[\"'][^>]*)>"
        formula = b"(?:<" + prefix + rb"f\b[^>]*(?:/>|>[^<]*</" + prefix + b"f>))?"
        self._padded = re.compile(b"<" + prefix + style + formula + b"<" + prefix + rb"v>([0-9]{1,40})</")
        self._long = re.compile(
            b"<" + prefix + rb"c\b([^>]*)>" + formula + b"<" + prefix + b"v>(?:" + LONG_NUMBER + b")<"
        )
        self._long_marks = tuple(b"<" + self._prefix + b"v>" + sign + ZEROS for sign in (b"", b"-"))
        quote = b"'" if piece.count(b"='") > piece.count(b'="') else b'"'
        self._error, self._formula = b"t=" + quote + b"e" + quote, b"</" + self._prefix + b"f>"
        declared = DECLARED.search(piece[: 1 << 16])
        if declared:
            self._bear(declared[1].decode())

    def _bear(self, reference: str) -> None:
        """Pass a declared range that can be held."""
        found = area(reference)
        if found is not None:
            rows, columns = found[2] - found[0] + 1, found[3] - found[1] + 1
            # Formatting may be declared far to the right of everything; it is no cell.
            self._limits.hold(self._sheet.name, rows, min(columns, self._limits.columns))

    def _cut(self, piece: bytes) -> int:
        """Return where a piece can be cut without tearing a row, else a cell, else a tag."""
        place = piece.rfind(b"</" + self._prefix + b"row>")
        if place >= 0:
            return place
        if len(piece) < LONGEST_PIECE:
            return 0
        return max(piece.rfind(b"<" + self._prefix + b"c "), piece.rfind(b">") + 1 if b"</" in piece else len(piece))

    def _piece(self, piece: bytes) -> None:
        if not self._root:
            # A document type stands before the first element, or nowhere.
            self._root = PREFIX.search(piece) is not None
            if b"<!DOCTYPE" in piece or b"<!ENTITY" in piece:
                raise DataError("xml_with_dtd", Where(), part=self._sheet.part)
        before = self._seen.rows
        self._rows(piece)
        self._left(piece)
        if self._error in piece:
            self._errors(piece, before)
        if self._shared or (b"f" in piece and self._formula in piece):
            self._formulas(piece, before)
        if self._zeros:
            self._zero_filled(piece)
        if self._may_be_long(piece.translate(DIGITS)):
            self._long_numbers(piece)
        if b"h" in piece and b"hidden=" in piece:
            self._hidden(piece)
        if len(piece) >= LONGEST_PIECE:
            self._merges(piece)
        if self._measure:
            self._far(piece)

    def _may_be_long(self, levelled: bytes) -> bool:
        """Tell whether a piece, every digit a 0, can hold a number of more than 15 digits."""
        if b"+" in levelled and (b"E+00<" in levelled or b"e+00<" in levelled):
            return True
        return ZEROS in levelled and any(mark in levelled for mark in self._long_marks)

    def _rows(self, piece: bytes) -> None:
        """Follow how far the rows go: as the last one says, or by counting where they say nothing."""
        tag = b"<" + self._prefix + b"row"
        last = self._row.match(piece, max(piece.rfind(tag + b" "), 0))
        place = ROW_NUMBER.search(last[1]) if last else None
        if place:
            self._seen.last_row = max(self._seen.last_row, int(place[1]))
            self._seen.rows = self._seen.last_row
        else:
            self._seen.rows += piece.count(tag + b" ") + piece.count(tag + b">")

    def _left(self, piece: bytes) -> None:
        """Find the first column that has a value: the parser of values leaves out those before it."""
        first = self._seen.first_column
        if first is None:
            places = [number(column) for column, _ in self._places.findall(piece)]
            self._seen.first_column = min(places, default=None)
            return
        for column in range(first):
            if self._valued(letters(column).encode()).search(piece):
                self._seen.first_column = column
                return

    def _valued(self, column: bytes) -> re.Pattern[bytes]:
        """Return the pattern of a cell with content in a column: the column and the row."""
        start = b"<" + re.escape(self._prefix) + rb"c\s[^>]*\br=[\"']("
        return re.compile(start + column + rb")([0-9]{1,7})[\"'](?:[^>]*[^/>])?>")

    def _far(self, piece: bytes) -> None:
        """Measure the used range by the cells themselves, whatever the sheet declares."""
        for column, row in self._places.findall(piece):
            self._seen.width = max(self._seen.width, number(column) + 1)
            self._seen.height = max(self._seen.height, int(row))
        self._limits.hold(self._sheet.name, self._seen.height, self._seen.width)

    def _errors(self, piece: bytes, rows_before: int) -> None:
        for cell, place in self._cells_at(piece, _hits(piece, self._error), rows_before):
            found = self._value.search(cell[2])
            name = html.unescape(found[1].decode("utf-8", "replace"))[:16] if found else "#ERROR"
            self._sheet.patches.append(Patch(*place, name, ERROR))

    def _formulas(self, piece: bytes, rows_before: int) -> None:
        """Note formulas without a saved result; an empty text is a result."""
        p = self._prefix
        # The cells that share a formula name it by a number, and only the first one has its text.
        self._shared = self._shared or b"shared" in piece
        close, value, end = b"</" + p + b"f>", b"<" + p + b"v", b"</" + p + b"c>"
        empty = (value + b"/>", value + b" />", value + b"></" + p + b"v>")
        marks = [close + end, *(close + one for one in empty), b"/>" + end]
        if any(close + space in piece for space in (b"\n", b"\r", b" ", b"\t")):
            marks.append(close)
        seen: set[tuple[int, int]] = set()
        for mark in marks:
            for cell, place in self._cells_at(piece, _hits(piece, mark), rows_before):
                found = self._value.search(cell[2])
                formula = b"<" + p + b"f" in cell[2]
                text = b't="str"' in cell[1] or b"t='str'" in cell[1]
                if formula and not text and not (found and found[1].strip()) and place not in seen:
                    seen.add(place)
                    self._sheet.patches.append(Patch(*place, None, FORMULA))

    def _zero_filled(self, piece: bytes) -> None:
        for attributes, style, digits in self._padded.findall(piece):
            width = self._zeros[int(style)]
            place = CELL_PLACE.search(attributes)
            text = b't="' in attributes and b't="n"' not in attributes
            if place and not text and len(digits) < width:
                row, column = int(place[2]) - 1, number(place[1])
                self._sheet.patches.append(Patch(row, column, digits.decode().zfill(width), None))
                self._sheet.zeros += 1

    def _long_numbers(self, piece: bytes) -> None:
        """Note numbers that had more digits than a spreadsheet keeps."""
        for attributes in self._long.findall(piece):
            place = CELL_PLACE.search(attributes)
            if place and (b"t=" not in attributes or b't="n"' in attributes):
                self._sheet.patches.append(Patch(int(place[2]) - 1, number(place[1]), None, LONG))

    def _hidden(self, piece: bytes) -> None:
        for found in self._row.finditer(piece):
            if _is_hidden(found[1]):
                self._sheet.hidden_rows += 1
        for found in self._column.finditer(piece):
            if _is_hidden(found[1]):
                bounds = [re.search(rb"\b" + name + rb"=[\"']([0-9]{1,5})[\"']", found[1]) for name in (b"min", b"max")]
                first, last = (int(bound[1]) if bound else 0 for bound in bounds)
                self._sheet.hidden_columns += [letters(one - 1) for one in range(first, min(last, first + 50) + 1)]

    def _merges(self, piece: bytes) -> None:
        for reference in self._merge.findall(piece):
            found = area(reference.decode())
            if found is not None and found[2] > found[0] and len(self._sheet.merges) < MOST_MERGES:
                self._sheet.merges.append(Merge(found[1], found[0], found[2]))

    def _cells_at(
        self, piece: bytes, places: Iterable[int], rows_before: int
    ) -> Iterator[tuple[re.Match[bytes], tuple[int, int]]]:
        """Yield the cells around places in the piece, with their row and column from 0."""
        tag = b"<" + self._prefix + b"c"
        for place in places:
            start = max(piece.rfind(tag + b" ", 0, place), piece.rfind(tag + b">", 0, place), 0)
            cell = self._cell.match(piece, start)
            if cell is None or cell.end() < place:
                continue
            address = CELL_PLACE.search(cell[1])
            if address:
                yield cell, (int(address[2]) - 1, number(address[1]))
            else:
                yield cell, self._counted(piece, cell.start(), rows_before)

    def _counted(self, piece: bytes, place: int, rows_before: int) -> tuple[int, int]:
        """Return the row and column of a cell that does not say where it stands: it follows its neighbours."""
        tag = b"<" + self._prefix + b"row"
        start = max(piece.rfind(tag, 0, place), 0)
        row = self._row.match(piece, start)
        named = ROW_NUMBER.search(row[1]) if row else None
        counted = rows_before + piece.count(tag + b" ", 0, place) + piece.count(tag + b">", 0, place) - 1
        cell = b"<" + self._prefix + b"c"
        column = piece.count(cell + b" ", start, place) + piece.count(cell + b">", start, place)
        return int(named[1]) - 1 if named else counted, column


def _hits(piece: bytes, mark: bytes) -> Iterator[int]:
    place = piece.find(mark)
    while place >= 0:
        yield place
        place = piece.find(mark, place + len(mark))


def _is_hidden(attributes: bytes) -> bool:
    return b'hidden="1"' in attributes or b'hidden="true"' in attributes or b"hidden='1'" in attributes
