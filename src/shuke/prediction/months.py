"""Calendar months after a day, the first one perhaps cut, and what the whole base is expected to do in each."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta


@dataclass(frozen=True)
class Month:
    """A month: its first and last day that lie ahead, as days counted from the start, and what is expected.

    ``as_last_time`` figures are those times what came over what was expected the last time; ``low`` and ``high`` times
    the least and the greatest such ratio of several past days; None: nothing to compare. ``season`` is the factor that
    is in all of them, None where there is none.
    """

    first: date
    last: date
    since: int
    until: int
    purchases: float = 0.0
    revenue: float = 0.0
    purchases_as_last_time: float | None = None
    revenue_as_last_time: float | None = None
    purchases_low: float | None = None
    purchases_high: float | None = None
    revenue_low: float | None = None
    revenue_high: float | None = None
    season: float | None = None

    @property
    def middle(self) -> float:
        """The middle of the month in days from the start."""
        return (self.since + self.until) / 2

    def until_day(self, until: int) -> Month:
        """Return what of the month lies before a day that is counted from the start."""
        return replace(self, until=until, last=self.last - timedelta(days=self.until - until))

    def with_figures(
        self, purchases: float, revenue: float, ratio: float | None, ends: tuple[float, float] | None
    ) -> Month:
        """Return the month with what is expected, and the same if the model errs as it did on past days."""

        def times(by: float | None) -> tuple[float | None, float | None]:
            return (None, None) if by is None else (purchases * by, revenue * by)

        last = times(ratio)
        low, high = (times(None), times(None)) if ends is None else (times(ends[0]), times(ends[1]))
        return replace(
            self,
            purchases=purchases,
            revenue=revenue,
            purchases_as_last_time=last[0],
            revenue_as_last_time=last[1],
            purchases_low=low[0],
            purchases_high=high[0],
            revenue_low=low[1],
            revenue_high=high[1],
        )


def months(as_of: date, count: int) -> tuple[Month, ...]:
    """Return so many calendar months after a day; what is left of the current one comes first, if anything is."""
    found: list[Month] = []
    first = as_of + timedelta(days=1)
    while len(found) < count:
        following = date(first.year + first.month // 12, first.month % 12 + 1, 1)
        last = following - timedelta(days=1)
        found.append(Month(first, last, (first - as_of).days - 1, (last - as_of).days))
        first = following
    return tuple(found)
