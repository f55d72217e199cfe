"""The customers by two of their scores in steps: recency by frequency where the scheme has them."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from shuke.rating import SUMMED, Rating
from shuke.report.steps import axis, level
from shuke.report.text import average, money
from shuke.scheme.model import Scheme
from shuke.stages.fitted import Fitted

# The pair that is looked at first; else the first two scores in steps.
USUAL = ("recency_days", "frequency")


def grid(rating: Rating) -> dict[str, Any] | None:
    """Return heads, money and average of every pair of scores; None with fewer than two scores in steps."""
    axes = _axes(rating.scheme, rating.fitted)
    found = _pair(axes)
    if found is None:
        return None
    row, column = found
    cells = rating.engine.run(
        f"SELECT {row}, {column}, SUM(_heads), SUM(monetary) FROM {SUMMED} GROUP BY 1, 2 ORDER BY 1 DESC, 2"
    )
    return {
        "row": axes[row],
        # The best corner is at the top right.
        "column": {**axes[column], "levels": axes[column]["levels"][::-1]},
        "cells": [
            {
                "row": level(one),
                "column": level(other),
                "customers": int(heads),
                "monetary": money(Decimal(total)),
                "average": average(Decimal(total), int(heads)),
            }
            for one, other, heads, total in cells
        ],
    }


def grid_columns(scheme: Scheme, fitted: Fitted) -> tuple[str, str] | None:
    """Return the scores of the rows and of the columns of the picture; None with fewer than two scores in steps."""
    return _pair(_axes(scheme, fitted))


def _axes(scheme: Scheme, fitted: Fitted) -> dict[str, dict[str, Any]]:
    found = {name: axis(scheme, name, fit) for name, fit in fitted.scores.items()}
    return {name: one for name, one in found.items() if one is not None}


def _pair(axes: dict[str, dict[str, Any]]) -> tuple[str, str] | None:
    usual = [next((name for name, one in axes.items() if one["metric"] == metric), None) for metric in USUAL]
    # Two scores of one metric would only be compared with each other.
    first_of = {one["metric"]: name for name, one in reversed(axes.items())}
    pair = [name for name in usual if name] if None not in usual else [n for n in axes if n in first_of.values()][:2]
    return (pair[0], pair[1]) if len(pair) == 2 else None
