"""How a text file is laid out: its delimiter, and the row that holds the headers."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from io import StringIO
from itertools import islice

from shuke.ingest.columns import simplify
from shuke.ingest.layout.find import best_row, known

DELIMITERS = (",", "\t", ";", "|")
WHITESPACE = " "
ROWS_LOOKED_AT = 50


@dataclass(frozen=True)
class Dialect:
    """The delimiter (a single space stands for any run of white space) and the header's row, counted from 1."""

    delimiter: str
    header_row: int
    headers: tuple[str, ...]


def find_dialect(text: str, wanted: Sequence[str] = ()) -> Dialect:
    """Return the layout that makes the beginning of a file a table: equal rows, and headers that mean something.

    ``wanted`` are headers that the user named; they mean something too.
    """
    candidates = [_try(text, delimiter, wanted) for delimiter in (*DELIMITERS, WHITESPACE)]
    return max(candidates, key=lambda pair: pair[0])[1]


def split(line: str, delimiter: str) -> list[str]:
    """Return the cells of one line."""
    return line.split() if delimiter == WHITESPACE else next(csv.reader([line], delimiter=delimiter), [])


def _try(text: str, delimiter: str, wanted: Sequence[str]) -> tuple[tuple[int, float, int], Dialect]:
    lines = text.splitlines()[:ROWS_LOOKED_AT]
    space = delimiter == WHITESPACE
    rows = [line.split() for line in lines] if space else list(csv.reader(lines, delimiter=delimiter))
    widths = Counter(len(row) for row in rows if len(row) > 1)
    if not widths:
        return (0, 0.0, 0), Dialect(delimiter, 1, tuple(rows[0]) if rows else ())
    width, count = max(widths.items(), key=lambda item: (item[1], item[0]))
    named = frozenset(map(simplify, wanted))
    header = best_row(rows, named) or 0
    hits = known(rows[header], named)
    dialect = Dialect(delimiter, header + 1, tuple(rows[header]))
    # White space inside cells makes ragged rows, so it wins only where the other delimiters find nothing.
    steady = count / len(rows) if delimiter != WHITESPACE or count == len([r for r in rows if r]) else 0.0
    return (hits, steady, width), dialect


def first_rows(text: str, delimiter: str, most: int) -> list[list[str]]:
    """Return the first records of a text."""
    if delimiter == WHITESPACE:
        return [line.split() for line in text.splitlines()[:most]]
    return list(islice(csv.reader(StringIO(text, newline=""), delimiter=delimiter), most))
