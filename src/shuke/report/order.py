"""The order statistics behind the pictures, asked together: values of a metric at positions from the least."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal

from shuke.compile.sql import at_positions
from shuke.rating import PLACED, Rating
from shuke.stages.relation import Positions


class Order:
    """Values of the rated customers' metrics by position; what is expected beforehand costs one query for all."""

    def __init__(self, rating: Rating) -> None:
        self._rating = rating
        self._known: dict[tuple[str, int], Decimal] = {}
        self._expected: dict[str, dict[int, None]] = {}

    def expect(self, metric: str, positions: Iterable[int]) -> None:
        """Note positions that will be asked for: 0 … n - 1 among the n customers who have a value."""
        self._expected.setdefault(metric, {}).update(dict.fromkeys(positions))

    def at(self, metric: str, positions: Sequence[int], count: int) -> list[Decimal]:
        """Return the values at positions among the ``count`` customers who have one."""
        spread = self._rating.spreads.get(metric)
        if spread is not None:
            return [Decimal(value) for value in spread.at(positions)]
        self.expect(metric, positions)
        wanted = [position for position in self._expected[metric] if (metric, position) not in self._known]
        if wanted:
            (values,) = self._rating.engine.run(
                f"SELECT {at_positions(Positions(metric, tuple(wanted), count))} FROM {PLACED}"
            )[0]
            found = zip(wanted, values, strict=True)
            self._known.update({(metric, position): Decimal(value) for position, value in found})
        return [self._known[metric, position] for position in positions]
