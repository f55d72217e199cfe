"""Which past days a back-test stands on, and how many days after each it looks at."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Literal

from shuke.backtesting.moment import Moment
from shuke.engines.duckdb import DuckDB
from shuke.errors import DataError, UsageError
from shuke.stages.orders import Lines

# Half a year, where nothing is said and the data reaches so far.
HALF_A_YEAR = 182


def moments(
    engine: DuckDB,
    lines: Lines,
    splits: Sequence[date],
    horizon: int | None,
    zero_orders: Literal["neither", "purchase"],
) -> list[Moment]:
    """Return the past days in their order, each with the same number of days after it.

    No day given: the one half a year before the last order, or the middle of a shorter history. No horizon given:
    everything after the last of the days.

    Raises:
        UsageError: a day lies where nothing was known, or the days after it reach beyond the data.
        DataError: the history is a single day.
    """
    if horizon is not None and horizon < 1:
        raise UsageError("backtest_horizon_malformed", value=horizon)
    first, last = engine.run(
        f"SELECT CAST(MIN(ordered_at) AS DATE), CAST(MAX(ordered_at) AS DATE) FROM {lines.relation}"
    )[0]
    if first is None:
        raise DataError("no_usable_rows")
    span = (last - first).days
    if span < 1:
        raise DataError("backtest_one_day", day=first.isoformat())
    ahead = horizon or (min(HALF_A_YEAR, (span + 1) // 2) if not splits else (last - max(splits)).days)
    days = sorted(set(splits)) or [last - timedelta(days=ahead)]
    for one in days:
        _check(one, ahead, first, last, given=horizon is not None)
    return [Moment(number, one, ahead, zero_orders) for number, one in enumerate(days)]


def _check(one: date, ahead: int, first: date, last: date, *, given: bool) -> None:
    told = {"split": one.isoformat(), "first": first.isoformat(), "last": last.isoformat()}
    if one < first:
        raise UsageError("backtest_split_early", **told)
    if one >= last:
        raise UsageError("backtest_split_late", **told)
    if given and one + timedelta(days=ahead) > last:
        raise UsageError("backtest_horizon_long", **told, horizon=ahead, most=(last - one).days)
