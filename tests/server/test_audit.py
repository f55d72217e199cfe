"""The audit log holds what was done, and tells when somebody has touched it."""

from __future__ import annotations

import ast
import inspect
import random
import re
import sys
import textwrap
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from fastapi.routing import APIRoute
from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

import shuke.server
from shuke.server.access.audit import Audit
from shuke.server.app import ROUTES
from shuke.server.jobs.table import KINDS
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


@pytest.mark.promise("E12")
@pytest.mark.parametrize("column", ["at", "who", "address", "what", "target", "outcome", "hash"])
def test_a_changed_entry_is_found_wherever_it_is(log: tuple[State, Audit], column: str) -> None:
    for number in random.Random(column).sample(range(1, ENTRIES + 1), 16):
        change = text(f"UPDATE audit SET {column} = 'x' || {column} WHERE number = {number}")
        entries, intact, broken_at = broken_by(log, lambda session, change=change: session.execute(change))
        assert (entries, intact) == (ENTRIES, False)
        assert broken_at == number


@pytest.mark.promise("E12")
def test_a_removed_entry_is_found_wherever_it_was_the_last_ones_too(log: tuple[State, Audit]) -> None:
    for number in [1, 2, 50, ENTRIES - 1, ENTRIES]:
        gone = text(f"DELETE FROM audit WHERE number = {number}")
        assert broken_by(log, lambda session, gone=gone: session.execute(gone))[1:] == (False, number)
    tail = text("DELETE FROM audit WHERE number > 90")
    assert broken_by(log, lambda session: session.execute(tail))[1:] == (False, 91)
    assert broken_by(log, lambda session: session.execute(text("DELETE FROM audit")))[1:] == (False, 1)


@pytest.mark.promise("E12")
def test_any_of_a_hundred_entries_that_is_changed_removed_or_moved_is_found(
    log: tuple[State, Audit], figure: Callable[[str], None]
) -> None:
    harms = {
        "changed": "UPDATE audit SET target = target || '!' WHERE number = {n}",
        "removed": "DELETE FROM audit WHERE number = {n}",
        "moved": "",
    }
    found = dict.fromkeys(harms, 0)
    for kind, harm in harms.items():
        for n in range(1, ENTRIES + 1):
            first, m = (n, n + 1) if n < ENTRIES else (1, 1)
            parts = harm.format(n=n, m=m)
            if kind == "moved":
                # Two numbers are never the same on the way.
                m, first = (n + 1, n) if n < ENTRIES else (1, 1)
                steps = [(n, -1), (m, n), (-1, m)]
                parts = ";".join(f"UPDATE audit SET number = {new} WHERE number = {old}" for old, new in steps)
            else:
                first = n

            def hurt(session: Session, parts: str = parts) -> None:
                for part in parts.split(";"):
                    session.execute(text(part))

            found[kind] += broken_by(log, hurt)[1:] == (False, first)
    assert found == dict.fromkeys(harms, ENTRIES)
    figure(", ".join(f"{number} of {ENTRIES} {kind}" for kind, number in found.items()) + ": all found")


@pytest.mark.promise("E12")
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


# What is asked by a request that could change something and does not: it computes, and keeps nothing.
ASKS = {
    "tell_power": "what a test could tell",
    "lint_document": "what is wrong with a text",
    "lint_scheme": "what is wrong with a text",
    "preview_scheme": "what a scheme would give",
    "compare_schemes": "how two schemes differ",
}


def noting(function: Callable[..., object], seen: frozenset[object] = frozenset()) -> bool:
    """Tell whether a function of the server, or one that it calls, notes something in the audit log."""
    if function in seen or not getattr(function, "__module__", "").startswith("shuke.server"):
        return False
    module = sys.modules[function.__module__]
    for node in ast.walk(ast.parse(textwrap.dedent(inspect.getsource(function)))):
        if isinstance(node, ast.Attribute) and node.attr == "note":
            return True
        # What it calls, and what it lets be called in a thread.
        found = getattr(module, node.id, None) if isinstance(node, ast.Name) else None
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            found = getattr(getattr(module, node.value.id, None), node.attr, None)
        if inspect.isfunction(found) and noting(found, seen | {function}):
            return True
    return False


@pytest.mark.promise("E12")
def test_every_route_that_changes_something_leaves_an_entry(figure: Callable[[str], None]) -> None:
    routes = {
        route.name: route.endpoint
        for one in ROUTES
        for route in one.routes
        if isinstance(route, APIRoute) and route.methods and route.methods & {"POST", "PUT", "PATCH", "DELETE"}
    }
    silent = {name for name, endpoint in routes.items() if not noting(endpoint)}
    assert silent == set(ASKS)
    figure(f"{len(routes) - len(silent)} of {len(routes) - len(ASKS)} operations that change something leave an entry")


@pytest.mark.promise("E12")
def test_an_entry_says_who_what_when_and_from_where(bench: Workbench, figure: Callable[[str], None]) -> None:
    admin = bench.client("admin")
    before = entries(bench)
    admin.put(f"{API}/me", json={"theme": "dark"})
    view = admin.post(f"{API}/views", json={"page": "customers", "name": "n", "query": "?a=b"}).json()["data"]["id"]
    admin.delete(f"{API}/views/{view}")
    upload = admin.post(f"{API}/uploads", params={"name": "a.csv"}, content=b"a,b").json()["data"]["id"]
    admin.delete(f"{API}/uploads/{upload}")
    bench.browser().post(f"{API}/session", json={"name": "nobody-of-this-name", "password": "wrong wrong"})
    told = [one for one in admin.get(f"{API}/audit?size=200").json()["data"] if one["number"] > before]
    kinds = {one["what"] for one in told}
    assert kinds >= {"user.preferences", "view.save", "view.remove", "upload.take", "upload.remove", "session.begin"}
    lacking = [one for one in told if not (one["at"].endswith("+00:00") and one["who"] and one["address"])]
    elsewhere = {one["address"] for one in told} - {"127.0.0.1"}
    assert (lacking, elsewhere) == ([], set())
    figure(f"{len(told)} of {len(told)} entries of {len(kinds)} kinds say who, what, when (UTC) and from where")


@pytest.mark.promise("E12")
@pytest.mark.parametrize("name", ["audit.md", "audit.zh.md"])
def test_every_kind_of_entry_is_in_the_reference_and_no_other(name: str) -> None:
    source = "\n".join(path.read_text(encoding="utf-8") for path in Path(shuke.server.__path__[0]).rglob("*.py"))
    noted = set(re.findall(r'"((?:[a-z]+\.)[a-z_-]+)"', "\n".join(re.findall(r"note\([^)]*\)", source))))
    page = (Path(__file__).resolve().parents[2] / "docs" / "reference" / name).read_text(encoding="utf-8")
    listed = set(re.findall(r"`([a-z]+\.[a-z_-]+)`", page))
    composed = set(re.findall(r'f"([a-z]+)\.\{', source)) | set(KINDS) | {"goals", "care"}
    assert noted - listed == set()
    assert {one for one in listed - noted if one.partition(".")[0] not in composed} == set()
