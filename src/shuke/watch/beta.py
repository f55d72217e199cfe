"""Quantiles of the beta distribution in plain Python, by a continued fraction and halving."""

from __future__ import annotations

import math

_STEPS, _CLOSE, _SMALL = 10_000, 1e-14, 1e-300


def at_most(x: float, a: float, b: float) -> float:
    """Return the chance of at most ``x``: the regularised incomplete beta function.

    >>> round(at_most(0.5, 2, 2), 12), round(at_most(0.3, 1, 1), 12)
    (0.5, 0.3)
    """
    if x <= 0:
        return 0.0
    if x >= 1:
        return 1.0
    scale = math.exp(math.lgamma(a + b) - math.lgamma(a) - math.lgamma(b) + a * math.log(x) + b * math.log1p(-x))
    # The fraction converges fast on the side of the mean.
    if x < (a + 1) / (a + b + 2):
        return scale * _fraction(x, a, b) / a
    return 1 - scale * _fraction(1 - x, b, a) / b


def quantile(share: float, a: float, b: float) -> float:
    """Return the value below which a share of the distribution lies.

    >>> round(quantile(0.05, 1, 1), 9), round(quantile(0.5, 3, 3), 9)
    (0.05, 0.5)
    """
    low, high = 0.0, 1.0
    for _ in range(100):
        middle = (low + high) / 2
        if at_most(middle, a, b) < share:
            low = middle
        else:
            high = middle
    return (low + high) / 2


def _fraction(x: float, a: float, b: float) -> float:
    """Return Lentz's continued fraction of the incomplete beta function."""
    c, d = 1.0, 1 / _kept(1 - (a + b) * x / (a + 1))
    found = d
    for step in range(1, _STEPS):
        for numerator in (
            step * (b - step) * x / ((a + 2 * step - 1) * (a + 2 * step)),
            -(a + step) * (a + b + step) * x / ((a + 2 * step) * (a + 2 * step + 1)),
        ):
            d = 1 / _kept(1 + numerator * d)
            c = _kept(1 + numerator / c)
            found *= d * c
        if abs(d * c - 1) < _CLOSE:
            break
    return found


def _kept(value: float) -> float:
    """Return a divisor that is not 0."""
    return value if abs(value) > _SMALL else _SMALL
