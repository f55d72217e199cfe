"""Tables that stand side by side: blocks of columns with nothing between them."""

from __future__ import annotations

from collections.abc import Sequence

from shuke.ingest.columns import meant
from shuke.ingest.layout.kinds import clean

FEWEST = 2


def blocks(rows: Sequence[Sequence[str | None]], header: int) -> list[list[int]]:
    """Return the columns of each block in a header row and the rows below, of which each has several headers."""
    width = max((len(row) for row in rows[header:]), default=0)
    filled = [any(index < len(row) and clean(row[index]) for row in rows[header:]) for index in range(width)]
    found: list[list[int]] = [[]]
    for index, there in enumerate(filled):
        if there:
            found[-1].append(index)
        elif found[-1]:
            found.append([])
    names = rows[header]
    return [
        block for block in found if sum(index < len(names) and bool(clean(names[index])) for index in block) >= FEWEST
    ]


def are_tables(names: Sequence[str | None], found: Sequence[Sequence[int]]) -> bool:
    """Tell whether blocks are tables of their own: what makes a record stands in the first, and again in another."""
    meanings = [set(meant([clean(names[index]) if index < len(names) else "" for index in one])) for one in found]
    return (
        len(found) > 1 and any(len(meanings[0] & other) >= 1 for other in meanings[1:]) and len(meanings[0]) >= FEWEST
    )
