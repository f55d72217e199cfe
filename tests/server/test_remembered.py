"""What a process remembers of sessions, tokens and settings holds no longer than they do, whoever changed them."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
from sqlalchemy import event

from shuke.server.access import identify
from shuke.server.state.engine import State, sqlite_url
from shuke.server.state.types import now
from shuke.server.state.upgrade import upgrade

from .workbench import API, PASSWORD, Workbench, workbench

REMOVE = """
import sqlite3, sys
state = sqlite3.connect(sys.argv[1])
state.execute("DELETE FROM tokens WHERE id = ?", sys.argv[2:])
state.commit()
"""


@pytest.fixture(scope="module")
def other(bench: Workbench) -> Iterator[Workbench]:
    """A second process's app over the same workspace."""
    bench.client("viewer")
    with workbench(bench.home) as made:
        yield made


@contextmanager
def statements(bench: Workbench) -> Iterator[list[str]]:
    """Yield what the state of a workbench is asked meanwhile."""
    asked: list[str] = []

    def note(connection: Any, cursor: Any, statement: str, *others: Any) -> None:
        asked.append(statement)

    event.listen(bench.context.state.engine, "before_cursor_execute", note)
    try:
        yield asked
    finally:
        event.remove(bench.context.state.engine, "before_cursor_execute", note)


def sign_in(bench: Workbench, name: str) -> tuple[str, str]:
    """Return the cookie of a new session of somebody, and the id that an administrator sees."""
    done = bench.browser().post(f"{API}/session", json={"name": name, "password": PASSWORD})
    assert done.status_code == 201
    listed = bench.client("admin").get(f"{API}/sessions", params={"size": 200}).json()["data"]
    newest = max((one for one in listed if one["user"] == name), key=lambda one: one["created"])
    return done.headers["set-cookie"].split(";")[0], newest["id"]


def status(bench: Workbench, cookie: str) -> int:
    return httpx.get(f"{bench.url}{API}/session", headers={"cookie": cookie}).status_code


def made_token(bench: Workbench) -> tuple[str, str]:
    wanted = {"label": "program", "role": "viewer", "days": 1}
    told = bench.client("admin").post(f"{API}/tokens", json=wanted).json()["data"]
    return told["id"], told["token"]


def by_token(bench: Workbench, token: str) -> int:
    return httpx.get(f"{bench.url}{API}/session", headers={"authorization": f"Bearer {token}"}).status_code


@pytest.mark.promise("D1")
def test_who_asks_again_is_known_without_a_question_to_the_database(bench: Workbench) -> None:
    _, token = made_token(bench)
    assert by_token(bench, token) == by_token(bench, token) == 200
    with statements(bench) as asked:
        assert by_token(bench, token) == 200
    assert asked == []


@pytest.mark.promise("E7")
def test_a_session_ended_through_one_process_is_refused_by_the_other_at_the_next_request(
    bench: Workbench, other: Workbench
) -> None:
    cookie, mine = sign_in(bench, "Vic")
    assert [status(one, cookie) for one in (bench, other, bench, other)] == [200] * 4
    assert bench.client("admin").delete(f"{API}/sessions/{mine}").status_code == 200
    assert status(other, cookie) == 401
    assert status(bench, cookie) == 401


@pytest.mark.parametrize("change", [{"role": "sales"}, {"active": False}, {"password": "another long enough one"}])
def test_who_is_changed_through_one_process_is_signed_out_of_the_other(
    bench: Workbench, other: Workbench, change: dict[str, object]
) -> None:
    name = f"Eve {next(iter(change))}"
    wanted = {"name": name, "role": "viewer", "password": PASSWORD}
    assert bench.client("admin").post(f"{API}/users", json=wanted).status_code == 201
    cookie, _ = sign_in(bench, name)
    assert status(other, cookie) == status(other, cookie) == 200
    assert bench.client("admin").patch(f"{API}/users/{name}", json=change).status_code == 200
    assert status(other, cookie) == 401


def test_a_token_that_another_program_removes_counts_no_more(bench: Workbench) -> None:
    mine, token = made_token(bench)
    assert by_token(bench, token) == by_token(bench, token) == 200
    path = bench.context.folder / "state.sqlite"
    subprocess.run([sys.executable, "-I", "-S", "-c", REMOVE, str(path), mine], check=True)
    assert by_token(bench, token) == 401


@pytest.mark.promise("E7")
@pytest.mark.parametrize(("minutes", "wanted"), [(29, 200), (31, 401)])
def test_a_session_that_is_remembered_still_ends_when_nobody_uses_it(
    bench: Workbench, monkeypatch: pytest.MonkeyPatch, minutes: int, wanted: int
) -> None:
    cookie, _ = sign_in(bench, "Vic")
    assert status(bench, cookie) == status(bench, cookie) == 200
    later = now() + timedelta(minutes=minutes)

    def clock() -> datetime:
        return later

    monkeypatch.setattr(identify, "now", clock)
    assert status(bench, cookie) == wanted


def test_that_somebody_is_active_is_written_down_once_a_minute(
    bench: Workbench, monkeypatch: pytest.MonkeyPatch
) -> None:
    cookie, _ = sign_in(bench, "Vic")
    assert status(bench, cookie) == 200
    with statements(bench) as asked:
        assert [status(bench, cookie) for _ in range(5)] == [200] * 5
        assert not [one for one in asked if one.startswith("UPDATE")]
        later = now() + timedelta(seconds=61)

        def clock() -> datetime:
            return later

        monkeypatch.setattr(identify, "now", clock)
        assert [status(bench, cookie) for _ in range(5)] == [200] * 5
    assert len([one for one in asked if one.startswith("UPDATE")]) == 1


def test_a_setting_changed_through_one_process_holds_in_the_other(bench: Workbench, other: Workbench) -> None:
    cookie, _ = sign_in(bench, "Vic")
    address = f"{other.url}{API}/session"

    def masked() -> bool:
        return bool(httpx.get(address, headers={"cookie": cookie}).json()["data"]["workspace"]["mask"])

    assert masked()
    assert masked()
    assert bench.client("admin").put(f"{API}/settings", json={"mask": False}).status_code == 200
    assert not masked()
    assert bench.client("admin").put(f"{API}/settings", json={"mask": True}).status_code == 200
    assert masked()


def test_what_is_read_while_something_changes_is_not_kept(tmp_path: Path) -> None:
    state, writer = (State(sqlite_url(tmp_path / "s.sqlite")) for _ in range(2))
    upgrade(state)
    kept = state.remembered

    def overtaken() -> str:
        with writer.changing() as session:
            session.connection().exec_driver_sql("INSERT INTO settings VALUES ('a', '1')")
        assert kept.recall("other") is None
        return "old"

    assert kept.get("key", overtaken) == "old"
    assert kept.get("key", lambda: "new") == "new"
    assert kept.get("key", lambda: "newer") == "new"
    state.close()
    assert kept.get("key", lambda: "after") == "after"
    state.close()
    writer.close()


def test_without_a_file_of_its_own_everything_is_read_each_time(tmp_path: Path) -> None:
    state = State(sqlite_url(tmp_path / "none" / "s.sqlite"))
    told = iter("abc")
    assert [state.remembered.get("key", lambda: next(told)) for _ in range(2)] == ["a", "b"]
    assert state.remembered.recall("key") is None
