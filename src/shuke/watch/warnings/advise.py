"""Thresholds advised from the data's own gaps: how long silences last, and how many of them end with a purchase.

A silence of t days is a customer who has not bought for t days on some day of the history. Of all silences that
reached t days early enough to know, the share that ended within the horizon is what a threshold of t costs: warnings
of people who come back by themselves. The threshold advised is the shortest at which at most half do.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from shuke.stages.relation import day, days

# The days, and the multiples of a customer's own median gap (in tenths), that are tried.
DAYS = (30, 45, 60, 75, 90, 120, 150, 180, 240, 300, 365)
TENTHS = (10, 15, 20, 25, 30, 40, 50, 60, 80)
# A median of fewer gaps is no rhythm.
LEAST_GAPS = 3
HALF = Fraction(1, 2)
SILENCES = "watched_silences"


@dataclass(frozen=True)
class Threshold:
    """One threshold: how many silences reached it, how many of them ended within the horizon, who is beyond it now.

    ``value`` is in days, or in tenths of the customer's own median gap.
    """

    value: int
    reached: int
    returned: int
    now: int

    @property
    def share(self) -> Fraction | None:
        """The share of silences that ended by themselves; None where none reached the threshold."""
        return Fraction(self.returned, self.reached) if self.reached else None


@dataclass(frozen=True)
class Advice:
    """The quantiles of completed gaps in days, and the thresholds tried, with the one advised (None: none serves)."""

    gaps: int
    quantiles: tuple[tuple[int, int], ...]
    by_days: tuple[Threshold, ...]
    by_rhythm: tuple[Threshold, ...]
    horizon: int

    @property
    def advised_days(self) -> Threshold | None:
        """The shortest silence that at most half come back from."""
        return _first(self.by_days)

    @property
    def advised_rhythm(self) -> Threshold | None:
        """The least multiple of the own median gap that at most half come back from."""
        return _first(self.by_rhythm)


def _first(tried: tuple[Threshold, ...]) -> Threshold | None:
    return next((one for one in tried if one.share is not None and one.share <= HALF), None)


def silences(orders: str, bought: str) -> str:
    """Return the query of every silence: ``customer_id``, ``began``, ``ended`` (empty: it lasts), ``twice``, ``gaps``.

    ``twice`` is twice the median of the customer's gaps before, of which there were ``gaps``: what could be known then.
    """
    dated = f"SELECT customer_id, ordered_on AS began FROM {orders} WHERE {bought} GROUP BY ALL"
    ahead = (
        "SELECT customer_id, began, LEAD(began) OVER rows AS ended, "
        f"{days('began', 'LAG(began) OVER rows')} AS gap FROM ({dated}) "
        "WINDOW rows AS (PARTITION BY customer_id ORDER BY began)"
    )
    listed = (
        "SELECT customer_id, began, ended, LIST_SORT(LIST(gap) FILTER (gap IS NOT NULL) OVER "
        f"(PARTITION BY customer_id ORDER BY began)) AS known FROM ({ahead})"
    )
    return (
        "SELECT customer_id, began, ended, COALESCE(LEN(known), 0) AS gaps, "
        f"known[(LEN(known) + 1) // 2] + known[LEN(known) // 2 + 1] AS twice FROM ({listed})"
    )


def tried(as_of: date, horizon: int, *, rhythm: bool) -> str:
    """Return the query of the thresholds: value, reached, returned, now.

    A silence counts where it reached the threshold so early that the horizon after it has passed.
    """
    values = TENTHS if rhythm else DAYS
    # The first whole day on which a silence is longer than the threshold.
    limit = "((v.value * s.twice + 19) // 20)" if rhythm else "v.value"
    held = f"s.gaps >= {LEAST_GAPS}" if rhythm else "TRUE"
    silent = days(f"COALESCE(s.ended, {day(as_of + timedelta(days=1))})", "s.began")
    known = f"{days(day(as_of), 's.began')} >= {limit} + {horizon}"
    within = f"{silent} <= {limit} + {horizon}"
    listed = ", ".join(f"({one})" for one in values)
    reached = f"{silent} > {limit} AND {known}"
    return (
        f"SELECT v.value, COUNT(CASE WHEN {reached} THEN 1 END), "
        f"COUNT(CASE WHEN {reached} AND s.ended IS NOT NULL AND {within} THEN 1 END), "
        f"COUNT(CASE WHEN s.ended IS NULL AND {days(day(as_of), 's.began')} >= {limit} THEN 1 END) "
        f"FROM (VALUES {listed}) AS v (value) CROSS JOIN {SILENCES} AS s WHERE {held} GROUP BY v.value ORDER BY v.value"
    )


PERCENTS = (50, 75, 90, 95)


def quantiles() -> str:
    """Return the query of how many gaps were completed, and of their quantiles in days."""
    gap = days("ended", "began")
    parts = ", ".join(f"QUANTILE_DISC({gap}, {one / 100})" for one in PERCENTS)
    return f"SELECT COUNT(*), {parts} FROM {SILENCES} WHERE ended IS NOT NULL"
