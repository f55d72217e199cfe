"""A part of a sheet as people write it: B3:F120, B:F, 3:120."""

from __future__ import annotations

import re
from dataclasses import dataclass

from shuke.ingest.layout.names import column_number

COLUMN, ROW = "[A-Za-z]{1,3}", "[1-9][0-9]{0,6}"
FORM = f"{COLUMN}{ROW}:{COLUMN}{ROW}|{COLUMN}:{COLUMN}|{ROW}:{ROW}"


@dataclass(frozen=True)
class Region:
    """Rows counted from 1 and columns from 0, both ends inclusive; None: as far as there are any."""

    first_row: int | None = None
    last_row: int | None = None
    first_column: int | None = None
    last_column: int | None = None


def region(written: str | None) -> Region:
    """Return the part of a sheet that a text of the form ``FORM`` names; None: all of it."""
    if written is None:
        return Region()
    ends = [re.fullmatch(r"([A-Za-z]*)([0-9]*)", end) for end in written.split(":")]
    columns = sorted(column_number(end[1]) for end in ends if end and end[1])
    rows = sorted(int(end[2]) for end in ends if end and end[2])
    return Region(*(rows or (None, None)), *(columns or (None, None)))
