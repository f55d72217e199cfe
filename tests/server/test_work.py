"""Work that is done apart: limited, stopped, killed, never half done; and work that comes by itself."""

from __future__ import annotations

import json
import os
import resource
import signal
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from shuke.server.access.roles import Person
from shuke.server.jobs import housekeeping
from shuke.server.jobs.calendar import next_time
from shuke.server.jobs.schedule import start_due
from shuke.server.state.models import Job, Schedule, Upload
from shuke.server.state.types import now
from shuke.workspace import Workspace
from shuke.workspace.verify import verify
from workspace.books import book, loaded, write

from .workbench import ADMIN, API, PASSWORD, Workbench, workbench

pytestmark = pytest.mark.slow
WHO = Person(ADMIN.casefold(), ADMIN, "admin", language="en")
LINES = 400
# Bytes beside what is there already, too few to rate in.
ROOM = 60 << 20


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workbench]:
    """A workbench with some orders in it."""
    folder = tmp_path_factory.mktemp("shop")
    with workbench(folder / "home") as bench:
        loaded(Workspace(bench.home), write(folder / "a.csv", book(3, LINES)))
        bench.client("admin")
        yield bench


def until(condition: Any, seconds: float = 60) -> Any:
    end = time.monotonic() + seconds
    while not (found := condition()):
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(0.02)
    return found


def forks(bench: Workbench, *, working: bool) -> list[int]:
    """The processes in which jobs of a workbench are done, each the first of a session; or what they are forked of."""
    found = []
    for one in Path("/proc").glob("[0-9]*"):
        try:
            words, environment = (one / "cmdline").read_bytes(), (one / "environ").read_bytes()
            first = os.getsid(int(one.name)) == int(one.name)
        except OSError:
            continue
        if b"multiprocessing.forkserver" in words and str(bench.home).encode() in environment and first is working:
            found.append(int(one.name))
    return found


def children(bench: Workbench) -> list[int]:
    return forks(bench, working=True)


def shown(bench: Workbench, job: str) -> dict[str, Any]:
    return bench.client("admin").get(f"{API}/jobs/{job}").json()["data"]


def begun(bench: Workbench, kind: str, request: dict[str, Any]) -> str:
    """Start a job and wait until it works."""
    bench.running()
    job = bench.context.jobs.start(WHO, kind, request)
    until(lambda: shown(bench, job)["status"] == "running" and children(bench))
    return job


def test_a_job_is_done_apart_and_tells_what_came_of_it(shop: Workbench) -> None:
    job = shop.context.jobs.start(WHO, "refresh", {})
    told = shop.finished(job)
    assert (told["status"], told["by"], told["error"], told["step"]) == ("done", ADMIN, None, None)
    assert told["result"]["run"] == max(run.number for run in shop.context.workspace.head()[1].runs.values())
    assert told["created"] <= told["started"] <= told["ended"]


@pytest.mark.promise("D7")
def test_a_job_whose_process_is_killed_is_told_as_failed_and_nothing_is_half_done(shop: Workbench) -> None:
    before = shop.context.workspace.head()[0].number
    for pause in (0.0, 0.3, 0.6, 0.9):
        job = begun(shop, "refresh", {})
        time.sleep(pause)
        for process in children(shop):
            os.kill(process, signal.SIGKILL)
        told = shop.finished(job)
        if told["status"] == "failed":
            assert told["error"]["code"] == "E-JOB-DIED"
        else:
            assert told["status"] == "done"
        after = shop.context.workspace.head()[0].number
        assert after in {before, before + 1}
        before = after
        assert verify(shop.context.workspace).damaged == ()
    # And it goes on.
    assert shop.finished(shop.context.jobs.start(WHO, "refresh", {}))["status"] == "done"


