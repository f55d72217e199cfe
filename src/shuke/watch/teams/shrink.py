"""Ratios of seen to expected drawn towards 1: empirical Bayes of a Gamma and a Poisson distribution.

The skill of teams is taken as Gamma distributed with mean 1; its precision is the one under which what was seen is
likeliest. Where teams differ no more than luck makes them, the precision has no end and every ratio is 1.
Source: Clayton and Kaldor 1987.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

# Precisions that are looked at: of 0.1 expected events, up to what cannot be told from no difference.
LEAST, MOST, STEPS = math.log(0.1), math.log(1e6), 60


def precision(counts: Sequence[tuple[int, float]]) -> float | None:
    """Return the likeliest precision of seen and expected numbers, as so many expected events; None for no end."""
    known = [(seen, expected) for seen, expected in counts if expected > 0]
    if len(known) < 2:
        return None
    best = max(range(STEPS + 1), key=lambda step: (_likelihood(known, _at(step)), step))
    if best == STEPS:
        return None
    low, high = max(0, best - 1), min(STEPS, best + 1)
    a, b = _at(low), _at(high)
    # The likelihood has one top between these: golden section.
    part = (math.sqrt(5) - 1) / 2
    for _ in range(60):
        c, d = b - part * (b - a), a + part * (b - a)
        if _likelihood(known, c) >= _likelihood(known, d):
            b = d
        else:
            a = c
    return math.exp((a + b) / 2)


def shrunk(seen: int, expected: float, alpha: float | None) -> float:
    """Return the ratio of one team drawn towards 1."""
    return 1.0 if alpha is None else (seen + alpha) / (expected + alpha)


def _at(step: int) -> float:
    return LEAST + (MOST - LEAST) * step / STEPS


def _likelihood(counts: Sequence[tuple[int, float]], log_alpha: float) -> float:
    alpha = math.exp(log_alpha)
    return math.fsum(
        math.lgamma(seen + alpha)
        - math.lgamma(alpha)
        - alpha * math.log1p(expected / alpha)
        - seen * math.log(expected + alpha)
        for seen, expected in counts
    )
