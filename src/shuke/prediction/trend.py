"""Whose purchases become more or fewer, and whose larger or smaller, against their own past; with a test.

Frequency: of a customer's repeats, how many fall into the later half of the time since the first purchase. Under a
steady rate that number is binomial, so a customer with two repeats can never be called rising. Basket: the mean of the
logarithm of amounts in the later half of the purchases against that in the earlier half, by Student's t, from three
purchases in each half on. A customer is called rising or falling only where, of all who are called so, at most one in
ten is expected to be so by chance (Benjamini and Hochberg 1995).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from shuke.prediction.extra import require_scipy

if TYPE_CHECKING:
    from shuke.prediction.histories import Floats, Ints

# The share of false calls among all calls; the fewest repeats, and the fewest purchases in each half for baskets.
FALSE, FEWEST_REPEATS, FEWEST = 0.1, 5, 3


def frequency(x: Ints, recent: Ints, T: Ints) -> tuple[Ints, Floats]:  # noqa: N803 - the field's name
    """Return +1 or -1, whether more or fewer repeats than half fell into the later half, and the two-sided p-value."""
    require_scipy()
    import numpy as np
    from scipy.special import betainc

    share = np.where(T > 0, (T - T // 2) / np.maximum(T, 1), 0.5)
    at_most = np.where(recent < x, betainc(np.maximum(x - recent, 1), recent + 1, 1 - share), 1.0)
    at_least = np.where(recent > 0, betainc(np.maximum(recent, 1), x - recent + 1, share), 1.0)
    return np.sign(recent - x * share).astype(np.int64), np.minimum(1.0, 2 * np.minimum(at_most, at_least))


def basket(n: tuple[Ints, Ints], sums: tuple[Floats, Floats], squares: tuple[Floats, Floats]) -> tuple[Ints, Floats]:
    """Return the direction of the later half's amounts and the two-sided p-value; 1 where there are too few.

    Each argument has the earlier half first: counts, sums and sums of squares of the logarithms of amounts.
    """
    require_scipy()
    import numpy as np
    from scipy.special import stdtr

    enough = (n[0] >= FEWEST) & (n[1] >= FEWEST)
    early, late = (np.maximum(one, 1) for one in n)
    means = sums[0] / early, sums[1] / late
    within = np.maximum(squares[0] - sums[0] * means[0], 0) + np.maximum(squares[1] - sums[1] * means[1], 0)
    freedom = np.maximum(n[0] + n[1] - 2, 1)
    error = np.sqrt(within / freedom * (1 / early + 1 / late))
    gap = means[1] - means[0]
    # Amounts that never differ have no spread: a difference between the halves is then beyond doubt, none is none.
    ratio = np.where(error > 1e-9, np.abs(gap) / np.maximum(error, 1e-9), np.where(np.abs(gap) > 1e-6, 1e6, 0.0))
    return np.where(enough, np.sign(gap), 0).astype(np.int64), np.where(enough, 2 * stdtr(freedom, -ratio), 1.0)


def called(direction: Ints, p: Floats, tested: Ints) -> Ints:
    """Return the direction of those who are called rising or falling, else 0; of calls, one in ten may be chance.

    ``tested`` says who has enough purchases to be called at all; nobody else counts.
    """
    import numpy as np

    chosen = np.flatnonzero(tested)
    ordered = np.sort(p[chosen])
    holds = ordered <= FALSE * np.arange(1, len(ordered) + 1) / max(len(ordered), 1)
    limit = ordered[holds].max() if holds.any() else -1.0
    return np.where((tested > 0) & (p <= limit), direction, 0)
