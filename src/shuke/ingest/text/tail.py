"""Whether a file that does not end with a line end was cut off inside its last value."""

from __future__ import annotations

import csv
import re
from collections.abc import Sequence
from io import StringIO
from pathlib import Path
from typing import Literal

from shuke.ingest.dialect import WHITESPACE, Dialect

LOOKED_AT = 1 << 16
# From so many values on, what they have in common is a rule.
ENOUGH, FEW = 8, 12
DECIMALS = re.compile(r"[^.]*\.([0-9]+)")
End = Literal["cut", "whole", "open"]


def end_of(path: Path, dialect: Dialect) -> End:
    """Return what the last line of a file without a line end is: cut, whole, or open where that cannot be told.

    Cut or whole is told by what the values above it in its last column have in common: the same decimals, the
    same form, or a few words.
    """
    with path.open("rb") as stream:
        size = stream.seek(0, 2)
        stream.seek(max(0, size - LOOKED_AT))
        text = stream.read().decode("utf-8", "ignore")
    lines = list(StringIO(text, newline=""))[1 if size > LOOKED_AT else dialect.header_row :]
    if dialect.delimiter == WHITESPACE:
        rows = [line.split() for line in lines]
    else:
        try:
            rows = list(dialect.reader(lines))
        except csv.Error:
            return "open"
    rows = [row for row in rows if row]
    if not rows:
        return "open"
    last, others = rows[-1], [row for row in rows[:-1] if len(row) == dialect.width]
    if len(last) != dialect.width or (dialect.delimiter != WHITESPACE and lines[-1].count('"') % 2):
        return "cut"
    column = len(dialect.headers) - 1
    return _compare(last[column].strip(), [value for row in others if (value := row[column].strip())], len(others))


def _compare(value: str, others: Sequence[str], rows: int) -> End:
    if rows < ENOUGH or len(others) < rows:
        return "open"
    decimals = {len(found[1]) if (found := DECIMALS.fullmatch(other)) else 0 for other in others}
    if len(decimals) == 1 and decimals != {0}:
        found = DECIMALS.fullmatch(value)
        return "whole" if found and len(found[1]) in decimals else "cut"
    forms = {_form(other) for other in others}
    if len(forms) == 1 and len(next(iter(forms))) > 1 and not next(iter(forms)).isdigit():
        return "whole" if _form(value) in forms else "cut"
    words = {other for other in others if not other[:1].isdigit()}
    if len(words) <= min(FEW, rows // 4) and len(words) == len(set(others)):
        return "whole" if value in words else "cut" if any(word.startswith(value) for word in words) else "open"
    return "open"


def _form(value: str) -> str:
    """Return a value with its digits and letters made alike: dates and codes of one form become equal."""
    return re.sub(r"[A-Za-z]", "A", re.sub(r"[0-9]", "0", value))
