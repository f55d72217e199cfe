"""How often each value of a metric occurs: for days and counts, all that places and pictures ask is in it.

Law: the answers are those that the order statistics and counts of the customers themselves give.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate
from typing import Literal

# Of more different values than these the engine is asked for the few that matter.
MOST_VALUES = 20_000


@dataclass(frozen=True)
class Spread:
    """The different values of a metric, ascending, each with the number of customers who have it."""

    values: tuple[int, ...]
    heads: tuple[int, ...]

    @cached_property
    def count(self) -> int:
        """How many customers have a value."""
        return sum(self.heads)

    @cached_property
    def _ends(self) -> list[int]:
        return list(accumulate(self.heads))

    def above(self, bound: int | None) -> Spread:
        """Return the spread of the values above a bound; None: all of them."""
        start = 0 if bound is None else bisect_right(self.values, bound)
        return self if not start else Spread(self.values[start:], self.heads[start:])

    def at(self, positions: Iterable[int]) -> list[int]:
        """Return the values at positions 0 … count - 1 from the least."""
        return [self.values[bisect_right(self._ends, position)] for position in positions]

    def around(self, value: int, best: Literal["high", "low"]) -> tuple[int, int, int | None]:
        """Return how many customers are better than a value, how many equal, and the next better value."""
        first, after = bisect_left(self.values, value), bisect_right(self.values, value)
        if best == "high":
            better = sum(self.heads[after:])
            nearest = self.values[after] if after < len(self.values) else None
        else:
            better = sum(self.heads[:first])
            nearest = self.values[first - 1] if first else None
        return better, sum(self.heads[first:after]), nearest

    def worst(self, best: Literal["high", "low"]) -> int | None:
        """Return the worst value that anybody has."""
        if not self.values:
            return None
        return self.values[0] if best == "high" else self.values[-1]

    def counted(self, edges: Sequence[object]) -> dict[int, int]:
        """Return the number of customers by how many of the ascending edges their value reaches."""
        found: dict[int, int] = {}
        for value, heads in zip(self.values, self.heads, strict=True):
            reached = bisect_right(edges, value)  # type: ignore[type-var]
            found[reached] = found.get(reached, 0) + heads
        return found
