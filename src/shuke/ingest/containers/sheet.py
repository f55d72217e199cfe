"""What is known about one sheet beside the values of its cells."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Literal

State = Literal["visible", "hidden", "very_hidden"]
Form = Literal["table", "pivot", "chart", "macro"]
# Marks of cells, what their text does not say: an error value, a formula without a saved result, a value carried down
# from a merged range, a number of more digits than a spreadsheet keeps.
ERROR, FORMULA, MERGED, LONG = "error", "formula", "merged", "long"
# From here on a number of a spreadsheet has lost digits.
TOO_LONG = 1e15


@dataclass
class Patch:
    """A cell whose text or standing differs from what the parser says; rows and columns count from 0.

    Without a text of its own the cell keeps what the parser says.
    """

    row: int
    column: int
    text: str | None
    mark: str | None


@dataclass
class Merge:
    """The first column of a merged range that goes over several rows, last row included; counted from 0."""

    column: int
    top: int
    bottom: int


@dataclass
class Sheet:
    """One sheet of a workbook: where it stands, whether it is shown, and what reading its values would miss."""

    name: str
    part: str = ""
    state: State = "visible"
    form: Form = "table"
    first_column: int = 0
    last_row: int = 0
    hidden_rows: int = 0
    hidden_columns: list[str] = field(default_factory=list)
    zeros: int = 0
    patches: list[Patch] = field(default_factory=list)
    merges: list[Merge] = field(default_factory=list)


ADDRESS = re.compile(r"\$?([A-Z]{1,3})\$?([0-9]{1,7})")


def is_long(text: str) -> bool:
    """Tell whether a number is written that has more digits than a spreadsheet keeps."""
    try:
        return abs(float(text)) >= TOO_LONG
    except ValueError:
        return False


def letters(column: int) -> str:
    """Return the letters of a column, counted from 0."""
    text = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        text = chr(65 + rest) + text
    return text


def number(text: str | bytes) -> int:
    """Return the column that letters name, counted from 0."""
    value = 0
    for one in text.encode() if isinstance(text, str) else text:
        value = value * 26 + one - 64
    return value - 1


def area(reference: str) -> tuple[int, int, int, int] | None:
    """Return a range such as ``A1:C9`` as first row, first column, last row, last column, from 0, or None."""
    first, _, last = reference.partition(":")
    start, end = ADDRESS.fullmatch(first), ADDRESS.fullmatch(last or first)
    if start is None or end is None:
        return None
    return int(start[2]) - 1, number(start[1]), int(end[2]) - 1, number(end[1])