def test_a_job_whose_worker_is_killed_is_told_as_failed_by_the_next_one_and_what_waits_is_done(
    shop: Workbench,
) -> None:
    job = begun(shop, "refresh", {})
    others = [shop.context.jobs.start(WHO, "backup", {"with_key": False}) for _ in range(2)]
    shop.kill_worker()
    until(lambda: not children(shop))
    assert shown(shop, job)["status"] == "running"
    told = shop.finished(job)
    assert (told["status"], told["error"]["code"]) == ("failed", "E-JOB-INTERRUPTED")
    for other in others:
        assert shop.finished(other)["status"] in {"done", "failed"}
    assert shop.finished(shop.context.jobs.start(WHO, "refresh", {}))["status"] == "done"


def test_a_worker_that_is_told_to_stop_stops_what_it_does_and_says_so(shop: Workbench) -> None:
    job = begun(shop, "refresh", {})
    shop.stop_worker()
    assert children(shop) == []
    assert shown(shop, job)["status"] in {"failed", "done"}


def test_somebody_can_stop_a_job_that_runs_and_one_that_waits(shop: Workbench) -> None:
    shop.stop_worker()
    admin = shop.client("admin")
    waiting = shop.context.jobs.start(WHO, "refresh", {})
    assert admin.delete(f"{API}/jobs/{waiting}").json()["data"]["status"] == "cancelled"
    running = begun(shop, "refresh", {})
    assert admin.delete(f"{API}/jobs/{running}").status_code == 200
    assert shop.finished(running)["status"] in {"cancelled", "done"}
    assert shown(shop, waiting)["status"] == "cancelled"
    assert admin.delete(f"{API}/jobs/{running}").status_code == 409
    until(lambda: not children(shop))


def test_a_job_that_wants_too_much_is_ended_and_told(shop: Workbench) -> None:
    # The limits of a kind are what they are in its table; here the machine itself allows less.
    assert shop.finished(shop.context.jobs.start(WHO, "backup", {"with_key": False}))["status"] == "done"
    (pid,) = forks(shop, working=False)
    size = int((Path("/proc") / str(pid) / "statm").read_text().split()[0]) * resource.getpagesize()
    resource.prlimit(pid, resource.RLIMIT_AS, (size + ROOM, size + ROOM))
    job = shop.context.jobs.start(WHO, "refresh", {})
    told = shop.finished(job)
    assert told["status"] == "failed"
    assert told["error"]["code"] in {"E-JOB-MEMORY", "E-MEMORY", "E-JOB-DIED"}
    shop.stop_worker()


@pytest.mark.promise("D3")
@pytest.mark.skipif(len(os.sched_getaffinity(0)) < 2, reason="there is one core, and everybody shares it")
def test_a_job_leaves_a_core_to_those_who_look(shop: Workbench, figure: Any) -> None:
    cores = os.sched_getaffinity(0)
    begun(shop, "refresh", {})
    kept = until(lambda: [found for job in children(shop) if (found := os.sched_getaffinity(job)) < cores])[0]
    assert len(kept) == len(cores) - 1
    figure(f"a job works on {len(kept)} of {len(cores)} cores")


def test_jobs_are_ones_own_and_an_administrator_sees_all(shop: Workbench) -> None:
    mine = shop.context.jobs.start(Person("ann", "Ann", "analyst"), "refresh", {"scheme": None})
    assert shop.client("analyst").get(f"{API}/jobs").json()["page"]["total"] == 1
    assert shop.client("viewer").get(f"{API}/jobs/{mine}").status_code == 404
    assert shop.client("viewer").delete(f"{API}/jobs/{mine}").status_code == 404
    assert shop.client("admin").get(f"{API}/jobs/{mine}").status_code == 200


