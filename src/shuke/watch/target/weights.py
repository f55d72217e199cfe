"""How much each value of an attribute speaks for high value: weights that add up to a score, part by part.

The weight of a value is the logarithm of how much commoner it is among high-value customers than among the others
(naive Bayes). Each side is drawn towards everybody's mix as if ``DRAWN`` more customers of it were there, so that a
value of few customers weighs little. What is not known weighs nothing. Weights are kept with four decimals, and a score
is their exact sum with the base: the parts of an explanation add up. Attributes that say the same count twice, so a
score ranks and is no chance.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from shuke.watch.target.profile import Cell, tally

DRAWN = 20
FOLDS = 4
PLACES = Decimal("0.0001")


@dataclass(frozen=True)
class Model:
    """The base, which is the logarithm of everybody's odds, and the weight of each value of each attribute."""

    names: tuple[str, ...]
    base: Decimal
    weights: Mapping[tuple[str, str], Decimal]

    def parts(self, values: Sequence[str | None]) -> tuple[Decimal, ...]:
        """Return what each attribute adds to a customer's score."""
        nothing = Decimal(0)
        return tuple(
            nothing if value is None else self.weights.get((name, value), nothing)
            for name, value in zip(self.names, values, strict=True)
        )

    def score(self, values: Sequence[str | None]) -> Decimal:
        """Return a customer's score: the base and the parts, added exactly."""
        return self.base + sum(self.parts(values), Decimal(0))


def fit(names: Sequence[str], cells: Sequence[Cell]) -> Model:
    """Return the weights that some customers give."""
    tallies = tally(names, cells)
    known: dict[str, list[int]] = {name: [0, 0] for name in names}
    for (name, _), (good, rest) in tallies.items():
        known[name][0] += good
        known[name][1] += rest
    weights = {}
    for (name, value), (good, rest) in tallies.items():
        high, others = known[name]
        mix = (good + rest) / (high + others)
        among_high = (good + DRAWN * mix) / (high + DRAWN)
        among_others = (rest + DRAWN * mix) / (others + DRAWN)
        weights[name, value] = Decimal(math.log(among_high / among_others)).quantize(PLACES)
    high, others = sum(one.high for one in cells), sum(one.others for one in cells)
    base = Decimal(math.log((high + 0.5) / (others + 0.5))).quantize(PLACES)
    return Model(tuple(names), base, weights)
