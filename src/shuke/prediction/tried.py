"""How far forecasts of everybody together erred on several past days: the range that a model itself cannot give.

A model's own range for a sum is far too narrow, because the world changes more than chance does. So the model is fitted
on what was known on up to five past days, each half a window before the next, and what came is held against it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from shuke.engines.duckdb import DuckDB
from shuke.prediction.fit import fit
from shuke.prediction.models import Model
from shuke.prediction.months import months
from shuke.prediction.purchases import DAYS, outcomes_at
from shuke.prediction.season import FEWEST, FEWEST_REPEATERS, Season, by_month

# So many past days at most, so many for a range; and the shortest window that says something.
MOST, FEWEST_DAYS, SHORTEST = 5, 3, 28


@dataclass(frozen=True)
class Tried:
    """A past day, how many days were looked ahead, what was expected of all customers then, and what came."""

    day: date
    days: int
    expected: float
    actual: int

    @property
    def ratio(self) -> float:
        """How many times as many purchases came as were expected."""
        return self.actual / self.expected


def tried(engine: DuckDB, as_of: date, horizon: int, kind: type[Model], season: Season) -> tuple[Tried, ...]:
    """Return how forecasts did on past days, the latest first; none where too little was known then.

    Where the whole history is shorter than two horizons, half of it is looked ahead.
    """
    first = engine.run(f"SELECT MIN(day) FROM {DAYS}")[0][0]
    days = min(horizon, (as_of - first).days // 2)
    found: list[Tried] = []
    if days < SHORTEST:
        return ()
    for number in range(MOST):
        past = as_of - timedelta(days=days + number * days // 2)
        if (past - first).days < days // 2:
            break
        known, later = outcomes_at(engine, past, days)
        if known.customers < FEWEST or known.repeaters < FEWEST_REPEATERS:
            break
        model = fit(known, kind).model
        ahead = months(past, days // 28 + 2)
        cut = [one for one in ahead if one.since < days]
        cut[-1] = cut[-1].until_day(days)
        expected = sum(
            float((known.count * step).sum()) * season.of(month)
            for month, step in zip(cut, by_month(model, known, cut), strict=True)
        )
        if expected <= 0:
            break
        found.append(Tried(past, days, expected, int((known.count * later).sum())))
    return tuple(found)


def ends(past: tuple[Tried, ...]) -> tuple[float, float] | None:
    """Return the least and the greatest ratio; None where there are too few past days for a range."""
    ratios = [one.ratio for one in past]
    return (min(ratios), max(ratios)) if len(ratios) >= FEWEST_DAYS else None
