"""Which row holds the headers: found by what the rows look like, asked where two readings are likely.

A header row names things that are known, is text above cells that are not, and repeats nothing. What stands
above it is no record. The search looks at the first rows only, so it costs the same for every file.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from shuke.errors import DataError, UsageError, Where
from shuke.ingest.columns import meant, simplify
from shuke.ingest.decisions import ask, decided
from shuke.ingest.layout.blocks import are_tables, blocks
from shuke.ingest.layout.kinds import Kind, clean, kind_of
from shuke.ingest.layout.months import month_of
from shuke.ingest.layout.names import joined, letter, named
from shuke.ingest.layout.region import Region, region
from shuke.ingest.raw import Reading

# How many of a table's first rows a reader should give to ``find``, and among how many the headers are looked for.
SAMPLE = 100
SEARCH = 40
TYPED = {"number", "date"}
FILLED: tuple[Kind, ...] = ("number", "date", "code", "text")
Row = Sequence[str | None]


@dataclass(frozen=True)
class Layout:
    """Where the headers stand (rows counted from 1; ``last`` is 0 when there are none) and what they are.

    ``titles`` are the rows above with something in them, by number, ``rows`` the header rows as they stand,
    ``columns`` those of the table where there are others. Records begin in row ``last + 1``.
    """

    headers: tuple[str, ...]
    first: int
    last: int
    titles: Mapping[int, str] = field(default_factory=dict)
    rows: tuple[tuple[str | None, ...], ...] = ()
    columns: tuple[int, ...] | None = None

    def described(self) -> dict[str, Any]:
        """Return what a source (``Raw``) says of its layout."""
        skipped = {"skipped_title": len(self.titles)} if self.titles else {}
        return {"header_rows": self.rows, "titles": self.titles, "skipped": skipped, "columns": self.columns}


def find(rows: Sequence[Row], reading: Reading, where: Where) -> Layout:
    """Return the layout of a table of which ``rows`` are the first.

    Raises:
        UsageError: a header row was named that is not there.
        Undecided: there seem to be no headers, or it cannot be told whether they have one line or two.
    """
    answer = decided(reading, "header")
    if answer == "none":
        return Layout(named([None] * max(map(len, rows), default=0)), 0, 0)
    if answer is not None:
        upper, _, lower = answer.partition("-")
        return _laid(rows, *_asked(rows, int(upper), int(lower or upper), where))
    part = region(decided(reading, "range"))
    above = (part.first_row or 1) - 1
    rows = [[] if index < above else row for index, row in enumerate(rows)]
    wanted = frozenset(map(simplify, expected(reading)))
    best = best_row(rows, wanted)
    if best is None:
        raise DataError("file_empty", where)
    if _like_a_record(rows, best, wanted):
        first_filled = next(index for index, row in enumerate(rows) if any(map(clean, row))) + 1
        place = replace(where, row=first_filled)
        ask("header", "header_missing", place, choices=("none", str(first_filled)), row=first_filled)
    first, last = _lines(rows, best, wanted, where)
    columns = _columns(rows, last, reading, part, where)
    return replace(_laid(rows, first + 1, last + 1), columns=columns)


def expected(reading: Reading) -> tuple[str, ...]:
    """Return the headers that the user named, or that a profile lets expect."""
    named = [part for header in reading.mapping.values() for part in (header, *header.split("+"))]
    return (*named, *reading.expected)


def best_row(rows: Sequence[Row], wanted: frozenset[str] = frozenset()) -> int | None:
    """Return the index of the row most like a row of headers, the first of equals; None when all rows are blank.

    A header that is repeated further down can look better there, above fewer rows; the first one counts.
    """
    columns = _columns_of_kinds(rows)
    scored = [
        (score(rows, index, wanted, columns), -index) for index in range(min(len(rows), SEARCH)) if any(rows[index])
    ]
    scored = [pair for pair in scored if pair[0] is not None]
    if not scored:
        return None
    best = [clean(cell) for cell in rows[-max(scored)[1]]]
    return next(index for index, row in enumerate(rows) if [clean(cell) for cell in row] == best)


def known(row: Row, wanted: frozenset[str] = frozenset()) -> int:
    """Return how many cells of a row name something that is known, or that the user named."""
    found = set(meant([clean(cell) for cell in row]).values())
    return len(found | {index for index, cell in enumerate(row) if cell and simplify(cell) in wanted})


def score(
    rows: Sequence[Row], index: int, wanted: frozenset[str] = frozenset(), columns: Sequence[Sequence[Kind]] = ()
) -> float:
    """Return how much a row looks like headers of the rows below it; ``columns`` are the kinds of all cells."""
    row = rows[index]
    kinds = _kinds(row)
    filled = [clean(cell) for cell in row if clean(cell)]
    if not filled:
        return 0.0
    below = _kinds_below(columns or _columns_of_kinds(rows), index, len(row))
    width = max(sum(kind != "blank" for kind in below), len(filled), 1)
    typed = sum(kind in TYPED for kind in kinds) / len(filled)
    names = known(row, wanted)
    if typed and names < 2:
        names = 0
    contrast = sum(
        kind == "text" and under in {"number", "date", "code"} for kind, under in zip(kinds, below, strict=True)
    )
    text = sum(kind == "text" for kind in kinds) / len(filled)
    unique = len(set(filled)) / len(filled)
    return 4 * names + 2 * len(filled) / width + text + 2 * contrast / width + unique - 3 * typed


def _columns_of_kinds(rows: Sequence[Row]) -> list[list[Kind]]:
    """Return what the cells of each column look like; a cell that is not there is blank."""
    width = max(map(len, rows), default=0)
    kinds: list[list[Kind]] = [[kind_of(cell) for cell in row] + ["blank"] * (width - len(row)) for row in rows]
    return [[row[column] for row in kinds] for column in range(width)]


def _kinds_below(columns: Sequence[Sequence[Kind]], index: int, width: int) -> list[Kind]:
    """Return for each column the commonest kind of the cells below a row, the first of equals; blank for none."""
    found: list[Kind] = []
    for column in columns[:width]:
        below = column[index + 1 : index + 60]
        there: list[Kind] = [kind for kind in FILLED if kind in below]
        found.append(max(there, key=lambda kind: (below.count(kind), -below.index(kind))) if there else "blank")
    return found


def _like_a_record(rows: Sequence[Row], best: int, wanted: frozenset[str]) -> bool:
    """Tell whether even the best row has dates or numbers where headers have names."""
    return any(kind in TYPED for kind in _kinds(rows[best])) and known(rows[best], wanted) < 2


def _kinds(row: Row) -> list[Kind]:
    """Return what the cells of a row look like; several different months are names of columns, not dates."""
    months = [month_of(clean(cell)) for cell in row]
    named = len({month for month in months if month}) > 1
    return ["text" if named and month else kind_of(cell) for cell, month in zip(row, months, strict=True)]


def _lines(rows: Sequence[Row], best: int, wanted: frozenset[str], where: Where) -> tuple[int, int]:
    """Return the first and the last row of the headers: one line, or a line of groups above a line of names."""
    if best and _is_group(rows[best - 1], rows[best]):
        return best - 1, best
    if best + 1 >= len(rows):
        return best, best
    upper, lower = rows[best], rows[best + 1]
    width = max(len(upper), len(lower))
    above, below = ([clean(cell) for cell in row] + [""] * (width - len(row)) for row in (upper, lower))
    if any(kind_of(cell) in TYPED | {"code"} for cell in lower) or not any(below):
        return best, best
    if known(lower, wanted) >= 2 and known(lower, wanted) >= sum(map(bool, below)) / 2 and below != above:
        return best, best + 1
    filled = [column for column in range(width) if below[column] and not above[column]]
    if not filled or any(not above[column] and not below[column] for column in range(_extent(rows))):
        return best, best
    under_names = [
        column
        for column in range(width)
        if below[column] and above[column] and not (column + 1 < width and not above[column + 1])
    ]
    if under_names:
        place = replace(where, row=best + 1)
        ask("header", "header_lines", place, choices=(str(best + 1), f"{best + 1}-{best + 2}"))
    return best, best + 1


def _columns(rows: Sequence[Row], header: int, reading: Reading, part: Region, where: Where) -> tuple[int, ...] | None:
    """Return the columns to read, where they are not all: those asked for, or those of the first of two tables.

    Raises:
        Undecided: two tables stand side by side, and nothing was decided.
    """
    width = _extent(rows)
    if part.first_column is not None and part.last_column is not None:
        return tuple(range(min(part.first_column, width), min(part.last_column + 1, width))) or None
    found = blocks(rows, header)
    if not are_tables(rows[header], found):
        return None
    answer = decided(reading, "tables")
    if answer == "all":
        return None
    if answer is None:
        ends = " · ".join(f"{letter(block[0])}:{letter(block[-1])}" for block in found)
        ask("tables", "tables_beside", replace(where, row=header + 1), ranges=ends)
    return tuple(found[0])


def _is_group(upper: Row, lower: Row) -> bool:
    """Tell whether a row holds names of groups over the headers below it, rather than a title or a remark."""
    above, below = [clean(cell) for cell in upper], [clean(cell) for cell in lower]
    filled = [index for index, cell in enumerate(above) if cell]
    if len(filled) < 2 or any(kind_of(cell) != "text" or ":" in cell or "：" in cell for cell in above if cell):
        return False
    blank_beside = any(index < len(below) and below[index] and not cell for index, cell in enumerate(above))
    return blank_beside or len(above) < len(below)


def _extent(rows: Sequence[Row]) -> int:
    """Return how many columns hold anything."""
    return max((index + 1 for row in rows for index, cell in enumerate(row) if clean(cell)), default=0)


def _asked(rows: Sequence[Row], first: int, last: int, where: Where) -> tuple[int, int]:
    if not 1 <= first <= last <= min(len(rows), first + 1) or not any(map(clean, rows[last - 1])):
        raise UsageError("header_not_there", where, first=first, last=last)
    return first, last


def _laid(rows: Sequence[Row], first: int, last: int) -> Layout:
    headers: Sequence[str | None] = rows[last - 1]
    if first < last:
        headers = joined(rows[first - 1], headers)
    titles = {
        number: " ".join(filter(None, map(clean, row)))
        for number, row in enumerate(rows[: first - 1], 1)
        if any(map(clean, row))
    }
    return Layout(named(headers), first, last, titles, tuple(tuple(row) for row in rows[first - 1 : last]))
