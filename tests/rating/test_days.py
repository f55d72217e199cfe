"""Where a moment falls: its day in the zone that is named, beside plain Python's, and no clock is ever asked."""

from __future__ import annotations

import ast
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

import shuke
from effort import times
from oracle import period_start

from .books import rate, write_csv

pytestmark = [pytest.mark.row("Z2"), pytest.mark.promise("B10")]

ZONES = ("Asia/Shanghai", "America/New_York", "America/St_Johns", "Europe/Berlin", "Pacific/Kiritimati", "UTC")
# Leap days, ends of years, summer time of China (1986 to 1991), of America and of Europe.
DAYS = ("2024-02-29", "2024-12-31", "2025-02-28", "1988-04-10", "1991-09-15", "2024-03-10", "2024-10-27")
ABOUT = (timedelta(seconds=-1), timedelta(0), timedelta(hours=2, minutes=30))
# What a rating is made of; none of it may ask what time it is.
TIMELESS = ("rating", "stages", "scheme", "learn", "compile", "explain", "movement", "whatif", "campaign", "watch")
CLOCKS = {"now", "today", "utcnow", "time"}


def moments(zone: ZoneInfo, as_of: date) -> list[datetime]:
    """Moments about the edges of a rating, as they are written elsewhere: in UTC, and five hours behind it."""
    edges = (period_start(as_of, 12), as_of, as_of + timedelta(days=1))
    local = [datetime(day.year, day.month, day.day, tzinfo=zone) for day in edges]
    found = [one.astimezone(UTC) + off for one in local for off in ABOUT]
    return [one.astimezone(timezone(timedelta(hours=-5))) if place % 2 else one for place, one in enumerate(found)]


def wanted(moment: datetime, zone: ZoneInfo, as_of: date) -> int | None:
    """How many days ago a purchase was, None outside the period."""
    day = moment.astimezone(zone).date()
    return (as_of - day).days if period_start(as_of, 12) <= day <= as_of else None


def test_a_moment_falls_on_its_day_in_the_zone_that_is_named(tmp_path: Path, figure: Callable[[str], None]) -> None:
    right, wrong = 0, []
    zones = ZONES[: times(6, 2)]
    for name in zones:
        zone = ZoneInfo(name)
        for said in DAYS:
            as_of = date.fromisoformat(said)
            told = moments(zone, as_of)
            rows = [(f"C{n}", f"S{n}", one.isoformat(), "1") for n, one in enumerate(told)]
            # Somebody who is always there, so that there is somebody to rate.
            rows.append(("Z", "Z", as_of.isoformat(), "1"))
            rated = rate(write_csv(tmp_path / "book.csv", rows), as_of=as_of, timezone=name).rows
            for n, one in enumerate(told):
                found = rated[f"C{n}"]["recency_days"] if f"C{n}" in rated else None
                if found == wanted(one, zone, as_of):
                    right += 1
                else:
                    wrong.append((name, said, one.isoformat(), found))
    figure(
        f"{right} of {right + len(wrong)} moments fall on their day ({len(zones)} zones, {len(DAYS)} days of rating)"
    )
    assert wrong == []
    assert right >= times(200, 100)


def test_nothing_that_rates_asks_what_time_it_is(figure: Callable[[str], None]) -> None:
    folder = Path(shuke.__file__).parent
    files = [path for name in TIMELESS for path in sorted((folder / name).rglob("*.py"))]
    found = [
        f"{path.relative_to(folder)}:{node.lineno}"
        for path in files
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in CLOCKS
    ]
    figure(f"{len(found)} questions of what time it is in the {len(files)} files that rate")
    assert len(files) > 50
    assert found == []
