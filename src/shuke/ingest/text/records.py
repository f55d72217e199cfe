"""Records one by one, for files that are not regular: each with its row, and its fault if it has one.

Whole batches are read and judged at the speed of the ``csv`` module; only a batch with an irregular record in it is
looked at row by row.
"""

from __future__ import annotations

import csv
from collections import deque
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from typing import Any

from shuke.errors import DataError, Where
from shuke.ingest.dialect import WHITESPACE
from shuke.ingest.text.faults import Fault, Row, Rules

# Excel's own limit of the characters in a cell.
LONGEST_CELL = 32_767
# A quoted cell that is wrong ends a record; one that swallowed more lines than this hides too much.
MOST_LINES = 20
BATCH = 2_000
# Written between cells and for line breaks inside of them: no text has these characters when it comes here.
BETWEEN, FEED, RETURN = "\x1f", "\x1d", "\x1e"


def write_records(file: str, source: Path, target: Path, rules: Rules) -> tuple[int, bool]:
    """Write the records of a UTF-8 text, one a line: cells, row, reason, detail.

    Returns how many there are, and whether a cell holds line breaks (written as ``FEED`` and ``RETURN``).

    Raises:
        DataError: a quotation mark is never closed, or a cell is longer than a cell can be.
    """
    count, broken = 0, False
    with source.open(encoding="utf-8-sig", newline="") as lines, target.open("w", encoding="utf-8", newline="") as out:
        for rows in Records(file, rules).batches(lines):
            text = "\n".join(map(BETWEEN.join, rows))
            if text.count("\n") != len(rows) - 1 or "\r" in text:
                broken = True
                cells = ([cell.replace("\n", FEED).replace("\r", RETURN) for cell in row] for row in rows)
                text = "\n".join(map(BETWEEN.join, cells))
            out.write(text)
            out.write("\n")
            count += len(rows)
    return count, broken


@contextmanager
def longest_cell(limit: int) -> Iterator[None]:
    """Let the ``csv`` module read cells up to a length, and put its own limit back."""
    before = csv.field_size_limit(limit)
    try:
        yield
    finally:
        csv.field_size_limit(before)


@dataclass(frozen=True)
class _Batch:
    """Records in a row: the number of the first, their cells, and the faults that reading found, by position."""

    first: int
    rows: list[Row]
    faults: dict[int, Fault]


