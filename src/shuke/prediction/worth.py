"""Ranges of money: of what a purchase of a customer is worth, and of what a customer brings in the days to come.

Under Gamma-Gamma a customer with n purchases of ``total`` in all buys for p / nu in the mean, and nu is Gamma(p n + q,
gamma + total). So the mean has the quantiles of (gamma + total) p / Gamma(p n + q), and k purchases together those of
(gamma + total) B / (1 - B) with B from Beta(p k, p n + q): everything is a factor that depends on the history alone,
times gamma + total, and the factors are found once for each history.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from shuke.prediction.histories import Histories

if TYPE_CHECKING:
    from shuke.prediction.histories import Floats, Ints
    from shuke.prediction.models.gamma_gamma import Spending
    from shuke.prediction.models.model import Model

# Histories that are worked on together, and the chance of more purchases than are looked at.
BLOCK, REST, MOST_PURCHASES = 4_096, 1e-6, 20_000
# Odds B / (1 - B) are looked for between these powers of e, in so many steps: each is 0.0044 wide.
LEAST, MOST, STEPS = -12.0, 6.0, 4_096


def of_one(spending: Spending, n: Ints, level: float = 0.9) -> tuple[Floats, Floats]:
    """Return the factors of gamma + total between which the mean amount of a customer with n purchases lies."""
    import numpy as np
    from scipy.special import gammaincinv

    counts, place = np.unique(n, return_inverse=True)
    shape, tail = spending.p * counts + spending.q, (1 - level) / 2
    low, high = (spending.p / gammaincinv(shape, share) for share in (1 - tail, tail))
    return low[place], high[place]


def of_all(model: Model, given: Histories, days: int, spending: Spending, level: float = 0.9) -> tuple[Floats, Floats]:
    """Return the factors of gamma + total between which lies what is spent in the next days, everything together.

    Where no purchase has a chance of a twentieth or more, the range is from 0 to what nine in ten do not exceed.
    """
    import numpy as np

    low, high = np.zeros(len(given)), np.zeros(len(given))
    starts = np.flatnonzero(np.diff(given.x, prepend=-1))
    for start, end in zip(starts, [*starts[1:], len(given)], strict=True):
        for first in range(start, end, BLOCK):
            part = slice(first, min(first + BLOCK, end))
            some = Histories(given.x[part], given.t_x[part], given.T[part], given.count[part])
            low[part], high[part] = _ends(model, some, days, spending, level)
    return low, high


def _ends(model: Model, some: Histories, days: int, spending: Spending, level: float) -> tuple[Floats, Floats]:
    """Return the factors for histories with the same number of purchases."""
    import numpy as np

    chances = _chances(model, some, days)
    none, tail = chances[0], (1 - level) / 2
    upper = np.where(none >= tail, level, 1 - tail)
    beside = spending.p * (int(some.x[0]) + 1) + spending.q
    low = np.where(none >= tail, 0.0, _quantile(chances, spending.p, beside, np.full(len(some), tail)))
    high = np.where(none >= upper, 0.0, _quantile(chances, spending.p, beside, upper))
    return low, high


def _chances(model: Model, some: Histories, days: int) -> Floats:
    """Return the chance of each number of purchases, one row a number, until hardly anything is left."""
    import numpy as np

    alive, counts = model.alive(some), model.counts(some, days)
    rows = [1 - alive + alive * counts.step()]
    reached = rows[0].copy()
    while reached.min() < 1 - REST and len(rows) < MOST_PURCHASES:
        rows.append(alive * counts.step())
        reached += rows[-1]
    return np.array(rows)


def _quantile(chances: Floats, p: float, beside: float, share: Floats) -> Floats:
    """Return the odds below which such a share lies, by halving on a grid of their logarithm."""
    import numpy as np
    from scipy.special import betainc, expit

    # Where nothing is enough already, the search ends at the least, which is not looked at.
    shapes = p * np.arange(1, len(chances))[:, None]
    low, high = np.zeros(chances.shape[1], np.int64), np.full(chances.shape[1], STEPS, np.int64)
    while (high - low > 1).any():
        middle = (low + high) // 2
        asked, place = np.unique(middle, return_inverse=True)
        below = betainc(shapes, beside, expit(LEAST + (MOST - LEAST) * asked / STEPS))
        reached = chances[0] + (chances[1:] * below[:, place]).sum(axis=0) >= share
        high, low = np.where(reached, middle, high), np.where(reached, low, middle)
    return np.exp(LEAST + (MOST - LEAST) * (low + high) / 2 / STEPS)