def test_what_was_asked_about_people_is_not_kept_when_they_are_erased(shop: Workbench) -> None:
    admin = shop.client("admin")
    assert shop.finished(shop.context.jobs.start(WHO, "refresh", {}))["status"] == "done"
    told = admin.post(f"{API}/privacy/find", json={"id": "C001"}).json()["data"]
    assert (told["customers"], told["lines"] > 0, told["runs"] != []) == (["C001"], True, True)
    assert admin.post(f"{API}/privacy/opt-outs", json={"ids": ["C001", "13812345678"]}).status_code == 201
    listed = admin.get(f"{API}/privacy/opt-outs").json()["data"]
    assert "C001" in {one["customer"] for one in listed}
    assert "13812345678" not in json.dumps(listed)
    assert admin.delete(f"{API}/privacy/opt-outs/C001").status_code == 200
    job = admin.post(f"{API}/privacy/erase", json={"ids": ["C001", "canary-canary"]}).json()["data"]["job"]
    done = shop.finished(job)
    assert (done["status"], done["result"]["customers"]) == ("done", 1)
    assert admin.post(f"{API}/privacy/find", json={"id": "C001"}).json()["data"]["customers"] == []
    assert b"canary-canary" not in shop.kept()


@pytest.mark.promise("A8")
def test_a_backup_holds_the_workspace_and_the_server_and_is_proved(shop: Workbench, tmp_path: Path) -> None:
    admin = shop.client("admin")
    made = shop.finished(admin.post(f"{API}/backups", json={}).json()["data"]["job"])
    name = made["result"]["name"]
    assert admin.get(f"{API}/backups").json()["data"][0]["name"] == name
    proved = shop.finished(admin.post(f"{API}/backups/{name}/verification").json()["data"]["job"])
    assert proved["status"] == "done", proved
    assert list((shop.context.folder / "scratch").iterdir()) == []
    fetched = tmp_path / "fetched.tar"
    fetched.write_bytes(admin.get(f"{API}/backups/{name}").content)
    from shuke.workspace.backup import restore

    restore(fetched, tmp_path / "again")
    with workbench(tmp_path / "again") as again:
        # Who was signed in is not any more; who could sign in can.
        assert (
            again.browser().get(f"{API}/session", headers={"cookie": f"shuke={admin.cookies['shuke']}"}).status_code
            == 401
        )
        assert again.client("admin").get(f"{API}/audit/verification").json()["data"]["intact"] is True
        assert again.context.workspace.head()[0].number == made["result"]["state"]
    # One flipped bit is found.
    data = bytearray(fetched.read_bytes())
    data[len(data) // 2] ^= 1
    (shop.home / "backups" / name).write_bytes(data)
    broken = shop.finished(admin.post(f"{API}/backups/{name}/verification").json()["data"]["job"])
    assert broken["status"] == "failed"
    assert admin.delete(f"{API}/backups/{name}").status_code == 200
    assert admin.get(f"{API}/backups/{name}").status_code == 404


@pytest.mark.parametrize("name", ["..%2fworkspace.json", "%2fetc%2fpasswd", "backup-x.tar", "workspace.json"])
def test_no_other_file_can_be_fetched_as_a_backup(shop: Workbench, name: str) -> None:
    assert shop.client("admin").get(f"{API}/backups/{name}").status_code == 404


@pytest.mark.parametrize(
    ("every", "after", "then"),
    [
        ("day", "2024-03-01T01:59", "2024-03-01T02:00"),
        ("day", "2024-03-01T02:00", "2024-03-02T02:00"),
        ("week", "2024-03-01T00:00", "2024-03-04T02:00"),
        ("month", "2024-02-01T02:00", "2024-03-01T02:00"),
        ("quarter", "2024-01-01T02:00", "2024-04-01T02:00"),
        ("quarter", "2024-10-01T02:00", "2025-01-01T02:00"),
        ("year", "2024-01-01T01:00", "2024-01-01T02:00"),
        ("year", "2024-01-01T02:00", "2025-01-01T02:00"),
    ],
)
def test_a_schedule_comes_next_when_it_says(every: str, after: str, then: str) -> None:
    moment = next_time(every, "02:00", "UTC", datetime.fromisoformat(f"{after}+00:00"))
    assert moment == datetime.fromisoformat(f"{then}+00:00")


def test_a_schedule_keeps_its_hour_when_the_clocks_change() -> None:
    moment, told = datetime(2024, 3, 30, 0, tzinfo=UTC), []
    for _ in range(3):
        moment = next_time("day", "08:30", "Europe/Berlin", moment)
        told.append(f"{moment:%d %H:%M}")
    assert told == ["30 07:30", "31 06:30", "01 06:30"]
    assert f"{next_time('day', '00:00', 'Asia/Shanghai', datetime(2024, 1, 1, tzinfo=UTC)):%d %H:%M}" == "01 16:00"


def test_what_is_due_becomes_one_job_that_loads_what_is_new_and_rates(shop: Workbench, tmp_path: Path) -> None:
    shop.stop_worker()
    admin = shop.client("admin")
    wanted = {"every": "day", "at": "03:00", "zone": "Asia/Shanghai", "scheme": "octants-median", "inbox": "shop"}
    made = admin.post(f"{API}/schedules", json=wanted).json()["data"]
    write(Path(made["folder"]) / "new.csv", book(9, 50))
    assert start_due(shop.context, now()) == []
    with shop.context.state.changing() as session:
        session.get_one(Schedule, made["id"]).due = now() - timedelta(days=3)
    (job,) = start_due(shop.context, now())
    # Three days were missed, and it is one job all the same; while it is open there is no other.
    assert start_due(shop.context, now()) == []
    with shop.context.state.changing() as session:
        session.get_one(Schedule, made["id"]).due = now() - timedelta(days=1)
    assert start_due(shop.context, now()) == []
    told = shop.finished(job)
    assert told["status"] == "done", told
    assert told["result"]["load"] == 2
    assert "octants-median" in shop.context.workspace.head()[1].runs
    assert admin.delete(f"{API}/schedules/{made['id']}").status_code == 200


def test_a_schedule_of_somebody_who_may_not_any_more_starts_nothing(shop: Workbench) -> None:
    shop.stop_worker()
    admin, browser = shop.client("admin"), shop.browser()
    admin.post(f"{API}/users", json={"name": "Eva", "role": "admin", "password": PASSWORD})
    browser.post(f"{API}/session", json={"name": "Eva", "password": PASSWORD})
    made = browser.post(f"{API}/schedules", json={"every": "day", "at": "03:00", "zone": "UTC"}).json()["data"]
    admin.patch(f"{API}/users/Eva", json={"active": False})
    with shop.context.state.changing() as session:
        session.get_one(Schedule, made["id"]).due = now() - timedelta(days=1)
    assert start_due(shop.context, now()) == []
    last = admin.get(f"{API}/audit?size=1").json()["data"][0]
    assert (last["what"], last["outcome"]) == ("schedule.start", "refused")
    admin.delete(f"{API}/schedules/{made['id']}")


@pytest.mark.parametrize(
    ("change", "status"),
    [({"zone": "Mars/Olympus"}, 400), ({"at": "24:00"}, 422), ({"inbox": "../x"}, 422), ({"scheme": "none-such"}, 404)],
)
def test_a_schedule_that_cannot_be_meant_is_refused(shop: Workbench, change: dict[str, str], status: int) -> None:
    wanted = {"every": "day", "at": "03:00", "zone": "UTC", **change}
    assert shop.client("admin").post(f"{API}/schedules", json=wanted).status_code == status


def test_what_is_old_goes_and_what_is_not_stays(shop: Workbench) -> None:
    admin = shop.client("admin")
    old, young = (admin.post(f"{API}/uploads?name=a.csv", content=b"x").json()["data"]["id"] for _ in range(2))
    with shop.context.state.changing() as session:
        session.get_one(Upload, old).created -= timedelta(days=31)
        jobs = session.scalars(select(Job).where(Job.status == "done")).all()
        jobs[0].created -= timedelta(days=31)
        gone, kept = jobs[0].id, jobs[1].id
    half = shop.context.folder / "uploads" / "half"
    half.mkdir()
    os.utime(half, (0, 0))
    housekeeping.tidy(shop.context)
    assert {path.name for path in half.parent.iterdir()} == {young}
    assert admin.get(f"{API}/jobs/{gone}").status_code == 404
    assert admin.get(f"{API}/jobs/{kept}").status_code == 200
    assert [one["id"] for one in admin.get(f"{API}/uploads").json()["data"]] == [young]
