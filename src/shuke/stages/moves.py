"""Where one more purchase takes the customers of a cell: exact, from the steps alone."""

from __future__ import annotations

from collections.abc import Mapping

from shuke.scheme.model import Scheme
from shuke.stages.fitted import Breaks, Fitted, Value
from shuke.stages.places import grid

COUNTS = frozenset({"frequency", "purchase_days"})


def one_more_purchase(scheme: Scheme, fitted: Fitted) -> Mapping[int, int]:
    """Return the cell in which each cell's customers are on the day of their next purchase.

    For cells over a number of purchases (or of days with one) and the days since the last, in steps; empty for other
    schemes. A cell is left out if its customers go to different ones, or if nobody can be in it. Purchases that leave
    a moving period on the way are left aside.
    """
    cells, found = scheme.cells, grid(scheme, fitted)
    if cells is None or found is None:
        return {}
    rows, columns = fitted.scores[cells.rows], fitted.scores[cells.columns]
    if not isinstance(rows, Breaks) or not isinstance(columns, Breaks):
        return {}
    if rows.metric in COUNTS and columns.metric == "recency_days":
        moves, fresh = _next_levels(rows), columns.score(0)
        return {
            found.number(level, column): found.number(moves[level], fresh)
            for level in found.rows
            for column in found.columns
            if level in moves
        }
    if columns.metric in COUNTS and rows.metric == "recency_days":
        moves, fresh = _next_levels(columns), rows.score(0)
        return {
            found.number(row, level): found.number(fresh, moves[level])
            for row in found.rows
            for level in found.columns
            if level in moves
        }
    return {}


def _next_levels(fit: Breaks) -> dict[Value, Value]:
    """Return the score after one more purchase for each score from which all go to the same one."""
    # Counts between two neighbouring turns have the same score; from the last turn on it stays.
    turns = sorted({1, *(int(bound) + more for bound, _ in fit.steps for more in (0, 1) if int(bound) + more > 1)})
    after: dict[Value, set[Value]] = {}
    for index, start in enumerate(turns):
        score = fit.score(start)
        end = turns[index + 1] - 1 if index + 1 < len(turns) else None
        goes = after.setdefault(score, set())
        if end is None or end > start:
            goes.add(score)
        if end is not None:
            goes.add(fit.score(end + 1))
    return {score: goes.pop() for score, goes in after.items() if len(goes) == 1}
