"""What a back-test found, as plain data: the league, the days, the differences, who was left out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from shuke.backtesting.calibration import Calibration
from shuke.backtesting.measures import MEASURES
from shuke.backtesting.standing import Kind
from shuke.errors import ShukeError
from shuke.scheme.model import Words

# What the league is ordered by, and what the verdict speaks of.
HEADLINE = "best_in_tenth"
SPEND = "monetary"
Interval = tuple[float, float]


@dataclass(frozen=True)
class Day:
    """A past day: how many customers were known, how many bought in the days after it, what they brought."""

    day: date
    last: date
    customers: int
    bought: int
    revenue: str


@dataclass(frozen=True)
class Kept:
    """How far places stay from one day to the next: in the same group, and of the first tenth in the first tenth."""

    group: float | None
    tenth: float


@dataclass(frozen=True)
class OnDay:
    """A contestant on one day: its measures, how many places it tells apart, how right its forecast was."""

    measures: Mapping[str, float | None]
    places: int
    largest: int
    calibration: Calibration | None


@dataclass(frozen=True)
class Difference:
    """By how much one contestant is ahead of another; real where chance alone would hardly make it."""

    other: str
    by: float
    interval: Interval | None

    @property
    def real(self) -> bool | None:
        """Whether the interval leaves 0 out; None where there is none."""
        return None if self.interval is None else self.interval[0] > 0 or self.interval[1] < 0


@dataclass(frozen=True)
class Pair:
    """Two contestants and by how much the first is ahead of the second."""

    first: str
    second: str
    difference: Difference


@dataclass(frozen=True)
class Entry:
    """A contestant in the league: the mean of its measures over the days, with intervals."""

    name: str
    kind: Kind
    title: Words
    fingerprint: str | None
    days: tuple[OnDay, ...]
    intervals: Mapping[str, Interval | None]
    kept: tuple[Kept, ...]
    # How far it is ahead of past spend, and of the leader of the league: by the headline measure.
    over_spend: Difference | None = None
    over_leader: Difference | None = None

    @property
    def mean(self) -> dict[str, float | None]:
        """The measures, the mean over the days; None where one day has none."""
        return {name: _mean([one.measures[name] for one in self.days]) for name in MEASURES}

    @property
    def headline(self) -> float:
        """What the league is ordered by; nothing counts as the least."""
        value = self.mean[HEADLINE]
        return -1.0 if value is None else value


@dataclass(frozen=True)
class Backtest:
    """A finished back-test; ``entries`` stand in the order of the league."""

    days: tuple[Day, ...]
    horizon: int
    resamples: int
    entries: tuple[Entry, ...]
    named: tuple[str, ...]
    left_out: tuple[tuple[str, ShukeError], ...]
    rows: Mapping[str, int]
    pairs: tuple[Pair, ...] = ()
    notes: tuple[str, ...] = ()

    def entry(self, name: str) -> Entry | None:
        """Return the contestant of a name."""
        return next((one for one in self.entries if one.name == name), None)


def league(entries: Sequence[Entry]) -> tuple[Entry, ...]:
    """Return the contestants from the best down: by the headline, then by the Gini, then by name."""
    return tuple(sorted(entries, key=lambda one: (-one.headline, -(one.mean["gini"] or -1.0), one.name)))


def _mean(values: Sequence[float | None]) -> float | None:
    there = [value for value in values if value is not None]
    return sum(there) / len(there) if len(there) == len(values) and there else None
