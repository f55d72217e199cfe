"""Three scores of two sides each make eight corners of a cube: who is in which, and with how much."""

from __future__ import annotations

from decimal import Decimal
from itertools import product
from typing import Any

from shuke.rating import SUMMED, Rating
from shuke.report.steps import axis, centre
from shuke.report.text import average, money, share
from shuke.stages.fitted import Breaks
from shuke.stages.places import holds


def octants(rating: Rating) -> dict[str, Any] | None:
    """Return the cube of a scheme with exactly three splits; None for another scheme."""
    splits = [name for name, fit in rating.fitted.scores.items() if isinstance(fit, Breaks) and fit.kind == "split"]
    if len(splits) != 3:
        return None
    names = ", ".join(splits)
    rows = rating.engine.run(f"SELECT {names}, SUM(_heads), SUM(monetary) FROM {SUMMED} GROUP BY {names}")
    found = {tuple(int(side) for side in row[:3]): (int(row[3]), Decimal(row[4])) for row in rows}
    whole = sum((total for _, total in found.values()), Decimal(0))
    corners = []
    for corner in product((1, 0), repeat=3):
        heads, total = found.get(corner, (0, Decimal(0)))
        corners.append(
            {
                "corner": list(corner),
                "group": _group(rating, dict(zip(splits, corner, strict=True))),
                "customers": heads,
                "share": share(heads, rating.rated),
                "monetary": money(total),
                "monetary_share": share(total, whole),
                "average": average(total, heads),
            }
        )
    axes = [axis(rating.scheme, name, rating.fitted.scores[name]) for name in splits]
    centres = [
        centre(rating.scheme, name, fit) for name in splits if isinstance(fit := rating.fitted.scores[name], Breaks)
    ]
    return {
        "axes": [{**(one or {}), "centre": middle} for one, middle in zip(axes, centres, strict=True)],
        "corners": corners,
    }


def _group(rating: Rating, sides: dict[str, int]) -> str | None:
    """Return the main group that a corner belongs to; None where more than the sides decides it."""
    groups = rating.scheme.groups.get(rating.scheme.main, ())
    for group in groups:
        looks_at = set(group.when.names) if group.when else set()
        if not looks_at <= sides.keys() or (group.when is None and not group.rest):
            return None
        if holds(group, rating.scheme, sides):
            return group.name
    return None
