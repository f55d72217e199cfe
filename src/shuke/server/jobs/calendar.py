"""When a schedule comes next: on the first day of a week, month, quarter or year, or every day, at a time in a zone."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from types import MappingProxyType
from typing import Literal, get_args
from zoneinfo import ZoneInfo, available_timezones

Every = Literal["day", "week", "month", "quarter", "year"]
EVERY: tuple[Every, ...] = get_args(Every)
# More than a year, whatever the day.
FARTHEST = 400

STARTS: MappingProxyType[str, Callable[[date], bool]] = MappingProxyType(
    {
        "day": lambda day: True,
        "week": lambda day: day.weekday() == 0,
        "month": lambda day: day.day == 1,
        "quarter": lambda day: day.day == 1 and day.month % 3 == 1,
        "year": lambda day: (day.month, day.day) == (1, 1),
    }
)


def known_zone(name: str) -> bool:
    """Tell whether there is a time zone of that name."""
    return name in available_timezones()


def next_time(every: str, at: str, zone: str, after: datetime) -> datetime:
    """Return the next moment of a schedule after a moment, in UTC.

    A time that a zone leaves out when its clocks go forward is as long after the day's beginning as it would have been.
    """
    there = ZoneInfo(zone)
    clock = time.fromisoformat(at)
    day = after.astimezone(there).date()
    for _ in range(FARTHEST):
        moment = datetime.combine(day, clock, there).astimezone(UTC)
        if STARTS[every](day) and moment > after:
            return moment
        day += timedelta(days=1)
    raise ValueError(every)
