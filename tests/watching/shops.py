"""Workspaces that are loaded month by month, as their lines become known."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from pathlib import Path

from shuke.rating import Options
from shuke.scheme.parse import scheme_text
from shuke.workspace import Settings, Workspace, load, refresh
from workspace.books import UNION, write

from .plain import Line

METRICS = ("recency_days", "frequency", "monetary")
Row = tuple[str, str, str, str]


def rated(space: Workspace, day: date, scheme: str | None = None, **options: object) -> int:
    """Rate everybody as of a day; return the number of the run."""
    wish = Options(as_of=day, reading=UNION, metrics=METRICS, currency="CNY", **options)  # type: ignore[arg-type]
    given = None if scheme is None else scheme_text(scheme) if "\n" not in scheme else (scheme, "edited.yaml")
    made = refresh(space, wish, scheme=given, formats=["parquet"], lang="en")
    made.result.close()
    return made.run.number


def opened(home: Path, scheme: str) -> Workspace:
    """Return a new workspace under the text of a scheme."""
    return Workspace.init(home, scheme, Settings(raw=True))


def told(space: Workspace, rows: Sequence[Row]) -> None:
    """Load some lines."""
    number = len(space.states.numbers())
    load(space, [write(space.home.parent / f"{space.home.name}-{number}.csv", rows)], UNION)


def month_end(month: int) -> date:
    """The last day of a month counted from January 2022."""
    first = date(2022 + (month + 1) // 12, (month + 1) % 12 + 1, 1)
    return first - timedelta(days=1)


def replayed(space: Workspace, lines: Iterable[Line], months: Sequence[int]) -> dict[int, int]:
    """Load what becomes known up to each month, and rate everybody; return the runs by month."""
    waiting, runs, done = list(lines), {}, -1
    for month in months:
        fresh = [one for one in waiting if done < one.known <= month]
        told(space, [(one.customer, one.order, one.on.isoformat(), f"{one.amount:.4f}") for one in fresh])
        runs[month], done = rated(space, month_end(month)), month
    return runs
