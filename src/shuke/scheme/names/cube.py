"""The cubes that name sets are defined on, and the ground that two of them have in common.

The rule of the common ground: a figure that only one cube has is ignored (R-F cells ignore M); a figure with as many
scores in both is kept score by score, the least beside the least; any other is cut into high and low, high being a
score above the middle of its scale (4 and 5 of 1-5, 3 and 4 of 1-4, 3 of 1-3, 2 and 3 of 0-3, 1 of 0-1).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import product


@dataclass(frozen=True)
class Cube:
    """The cells that one digit per figure can name; ``greatest`` is the best score of each."""

    axes: str
    least: int
    greatest: int

    @property
    def cells(self) -> tuple[str, ...]:
        """Every cell as its digits, the best first."""
        digits = [str(score) for score in range(self.greatest, self.least - 1, -1)]
        return tuple("".join(cell) for cell in product(digits, repeat=len(self.axes)))

    @property
    def levels(self) -> int:
        """The number of scores of each figure."""
        return self.greatest - self.least + 1


CUBES: Mapping[str, Cube] = {
    "octants": Cube("RFM", 0, 1),
    "thirds": Cube("RFM", 1, 3),
    "quartiles": Cube("RFM", 1, 4),
    "scores0to3": Cube("RFM", 0, 3),
    "codes5": Cube("RFM", 1, 5),
    "cells5": Cube("RF", 1, 5),
}


@dataclass(frozen=True)
class Ground:
    """What two cubes have in common: the figures of both, and whether their scores had to be cut in two.

    ``least`` is the least score on the ground, where scores are kept.
    """

    axes: str
    halved: bool
    ignored: str
    least: int

    def of(self, cube: Cube, cell: str) -> str:
        """Return the place of a cube's cell on the ground."""
        scores = [int(cell[cube.axes.index(axis)]) for axis in self.axes]
        if self.halved:
            return "".join(str(int(2 * score > cube.least + cube.greatest)) for score in scores)
        return "".join(str(score - cube.least + self.least) for score in scores)


def common(one: Cube, other: Cube) -> Ground:
    """Return the finest ground on which the cells of both cubes have a place."""
    axes = "".join(axis for axis in one.axes if axis in other.axes)
    ignored = "".join(axis for axis in "RFM" if (axis in one.axes) != (axis in other.axes))
    return Ground(axes, one.levels != other.levels, ignored, one.least)
