"""Checks of a workspace: its states, files, desk, server, who may read it, who holds it, and its room."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import stat
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

from shuke.desk import FILE as DESK
from shuke.desk import Desk
from shuke.doctor.finding import Finding
from shuke.errors import ShukeError
from shuke.scheme.lint import require_sound
from shuke.scheme.parse import parse
from shuke.store.journal import set_aside
from shuke.store.lock import FILE as LOCK
from shuke.workspace import Workspace
from shuke.workspace.schemes import CHOSEN, text_of
from shuke.workspace.verify import verify

GIGABYTE = 10**9
# A load and a rating write about as much again as there is, before what is old is removed.
ROOM = 2
SERVER_STATE, SERVER_KEY = "server/state.sqlite", "server/key"


def workspace(home: Path, *, whole: bool) -> Iterator[Finding]:
    """Yield what each check finds; ``whole``: every file is read and compared with its hash."""
    try:
        space = Workspace(home)
        state, content = space.head()
    except ShukeError as error:
        yield Finding("states", "wrong", "states_failed", {"problem": error})
        return
    yield Finding("states", "fine", "states", {"number": state.number, "loads": len(content.loads)})
    for check in (
        _copies,
        lambda one: _files(one, whole=whole),
        _scheme,
        _desk,
        _server,
        _aside,
        _private,
        _lock,
        _room,
    ):
        yield from _told(check, space)


def _told(check: Callable[[Workspace], Iterator[Finding]], space: Workspace) -> Iterator[Finding]:
    try:
        yield from check(space)
    except (ShukeError, OSError) as error:
        problem = error if isinstance(error, ShukeError) else error.strerror or ""
        yield Finding("states", "wrong", "check_failed", {"problem": problem})


def _copies(space: Workspace) -> Iterator[Finding]:
    """Every state lies there twice; a copy that is gone or damaged is written again by the next who writes."""
    numbers = space.states.numbers()
    damaged = [path for one in numbers for path in space.states.paths(one) if not space.states.is_sound(path, one)]
    if damaged:
        yield Finding("copies", "look", "copies_damaged", {"count": len(damaged), "path": damaged[0]})


def _files(space: Workspace, *, whole: bool) -> Iterator[Finding]:
    content = space.head()[1]
    if whole:
        found = verify(space)
        yield Finding("files", "fine", "files_whole", {"count": f"{found.segments + found.runs:,}"})
        return
    missing = [one.sha256 for one in content.segments() if not space.segments.path(one).is_file()]
    missing += [run.folder for run in content.runs.values() if not (space.home / "runs" / run.folder).is_dir()]
    if missing:
        yield Finding("files", "wrong", "files_missing", {"count": len(missing), "name": missing[0]})
    else:
        yield Finding("files", "fine", "files", {})


def _scheme(space: Workspace) -> Iterator[Finding]:
    try:
        require_sound(*parse(*text_of(space, CHOSEN)))
    except ShukeError as error:
        yield Finding("scheme", "wrong", "scheme_failed", {"problem": error})
        return
    yield Finding("scheme", "fine", "scheme", {})


def _desk(space: Workspace) -> Iterator[Finding]:
    if (space.home / DESK).is_file():
        with Desk(space.home).reading() as db:
            told = str(db.execute("PRAGMA quick_check(1)").fetchone()[0])
        yield _sound("desk", space.home / DESK, told)


def _server(space: Workspace) -> Iterator[Finding]:
    path = space.home / SERVER_STATE
    if not path.is_file():
        return
    try:
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as db:
            told = str(db.execute("PRAGMA quick_check(1)").fetchone()[0])
    except sqlite3.Error as error:
        told = str(error)
    yield _sound("server", path, told)


def _aside(space: Workspace) -> Iterator[Finding]:
    """What was damaged when a database was opened lies beside it."""
    found = [*set_aside(space.home), *set_aside((space.home / SERVER_STATE).parent)]
    if found:
        yield Finding("aside", "look", "set_aside", {"count": len(found), "path": found[0]})


def _sound(check: str, path: Path, told: str) -> Finding:
    if told == "ok":
        return Finding(check, "fine", "database", {"path": path.name})
    return Finding(check, "wrong", "database_damaged", {"path": path, "problem": told})


def _private(space: Workspace) -> Iterator[Finding]:
    """What names customers is for its owner alone, or for those whom the folder above lets in on purpose."""
    for name in ("runs", "segments", "states", SERVER_KEY, SERVER_STATE, DESK):
        path = space.home / name
        if path.exists() and path.stat().st_mode & (stat.S_IROTH | stat.S_IWOTH) and _reachable(space.home):
            yield Finding("private", "wrong" if name == SERVER_KEY else "look", "private_open", {"path": path})


def _reachable(home: Path) -> bool:
    """Tell whether others can pass through every folder above."""
    return all(one.stat().st_mode & stat.S_IXOTH for one in (home.resolve(), *home.resolve().parents))


def _lock(space: Workspace) -> Iterator[Finding]:
    path = space.home / LOCK
    if not path.is_file() or not path.stat().st_size:
        return
    try:
        note = json.loads(path.read_bytes())
        figures = {"doing": note["doing"], "pid": int(note["pid"]), "since": note["since"]}
    except (ValueError, KeyError, TypeError):
        return
    running = _runs(figures["pid"])
    yield Finding("lock", "fine" if running else "look", "lock_held" if running else "lock_left", figures)


def _runs(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _room(space: Workspace) -> Iterator[Finding]:
    held = sum(one.stat().st_size for one in space.home.rglob("*") if one.is_file())
    free = shutil.disk_usage(space.home).free
    figures = {"held": f"{held / GIGABYTE:,.2f}", "free": f"{free / GIGABYTE:,.1f}"}
    yield Finding("room", "look" if free < ROOM * held else "fine", "room", figures)
