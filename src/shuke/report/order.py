"""The order statistics behind the pictures: values of a metric at positions from the least."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from shuke.compile.sql import at_positions
from shuke.engines.duckdb.values import Values
from shuke.rating import PLACED, Rating
from shuke.stages.relation import Positions


class Order:
    """Values of the rated customers' metrics by position, from what was counted of the metric where it was."""

    def __init__(self, rating: Rating) -> None:
        self._rating = rating
        self._values: dict[str, Values] = dict(rating.values)

    def values(self, metric: str) -> Values | None:
        """Return a metric's different values, where they are kept in the engine."""
        return self._values.get(metric)

    @property
    def money(self) -> Values:
        """What customers brought, in its different values; they are kept from now on."""
        if "monetary" not in self._values:
            self._values["monetary"] = Values.keep(self._rating.engine, "monetary", PLACED)
        return self._values["monetary"]

    def at(self, metric: str, positions: Sequence[int], count: int) -> list[Decimal]:
        """Return the values at positions 0 … n - 1 among the ``count`` customers who have one."""
        known = self._rating.spreads.get(metric) or self._values.get(metric)
        if known is not None:
            return [Decimal(value) for value in known.at(positions)]
        expression = at_positions(Positions(metric, tuple(positions), count))
        (values,) = self._rating.engine.run(f"SELECT {expression} FROM {PLACED}")[0]
        return [Decimal(value) for value in values]
