"""How a text file is laid out: its delimiter and quotes, the lines above the table, and the row of the headers."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from io import StringIO
from itertools import islice
from typing import Any

from shuke.ingest.columns import simplify
from shuke.ingest.layout.find import best_row, known

# The last one is what Hive writes.
DELIMITERS = (",", "\t", ";", "|", "\x01")
FULL_WIDTH = "，"
WHITESPACE = " "
ROWS_LOOKED_AT = 50
HINT = re.compile(r'"?sep=(.)"?[,;\t| ]*', re.IGNORECASE)
# A quotation mark behind a backslash inside a cell, and a doubled one.
ESCAPED = re.compile(r'\\"(?=[^,;\t|\r\n\x01])')
DOUBLED = re.compile(r'[^,;\t|\r\n\x01"]""|""[^,;\t|\r\n\x01"]')
Score = tuple[int, float, int]


@dataclass(frozen=True)
class Dialect:
    """The delimiter (a single space stands for any run of white space) and the header's row, counted from 1.

    ``preamble``: lines at the top that are no records, a hint for Excel (``sep=;``) or comments; ``comments`` of
    them. ``escape``: the backslash where quotation marks are written so. ``trailing``: every row ends with a
    delimiter, behind which no column is.
    """

    delimiter: str
    header_row: int
    headers: tuple[str, ...]
    preamble: int = 0
    comments: int = 0
    escape: str | None = None
    trailing: bool = False

    @property
    def width(self) -> int:
        """How many cells a row has, with the empty one behind a trailing delimiter."""
        return len(self.headers) + self.trailing

    def reader(self, lines: Iterable[str], *, strict: bool = False) -> Any:
        """Return a reader of records over lines."""
        return csv.reader(lines, delimiter=self.delimiter, escapechar=self.escape, skipinitialspace=True, strict=strict)


def cells_of(line: str, delimiter: str) -> list[str]:
    """Return the cells of one line, or of a piece of one."""
    try:
        return next(csv.reader(line.splitlines()[-1:], delimiter=delimiter), [])
    except csv.Error:
        return line.split(delimiter)


def find_dialect(text: str, wanted: Sequence[str] = (), *, full_width: bool = True) -> Dialect:
    """Return the layout that makes the beginning of a file a table: equal rows, and headers that mean something.

    ``wanted`` are headers that the user named; they mean something too. ``full_width``: columns may be set apart by
    full-width commas where nothing else makes a table.
    """
    lines = list(islice(StringIO(text, newline=""), ROWS_LOOKED_AT * 4))
    hint = HINT.fullmatch(lines[0].strip("\r\n")) if lines else None
    comments = _comments(lines, 1 if hint else 0)
    preamble = (1 if hint else 0) + comments
    escape = "\\" if len(ESCAPED.findall(text)) > len(DOUBLED.findall(text)) else None
    delimiters = (hint[1],) if hint else (*(d for d in DELIMITERS if d in text or d == ","), WHITESPACE)
    blank = Dialect("", 1, (), preamble, comments, escape)
    found = [_try(lines, replace(blank, delimiter=delimiter), wanted) for delimiter in delimiters]
    score, best = max(found, key=lambda pair: pair[0])
    if full_width and score[0] < 2 and FULL_WIDTH in text and not hint:
        other = _try(lines, replace(blank, delimiter=FULL_WIDTH), wanted)
        best = other[1] if other[0] > score else best
    return best


def first_rows(text: str, dialect: Dialect, most: int) -> list[list[str]]:
    """Return the first records of a text, the lines above the table as empty ones."""
    lines = islice(StringIO(text, newline=""), most * 4)
    return _rows(list(lines), dialect, most)


def _comments(lines: Sequence[str], start: int) -> int:
    """Return how many lines from ``start`` on are comments; a comment that is the line of the headers is none."""
    count = 0
    while start + count < len(lines) and lines[start + count].startswith("#"):
        count += 1
    if count:
        last = lines[start + count - 1].lstrip("# ").strip("\r\n")
        if max(known(last.split(delimiter)) for delimiter in DELIMITERS) > 1:
            return count - 1
    return count


def _rows(lines: Sequence[str], dialect: Dialect, most: int) -> list[list[str]]:
    above: list[list[str]] = [[] for _ in range(dialect.preamble)]
    lines = list(lines[dialect.preamble :])
    if lines and dialect.comments < dialect.preamble + 1 and lines[0].startswith("#"):
        lines[0] = lines[0].lstrip("# ")
    if dialect.delimiter == WHITESPACE:
        return above + [line.split() for line in lines[:most]]
    rows: list[list[str]] = []
    try:
        rows.extend(islice(dialect.reader(lines), most))
    except csv.Error:
        # A cell beyond all limits; what was read before it tells the layout.
        return above + rows
    return above + rows


def _try(lines: Sequence[str], dialect: Dialect, wanted: Sequence[str]) -> tuple[Score, Dialect]:
    space = dialect.delimiter == WHITESPACE
    rows = _rows(lines, dialect, ROWS_LOOKED_AT)
    widths = Counter(len(row) for row in rows if len(row) > 1)
    if not widths:
        first = next(((number, row) for number, row in enumerate(rows, 1) if any(row)), (1, []))
        return (0, 0.0, 0), replace(dialect, header_row=first[0], headers=tuple(first[1]))
    width, count = max(widths.items(), key=lambda item: (item[1], item[0]))
    named = frozenset(map(simplify, wanted))
    header = best_row(rows, named) or 0
    hits = known(rows[header], named)
    headers, trailing = _without_trailing(rows, header, width)
    dialect = replace(dialect, header_row=header + 1, headers=tuple(headers), trailing=trailing)
    # White space inside cells makes ragged rows, so it wins only where the other delimiters find nothing.
    steady = count / len(rows) if not space or count == len([r for r in rows if r]) else 0.0
    return (hits, steady, width), dialect


def _without_trailing(rows: Sequence[Sequence[str]], header: int, width: int) -> tuple[Sequence[str], bool]:
    """Return the headers, and whether each row below ends with a delimiter and nothing behind it."""
    headers = rows[header]
    below = [row for row in rows[header + 1 :] if len(row) > 1]
    ends = bool(below) and all(not row[-1] for row in below if len(row) == width)
    if ends and len(headers) == width and not headers[-1].strip():
        return headers[:-1], True
    return headers, ends and len(headers) == width - 1 and all(len(row) == width for row in below)
