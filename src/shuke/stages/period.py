"""The days a scheme looks at: both ends inclusive, months counted back from the day after ``as_of``."""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True)
class Window:
    """First and last day, both inclusive; ``first`` is None for all history up to ``last``."""

    first: date | None
    last: date


def window(as_of: date, months: int | None) -> Window:
    """Return ``(as_of + 1 day) - n months … as_of``; no months: everything up to ``as_of``."""
    if months is None:
        return Window(None, as_of)
    return Window(months_before(as_of + timedelta(days=1), months), as_of)


def months_before(day: date, months: int) -> date:
    """Return the same day of the month ``months`` earlier, the month's last day where it has no such day."""
    year, month0 = divmod(day.year * 12 + day.month - 1 - months, 12)
    if year < 1:
        return date.min
    last = calendar.monthrange(year, month0 + 1)[1]
    return date(year, month0 + 1, min(day.day, last))


def slots(as_of: date, count: int) -> list[Window]:
    """Return the ``count`` one-month slots that end at ``as_of``, the latest first."""
    after = as_of + timedelta(days=1)
    edges = [months_before(after, k) for k in range(count + 1)]
    return [Window(edges[k + 1], edges[k] - timedelta(days=1)) for k in range(count)]
