"""The days a scheme looks at: both ends inclusive, months counted back from the day after ``as_of``."""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date, timedelta

from shuke.scheme.model import Period


@dataclass(frozen=True)
class Window:
    """First and last day, both inclusive; ``first`` is None for all history up to ``last``."""

    first: date | None
    last: date


def window(as_of: date, period: Period) -> Window:
    """Return the days of a period that ends at ``as_of``: ``(as_of + 1 day) - n months … as_of``, or n days.

    All history: everything up to ``as_of``. Two dates stand, cut at ``as_of``.
    """
    if period.first is not None and period.last is not None:
        return Window(period.first, min(as_of, period.last))
    if period.days is not None:
        return Window(date.fromordinal(max(1, as_of.toordinal() - period.days + 1)), as_of)
    return Window(None if period.months is None else first_day(as_of, period.months), as_of)


def first_day(as_of: date, months: int) -> date:
    """Return the day that lies ``months`` before the day after ``as_of``: same day of the month, else its last.

    The day after is reckoned as a year, a month and a day, because the calendar ends on 9999-12-31.
    """
    month_ends = as_of.day == calendar.monthrange(as_of.year, as_of.month)[1]
    after, day = (1, 1) if month_ends else (0, as_of.day + 1)
    year, month0 = divmod(as_of.year * 12 + as_of.month - 1 + after - months, 12)
    if year < 1:
        return date.min
    if year > date.max.year:
        return date.max
    return date(year, month0 + 1, min(day, calendar.monthrange(year, month0 + 1)[1]))


def slots(as_of: date, count: int) -> list[Window]:
    """Return the ``count`` one-month slots that end at ``as_of``, the latest first."""
    starts = [first_day(as_of, k + 1) for k in range(count)]
    ends = [as_of, *(start - timedelta(days=1) for start in starts[:-1] if start > date.min)]
    return [Window(start, end) for start, end in zip(starts, ends, strict=False)]
