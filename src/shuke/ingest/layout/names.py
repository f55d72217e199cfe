"""Names for columns as they are shown: the header on one line; a letter where headers are blank or equal."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from shuke.ingest.layout.kinds import clean


def letter(index: int) -> str:
    """Return the letter of a column (counted from 0) as a spreadsheet writes it: A … Z, AA and so on."""
    name = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        name = chr(65 + rest) + name
    return name


def column_number(name: str) -> int:
    """Return the position (counted from 0) of a column by its letter."""
    number = 0
    for sign in name.upper():
        number = number * 26 + ord(sign) - 64
    return number - 1


def named(headers: Sequence[str | None], positions: Sequence[int] | None = None) -> tuple[str, ...]:
    """Return a different name for every column: 列D where a header is blank, 金额 (C) where it stands twice."""
    positions = range(len(headers)) if positions is None else positions
    shown = [clean(header) for header in headers]
    counts = Counter(name.casefold() for name in shown)
    names = []
    for name, position in zip(shown, positions, strict=True):
        if not name:
            names.append(f"列{letter(position)}")
        elif counts[name.casefold()] > 1:
            names.append(f"{name} ({letter(position)})")
        else:
            names.append(name)
    return tuple(names)


def joined(upper: Sequence[str | None], lower: Sequence[str | None]) -> tuple[str, ...]:
    """Return the headers of two lines as one: a name above blank cells to its right stands over all of them."""
    width = max(len(upper), len(lower))
    above = [*map(clean, upper), *[""] * (width - len(upper))]
    below = [*map(clean, lower), *[""] * (width - len(lower))]
    over, names = "", []
    for group, name in zip(above, below, strict=True):
        over = group or over
        names.append("/".join(dict.fromkeys(part for part in (over, name) if part)) if name else group)
        if not name:
            # A header of both lines' height: nothing stands below it, and it stands over nothing else.
            over = ""
    return tuple(names)
