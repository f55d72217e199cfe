"""Numbered cells: who stands where, and where one more purchase takes them."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from shuke.rating import PLACED, Rating
from shuke.report.steps import axis, level
from shuke.report.text import average, money, share
from shuke.scheme.model import Scheme
from shuke.stages.fitted import Breaks, Fitted, Value
from shuke.stages.places import grid

COUNTS = frozenset({"frequency", "purchase_days"})


def ladder(rating: Rating) -> dict[str, Any] | None:
    """Return the cells of a scheme that numbers them, all of them, 1 first; None for another scheme."""
    asked, found = rating.scheme.cells, grid(rating.scheme, rating.fitted)
    if asked is None or found is None:
        return None
    query = f"SELECT cell, COUNT(*), SUM(monetary), SUM(frequency) FROM {PLACED} GROUP BY 1"
    counted = {number: (heads, Decimal(total), int(n)) for number, heads, total, n in rating.engine.run(query)}
    whole = sum((total for _, total, _ in counted.values()), Decimal(0))
    moves = one_more_purchase(rating.scheme, rating.fitted)
    cells = []
    for row in found.rows:
        for column in found.columns:
            number = found.number(row, column)
            heads, total, purchases = counted.get(number, (0, Decimal(0), 0))
            cells.append(
                {
                    "number": number,
                    "row": level(row),
                    "column": level(column),
                    "customers": heads,
                    "share": share(heads, rating.rated),
                    "monetary": money(total),
                    "monetary_share": share(total, whole),
                    "average": average(total, heads),
                    "purchases": purchases,
                    "average_order": average(total, purchases),
                    "to": moves.get(number),
                }
            )
    axes = {
        name: axis(rating.scheme, score, rating.fitted.scores[score])
        for name, score in (("row", asked.rows), ("column", asked.columns))
    }
    return {**axes, "cells": cells}


def one_more_purchase(scheme: Scheme, fitted: Fitted) -> dict[int, int]:
    """Return the cell in which the customers of a cell are on the day of their next purchase.

    A cell stays out where its customers would go to different ones, or where the grid is not one of a number of
    purchases and of days since the last.
    """
    cells, found = scheme.cells, grid(scheme, fitted)
    if cells is None or found is None:
        return {}
    rows, columns = fitted.scores[cells.rows], fitted.scores[cells.columns]
    if not isinstance(rows, Breaks) or not isinstance(columns, Breaks):
        return {}
    if rows.metric in COUNTS and columns.metric == "recency_days":
        fresh = columns.score(0)
        return {
            found.number(row, column): found.number(after, fresh)
            for row in found.rows
            if (after := _after(rows, row)) is not None
            for column in found.columns
        }
    if columns.metric in COUNTS and rows.metric == "recency_days":
        fresh = rows.score(0)
        return {
            found.number(row, column): found.number(fresh, after)
            for column in found.columns
            if (after := _after(columns, column)) is not None
            for row in found.rows
        }
    return {}


def _after(fit: Breaks, score: Value) -> Value | None:
    """Return the score that one purchase more gives to all who have a score; None where they part."""
    most = max((int(bound) for bound, _ in fit.steps), default=1) + 2
    goes = {fit.score(count + 1) for count in range(1, most) if fit.score(count) == score}
    return goes.pop() if len(goes) == 1 else None
