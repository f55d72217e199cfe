"""The way from the baseline to the target, and where a value stands on it."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Literal

from shuke.watch.goals.values import Value

Verdict = Literal["not_begun", "reached", "on_track", "unsure", "behind", "missed"]


def linear(begin: date, end: date) -> Callable[[date], Decimal]:
    """Return how much of the way is to be gone by a day: as much as of the time is over."""

    def gone(day: date) -> Decimal:
        if day <= begin:
            return Decimal(0)
        return min(Decimal(1), Decimal((day - begin).days) / (end - begin).days)

    return gone


def on_way(baseline: Decimal, target: Decimal, gone: Decimal) -> Decimal:
    """Return where a measure is to stand when so much of the way is to be gone."""
    return baseline + (target - baseline) * gone


def verdict(found: Value, path: Decimal, target: Decimal, day: date, begin: date, end: date, *, more: bool) -> Verdict:
    """Return whether a goal is reached, on its way, behind it by more than chance, or not surely.

    ``more``: more is better. ``unsure``: short of the way, but by no more than chance can make.
    """
    sign = 1 if more else -1
    best = found.high if more else found.low
    if (found.value - target) * sign >= 0 and day > begin:
        return "reached"
    if day >= end:
        return "missed"
    if day <= begin:
        return "not_begun"
    if (found.value - path) * sign >= 0:
        return "on_track"
    return "unsure" if (best - path) * sign >= 0 else "behind"


def stations(begin: date, end: date) -> list[date]:
    """Return the days at which a way is shown: the first, the same day of each month after it, and the last."""
    found, month = [begin], begin.year * 12 + begin.month - 1
    while True:
        month += 1
        year, number = divmod(month, 12)
        day = date(year, number + 1, min(begin.day, monthrange(year, number + 1)[1]))
        if day >= end:
            return [*found, end]
        found.append(day)
