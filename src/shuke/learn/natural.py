"""Natural levels along one figure: where k-means would cut it.

In one dimension the best cut is not a matter of luck: the levels are stretches of the sorted values, and dynamic
programming finds the stretches with the least sum of squared distances to their means. Up to 2,000 different values
this exact optimum is found, in whole numbers and without a seed; it is at least as good as any k-means and needs no
library. With more different values the exact way takes longer than a rating may, so scikit-learn's k-means runs on
the different values weighted with their counts, from 10 starts by the seed, on one thread.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Context, Decimal, localcontext
from itertools import accumulate, groupby
from math import log1p

from shuke.errors import ensure
from shuke.learn.extra import STARTS, require_scikit_learn

MOST_EXACT = 2000
DIGITS = Context(prec=40)
# Logarithms are taken to 12 places, and a level's cost is kept to 2**-64 of a squared unit.
LOG_PLACES = 12
FINE = 64


def natural(values: Sequence[tuple[Decimal, int]], k: int, seed: int, *, log: bool = False) -> list[Decimal]:
    """Return the least value of each of the k natural levels, ascending; the first is the least value of all.

    There are fewer levels when there are fewer different values. The exact optimum is found for up to 2,000 different
    values, k-means from 10 starts for more; see the module for why.

    Args:
        values: the different values, each with how many customers have it, in any order.
        k: how many levels.
        seed: of the starts; without effect up to 2,000 different values.
        log: measure distances between ln(1 + value), of a value below 0 between ln(1).

    Raises:
        UsageError: there are more than 2,000 different values, and scikit-learn is not installed.
    """
    ensure(bool(values) and k >= 1 and all(count > 0 for _, count in values), "levels of no values")
    places = _placed(values, log=log)
    if len(places) <= MOST_EXACT:
        starts = _exact([(place, count) for place, count, _ in places], min(k, len(places)))
    else:
        starts = _learned([(place, count) for place, count, _ in places], k, seed)
    return [places[start][2] for start in starts]


def _placed(values: Sequence[tuple[Decimal, int]], *, log: bool) -> list[tuple[int, int, Decimal]]:
    """Return the different places on the line, ascending: in whole units, the count there, the least value there."""
    with localcontext(DIGITS):
        if log:
            # What ends in k-means of binary floats needs no finer logarithms, and exact ones take long for many.
            logarithm = _exact_logarithm if len(values) <= MOST_EXACT else _quick_logarithm
            pairs = [(logarithm(max(value, Decimal(0))), value, count) for value, count in values]
        else:
            pairs = [(value, value, count) for value, count in values]
        finest = min(0, *(int(place.as_tuple().exponent) for place, _, _ in pairs))
        units = sorted((int(place.scaleb(-finest)), value, count) for place, value, count in pairs)
    gathered = []
    for unit, here in groupby(units, key=lambda one: one[0]):
        same = list(here)
        gathered.append((unit, sum(count for _, _, count in same), same[0][1]))
    return gathered


def _exact_logarithm(value: Decimal) -> Decimal:
    return round((value + 1).ln(), LOG_PLACES)


def _quick_logarithm(value: Decimal) -> Decimal:
    return Decimal(round(log1p(value) * 10**LOG_PLACES)).scaleb(-LOG_PLACES)


class _Costs:
    """The sum of squared distances to the mean of any stretch of places, in whole numbers."""

    def __init__(self, places: Sequence[tuple[int, int]]) -> None:
        self._weights = [0, *accumulate(count for _, count in places)]
        self._sums = [0, *accumulate(place * count for place, count in places)]
        self._squares = [0, *accumulate(place * place * count for place, count in places)]

    def __call__(self, start: int, end: int) -> int:
        """Return the cost of the places from ``start`` up to, not including, ``end``."""
        weight = self._weights[end] - self._weights[start]
        total = self._sums[end] - self._sums[start]
        return (((self._squares[end] - self._squares[start]) * weight - total * total) << FINE) // weight


def _exact(places: Sequence[tuple[int, int]], k: int) -> list[int]:
    """Return where the levels of least cost start; of several as good, the first that is met."""
    costs = _Costs(places)
    size = len(places)
    best = [0, *(costs(0, end) for end in range(1, size + 1))]
    froms: list[list[int]] = []
    for level in range(2, k + 1):
        best, chosen = _next_level(best, costs, level, size)
        froms.append(chosen)
    starts, end = [], size
    for chosen in reversed(froms):
        end = chosen[end]
        starts.append(end)
    return [0, *reversed(starts)]


def _next_level(best: list[int], costs: _Costs, level: int, size: int) -> tuple[list[int], list[int]]:
    """Return the least cost of ``level`` levels up to each end, and where the last of them starts.

    The best start never moves back as the end moves on, so each end is searched between those of its neighbours.
    """
    reached, chosen = [0] * (size + 1), [0] * (size + 1)
    todo = [(level, size, level - 1, size - 1)]
    while todo:
        first, last, low, high = todo.pop()
        if first > last:
            continue
        end = (first + last) // 2
        start = min(range(low, min(high, end - 1) + 1), key=lambda start: best[start] + costs(start, end))
        reached[end], chosen[end] = best[start] + costs(start, end), start
        todo += [(first, end - 1, low, start), (end + 1, last, start, high)]
    return reached, chosen


def _learned(places: Sequence[tuple[int, int]], k: int, seed: int) -> list[int]:
    """Return where the levels that weighted k-means finds start."""
    require_scikit_learn()
    import numpy as np
    from sklearn.cluster import KMeans
    from threadpoolctl import threadpool_limits

    # The places are put on 0 … 1: k-means does not mind the scale, and no unit is too large for a binary float.
    least, greatest = places[0][0], places[-1][0]
    line = np.array([[(place - least) / (greatest - least)] for place, _ in places])
    counts = np.array([count for _, count in places], dtype=np.float64)
    with threadpool_limits(limits=1):
        fitted = KMeans(n_clusters=k, n_init=STARTS, random_state=seed, algorithm="lloyd").fit(
            line, sample_weight=counts
        )
    labels = fitted.labels_
    return [0, *(int(index) + 1 for index in np.flatnonzero(labels[1:] != labels[:-1]))]
