"""Tasks of a workspace: made from a run, settled by people, kept in step with the next run, exported, forgotten."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import icalendar
import openpyxl
import pytest

from browse.kept import AS_OF, BEFORE, UNION, workspace
from cli import terminal
from shuke.desk import Desk
from shuke.errors import ShukeError, UsageError
from shuke.rating import Options
from shuke.watching.care.doing import Hand, give, give_all, move, reopen, settle
from shuke.watching.care.planned import Planned, plan
from shuke.watching.care.run import rated
from shuke.watching.care.tasks import Asked, Task, story, tasks
from shuke.workspace import Workspace, refresh
from shuke.workspace.forget import forget


def shuke(*arguments: str, code: int = 0) -> terminal.Said:
    said = terminal.shuke(*arguments)
    assert said.code == code, said.err
    return said


AT, LATER = "2025-01-02T08:00:00Z", "2025-02-02T08:00:00Z"
ANNA = Hand("anna", LATER, "called")
PLAN = "care: mine\nowner: owner\ncapacity: 4\n"


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    folder = tmp_path_factory.mktemp("care")
    space = workspace(folder / "shop", folder)
    (space.home / "watch").mkdir()
    (space.home / "watch" / "care.yaml").write_text(PLAN, encoding="utf-8")
    return space


@pytest.fixture(autouse=True)
def _english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHUKE_LANG", "en")


def earlier_run(space: Workspace) -> int:
    return next(
        run.number
        for number in space.states.numbers()
        for run in space.state(number)[1].runs.values()
        if run.as_of == BEFORE.isoformat()
    )


def all_of(space: Workspace, asked: Asked | None = None) -> list[Task]:
    with Desk(space.home).reading() as db:
        return tasks(db, asked or Asked())[0]


def counts(told: Planned) -> tuple[int, int, int, int]:
    return told.new, told.withdrawn, told.missed, told.handed


@pytest.mark.row("Z6", "B4")
def test_tasks_follow_the_runs_and_what_people_did_stays(kept: Workspace) -> None:
    first = plan(kept, "anna", AT, earlier_run(kept))
    made = all_of(kept)
    assert first.first == "2024-10-01"
    assert first.new == len(made) > 100
    assert counts(plan(kept, "anna", LATER, earlier_run(kept))) == (0, 0, 0, 0)
    assert all_of(kept) == made
    done, skipped = made[0], made[1]
    with Desk(kept.home).changing() as db:
        settle(db, done.number, "done", ANNA, on=date(2024, 10, 2))
        settle(db, skipped.number, "skipped", ANNA)
    second = plan(kept, "anna", LATER)
    now = {one.number: one for one in all_of(kept, Asked(statuses=("open", "done", "missed", "skipped", "withdrawn")))}
    assert (now[done.number].status, now[done.number].day) == ("done", "2024-10-02")
    assert now[skipped.number].status == "skipped"
    assert second.missed == sum(one.status == "missed" for one in now.values()) > 0
    places = {member.customer_id: member.place for member in rated(kept).members(None)}
    for one in now.values():
        if one.status == "open":
            assert (one.place, one.rhythm) == (places[one.customer_id], now_rhythm(places[one.customer_id]))
    demoted = [one for one in now.values() if one.status == "withdrawn" and one.place == "A"]
    assert any(places.get(one.customer_id) not in {None, "A"} for one in demoted)
    with pytest.raises(UsageError) as caught:
        plan(kept, "anna", LATER, earlier_run(kept))
    assert caught.value.key == "care_run_older"


def now_rhythm(place: str | None) -> str:
    return {"A": "monthly", "B": "quarterly", "C": "half-yearly", "D": "yearly"}[place or ""]


def test_a_task_is_settled_once_opened_again_moved_within_the_calendar_and_handed_over(kept: Workspace) -> None:
    plan(kept, "anna", LATER)
    found = rated(kept)
    waiting = [one for one in all_of(kept, Asked(statuses=("open",))) if one.owner == "S-01"]
    number = waiting[0].number
    with Desk(kept.home).changing() as db:
        settle(db, number, "missed", ANNA)
        with pytest.raises(UsageError, match="missed already"):
            settle(db, number, "missed", ANNA)
        assert reopen(db, number, ANNA).status == "open"
        with pytest.raises(UsageError, match="nobody works on 2025-01-29"):
            move(db, number, date(2025, 1, 29), ANNA, found.plan, found.strategy)
        assert move(db, number, date(2025, 1, 26), ANNA, found.plan, found.strategy).day == "2025-01-26"
        for one in waiting[1:4]:
            move(db, one.number, date(2025, 1, 26), ANNA, found.plan, found.strategy)
        with pytest.raises(UsageError, match="2025-01-26 has 4 tasks"):
            move(db, waiting[4].number, date(2025, 1, 26), ANNA, found.plan, found.strategy)
        move(db, waiting[4].number, date(2025, 1, 26), ANNA, found.plan, found.strategy, anyway=True)
        assert give(db, number, "S-99", ANNA).owner == "S-99"
        told = [(one.by, one.did, one.before, one.after, one.note) for one in story(db, number)]
    assert told[-2:] == [
        ("anna", "moved", waiting[0].day, "2025-01-26", "called"),
        ("anna", "handed", "S-01", "S-99", "called"),
    ]
    assert counts(plan(kept, "anna", LATER)) == (0, 0, 0, 0)
    with Desk(kept.home).changing() as db:
        assert give_all(db, "S-99", "S-01", ANNA) == 1
        with pytest.raises(ShukeError, match="no task 99999"):
            settle(db, 99999, "done", ANNA)


def test_the_terminal_plans_lists_settles_and_writes_calendar_and_table(kept: Workspace, tmp_path: Path) -> None:
    plan(kept, "anna", LATER)
    home = str(kept.home)
    assert "nothing to change" in shuke("care", "plan", "--workspace", home, "--lang", "en").out
    listed = shuke("care", "tasks", "--workspace", home, "--lang", "zh", "--owner", "S-02", "--most", "2").out
    assert listed.splitlines()[0].split() == ["任务", "日期", "应办日", "客户", "级别", "负责人", "状态"]
    number = listed.splitlines()[1].split()[0]
    assert "已办" in shuke("care", "done", number, "--workspace", home, "--note", "visited", "--lang", "zh").out
    shuke("care", "ics", str(tmp_path / "a.ics"), "--workspace", home, "--lang", "en", "--owner", "S-02")
    shuke("care", "ics", str(tmp_path / "b.ics"), "--workspace", home, "--lang", "en", "--owner", "S-02")
    assert (tmp_path / "a.ics").read_bytes() == (tmp_path / "b.ics").read_bytes()
    events = icalendar.Calendar.from_ical((tmp_path / "a.ics").read_bytes()).walk("VEVENT")
    expected = all_of(kept, Asked(statuses=("open", "withdrawn"), owner="S-02"))
    assert [str(one["UID"]) for one in events] == [one.uid for one in expected]
    assert len({one.uid for one in expected}) == len(expected)


@pytest.mark.row("T7")
def test_the_strategy_table_is_written_as_excel_in_both_languages(kept: Workspace, tmp_path: Path) -> None:
    for lang, heads, department in (
        ("en", ["Class", "Name", "What it means", "Direction", "Measures", "Responsible"], "Customer success"),
        ("zh", ["级别", "名称", "含义", "方向", "措施", "责任部门"], "客户成功部"),
    ):
        path = tmp_path / f"{lang}.xlsx"
        shuke("care", "strategy", "--workspace", str(kept.home), "--out", str(path), "--lang", lang)
        rows = list(openpyxl.load_workbook(path).active.iter_rows(min_row=3, values_only=True))
        assert list(rows[0][:6]) == heads
        assert [row[0] for row in rows[1:]] == ["A", "B", "C", "D"]
        assert rows[1][5] == department


def test_a_plan_of_ones_own_is_written_out_and_then_counts(kept: Workspace) -> None:
    path = kept.home / "watch" / "care.yaml"
    path.unlink()
    assert "care.yaml" in shuke("care", "new", "--workspace", str(kept.home), "--lang", "zh").out
    assert set(rated(kept).plan.groups) == {"A", "B", "C", "D"}
    refused = shuke("care", "new", "--workspace", str(kept.home), "--lang", "en", code=2)
    assert "there is a care plan already" in refused.err
    path.write_text(PLAN, encoding="utf-8")


def test_tasks_of_somebody_forgotten_are_gone_and_the_next_run_plans_without_them(kept: Workspace) -> None:
    plan(kept, "anna", LATER)
    someone = all_of(kept)[0].customer_id
    assert someone
    forget(kept, [someone])
    assert all_of(kept, Asked(customer_id=someone)) == []
    options = Options(reading=UNION, carry=("region", "owner"), as_of=AS_OF, currency="CNY")
    refresh(kept, options, formats=["parquet"], lang="en").result.close()
    plan(kept, "anna", LATER)
    assert all_of(kept, Asked(customer_id=someone)) == []
