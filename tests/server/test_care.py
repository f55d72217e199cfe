"""Tasks and notes over the interface: planned by a job, seen by whom they are for, settled, moved, taken away."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import httpx
import icalendar
import openpyxl
import pytest

from shuke.server.access.roles import Person
from shuke.server.jobs.plan_care import after_rating
from shuke.server.jobs.task import Task

from .shop import data, seller, shop
from .workbench import API, Workbench

WIDE = {"from": "2025-01-01", "to": "2025-12-31"}


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workbench]:
    with shop(tmp_path_factory.mktemp("care")) as made:
        started = made.client("analyst").post(f"{API}/care/plans", json={})
        assert started.status_code == 202, started.text
        done = made.finished(started.json()["data"]["job"])
        assert done["status"] == "done", done
        yield made


@pytest.fixture(scope="module")
def sara(bench: Workbench) -> httpx.Client:
    return seller(bench, "Sara", "S-01")


def patch(browser: httpx.Client, number: int, **deed: object) -> httpx.Response:
    return browser.patch(f"{API}/tasks/{number}", json=deed)


@pytest.mark.row("Z6", "B7")
def test_a_salesperson_sees_and_settles_their_own_tasks_and_nobody_elses(bench: Workbench, sara: httpx.Client) -> None:
    everybodys = data(bench.client("analyst").get(f"{API}/tasks", params={"size": 200}))
    hers = data(sara.get(f"{API}/tasks", params={"size": 200}))
    assert {one["owner"] for one in hers} == {"S-01"}
    assert {one["owner"] for one in everybodys} >= {"S-01", "S-02", None}
    other = next(one["number"] for one in everybodys if one["owner"] == "S-02")
    assert sara.get(f"{API}/tasks/{other}").status_code == 404
    assert patch(sara, other, do="done").status_code == 404
    mine = hers[0]
    settled = data(patch(sara, mine["number"], do="done", on=mine["day"], note="called"))
    assert (settled["status"], settled["story"][-1]["by"], settled["story"][-1]["note"]) == ("done", "Sara", "called")
    assert patch(sara, hers[1]["number"], do="hand", owner="S-02").status_code == 403
    assert sara.post(f"{API}/care/plans", json={}).status_code == 403
    theirs = data(sara.get(f"{API}/customers/{mine['ref']}/tasks"))
    assert mine["number"] in {one["number"] for one in theirs}
    foreign = next(one["ref"] for one in everybodys if one["owner"] == "S-02")
    assert sara.get(f"{API}/customers/{foreign}/tasks").status_code == 404


def test_a_task_moves_only_to_a_day_with_room_and_what_is_missing_is_told(bench: Workbench) -> None:
    analyst = bench.client("analyst")
    waiting = data(analyst.get(f"{API}/tasks", params={"status": "open", "owner": "S-03"}))
    number = waiting[0]["number"]
    refused = patch(analyst, number, do="move", on="2025-01-29")
    assert (refused.status_code, refused.json()["error"]["message"]) == (400, "nobody works on 2025-01-29")
    assert data(patch(analyst, number, do="move", on="2025-01-29", anyway=True))["day"] == "2025-01-29"
    assert patch(analyst, number, do="move").status_code == 400
    assert data(patch(analyst, number, do="hand", owner="S-01", note="holiday"))["owner"] == "S-01"
    assert data(patch(analyst, number, do="skipped"))["status"] == "skipped"
    assert patch(analyst, number, do="skipped").status_code == 400
    assert data(patch(analyst, number, do="reopen"))["status"] == "open"
    assert patch(bench.client("viewer"), number, do="done").status_code == 403


def test_the_calendar_counts_what_the_list_holds_and_knows_the_days_that_are_free(bench: Workbench) -> None:
    analyst = bench.client("analyst")
    days = data(analyst.get(f"{API}/tasks/calendar", params=WIDE))
    assert len(days) == 365
    answer = analyst.get(f"{API}/tasks", params=WIDE).json()
    assert sum(one["open"] + one["done"] + one["missed"] + one["skipped"] for one in days) == answer["page"]["total"]
    works = {one["day"]: one["works"] for one in days}
    assert (works["2025-01-26"], works["2025-01-28"], works["2025-02-08"], works["2025-10-08"]) == (
        True, False, True, False,
    )  # fmt: skip
    assert analyst.get(f"{API}/tasks/calendar", params={"from": "2025-01-01", "to": "2030-01-01"}).status_code == 400
    standing = data(analyst.get(f"{API}/care/standing", params={"day": "2025-06-30"}))
    assert standing["plan"]["left"] == 0
    late = analyst.get(f"{API}/tasks", params={"to": "2025-06-29", "status": "open"}).json()["page"]["total"]
    assert standing["late"] == late
    assert {"S-01", "S-02", "S-03"} <= set(standing["owners"])


@pytest.mark.row("T7")
def test_the_strategy_table_and_the_calendar_can_be_taken_away(
    bench: Workbench, sara: httpx.Client, tmp_path: Path
) -> None:
    rows = data(bench.client("viewer").get(f"{API}/care/strategy/newest"))["rows"]
    assert [(one["place"], one["rhythm"]) for one in rows] == [
        ("A", "monthly"), ("B", "quarterly"), ("C", "half-yearly"), ("D", "yearly"),
    ]  # fmt: skip
    assert rows[0]["department"] == {"en": "Customer success", "zh": "客户成功部"}
    file = bench.client("viewer").get(f"{API}/care/strategy/newest/file", params={"lang": "zh"})
    (tmp_path / "s.xlsx").write_bytes(file.content)
    assert openpyxl.load_workbook(tmp_path / "s.xlsx").active["F3"].value == "责任部门"
    events = icalendar.Calendar.from_ical(sara.get(f"{API}/tasks/file").content).walk("VEVENT")
    assert len(events) == sara.get(f"{API}/tasks", params={"status": "open"}).json()["page"]["total"]


def test_who_may_not_see_ids_sees_neither_them_nor_what_is_noted(bench: Workbench, sara: httpx.Client) -> None:
    mine = data(sara.get(f"{API}/tasks", params={"size": 1, "status": "open"}))[0]
    place = f"{API}/customers/{mine['ref']}/notes"
    assert sara.post(place, json={"text": "prefers mornings"}).status_code == 201
    assert [(one["by"], one["text"]) for one in data(sara.get(place))] == [("Sara", "prefers mornings")]
    viewer = bench.client("viewer")
    seen = next(one for one in data(viewer.get(f"{API}/tasks", params={"size": 200, "owner": "S-01"}))
                if one["number"] == mine["number"])  # fmt: skip
    assert seen["customer"] != mine["customer"]
    assert seen["ref"].startswith("~~")
    assert [one["text"] for one in data(viewer.get(f"{API}/customers/{seen['ref']}/notes"))] == [None]
    assert viewer.post(f"{API}/customers/{seen['ref']}/notes", json={"text": "x"}).status_code == 403
    data(patch(sara, mine["number"], do="missed", note="not there"))
    assert data(viewer.get(f"{API}/tasks/{mine['number']}"))["story"][-1]["note"] is None


@pytest.mark.row("T1")
def test_goals_are_told_with_their_way_and_the_customers_who_make_them(bench: Workbench, sara: httpx.Client) -> None:
    analyst = bench.client("analyst")
    assert data(analyst.get(f"{API}/goals")) == []
    (bench.home / "watch").mkdir(exist_ok=True)
    goal = "{goal: spend, measure: spend, groups: [A, B], baseline: 2024-09-30, by: 2025-09-30, change: +20 %}"
    (bench.home / "watch" / "goals.yaml").write_text(f"goals:\n  - {goal}\n", encoding="utf-8")
    (one,) = data(analyst.get(f"{API}/goals"))
    assert (one["goal"], one["day"], one["more"], one["problem"]) == ("spend", "2024-12-31", True, None)
    assert [point["value"] is None for point in one["points"]] == [False] * 5 + [True] * 9
    assert one["points"][4]["day"] == "2024-12-31"
    people = analyst.get(f"{API}/goals/spend/customers", params={"size": 200}).json()
    assert people["page"]["total"] == len(people["data"]) == one["customers"]
    parts = [(Decimal(part["before"]), Decimal(part["now"])) for part in people["data"]]
    assert sum(now for _, now in parts) == Decimal(one["value"])
    changes = [abs(now - before) for before, now in parts]
    assert changes == sorted(changes, reverse=True)
    assert sara.get(f"{API}/goals").status_code == 403
    seen = data(bench.client("viewer").get(f"{API}/goals/spend/customers", params={"size": 200}))
    assert {part["customer"] for part in seen}.isdisjoint(part["customer"] for part in people["data"])
    assert analyst.get(f"{API}/goals/nothing/customers").status_code == 404


def test_a_scheduled_rating_keeps_the_tasks_in_step_and_stands_where_the_plan_is_wrong(
    bench: Workbench, tmp_path: Path
) -> None:
    task = Task("none", bench.context, Person("ada", "Ada", "admin"), {}, tmp_path)
    told = after_rating(task)
    assert told is not None
    assert (told["new"], told["withdrawn"]) == (0, 0)
    plan = bench.home / "watch" / "care.yaml"
    plan.parent.mkdir(exist_ok=True)
    plan.write_text("care: x\ncapacity: none\n", encoding="utf-8")
    refused = after_rating(task)
    assert refused is not None
    assert "capacity" in refused["failed"]["message"]
    plan.unlink()
