"""Intervals of small numbers at 95 %: Wilson's of a share, the exact one of a Poisson count (Garwood 1936).

Plain Python to the last digit: no figure depends on a library that may be missing.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from statistics import NormalDist

LEVEL = 0.95
PLACES = 6
_STEPS, _CLOSE = 10_000, 1e-15


def wilson(count: int, of: int, level: float = LEVEL) -> tuple[float, float]:
    """Return Wilson's interval of a share; of nobody it is everything.

    >>> [round(one, 4) for one in wilson(6, 320)]
    [0.0086, 0.0403]
    """
    if of == 0:
        return 0.0, 1.0
    z = NormalDist().inv_cdf(0.5 + level / 2)
    share, square = count / of, z * z
    middle = share + square / (2 * of)
    half = z * math.sqrt(share * (1 - share) / of + square / (4 * of * of))
    low, high = (middle - half) / (1 + square / of), (middle + half) / (1 + square / of)
    return max(0.0, low) if count else 0.0, min(1.0, high) if count < of else 1.0


def poisson(count: int, level: float = LEVEL) -> tuple[float, float]:
    """Return the exact interval of the mean of a Poisson count.

    >>> [round(one, 3) for one in poisson(10)]
    [4.795, 18.39]
    """
    tail = (1 - level) / 2
    low = 0.0 if count == 0 else _solve(lambda mean: _at_least(count, mean) - tail, 0.0, float(count))
    top = count + 20 * math.sqrt(count + 1) + 20
    return low, _solve(lambda mean: _at_least(count + 1, mean) - (1 - tail), float(count), top)


def _solve(rising: Callable[[float], float], low: float, high: float) -> float:
    """Return where a rising function passes 0, by halving."""
    for _ in range(200):
        middle = (low + high) / 2
        if middle in {low, high}:
            break
        if rising(middle) < 0:
            low = middle
        else:
            high = middle
    return (low + high) / 2


def _at_least(count: int, mean: float) -> float:
    """Return the chance of at least so many events: the regularised lower incomplete gamma function."""
    if mean <= 0:
        return 0.0
    scale = math.exp(count * math.log(mean) - mean - math.lgamma(count))
    if mean < count + 1:
        term = found = 1 / count
        for step in range(1, _STEPS):
            term *= mean / (count + step)
            found += term
            if term < found * _CLOSE:
                break
        return found * scale
    # Lentz's continued fraction of the upper function.
    small = 1e-300
    b = mean + 1 - count
    c, d = 1 / small, 1 / b
    found = d
    for step in range(1, _STEPS):
        a = -step * (step - count)
        b += 2
        d = 1 / (a * d + b or small)
        c = b + a / c or small
        found *= d * c
        if abs(d * c - 1) < _CLOSE * 10:
            break
    return 1 - scale * found


def rounded(value: float) -> float:
    """Return a statistic as it is told: six places, the same on every machine."""
    return round(value, PLACES) + 0.0
