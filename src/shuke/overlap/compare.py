"""Two files of codes become counts by pair of tiers; nothing else of them is told."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from shuke.errors import DataError, UsageError, Where
from shuke.overlap.codes import HEADER, LEAST
from shuke.overlap.small import Table, hide
from shuke.store.folder import sha256

LINE = re.compile(r"(o([0-9a-f]{4})_[a-z2-7]{26}),([^,\n]{1,80})")


@dataclass(frozen=True)
class Compared:
    """The tiers of both sides, in their order, and the counts by pair as they may be shown."""

    key: str
    mine: tuple[str, ...]
    theirs: tuple[str, ...]
    table: Table


def compare(mine: Path, theirs: Path) -> Compared:
    """Return how many customers both files have in common, by pair of tiers.

    Raises:
        UsageError: a file cannot be read.
        DataError: a file is none of codes, the files have different keys or are one and the same, or too few
            customers are in both.
    """
    first, key = _read(mine)
    second, other = _read(theirs)
    if key != other:
        raise DataError("overlap_other_key", Where(file=str(theirs)), key=other, wanted=key)
    if first == second:
        raise DataError("overlap_same_file", Where(file=str(theirs)))
    common = Counter((tier, second[code]) for code, tier in first.items() if code in second)
    if sum(common.values()) < LEAST:
        raise DataError("overlap_too_few", least=LEAST)
    rows, columns = sorted(set(first.values())), sorted(set(second.values()))
    counts = {(row, column): common[row, column] for row in rows for column in columns}
    # Whichever side counts, the same cells are hidden: two answers must not fill each other's gaps.
    if sha256(mine) < sha256(theirs):
        return Compared(key, tuple(rows), tuple(columns), hide(counts))
    turned = hide({(column, row): count for (row, column), count in counts.items()})
    cells = {(row, column): shown for (column, row), shown in turned.cells.items()}
    return Compared(key, tuple(rows), tuple(columns), Table(cells, turned.total))


def _read(path: Path) -> tuple[dict[str, str], str]:
    try:
        header, *lines = path.read_text(encoding="utf-8-sig").splitlines()
    except OSError as error:
        raise UsageError("file_not_readable", Where(file=str(path)), problem=error.strerror or "") from None
    except ValueError:
        raise DataError("overlap_not_codes", Where(file=str(path))) from None
    found: dict[str, str] = {}
    keys: set[str] = set()
    if header != HEADER or len(lines) < LEAST:
        raise DataError("overlap_not_codes", Where(file=str(path)))
    for row, line in enumerate(lines, 2):
        match = LINE.fullmatch(line)
        if match is None or match.group(1) in found:
            raise DataError("overlap_not_codes", Where(file=str(path), row=row))
        keys.add(match.group(2))
        found[match.group(1)] = match.group(3)
    if len(keys) != 1:
        raise DataError("overlap_not_codes", Where(file=str(path)))
    return found, keys.pop()
