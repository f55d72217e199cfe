"""Calendar months after a day, the first one perhaps cut, and what the whole base is expected to do in each."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta


@dataclass(frozen=True)
class Month:
    """A month: its first and last day that lie ahead, as days counted from the start, and what is expected.

    ``as_last_time`` figures are those times what came over what was expected the last time; None: nothing to compare.
    """

    first: date
    last: date
    since: int
    until: int
    purchases: float = 0.0
    revenue: float = 0.0
    purchases_as_last_time: float | None = None
    revenue_as_last_time: float | None = None

    @property
    def middle(self) -> float:
        """The middle of the month in days from the start."""
        return (self.since + self.until) / 2

    def with_figures(self, purchases: float, revenue: float, ratio: float | None) -> Month:
        """Return the month with what is expected, and the same if the model errs as it did the last time."""
        corrected = (None, None) if ratio is None else (purchases * ratio, revenue * ratio)
        return replace(
            self,
            purchases=purchases,
            revenue=revenue,
            purchases_as_last_time=corrected[0],
            revenue_as_last_time=corrected[1],
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
