"""Intervals that stay true when results are looked at more than once.

A plan with so many looks uses boundaries of O'Brien and Fleming (equal steps of information), found by the recursion
of Armitage, McPherson and Rowe (1969). Looks without a plan use the always-valid normal mixture of Robbins, in the form
of Waudby-Smith and others: it holds at all looks together, for a wider interval at each.
"""

from __future__ import annotations

from functools import cache
from math import log, sqrt
from statistics import NormalDist
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

ALPHA = 0.05
MOST_LOOKS = 10
# Points of the grid on which the statistic is carried from look to look: the boundaries are exact to 1e-4.
GRID = 301


@cache
def obrien_fleming(looks: int, alpha: float = ALPHA) -> tuple[float, ...]:
    """Return the two-sided critical values of each look: the last one's times sqrt(looks / look)."""
    low, high = 1.0, 5.0
    while high - low > 1e-6:
        middle = (low + high) / 2
        crossed = crossing([middle * sqrt(looks / look) for look in range(1, looks + 1)])
        low, high = (middle, high) if crossed > alpha else (low, middle)
    return tuple(high * sqrt(looks / look) for look in range(1, looks + 1))


def crossing(bounds: list[float] | tuple[float, ...]) -> float:
    """Return how likely a statistic without effect leaves two-sided bounds at one of equally spaced looks."""
    import numpy as np
    from scipy.special import ndtr

    first = bounds[0]
    out = 2 * float(ndtr(-first))
    points = np.linspace(-first, first, GRID)
    density = np.exp(-(points**2) / 2) / sqrt(2 * np.pi)
    for look, bound in enumerate(bounds[1:], start=2):
        # The statistic is carried as a sum with unit steps: bound × sqrt(look).
        edge = bound * sqrt(look)
        weighted = density * _weights(points)
        out += float((weighted * (ndtr(points - edge) + ndtr(-points - edge))).sum())
        new = np.linspace(-edge, edge, GRID)
        steps = np.exp(-((new[:, None] - points[None, :]) ** 2) / 2) / sqrt(2 * np.pi)
        points, density = new, steps @ weighted
    return out


def _weights(points: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the weights of Simpson's rule on an odd number of equally spaced points."""
    import numpy as np

    weights = np.full(len(points), 2.0)
    weights[1::2] = 4.0
    weights[0] = weights[-1] = 1.0
    width = points[1] - points[0]
    found: NDArray[np.float64] = weights * float(width) / 3
    return found


def always_valid(information: float, alpha: float = ALPHA) -> float:
    """Return how many standard errors an always-valid interval is wide to each side.

    ``information`` is what is known now over what the plan expects to know at its end; there the interval is narrowest.
    """
    tuned = -2 * log(alpha) + log(-2 * log(alpha) + 1)
    steps = tuned * max(information, 1e-9)
    return sqrt(2 * (steps + 1) / steps * log(sqrt(steps + 1) / alpha))


def fixed(alpha: float = ALPHA) -> float:
    """Return how many standard errors an interval of one look is wide to each side."""
    return NormalDist().inv_cdf(1 - alpha / 2)
