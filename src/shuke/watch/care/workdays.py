"""The days on which somebody works: days of the week, public holidays, days made up for, and a plan's own days.

Law: what a plan itself says of a day counts before a holiday, and a holiday before the day of the week.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from shuke.errors import UsageError, Where
from shuke.watch.care import china
from shuke.watch.care.model import NO_COUNTRY, WEEKDAYS, CarePlan, Holidays

CHINA = "CN"


@dataclass(frozen=True)
class Workdays:
    """Which days are worked. ``guessed``: years of which only the holidays of the law are known, ``unknown``: none."""

    weekdays: frozenset[int]
    closed: frozenset[date]
    open: frozenset[date]
    guessed: tuple[int, ...] = ()
    unknown: tuple[int, ...] = ()

    def works(self, day: date) -> bool:
        """Tell whether a day is worked."""
        return day in self.open or (day.weekday() in self.weekdays and day not in self.closed)

    def near(self, due: date, window: int, first: date, last: date) -> list[date]:
        """Return the days worked within a window around a day and two bounds, the nearest first, the later of two."""
        away = sorted(range(-window, window + 1), key=lambda days: (abs(days), days < 0))
        near = (due + timedelta(days=days) for days in away)
        return [day for day in near if first <= day <= last and self.works(day)]


def workdays(plan: CarePlan, first: date, last: date) -> Workdays:
    """Return the days worked between two days, as a plan says.

    Raises:
        UsageError: the package with other countries' holidays is not installed, or does not know the country.
    """
    own, years = plan.holidays, range(first.year, last.year + 1)
    closed, worked, guessed, unknown = _of_country(own, years)
    mine_closed, mine_open = frozenset(own.closed), frozenset(own.open)
    return Workdays(
        frozenset(WEEKDAYS.index(one) for one in plan.working_days),
        (closed - mine_open) | (mine_closed - mine_open),
        (worked - mine_closed) | mine_open,
        guessed,
        unknown,
    )


def _of_country(
    own: Holidays, years: range
) -> tuple[frozenset[date], frozenset[date], tuple[int, ...], tuple[int, ...]]:
    """Return days off, weekend days worked, years known by law alone, years not known."""
    if own.country == NO_COUNTRY:
        return frozenset(), frozenset(), (), ()
    if own.country == CHINA:
        known = {number: china.year(number) for number in years}
        there = [one for one in known.values() if one is not None]
        return (
            frozenset().union(*(one.closed for one in there)),
            frozenset().union(*(one.open for one in there)),
            tuple(number for number, one in known.items() if one is not None and not one.announced),
            tuple(number for number, one in known.items() if one is None),
        )
    found = _elsewhere(own, years)
    return frozenset(found), frozenset(getattr(found, "weekend_workdays", ())), (), ()


def _elsewhere(own: Holidays, years: range) -> Any:
    try:
        import holidays
    except ImportError:
        raise UsageError("holidays_not_installed", country=own.country) from None
    try:
        return holidays.country_holidays(own.country, subdiv=own.region, years=list(years))
    except (NotImplementedError, KeyError):
        place = own.country if own.region is None else f"{own.country} {own.region}"
        raise UsageError("holidays_country_unknown", Where(), country=place) from None
