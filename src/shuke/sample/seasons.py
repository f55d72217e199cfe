"""The calendar of the sample: two years that end on 2024-12-31, with a weight and an offer for every day.

Weights stretch time: a Poisson process run on the cumulated weights is, on the calendar, a Poisson process
whose intensity follows the seasons (time change; Çınlar, Introduction to Stochastic Processes, 1975).
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import accumulate
from math import fsum

FIRST_DAY = date(2023, 1, 1)
LAST_DAY = date(2024, 12, 31)
DAYS = (LAST_DAY - FIRST_DAY).days + 1
SATURDAY = 5
WEEKEND_PULL = 1.3


@dataclass(frozen=True, slots=True)
class Season:
    """A span of days, both ends included: how much more is bought, and what is taken off the price."""

    first: date
    last: date
    pull: float
    promotion: str = ""
    percent_off: int = 0


# Where spans overlap their pulls multiply and the later offer of the list holds.
SEASONS = (
    Season(date(2023, 1, 1), date(2023, 1, 3), 1.4, "元旦", 8),
    Season(date(2023, 1, 4), date(2023, 1, 18), 1.5, "年货节", 10),
    Season(date(2023, 1, 21), date(2023, 1, 27), 0.35),
    Season(date(2023, 3, 20), date(2023, 4, 20), 1.2),
    Season(date(2023, 6, 1), date(2023, 6, 18), 1.3, "618", 12),
    Season(date(2023, 6, 16), date(2023, 6, 18), 1.8, "618", 12),
    Season(date(2023, 9, 15), date(2023, 9, 28), 1.4, "中秋", 5),
    Season(date(2023, 11, 1), date(2023, 11, 11), 1.5, "双11", 15),
    Season(date(2023, 11, 10), date(2023, 11, 11), 2.2, "双11", 15),
    Season(date(2023, 12, 29), date(2024, 1, 3), 1.4, "元旦", 8),
    Season(date(2024, 1, 18), date(2024, 2, 5), 1.5, "年货节", 10),
    Season(date(2024, 2, 9), date(2024, 2, 16), 0.35),
    Season(date(2024, 3, 20), date(2024, 4, 20), 1.2),
    Season(date(2024, 6, 1), date(2024, 6, 18), 1.3, "618", 12),
    Season(date(2024, 6, 16), date(2024, 6, 18), 1.8, "618", 12),
    Season(date(2024, 9, 3), date(2024, 9, 16), 1.4, "中秋", 5),
    Season(date(2024, 11, 1), date(2024, 11, 11), 1.5, "双11", 15),
    Season(date(2024, 11, 10), date(2024, 11, 11), 2.2, "双11", 15),
    Season(date(2024, 12, 29), date(2024, 12, 31), 1.4, "元旦", 8),
)


def _weights() -> tuple[float, ...]:
    """Return one weight a day; their mean is 1, so that a rate per day keeps its meaning."""
    weights = [1.0] * DAYS
    for day in range(DAYS):
        if (FIRST_DAY + timedelta(day)).weekday() >= SATURDAY:
            weights[day] = WEEKEND_PULL
    for season in SEASONS:
        for day in range(day_number(season.first), day_number(season.last) + 1):
            weights[day] *= season.pull
    mean = fsum(weights) / DAYS  # sum() of floats adds up differently from Python 3.12 on
    return tuple(weight / mean for weight in weights)


def _offers() -> tuple[tuple[str, int], ...]:
    """Return the promotion of every day and its percentage; a day without one has ('', 0)."""
    offers = [("", 0)] * DAYS
    for season in SEASONS:
        if season.promotion:
            for day in range(day_number(season.first), day_number(season.last) + 1):
                offers[day] = (season.promotion, season.percent_off)
    return tuple(offers)


def day_number(day: date) -> int:
    """Return how many days `day` lies after the first day of the sample."""
    return (day - FIRST_DAY).days


def day_at(position: float) -> int:
    """Return the day number on which the cumulated weights pass `position`, which is below `HORIZON`."""
    return bisect_right(_CUMULATED, position)


_CUMULATED = tuple(accumulate(_weights()))
HORIZON = _CUMULATED[-1]
OFFERS = _offers()
DAY_TEXTS = tuple((FIRST_DAY + timedelta(day)).isoformat() for day in range(DAYS))
