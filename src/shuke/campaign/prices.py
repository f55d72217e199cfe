"""The prices of constraints: the dual of the list's linear program, minimised by cutting planes (Kelley 1960).

For given prices everybody takes the option that is worth most after paying for what it uses. What that brings, plus
what the limits are worth at the prices, is at least what any list can bring; the best prices make it the least.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Whole = NDArray[np.int64]

MOST_CUTS = 300
# Two bounds that differ by less than this share are the same.
EXACT = 1e-10
# Of more groups than this, prices are found on a part first.
PART = 20_000


def bound(values: Floats, sizes: Whole, uses: Whole, most: Whole, prices: Floats) -> float:
    """Return what no list can exceed, as the prices prove."""
    return _look(values, sizes, uses, most, prices)[0]


def find_prices(values: Floats, sizes: Whole, uses: Whole, most: Whole, near: Floats | None = None) -> Floats:
    """Return the prices with the least bound; ``near`` are prices that are known to be near."""
    import numpy as np

    if near is None and len(values) > PART:
        step = len(values) // PART
        part = np.arange(0, len(values), step)
        share = float(sizes[part].sum() / sizes.sum())
        near = _cut(values[part], sizes[part], uses, most.astype(np.float64) * share, None)
    return _cut(values, sizes, uses, most.astype(np.float64), near)


def _look(values: Floats, sizes: Whole, uses: Whole, most: Floats | Whole, prices: Floats) -> tuple[float, Floats]:
    """Return the bound at some prices, and how it changes with each of them."""
    import numpy as np

    reduced = values - prices @ uses
    best = reduced.argmax(axis=1)
    worth = reduced[np.arange(len(best)), best]
    taken = worth > 0
    counts = np.bincount(best[taken], weights=sizes[taken], minlength=uses.shape[1])
    slope: Floats = most - uses @ counts
    return float((worth[taken] * sizes[taken]).sum() + prices @ most), slope


def _cut(values: Floats, sizes: Whole, uses: Whole, most: Floats, near: Floats | None) -> Floats:
    """Return the best prices by planes below the bound, each tangent at prices that were looked at."""
    import numpy as np

    greatest = float(values.max(initial=0.0))
    if greatest <= 0:
        return np.zeros(len(most))
    # Nobody pays more for a unit than the best option brings by the least use.
    dearest = np.array([greatest / row[row > 0].min() if (row > 0).any() else 0.0 for row in uses])
    prices = np.zeros(len(most)) if near is None else np.clip(near, 0, dearest)
    reach = dearest.copy() if near is None else np.maximum(prices * 0.1, dearest * 1e-4)
    planes: list[Floats] = []
    best, best_prices = np.inf, prices
    for _ in range(MOST_CUTS):
        here, slope = _look(values, sizes, uses, most, prices)
        if here < best:
            best, best_prices = here, prices
        planes.append(np.append(slope, here - slope @ prices))
        low, high = np.maximum(best_prices - reach, 0), np.minimum(best_prices + reach, dearest)
        prices, floor = _lowest(planes, low, high)
        if best - floor <= EXACT * max(abs(best), 1):
            inside = (prices < high - 1e-12) | (high >= dearest)
            if bool((inside & ((prices > low + 1e-12) | (low <= 0))).all()) or bool((reach >= dearest).all()):
                break
            reach = np.minimum(reach * 4, dearest)
    return best_prices


def _lowest(planes: list[Floats], low: Floats, high: Floats) -> tuple[Floats, float]:
    """Return where the greatest of the planes is lowest within a box, and how low."""
    import numpy as np
    from scipy.optimize import linprog

    table = np.array(planes)
    size = len(low)
    # A measure of each price that makes the box a unit one keeps the small program well scaled.
    width = np.where(high > low, high - low, 1.0)
    scale = max(float(np.abs(table[:, :size] * width).max()), float(np.abs(table[:, size]).max()) * 1e-6, 1e-300)
    left = np.column_stack([table[:, :size] * width / scale, -np.ones(len(table))])
    start = table[:, :size] @ low + table[:, size]
    base = float(start.max())
    limits = [*((0.0, 1.0 if wide else 0.0) for wide in high > low), (None, None)]
    solved = linprog(np.append(np.zeros(size), 1.0), left, -(start - base) / scale, bounds=limits, method="highs-ds")
    if solved.x is None:
        return low, base
    return low + solved.x[:size] * width, float(solved.x[size] * scale + base)
