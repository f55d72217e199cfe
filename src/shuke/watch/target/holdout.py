"""The ranking checked on customers that it has not seen: how many of the first tenth are of high value.

Customers are in as many parts as there are folds, by a hash of their id; those of each part are scored by what the
others give, and ranked together. Customers with equal scores at the edge of a tenth count in the measure in which they
belong to it, whatever their order.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from shuke.watch.intervals import rounded, wilson
from shuke.watch.target.profile import Cell
from shuke.watch.target.weights import FOLDS, fit

TENTHS = 10


@dataclass(frozen=True)
class Tenth:
    """One tenth of the ranking, the first being the best: its customers, and how many of them are of high value."""

    customers: float
    high: float
    rate: float


@dataclass(frozen=True)
class HoldOut:
    """The tenths of the ranking; ``base`` is everybody's rate, ``precision`` that of the first tenth, with interval."""

    tenths: tuple[Tenth, ...]
    customers: int
    base: float
    precision: float
    interval: tuple[float, float]
    lift: float


def held_out(names: Sequence[str], cells: Sequence[Cell]) -> HoldOut | None:
    """Return how well the ranking finds high-value customers that it has not seen; None where there are too few."""
    customers, high = sum(one.high + one.others for one in cells), sum(one.high for one in cells)
    if customers < TENTHS * FOLDS or not 0 < high < customers:
        return None
    by_score: dict[Decimal, list[int]] = defaultdict(lambda: [0, 0])
    for part in range(FOLDS):
        model = fit(names, [one for one in cells if one.part != part])
        for cell in cells:
            if cell.part == part:
                both = by_score[model.score(cell.values) - model.base]
                both[0] += cell.high
                both[1] += cell.high + cell.others
    tenths = _tenths([(good, whole) for _, (good, whole) in sorted(by_score.items(), reverse=True)], customers)
    size, hits = Fraction(customers, TENTHS), tenths[0]
    low, top = wilson(round(hits), round(size))
    base, precision = Fraction(high, customers), hits / size
    return HoldOut(
        tuple(Tenth(rounded(float(size)), rounded(float(one)), rounded(float(one / size))) for one in tenths),
        customers,
        rounded(float(base)),
        rounded(float(precision)),
        (rounded(low), rounded(top)),
        rounded(float(precision / base)),
    )


def _tenths(groups: Sequence[tuple[int, int]], customers: int) -> list[Fraction]:
    """Return the high-value customers of each tenth; a group that lies in two is split in the measure of both."""
    found, room, place = [Fraction(0)] * TENTHS, Fraction(customers, TENTHS), 0
    for good, whole in groups:
        left = Fraction(whole)
        while left > 0:
            taken = min(left, room)
            found[place] += good * taken / whole
            left, room = left - taken, room - taken
            if room == 0 and place < TENTHS - 1:
                place, room = place + 1, Fraction(customers, TENTHS)
    return found
