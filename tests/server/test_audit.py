"""The audit log holds what was done, and tells when somebody has touched it."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from shuke.server.access.audit import Audit
from shuke.server.state.engine import State, sqlite_url
from shuke.server.state.models import Entry, Head
from shuke.server.state.upgrade import upgrade

from .workbench import ADMIN, API, PASSWORD, Workbench

ENTRIES = 100


@pytest.fixture
def log(tmp_path: Path) -> Iterator[tuple[State, Audit]]:
    """A log of some entries."""
    state, audit = State(sqlite_url(tmp_path / "s.sqlite")), Audit(b"k" * 32)
    upgrade(state)
    with state.changing() as session:
        for number in range(ENTRIES):
            audit.note(session, f"user{number % 7}", "thing.change", f"target {number}", "done")
    yield state, audit
    state.close()


def verified(log: tuple[State, Audit]) -> tuple[int, bool, int | None]:
    state, audit = log
    with state.reading() as session:
        found = audit.verify(session)
    return found.entries, found.intact, found.broken_at


def broken_by(log: tuple[State, Audit], harm: Callable[[Session], object]) -> tuple[int, bool, int | None]:
    """Return what the verification tells of a log that was harmed, and undo the harm."""
    state, audit = log
    with state.connected() as connection:
        session = Session(connection)
        harm(session)
        session.flush()
        session.expire_all()
        found = audit.verify(session)
        session.close()
        connection.rollback()
    return found.entries, found.intact, found.broken_at


def test_a_log_that_nobody_touched_is_intact(log: tuple[State, Audit]) -> None:
    assert verified(log) == (ENTRIES, True, None)


@pytest.mark.row("E12")
@pytest.mark.parametrize("column", ["at", "who", "what", "target", "outcome", "hash"])
def test_a_changed_entry_is_found_wherever_it_is(log: tuple[State, Audit], column: str) -> None:
    for number in random.Random(column).sample(range(1, ENTRIES + 1), 16):
        change = text(f"UPDATE audit SET {column} = 'x' || {column} WHERE number = {number}")
        entries, intact, broken_at = broken_by(log, lambda session, change=change: session.execute(change))
        assert (entries, intact) == (ENTRIES, False)
        assert broken_at == number


@pytest.mark.row("E12")
def test_a_removed_entry_is_found_wherever_it_was_the_last_ones_too(log: tuple[State, Audit]) -> None:
    for number in [1, 2, 50, ENTRIES - 1, ENTRIES]:
        gone = text(f"DELETE FROM audit WHERE number = {number}")
        assert broken_by(log, lambda session, gone=gone: session.execute(gone))[1:] == (False, number)
    tail = text("DELETE FROM audit WHERE number > 90")
    assert broken_by(log, lambda session: session.execute(tail))[1:] == (False, 91)
    assert broken_by(log, lambda session: session.execute(text("DELETE FROM audit")))[1:] == (False, 1)


@pytest.mark.row("E12")
def test_entries_that_changed_places_are_found(log: tuple[State, Audit]) -> None:
    def swap(session: Session) -> None:
        for old, new in ((10, -1), (11, 10), (-1, 11)):
            session.execute(text(f"UPDATE audit SET number = {new} WHERE number = {old}"))

    assert broken_by(log, swap)[1:] == (False, 10)


def test_an_entry_that_somebody_without_the_key_adds_is_found(log: tuple[State, Audit]) -> None:
    assert broken_by(log, lambda session: Audit(b"x" * 32).note(session, "eve", "thing"))[1:] == (False, ENTRIES + 1)


def test_a_log_cut_off_with_its_head_set_back_is_found(log: tuple[State, Audit]) -> None:
    def cut(session: Session) -> None:
        session.execute(text("DELETE FROM audit WHERE number > 90"))
        head, last = session.get_one(Head, 1), session.get_one(Entry, 90)
        head.number, head.hash = 90, last.hash

    assert broken_by(log, cut)[1] is False


def test_what_is_noted_counts_only_with_the_change_that_it_tells_of(log: tuple[State, Audit]) -> None:
    state, audit = log

    def fails() -> None:
        with state.changing() as session:
            audit.note(session, "ada", "thing")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fails()
    assert verified(log) == (ENTRIES, True, None)


def test_what_people_do_is_noted_with_who_did_it(bench: Workbench) -> None:
    admin = bench.client("admin")
    before = entries(bench)
    admin.post(f"{API}/users", json={"name": "Dee", "role": "viewer", "password": PASSWORD})
    bench.browser().post(f"{API}/session", json={"name": "Dee", "password": "not the right one"})
    browser = bench.browser()
    browser.post(f"{API}/session", json={"name": "Dee", "password": PASSWORD})
    browser.delete(f"{API}/session")
    admin.put(f"{API}/settings", json={"mask": False})
    token = admin.post(f"{API}/tokens", json={"label": "x", "role": "viewer"}).json()["data"]
    admin.delete(f"{API}/tokens/{token['id']}")
    admin.delete(f"{API}/users/Dee")
    listed = admin.get(f"{API}/audit?size=200").json()["data"]
    told = [(one["who"], one["what"], one["outcome"]) for one in reversed(listed) if one["number"] > before]
    assert told == [
        (ADMIN, "user.add", "done"),
        ("Dee", "session.begin", "refused"),
        ("Dee", "session.begin", "done"),
        ("Dee", "session.end", "done"),
        (ADMIN, "settings.change", "done"),
        (ADMIN, "token.make", "done"),
        (ADMIN, "token.remove", "done"),
        (ADMIN, "user.remove", "done"),
    ]
    assert token["token"] not in str(listed)
    assert PASSWORD not in str(listed)
    found = admin.get(f"{API}/audit/verification").json()["data"]
    assert found == {"entries": before + 8, "intact": True, "broken_at": None}


def test_a_line_break_in_what_somebody_says_makes_no_line_of_the_log(bench: Workbench) -> None:
    bench.client("admin").get(f"{API}/users")
    with bench.context.state.changing() as session:
        bench.context.audit.note(session, "eve\nadmin", "thing", "a\r\nb")
    last = bench.client("admin").get(f"{API}/audit?size=1").json()["data"][0]
    assert "\n" not in last["who"] + last["target"]


def entries(bench: Workbench) -> int:
    with bench.context.state.reading() as session:
        return session.execute(select(func.count()).select_from(Entry)).scalar_one()
