"""What a test of a certain size can tell, before anything is sent: sizes and detectable rates of proportions.

One rate against a fixed one (a cell against break-even): one-sided, normal approximation with the variance under
each of the two rates. Two rates (contacted against held out): two-sided, pooled variance under no difference, as R's
``power.prop.test`` computes it.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from math import ceil, sqrt
from statistics import NormalDist

ALPHA, POWER = 0.05, 0.8
NORMAL = NormalDist()


def size_above(rate: float, bar: float, alpha: float = ALPHA, power: float = POWER) -> int:
    """Return how many contacts a cell of that rate needs to be shown above a bar."""
    spread = _above(alpha, power, bar, rate)
    return ceil((spread / (rate - bar)) ** 2)


def rate_above(contacts: int, bar: float, alpha: float = ALPHA, power: float = POWER) -> float | None:
    """Return the least rate that so many contacts can tell from a bar; None where no rate is high enough."""

    def enough(rate: float) -> bool:
        return (rate - bar) * sqrt(contacts) >= _above(alpha, power, bar, rate)

    return _least(enough, bar)


def size_per_arm(base: float, rate: float, alpha: float = ALPHA, power: float = POWER) -> float:
    """Return how many customers each of two equal arms needs to tell two rates apart."""
    return (_apart(alpha, power, base, rate, 1.0) / (rate - base)) ** 2


def rate_apart(contacted: int, held_out: int, base: float, alpha: float = ALPHA, power: float = POWER) -> float | None:
    """Return the least rate of the contacted that can be told from the rate of the held out."""

    def enough(rate: float) -> bool:
        return (rate - base) * sqrt(contacted) >= _apart(alpha, power, base, rate, contacted / held_out)

    return _least(enough, base) if contacted and held_out else None


def looks_above(contacts: int, rate: float, bar: Fraction) -> float:
    """Return how likely a cell of a true rate looks at or above a bar by its raw rate (exact binomial)."""
    from scipy.special import bdtrc

    needed = ceil(bar * contacts)
    return float(bdtrc(needed - 1, contacts, rate)) if needed > 0 else 1.0


def _above(alpha: float, power: float, bar: float, rate: float) -> float:
    return NORMAL.inv_cdf(1 - alpha) * sqrt(bar * (1 - bar)) + NORMAL.inv_cdf(power) * sqrt(rate * (1 - rate))


def _apart(alpha: float, power: float, base: float, rate: float, ratio: float) -> float:
    """Return the spread of a difference, per contacted customer; ``ratio`` is contacted over held out."""
    pooled = (rate + base / ratio) / (1 + 1 / ratio)
    none = sqrt(pooled * (1 - pooled) * (1 + ratio))
    some = sqrt(rate * (1 - rate) + base * (1 - base) * ratio)
    return NORMAL.inv_cdf(1 - alpha / 2) * none + NORMAL.inv_cdf(power) * some


def _least(enough: Callable[[float], bool], low: float) -> float | None:
    """Return the least rate above ``low`` that is enough, to 1e-9."""
    high = 1 - 1e-12
    if not enough(high):
        return None
    while high - low > 1e-9:
        middle = (low + high) / 2
        low, high = (low, middle) if enough(middle) else (middle, high)
    return high
