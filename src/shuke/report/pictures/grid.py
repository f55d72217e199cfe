"""The customers by two of their scores in steps: recency by frequency where the scheme has them."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from shuke.rating import PLACED, Rating
from shuke.report.steps import axis, level
from shuke.report.text import average, money

# The pair that is looked at first; else the first two scores in steps.
USUAL = ("recency_days", "frequency")


def grid(rating: Rating) -> dict[str, Any] | None:
    """Return heads, money and average of every pair of scores; None with fewer than two scores in steps."""
    axes = {}
    for name, fit in rating.fitted.scores.items():
        found = axis(rating.scheme, name, fit)
        if found is not None:
            axes[name] = found
    usual = [next((name for name, one in axes.items() if one["metric"] == metric), None) for metric in USUAL]
    # Two scores of one metric would only be compared with each other.
    first_of = {one["metric"]: name for name, one in reversed(axes.items())}
    pair = [name for name in usual if name] if None not in usual else [n for n in axes if n in first_of.values()][:2]
    if len(pair) < 2:
        return None
    row, column = pair
    cells = rating.engine.run(
        f"SELECT {row}, {column}, COUNT(*), SUM(monetary) FROM {PLACED} GROUP BY 1, 2 ORDER BY 1 DESC, 2"
    )
    return {
        "row": axes[row],
        # The best corner is at the top right.
        "column": {**axes[column], "levels": axes[column]["levels"][::-1]},
        "cells": [
            {
                "row": level(one),
                "column": level(other),
                "customers": heads,
                "monetary": money(Decimal(total)),
                "average": average(Decimal(total), heads),
            }
            for one, other, heads, total in cells
        ],
    }
