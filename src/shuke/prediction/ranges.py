"""Ranges that hold what they say: of the number of purchases to come, and of the day of the next one.

A range of 90 % leaves a twentieth on each side. Where nothing at all has a chance of a twentieth or more there is no
room below, so it reaches from 0 to what nine in ten do not exceed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from shuke.prediction.histories import Histories

if TYPE_CHECKING:
    from shuke.prediction.histories import Floats, Ints
    from shuke.prediction.models.model import Model

# Of those who buy again within a year, this share do so between the two days that are given.
YEAR, INSIDE = 365, 0.5
MOST_PURCHASES = 20_000


class Silence(Protocol):
    """A model or a rule, as far as the day of the next purchase is asked."""

    def silent(self, given: Histories, days: Ints | int) -> Floats:
        """Return the probability of no purchase in the next days."""


def purchases(model: Model, given: Histories, days: int, level: float = 0.9) -> tuple[Ints, Ints]:
    """Return the least and the greatest number of purchases in the next days; between them lie at least ``level``.

    Numbers are whole, so the range holds more than it says where one number alone has a chance above what is left.
    """
    import numpy as np

    tail = (1 - level) / 2
    alive = model.alive(given)
    low, high = np.full(len(given), -1, np.int64), np.zeros(len(given), np.int64)
    left, below, upper = np.arange(len(given)), 1 - alive, np.full(len(given), 1 - tail)
    counts = model.counts(given, days)
    for k in range(MOST_PURCHASES):
        below = below + alive[left] * counts.step()
        if k == 0:
            upper = np.where(below >= tail, level, 1 - tail)
        lows = left[(low[left] < 0) & (below >= tail)]
        low[lows] = k
        high[left] = k
        going = below < upper
        if not going.any():
            break
        left, below, upper = left[going], below[going], upper[going]
        counts.keep(going)
    return np.maximum(low, 0), high


def next_days(model: Silence, given: Histories) -> tuple[Floats, Ints, Ints]:
    """Return the chance to buy within a year, and the days from now between which half of those who do come back.

    The range is the middle half of the distribution of the day, among those who buy within a year.
    """
    chance = 1 - model.silent(given, YEAR)
    first, last = (_day(model, given, chance * share) for share in ((1 - INSIDE) / 2, (1 + INSIDE) / 2))
    return chance, first, last


def _day(model: Silence, given: Histories, share: Floats) -> Ints:
    """Return the first day by which so many have bought, by halving."""
    import numpy as np

    low, high = np.zeros(len(given), np.int64), np.full(len(given), YEAR, np.int64)
    while (high - low > 1).any():
        middle = (low + high) // 2
        reached = 1 - model.silent(given, middle) >= share
        high, low = np.where(reached, middle, high), np.where(reached, low, middle)
    return high
