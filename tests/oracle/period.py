"""Periods and month slots (semantics, paragraph 2 "Time", and `active_months_6` in paragraph 4)."""

import calendar
from collections.abc import Iterable
from datetime import date, timedelta
from functools import lru_cache

from .lines import Line


def minus_months(day: date, months: int) -> date:
    """The same day of the month so many months earlier; where that month is too short, its last day."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(day.day, last))


def period_start(as_of: date, months: int | None) -> date | None:
    """Paragraph 2: n months ending at as_of begin on (as_of + 1 day) - n months; None: no period."""
    return None if months is None else minus_months(as_of + timedelta(days=1), months)


@lru_cache(maxsize=1000)
def month_slots(as_of: date, count: int = 6) -> list[tuple[date, date]]:
    """Paragraph 4: slot k is (as_of + 1) - (k + 1) months <= date < (as_of + 1) - k months."""
    after = as_of + timedelta(days=1)
    return [(minus_months(after, k + 1), minus_months(after, k)) for k in range(count)]


def days_of(period: object, as_of: date) -> tuple[date | None, date]:
    """First and last day of a scheme's `period`: `12 months`, `90 days`, `all`, two dates; nothing is after `as_of`."""
    if period is None or period == "all" or period == {}:
        return None, as_of
    if isinstance(period, str):
        count, unit = period.split(" ")
        period = {unit if unit.endswith("s") else f"{unit}s": count}
    if "first" in period:
        return date.fromisoformat(period["first"]), min(as_of, date.fromisoformat(period["last"]))
    if "days" in period:
        return as_of + timedelta(days=1 - int(period["days"])), as_of
    return period_start(as_of, int(period["months"])), as_of


def latest_date(lines: Iterable[Line]) -> date:
    """Paragraph 2: the default as_of, the latest order date in the data.

    An order is dated by its earliest line, so this is the latest among the first lines of all orders.
    """
    first: dict[object, date] = {}
    for line in lines:
        order = object() if line.order_id is None else (line.customer_id, line.order_id)
        first[order] = min(line.on, first.get(order, line.on))
    return max(first.values())
