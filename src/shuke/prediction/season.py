"""The season of purchases by calendar month: learned from all that is known, and used only where it is proved.

What a model expects of every customer since the first purchase, month by month, is held against the repeats that came:
the ratio of each calendar month is its factor, and their mean is 1. Whether they help is tried on the last year: the
model and the factors that were known a year ago say the months since, and only where the factors err less in the shape
of that year than none do, by a margin that noise hardly gains, are they used.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Literal

from shuke.engines.duckdb import DuckDB
from shuke.prediction.fit import fit
from shuke.prediction.histories import Histories, histories
from shuke.prediction.models import Model
from shuke.prediction.months import Month, months
from shuke.prediction.purchases import DAYS, doubles, histories_at, standing
from shuke.stages.relation import day

if TYPE_CHECKING:
    from shuke.prediction.histories import Floats, Ints

# Days of a year; the fewest customers and repeat customers to learn from; so many purchases the mean counts for.
YEAR, FEWEST, FEWEST_REPEATERS, WEIGHT = 365, 100, 30, 20.0
# The factors must err less than so large a part of the error without them.
BETTER = 0.8


@dataclass(frozen=True)
class Season:
    """Whether factors are used, why, the factors from January on, and the errors that were made on the last year.

    Errors are the distances of the months as a share of what came, both forecasts having the total that came.
    """

    reason: Literal["short", "no_better", "better"]
    factors: tuple[float, ...] = ()
    error: float | None = None
    error_with: float | None = None

    @property
    def used(self) -> bool:
        """Whether the months have a season."""
        return self.reason == "better"

    def of(self, month: Month) -> float:
        """Return the factor of a month; 1 where there is none."""
        return self.factors[month.first.month - 1] if self.used else 1.0


def season(engine: DuckDB, as_of: date, model: Model) -> Season:
    """Return the season that is to be used with a model that was fitted on everything."""
    first = _first(engine)
    past = as_of - timedelta(days=YEAR)
    if first > past - timedelta(days=YEAR):
        return Season("short")
    known = histories_at(engine, past)
    if known.customers < FEWEST or known.repeaters < FEWEST_REPEATERS:
        return Season("short")
    then = fit(known, type(model)).model
    ahead = [one for one in months(past, 13) if one.last <= as_of]
    expected = [float((known.count * step).sum()) for step in by_month(then, known, ahead)]
    came = _came(engine, past, ahead)
    learned = _factors(engine, then, past)
    without = _error(expected, came)
    with_factors = _error(
        [one * learned[month.first.month - 1] for one, month in zip(expected, ahead, strict=True)], came
    )
    if with_factors < BETTER * without:
        return Season("better", _factors(engine, model, as_of), without, with_factors)
    return Season("no_better", (), without, with_factors)


def by_month(model: Model, given: Histories, ahead: list[Month] | tuple[Month, ...]) -> list[Floats]:
    """Return the purchases expected of each history in each month, without a season."""
    import numpy as np

    found, before = [], np.zeros(len(given))
    for month in ahead:
        until = model.expected(given, month.until)
        found.append(np.maximum(until - before, 0.0))
        before = until
    return found


def _first(engine: DuckDB) -> date:
    found: date = engine.run(f"SELECT MIN(day) FROM {DAYS}")[0][0]
    return found


def _came(engine: DuckDB, past: date, ahead: list[Month]) -> list[int]:
    """Return the purchase days in each month of those who were known on a day."""
    known = f"SELECT customer_id FROM {DAYS} WHERE {standing(day(past))}"
    rows = engine.run(
        f"SELECT year(day) * 12 + month(day), COUNT(*) FROM {DAYS} SEMI JOIN ({known}) USING (customer_id) "
        f"WHERE day > {day(past)} AND undone_on IS NULL GROUP BY 1"
    )
    found = dict(rows)
    return [int(found.get(one.first.year * 12 + one.first.month, 0)) for one in ahead]


def _factors(engine: DuckDB, model: Model, end: date) -> tuple[float, ...]:
    """Return the factor of each calendar month, by all that was known on a day: what came over what was expected."""
    import numpy as np

    query = f"SELECT MIN(day) AS first FROM {DAYS} WHERE {standing(day(end))} GROUP BY customer_id"
    start = _first(engine)
    cohorts = engine.matrix(
        doubles(f"SELECT first - {day(start)} AS since, COUNT(*) AS n FROM ({query}) GROUP BY 1", ("since", "n"))
    )
    since, heads = np.rint(cohorts[:, 0]).astype(np.int64), cohorts[:, 1]
    order = np.argsort(since)
    since, heads = since[order], heads[order]
    # Months since the day before the first, the last one cut at the end.
    count = (end.year - start.year) * 12 + end.month - start.month + 1
    whole = months(start - timedelta(days=1), count)
    ends = np.array([min(one.until, (end - start).days + 1) - 1 for one in whole])
    repeats = _expected(model, int(ends[-1]) + 1)
    reached = np.array([(heads * repeats[np.maximum(last - since, 0)] * (since <= last)).sum() for last in ends])
    expected = np.diff(reached, prepend=0.0)
    rows = engine.run(
        f"SELECT year(day) * 12 + month(day), COUNT(*) FROM (SELECT day, MIN(day) OVER (PARTITION BY customer_id) "
        f"AS first FROM {DAYS} WHERE {standing(day(end))}) WHERE day > first GROUP BY 1"
    )
    found = dict(rows)
    came = np.array([found.get(one.first.year * 12 + one.first.month, 0) for one in whole], dtype=np.float64)
    slots: Ints = np.array([one.first.month - 1 for one in whole])
    return _ratios(*(np.bincount(slots, what, 12).astype(np.float64) for what in (came, expected)))


def _expected(model: Model, days: int) -> Floats:
    """Return the repeats that are expected of a new customer within 0, 1, 2 … days."""
    import numpy as np

    none = np.zeros(days, np.int64)
    return model.expected(histories(none, none, none), np.arange(days))  # type: ignore[arg-type]


def _ratios(came: Floats, expected: Floats) -> tuple[float, ...]:
    """Return what came over what was expected in each calendar month, drawn to the mean; their mean is 1."""
    whole = came.sum() / max(float(expected.sum()), 1e-9)
    found = (came + WEIGHT * whole) / (expected + WEIGHT)
    return tuple(float(one) for one in found / found.mean())


def _error(expected: list[float], came: list[int]) -> float:
    """Return the distances of the months as a share of what came, the forecast having the total that came."""
    total, whole = sum(expected), sum(came)
    if not total or not whole:
        return 0.0
    return sum(abs(one * whole / total - other) for one, other in zip(expected, came, strict=True)) / whole
