"""A climb to near the peak of a likelihood of a few parameters: BFGS with backtracking, inside bounds.

Written here because it is small, and because libraries for it start threads for matrices of four by four, which costs
more than the climb and makes the cpu that it takes depend on what else the machine does.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from shuke.prediction.models.model import Table

if TYPE_CHECKING:
    from shuke.prediction.histories import Floats

MOST_STEPS, MOST_HALVINGS, LONGEST = 200, 30, 1.5
FLAT, STILL = 1e-7, 1e-11


def ascend(table: Table, start: Floats, least: float, most: float) -> tuple[float, Floats]:
    """Return the height and the place of a point near a peak, or far along a ridge."""
    import numpy as np

    here = np.clip(start, least, most)
    value, slope = _scaled(table, here)
    inverse: Floats | None = None
    for _ in range(MOST_STEPS):
        way = slope if inverse is None else (inverse * slope).sum(axis=1)
        # A step that would leave the bounds does not count in that direction.
        way = np.where(((here <= least) & (way < 0)) | ((here >= most) & (way > 0)), 0.0, way)
        rises = float((way * slope).sum())
        if rises <= 0:
            if inverse is None:
                break
            inverse = None
            continue
        reach = float(np.abs(way).max())
        length = min(1.0, LONGEST / reach) if inverse is not None else min(1.0, 0.3 / reach)
        found = _step(table, here, value, way * length, rises * length, (least, most))
        if found is None:
            if inverse is None:
                break
            inverse = None
            continue
        there, new, steeper = found
        still = new - value < STILL * (1 + abs(value))
        inverse = _updated(inverse, there - here, slope - steeper)
        here, value, slope = there, new, steeper
        if still or np.abs(slope).max() < FLAT:
            break
    return value * table.customers, here


def _scaled(table: Table, here: Floats) -> tuple[float, Floats]:
    """Return the height and the slope of a customer's mean log-likelihood."""
    value, slope = table.value(here)
    return value / table.customers, slope / table.customers


def _step(
    table: Table, here: Floats, value: float, way: Floats, rises: float, bounds: tuple[float, float]
) -> tuple[Floats, float, Floats] | None:
    """Return the first point along a way, halved again and again, that is higher by enough; None if there is none."""
    import numpy as np

    part = 1.0
    for _ in range(MOST_HALVINGS):
        there = np.clip(here + part * way, *bounds)
        new, slope = _scaled(table, there)
        if np.isfinite(new) and new >= value + 1e-4 * part * rises:
            return there, new, slope
        part /= 2
    return None


def _updated(inverse: Floats | None, moved: Floats, flattened: Floats) -> Floats | None:
    """Return the inverse of the curvature with what a step has shown of it (Broyden, Fletcher, Goldfarb, Shanno)."""
    import numpy as np

    along = float((moved * flattened).sum())
    if along <= 1e-14:
        return inverse
    if inverse is None:
        inverse = np.eye(len(moved)) * (along / float((flattened**2).sum()))
    bent = (inverse * flattened).sum(axis=1)
    grown = (1 + float((flattened * bent).sum()) / along) / along
    return np.asarray(
        inverse + grown * np.outer(moved, moved) - (np.outer(bent, moved) + np.outer(moved, bent)) / along
    )
