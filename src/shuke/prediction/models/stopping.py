"""How many purchases are expected under BG/NBD, as a mean over chances to stop: for parameters at which series fail.

A customer who is alive with rates Gamma(shape, scale) and a chance to stop p buys (1 - (1 + p u)^-shape) / p times in
the time t, with u = t / scale, and p is Beta(a, b). Written as its value at p = 0, less a straight line, less a rest
that is 0 at both ends, only the rest has to be integrated. By the logit of p it is analytic in a strip and falls off
on both sides however small a and b are, so the trapezoidal rule has all digits.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from shuke.prediction.histories import Floats

# Powers of e after which nothing is left; the widest step, and its part of the width of the distribution.
DIGITS, WIDEST, PART, BLOCK = 40.0, 0.4, 0.6, 1_024


def expected_alive(shape: Floats, u: Floats, a: float, b: Floats) -> Floats:
    """Return how many purchases are expected of customers who are alive."""
    import numpy as np

    found = np.empty_like(u)
    for start in range(0, len(u), BLOCK):
        part = slice(start, start + BLOCK)
        found[part] = _mean(shape[part], u[part], a, b[part])
    return found


def _mean(shape: Floats, u: Floats, a: float, b: Floats) -> Floats:
    import numpy as np
    from scipy.special import betaln

    steady = shape * u
    surely = steady + np.expm1(-shape * np.log1p(u))
    width = np.sqrt(1 / (a + 1) + 1 / (b + 1))
    middle = np.log((a + 1) / (b + 1))
    low = middle - 9 * width - np.minimum(DIGITS / a, DIGITS / (a + 1) + np.log1p(steady))
    high = middle + 9 * width + DIGITS / (b + 1)
    step = np.minimum(WIDEST, PART * width)
    count = int(np.ceil(((high - low) / step).max())) + 1
    w = low[:, None] + step[:, None] * np.arange(count)
    # log p and log(1 - p), of which neither is ever rounded to 0.
    log_p, log_q = -np.logaddexp(0.0, -w), -np.logaddexp(0.0, w)
    weight = step[:, None] * np.exp(a * log_p + b[:, None] * log_q - betaln(a, b)[:, None])
    p = np.exp(log_p)
    bought = -np.expm1(-shape[:, None] * np.log1p(p * u[:, None])) / p
    rest = (steady[:, None] - bought) - surely[:, None] * p
    return np.asarray(steady - surely * (a / (a + b)) - (weight * rest).sum(axis=1))
