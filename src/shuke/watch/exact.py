"""Exact chances of drawing without replacement: how often so many of a group have something by luck alone.

Of ``everybody`` customers in like places, ``marked`` have something; a group of ``drawn`` of them has a hypergeometric
number of these if it is like the others. Over several strata the numbers add up, and the chance of each sum is the
convolution: with the margins held, no rate has to be estimated, and the test holds its level for any size.
Sources: Fisher 1934; Mantel and Haenszel 1959 (the exact form of their stratified test).
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from operator import mul
from statistics import NormalDist

# Chances below this part of the greatest one are left out on both sides.
TINY = 1e-18
# Above this standard deviation sums are taken as normal, corrected for their skewness.
MOST_SPREAD = 25.0
# How much rounding may move a p-value: two equal chances count as equal.
SLACK = 1e-12


@dataclass(frozen=True)
class Stratum:
    """A group of ``drawn`` among ``everybody`` in like places, of whom ``marked`` have something."""

    everybody: int
    marked: int
    drawn: int

    @property
    def mean(self) -> float:
        """How many of the group would have it by luck alone, on average."""
        return self.drawn * self.marked / self.everybody if self.everybody else 0.0

    @property
    def variance(self) -> float:
        """The variance of that number."""
        n, k, d = self.everybody, self.marked, self.drawn
        return d * k * (n - k) * (n - d) / (n * n * (n - 1)) if n > 1 else 0.0

    @property
    def third(self) -> float:
        """The third central moment of that number."""
        n, k, d = self.everybody, self.marked, self.drawn
        return self.variance * (n - 2 * k) * (n - 2 * d) / (n * (n - 2)) if n > 2 else 0.0


@dataclass(frozen=True)
class Mass:
    """Chances of the numbers from ``first`` on, one after the other; they add up to 1."""

    first: int
    chances: tuple[float, ...]

    def tails(self, seen: int) -> tuple[float, float]:
        """Return the chance of at most ``seen``, and of at least ``seen``."""
        place = seen - self.first
        below = math.fsum(self.chances[: max(0, place + 1)])
        above = math.fsum(self.chances[max(0, place) :])
        return min(1.0, below), min(1.0, above)


@lru_cache(maxsize=65_536)
def hypergeometric(everybody: int, marked: int, drawn: int) -> Mass:
    """Return the chances of each number of marked ones among so many drawn."""
    least, most = max(0, drawn + marked - everybody), min(drawn, marked)
    mode = min(most, max(least, (drawn + 1) * (marked + 1) // (everybody + 2)))
    up, weight = [1.0], 1.0
    for x in range(mode, most):
        weight *= (marked - x) * (drawn - x) / ((x + 1) * (everybody - marked - drawn + x + 1))
        if weight < TINY:
            break
        up.append(weight)
    down, weight, first = [], 1.0, mode
    for x in range(mode, least, -1):
        weight *= x * (everybody - marked - drawn + x) / ((marked - x + 1) * (drawn - x + 1))
        if weight < TINY:
            break
        down.append(weight)
        first = x - 1
    return _mass(first, [*reversed(down), *up])


def total(masses: Iterable[Mass]) -> Mass:
    """Return the chances of the sum of independent numbers."""
    found = Mass(0, (1.0,))
    for one in masses:
        found = _sum(found, one)
    return found


def tails(strata: Sequence[Stratum], seen: int) -> tuple[float, float]:
    """Return the chance of at most and of at least ``seen`` over all strata, if luck alone is at work."""
    spread = math.sqrt(math.fsum(one.variance for one in strata))
    if spread <= MOST_SPREAD:
        return total(hypergeometric(one.everybody, one.marked, one.drawn) for one in strata).tails(seen)
    mean = math.fsum(one.mean for one in strata)
    skew = math.fsum(one.third for one in strata) / spread**3
    return _normal((seen + 0.5 - mean) / spread, skew), 1 - _normal((seen - 0.5 - mean) / spread, skew)


def two_sided(strata: Sequence[Stratum], seen: int) -> float:
    """Return the two-sided p-value: twice the smaller tail, at most 1."""
    return min(1.0, 2 * min(tails(strata, seen)) + SLACK)


def _mass(first: int, weights: Sequence[float]) -> Mass:
    whole = math.fsum(weights)
    return Mass(first, tuple(one / whole for one in weights))


def _sum(a: Mass, b: Mass) -> Mass:
    if len(a.chances) < len(b.chances):
        a, b = b, a
    # The longer side is run over as a whole for each chance of the shorter one.
    short = tuple(reversed(b.chances))
    gap = (0.0,) * (len(short) - 1)
    padded = (*gap, *a.chances, *gap)
    width = len(short)
    sums = [sum(map(mul, padded[place : place + width], short)) for place in range(len(a.chances) + width - 1)]
    bar = TINY * max(sums)
    start = next(place for place, one in enumerate(sums) if one > bar)
    end = len(sums) - next(place for place, one in enumerate(reversed(sums)) if one > bar)
    return _mass(a.first + b.first + start, sums[start:end])


def _normal(z: float, skew: float) -> float:
    """Return the chance below ``z``, corrected for skewness by the first term of Edgeworth's series."""
    normal = NormalDist()
    return min(1.0, max(0.0, normal.cdf(z) - skew / 6 * (z * z - 1) * normal.pdf(z)))
