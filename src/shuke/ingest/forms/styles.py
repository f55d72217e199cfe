"""Whether a point or a comma marks the decimals of a source: proved by its own values, else one question.

A value proves a style when only that style can read it: ``1,234.50`` and ``12.5`` prove the point, ``1.234,50``
and ``12,50`` the comma. ``1,234`` and ``1.234`` prove nothing. A ¥ or another sign of money that goes with the
point proves it where the digits do not.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from shuke.errors import Undecided, Where
from shuke.ingest.decisions import DECISIONS, decided
from shuke.ingest.forms.characters import shown
from shuke.ingest.raw import Reading

Style = Literal["point", "comma"]
DECISION = "number-style"
_GROUPS = r"(?:[0-9]+|[1-9][0-9]{0,2}(?:MARK[0-9]{3})+|[1-9][0-9]{0,2}(?: [0-9]{3})+|[1-9][0-9]{0,2}(?:'[0-9]{3})+)"
POINT = f"{_GROUPS.replace('MARK', ',')}(?:[.][0-9]*)?|[.][0-9]+"
COMMA = f"{_GROUPS.replace('MARK', '[.]')}(?:,[0-9]+)?|,[0-9]+"
# Up to this share of values in the other style are slips of single rows, which are rejected.
SLIPS = 0.05


@dataclass(frozen=True)
class Evidence:
    """How many cells of a source only one style can read, how many both read differently, with an example of each.

    An example is the text and its place.
    """

    cells: Mapping[str, int]
    examples: Mapping[str, tuple[str, Where]]

    def __add__(self, other: Evidence) -> Evidence:
        cells = {name: self.cells.get(name, 0) + other.cells.get(name, 0) for name in ("point", "comma", "open")}
        return Evidence(cells, {**other.examples, **self.examples})


def style(evidence: Sequence[Evidence], reading: Reading) -> Style:
    """Return the number style of a source.

    Raises:
        Undecided: its values prove neither style, or both, and nobody has said which.
    """
    answer = decided(reading, DECISION)
    if answer is not None:
        return "comma" if answer == "comma" else "point"
    total = Evidence({}, {})
    for one in evidence:
        total += one
    point, comma = total.cells.get("point", 0), total.cells.get("comma", 0)
    if point and comma:
        if comma <= SLIPS * (point + comma):
            return "point"
        if point <= SLIPS * (point + comma):
            return "comma"
        (first, place), (second, where) = total.examples["point"], total.examples["comma"]
        figures = {"point": shown(first), "comma": shown(second), "row": place.row}
        raise Undecided("number_style_mixed", DECISION, DECISIONS[DECISION], where, **figures)
    if comma or point or not total.cells.get("open", 0):
        return "comma" if comma else "point"
    example, where = total.examples["open"]
    raise Undecided("number_style_open", DECISION, DECISIONS[DECISION], where, example=shown(example))
