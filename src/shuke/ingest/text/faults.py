"""What is wrong with a record as a whole: too few or too many cells, torn by a line break, cut, or broken bytes."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from shuke.ingest.dialect import Dialect
from shuke.ingest.text.encodings import BROKEN

Row = list[str]
# Reason and detail, as a rejected row shows them.
Fault = tuple[str, str]
# What is left of a number, a date or a code that was torn in two by a line break.
PIECE = re.compile(r"[0-9A-Za-z.,:_/年月日元-]+")


@dataclass(frozen=True)
class Rules:
    """How the records of one text are judged.

    ``needed``: a row that ends early is a record when it has at least so many cells. ``ended``: the text ends with a
    line end. ``cut``: its last record is known to be cut. ``marked``: broken bytes are marked in the text.
    """

    dialect: Dialect
    needed: int
    ended: bool = True
    cut: bool = False
    marked: bool = False

    def applied(
        self,
        rows: list[Row],
        first: int,
        faults: Mapping[int, Fault],
        before: Sequence[str],
        after: Sequence[str] | None,
    ) -> list[Row]:
        """Return the records among ``rows`` with number, reason and detail behind their cells; blank ones are none.

        ``first`` is the number of the first row, ``before`` and ``after`` are the rows around; ``after`` is None at
        the end of the text.
        """
        found = dict(faults)
        doubtful = self._doubtful(rows, found, before, after)
        if after is None and not self.ended and rows[-1] and (self.cut or len(rows[-1]) < len(self.dialect.headers)):
            found.setdefault(len(rows) - 1, ("row_cut", ""))
        around: list[Sequence[str]] = [before, *rows, after or ()]
        if after is None and found.get(len(rows) - 1, ("", ""))[0] == "row_cut":
            # What was cut off is no rest of the row above it.
            around[-2] = ()
        for index in doubtful - found.keys():
            if fault := self._fault(around[index], rows[index], around[index + 2]):
                found[index] = fault
        blank = {index for index in doubtful - found.keys() if _is_blank(rows[index])}
        for index in doubtful:
            rows[index] = self._padded(rows[index])
        reasons = [""] * len(rows)
        details = reasons[:]
        for index, (reason, detail) in found.items():
            reasons[index], details[index] = reason, detail
        numbered = zip(map(str, range(first, first + len(rows))), reasons, details, strict=True)
        deque(map(list.extend, rows, numbered), maxlen=0)
        return [row for index, row in enumerate(rows) if index not in blank] if blank else rows

    def _doubtful(
        self, rows: Sequence[Row], faults: Mapping[int, Fault], before: Sequence[str], after: Sequence[str] | None
    ) -> set[int]:
        """Return the places of the rows that have to be looked at: those of another width, and their neighbours."""
        width, last = self.dialect.width, len(rows) - 1
        odd = {index for index, count in enumerate(map(len, rows)) if count != width} | faults.keys()
        if self.marked:
            odd |= {index for index, row in enumerate(rows) if BROKEN in "".join(row)}
        found = {near for index in odd for near in (index - 1, index, index + 1) if 0 <= near <= last}
        if before and len(before) != width:
            found.add(0)
        if after is not None and len(after) != width:
            found.add(last)
        return found

    def _padded(self, row: Row) -> Row:
        width = self.dialect.width
        return row + [""] * (width - len(row)) if len(row) < width else row[:width]

    def _fault(self, before: Sequence[str], row: Row, after: Sequence[str]) -> Fault | None:
        if self.marked and any(BROKEN in cell for cell in row):
            return "bytes_broken", ""
        count, columns = self._count(row), len(self.dialect.headers)
        wrong = ("wrong_number_of_columns", str(count))
        if count > columns or (0 < count < self.needed and any(map(str.strip, row))):
            return wrong
        if self._is_half(row, after) or self._is_rest(before, row):
            return wrong
        return None

    def _count(self, row: Sequence[str]) -> int:
        """Return how many cells a row has; empty ones behind the last column say nothing."""
        count = len(row)
        while count > len(self.dialect.headers) and not row[count - 1].strip():
            count -= 1
        return count

    def _is_half(self, row: Sequence[str], after: Sequence[str]) -> bool:
        """Tell whether a row was torn by a line break: the next one is too short, and together they make one."""
        columns = len(self.dialect.headers)
        head, rest = self._count(row), self._count(after)
        if not 0 < rest < self.needed or not any(map(str.strip, after)):
            return False
        if head < columns:
            return head + rest - 1 in {columns, self.dialect.width}
        # The last value was torn: a remark that stands alone in the next line is no piece of a number or a code.
        return rest == 1 and self.needed == columns and PIECE.fullmatch(after[0].strip()) is not None

    def _is_rest(self, before: Sequence[str], row: Sequence[str]) -> bool:
        """Tell whether a whole row follows a piece of its first value."""
        whole = self._count(row) == len(self.dialect.headers)
        return whole and len(before) == 1 and PIECE.fullmatch(before[0].strip()) is not None


def _is_blank(row: Sequence[str]) -> bool:
    return len(row) < 2 and not any(map(str.strip, row))
