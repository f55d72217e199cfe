"""A clock that is set forward, back or to another zone changes no figure, locks nobody out and starts nothing twice."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
import time_machine

from shuke.rating import Options, rate
from shuke.result import Result
from shuke.scheme.parse import scheme_text
from shuke.server.jobs.schedule import start_due
from shuke.server.state.models import Schedule
from shuke.server.state.types import now
from shuke.workspace import Workspace
from workspace.books import UNION, book, loaded, made, write
from workspace.whole import head

from .workbench import ADMIN, API, PASSWORD, Workbench

pytestmark = pytest.mark.slow
Figure = Callable[[str], None]
ZONES = ("UTC", "Asia/Shanghai", "Pacific/Kiritimati", "America/St_Johns")
CLOCKS = (datetime(1999, 12, 31, 23, 59, 59, tzinfo=UTC), datetime(2031, 3, 1, tzinfo=UTC))


@pytest.fixture
def zone(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    def lives_in(name: str) -> None:
        monkeypatch.setenv("TZ", name)
        time.tzset()

    return lives_in


@pytest.mark.promise("B10")
def test_the_day_of_a_rating_comes_from_the_data_whatever_the_clock_says(
    zone: Callable[[str], None], tmp_path: Path, figure: Figure
) -> None:
    sales, tables = write(tmp_path / "sales.csv", book(1, 200)), dict[bytes, int]()
    days = set[date]()
    for name in ZONES:
        for clock in CLOCKS:
            zone(name)
            with time_machine.travel(clock, tick=True):
                result = Result(rate([sales], scheme_text("rfm-quintile-weighted")[0], Options(reading=UNION)))
                result.save(tmp_path / "out", ["csv"], "en")
                days.add(result.summary["as_of"])
                result.close()
            table = (tmp_path / "out" / "customers.csv").read_bytes()
            tables[table] = tables.get(table, 0) + 1
    zone("UTC")
    assert len(tables) == len(days) == 1
    tried = sum(tables.values())
    figure(f"{tried} of {tried} ratings under {len(ZONES)} zones and {len(CLOCKS)} clocks equal to the byte")


@pytest.mark.promise("A6")
def test_whoever_writes_after_the_clock_went_back_goes_on_from_the_last_state(tmp_path: Path, figure: Figure) -> None:
    home, lines = tmp_path / "space", book(2, 90)
    made(home)
    for number, clock in enumerate((CLOCKS[1], CLOCKS[0], datetime(2026, 1, 1, tzinfo=UTC))):
        with time_machine.travel(clock, tick=True):
            loaded(Workspace(home), write(tmp_path / f"{number}.csv", lines[number * 30 : (number + 1) * 30]))
        assert head(home).number == number + 1
    figure(
        "3 of 3 writers under clocks of 2031, 1999 and 2026 took their turn: who holds a workspace is no matter of time"
    )


def test_who_is_signed_in_stays_so_in_another_zone_and_not_when_the_clock_goes_far_back(
    bench: Workbench, zone: Callable[[str], None]
) -> None:
    bench.client("admin")
    browser = bench.browser()
    told = browser.post(f"{API}/session", json={"name": ADMIN, "password": PASSWORD})
    assert told.status_code == 201

    def status(moved: timedelta) -> int:
        with time_machine.travel(datetime.now(UTC) + moved, tick=True):
            return browser.get(f"{API}/session").status_code

    for name in ZONES:
        zone(name)
        assert status(timedelta(0)) == 200
    zone("UTC")
    assert status(-timedelta(minutes=1)) == 200
    assert status(-timedelta(days=1)) == 401
    assert status(timedelta(days=2)) == 401
    assert status(timedelta(0)) == 200


def test_nobody_waits_for_a_wrong_clock_to_be_right_before_they_can_sign_in(bench: Workbench) -> None:
    bench.client("admin")
    browser = bench.browser()
    with time_machine.travel(datetime.now(UTC) + timedelta(days=300), tick=True):
        for _ in range(6):
            wrong = browser.post(f"{API}/session", json={"name": ADMIN, "password": "wrong wrong wrong"})
        assert wrong.status_code == 429
    assert browser.post(f"{API}/session", json={"name": ADMIN, "password": PASSWORD}).status_code == 201


def test_a_schedule_starts_once_a_day_however_the_clock_jumps(bench: Workbench) -> None:
    admin, start = bench.client("admin"), datetime(2027, 5, 3, 0, 30, tzinfo=UTC)
    made_ = {"every": "day", "at": "03:00", "zone": "Asia/Shanghai"}
    with time_machine.travel(start, tick=False) as clock:
        browser = bench.browser()
        browser.post(f"{API}/session", json={"name": ADMIN, "password": PASSWORD}).raise_for_status()
        one = browser.post(f"{API}/schedules", json=made_).json()["data"]["id"]

        def due() -> datetime:
            with bench.context.state.reading() as session:
                return session.get_one(Schedule, one).due

        def started(moment: datetime) -> int:
            clock.move_to(moment, tick=False)
            jobs = start_due(bench.context, now())
            for job in jobs:
                clock.move_to(moment + timedelta(seconds=1), tick=False)
                bench.context.jobs.huey.flush()
                with bench.context.state.changing() as session:
                    from shuke.server.jobs.outcome import CANCELLED, close
                    from shuke.server.state.models import Job

                    close(session.get_one(Job, job), CANCELLED)
            return len(jobs)

        first = due()
        assert first == datetime(2027, 5, 3, 19, tzinfo=UTC)
        assert started(first) == 1
        # An hour back, as when clocks are set: not again.
        assert started(first - timedelta(hours=1)) == 0
        assert started(first + timedelta(minutes=1)) == 0
        # Years ahead it starts once, not once for each day; and then it does not wait for that year.
        assert started(first + timedelta(days=1500)) == 1
        assert started(first + timedelta(days=1, hours=-1)) == 0
        assert due() == first + timedelta(days=1)
        assert started(first + timedelta(days=1)) == 1
    assert admin.delete(f"{API}/schedules/{one}").status_code == 200
