"""How a text file is laid out: its delimiter, and the row that holds the headers."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from shuke.ingest.columns import recognise, simplify

DELIMITERS = (",", "\t", ";", "|")
WHITESPACE = " "
ROWS_LOOKED_AT = 50
HEADER_SEARCH = 20


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


def find_header(rows: Sequence[Sequence[str | None]], wanted: Sequence[str] = ()) -> int:
    """Return the index of the row that holds the headers: the first with the most recognised names, else 0."""
    best, best_hits = 0, 1
    for index, row in enumerate(rows[:HEADER_SEARCH]):
        hits = _hits([cell or "" for cell in row], wanted)
        if hits > best_hits:
            best, best_hits = index, hits
    return best


def _hits(headers: Sequence[str], wanted: Sequence[str]) -> int:
    """Return how many headers mean something, by their name or because the user named them."""
    named = {simplify(header) for header in wanted}
    known = set(recognise(headers).columns.values())
    return len(known | {index for index, header in enumerate(headers) if simplify(header) in named})


def _try(text: str, delimiter: str, wanted: Sequence[str]) -> tuple[tuple[int, float, int], Dialect]:
    lines = text.splitlines()[:ROWS_LOOKED_AT]
    space = delimiter == WHITESPACE
    rows = [line.split() for line in lines] if space else list(csv.reader(lines, delimiter=delimiter))
    widths = Counter(len(row) for row in rows if len(row) > 1)
    if not widths:
        return (0, 0.0, 0), Dialect(delimiter, 1, tuple(rows[0]) if rows else ())
    width, count = max(widths.items(), key=lambda item: (item[1], item[0]))
    header = find_header(rows, wanted)
    hits = _hits(rows[header], wanted)
    dialect = Dialect(delimiter, header + 1, tuple(rows[header]))
    # White space inside cells makes ragged rows, so it wins only where the other delimiters find nothing.
    steady = count / len(rows) if delimiter != WHITESPACE or count == len([r for r in rows if r]) else 0.0
    return (hits, steady, width), dialect
