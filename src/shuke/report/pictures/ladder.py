"""Numbered cells: who stands where, and where one more purchase takes them."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from shuke.rating import SUMMED, Rating
from shuke.report.steps import axis, level
from shuke.report.text import average, money, share
from shuke.stages.moves import one_more_purchase
from shuke.stages.places import grid


def ladder(rating: Rating) -> dict[str, Any] | None:
    """Return the cells of a scheme that numbers them, all of them, 1 first; None for another scheme."""
    asked, found = rating.scheme.cells, grid(rating.scheme, rating.fitted)
    if asked is None or found is None:
        return None
    query = f"SELECT cell, SUM(_heads), SUM(monetary), SUM(frequency) FROM {SUMMED} GROUP BY 1"
    counted = {number: (int(heads), Decimal(total), int(n)) for number, heads, total, n in rating.engine.run(query)}
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