class Records:
    """The records of a text below its headers."""

    def __init__(self, file: str, rules: Rules) -> None:
        self._file, self._rules, self._dialect = file, rules, rules.dialect
        self._given_back: deque[str] = deque()
        self._recent: deque[str] = deque(maxlen=MOST_LINES + 1)

    def batches(self, lines: Iterable[str]) -> Iterator[list[Row]]:
        """Yield the records batch by batch: their cells, then row, reason and detail (empty for a good one).

        Raises:
            DataError: a quotation mark is never closed, or a cell is longer than a cell can be.
        """
        source = iter(lines)
        skipped = sum(1 for _ in islice(source, self._dialect.preamble))
        batches = self._split(source, skipped) if self._dialect.delimiter == WHITESPACE else self._read(source, skipped)
        before: Row = []
        batch = next(batches, None)
        while batch is not None:
            following = next(batches, None)
            last = batch.rows[-1][:]
            above = max(self._dialect.header_row - batch.first + 1, 0)
            if above < len(batch.rows):
                faults = {index - above: fault for index, fault in batch.faults.items() if index >= above}
                after = self._after(following)
                yield self._rules.applied(batch.rows[above:], batch.first + above, faults, before, after)
                before = last
            batch = following

    def _after(self, following: _Batch | None) -> Row | None:
        """Return the row below a batch; one that stands alone at an open end is cut, and no rest of the row above."""
        if following is None:
            return None
        return following.rows[0] if self._rules.ended or len(following.rows) > 1 else []

    def _split(self, lines: Iterator[str], row: int) -> Iterator[_Batch]:
        """Yield lines of cells that white space sets apart."""
        while rows := [line.split() for line in islice(lines, BATCH)]:
            yield _Batch(row + 1, rows, {})
            row += len(rows)

    def _read(self, lines: Iterator[str], row: int) -> Iterator[_Batch]:
        """Yield records, read anew behind each one that cannot be read."""
        line = row
        reader = self._reader(lines)
        while True:
            taken, rows, problem = reader.line_num, list[Row](), None
            with longest_cell(LONGEST_CELL):
                try:
                    # What was read before an error stays in the list.
                    rows.extend(islice(reader, BATCH))
                except csv.Error as error:
                    problem = str(error)
            faults: dict[int, Fault] = {}
            used = reader.line_num - taken
            if problem is not None:
                read, waiting = _lines(rows), len(self._given_back)
                cells, fault = self._broken(problem, used - read, row + len(rows) + 1, line + taken + read + 1)
                rows.append(cells)
                faults = {len(rows) - 1: fault} if fault else {}
                line += reader.line_num - (len(self._given_back) - waiting)
                reader = self._reader(lines)
            if used != len(rows):
                faults |= self._swallowing(rows, row, faults)
            if not rows:
                return
            yield _Batch(row + 1, rows, faults)
            row += len(rows)

    def _reader(self, lines: Iterator[str]) -> Any:
        return self._dialect.reader(self._kept(lines), strict=True)

    def _kept(self, lines: Iterator[str]) -> Iterator[str]:
        """Yield lines, first those that were given back; the last ones are kept to be looked at again."""
        given_back, recent = self._given_back, self._recent
        while given_back:
            recent.append(given_back.popleft())
            yield recent[-1]
        for line in lines:
            recent.append(line)
            yield line

    def _broken(self, problem: str, count: int, row: int, line: int) -> tuple[Row, Fault | None]:
        """Return the cells and the fault of a record that cannot be read; lines that it swallowed are given back.

        Raises:
            DataError: its quotation mark is never closed or swallowed too many lines, or a cell is too long.
        """
        where = Where(file=self._file, row=row, line=line if line != row else None)
        if count > MOST_LINES:
            raise DataError("quote_not_closed", where)
        text = list(self._recent)[-count:]
        if "larger than field limit" in problem:
            raise DataError("cell_too_long", replace(where, column=self._too_long(text)), limit=f"{LONGEST_CELL:,}")
        at_end = "unexpected end" in problem
        if at_end and (self._rules.ended or any(self._like_record(part) for part in text[1:])):
            raise DataError("quote_not_closed", where)
        first: Row = next(self._dialect.reader(text[:1]), [])
        if at_end:
            return first, ("row_cut", "")
        escaped = self._escaped(text)
        if escaped is not None:
            return escaped, None
        self._given_back.extendleft(reversed(text[1:]))
        return first, ("quote_broken", "")

    def _escaped(self, text: list[str]) -> Row | None:
        """Return the cells of a record that is whole when its quotation marks are read as escaped by backslashes."""
        if not any('\\"' in line for line in text):
            return None
        try:
            rows = list(replace(self._dialect, escape="\\").reader(text, strict=True))
        except csv.Error:
            return None
        return rows[0] if len(rows) == 1 and len(rows[0]) == self._dialect.width else None

    def _too_long(self, text: list[str]) -> str | None:
        with longest_cell(1 << 30):
            cells: Row = next(self._dialect.reader(text), [])
        index = next((index for index, cell in enumerate(cells) if len(cell) > LONGEST_CELL), len(cells))
        return self._dialect.headers[index] if index < len(self._dialect.headers) else None

    def _swallowing(self, rows: list[Row], row: int, known: dict[int, Fault]) -> dict[int, Fault]:
        """Return the faults of records that can be read but hold other records inside one of their cells.

        Raises:
            DataError: one of them swallowed too many lines.
        """
        found: dict[int, Fault] = {}
        for index, cells in enumerate(rows):
            broken = [cell for cell in cells if "\n" in cell or "\r" in cell]
            if not broken or index in known or row + index < self._dialect.header_row:
                continue
            if any(self._like_record(part) for cell in broken for part in cell.splitlines()[1:]):
                if sum(len(cell.splitlines()) - 1 for cell in broken) > MOST_LINES:
                    raise DataError("quote_not_closed", Where(file=self._file, row=row + index + 1))
                found[index] = ("quote_broken", "")
        return found

    def _like_record(self, line: str) -> bool:
        """Tell whether a line inside a quoted cell has as many cells as a record; few columns prove nothing."""
        return line.count(self._dialect.delimiter) + 1 >= max(len(self._dialect.headers), 4)


def _lines(rows: Iterable[Row]) -> int:
    """Return how many lines records take up."""
    count = 0
    for cells in rows:
        count += 1
        for cell in cells:
            if "\n" in cell or "\r" in cell:
                count += cell.count("\n") + cell.count("\r") - cell.count("\r\n")
    return count
