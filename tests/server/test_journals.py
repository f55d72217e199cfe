"""A damaged file of recent changes bricks nothing: it starts, holds one committed state, and keeps what was damaged."""

from __future__ import annotations

import random
import shutil
import sqlite3
import threading
from collections import Counter
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy import func, select

from cli.terminal import shuke
from effort import times
from shuke.desk import Desk
from shuke.desk.notes import add_note
from shuke.doctor import examine
from shuke.errors import DataError
from shuke.server.access.audit import Audit
from shuke.server.access.roles import Person
from shuke.server.config import Config
from shuke.server.context import opened
from shuke.server.jobs.outcome import WAITING
from shuke.server.jobs.worker import Worker
from shuke.server.state.engine import State, sqlite_url
from shuke.server.state.models import Entry, Job, Setting
from shuke.server.state.upgrade import upgrade
from shuke.store.journal import set_aside, settle
from workspace.books import made

pytestmark = [pytest.mark.slow, pytest.mark.promise("A5")]
Figure = Callable[[str], None]
DAMAGES, CHANGES = times(100, 20), 40
ENDINGS = ("", "-wal", "-shm")
WHO = Person("ada", "Ada", "admin", language="en")
KEY = b"k" * 32


@dataclass(frozen=True)
class Left:
    """A database as a process that was killed left it: its files; how long that of recent changes was after each."""

    files: dict[str, bytes]
    ends: list[int]

    def put(self, path: Path, wal: bytes, *, index: bool) -> None:
        for ending in ENDINGS:
            data = wal if ending == "-wal" else self.files[ending]
            if ending != "-shm" or index:
                path.with_name(path.name + ending).write_bytes(data)


def left(path: Path, change: Callable[[int], None], brought: int | None) -> Left:
    """Make changes one by one; ``brought``: after so many they are brought into the database as well."""
    wal, ends = path.with_name(path.name + "-wal"), list[int]()
    with closing(sqlite3.connect(path)) as other:
        # Whoever reads keeps the file from being begun anew.
        for number in range(CHANGES):
            change(number)
            ends.append(wal.stat().st_size)
            if number + 1 == brought:
                other.execute("PRAGMA wal_checkpoint(PASSIVE)")
                other.execute("BEGIN")
                other.execute("SELECT COUNT(*) FROM sqlite_schema").fetchone()
        return Left({one: path.with_name(path.name + one).read_bytes() for one in ENDINGS}, ends)


def states(folder: Path, brought: int | None) -> Left:
    folder.mkdir()
    state, audit = State(sqlite_url(folder / "state.sqlite")), Audit(KEY)
    upgrade(state)
    state.wipe()

    def change(number: int) -> None:
        with state.changing() as session:
            session.merge(Setting(name="changes", value=str(number + 1)))
            audit.note(session, "Ada", "change", "x" * (number * 37 % 900))

    found = left(folder / "state.sqlite", change, brought)
    state.close()
    return found


def damaged(data: bytes, kind: str, chance: random.Random) -> tuple[bytes, int]:
    """Return a file without its end or with one bit flipped, and where."""
    place = chance.randrange(len(data))
    if kind == "cut":
        return data[:place], place
    changed = bytearray(data)
    changed[place] ^= 1 << chance.randrange(8)
    return bytes(changed), place


@pytest.mark.parametrize("kind", ["cut", "flip"])
@pytest.mark.parametrize("brought", [None, CHANGES // 2, CHANGES], ids=["new", "half", "all"])
def test_the_state_of_a_server_starts_with_one_committed_state(
    kind: str, brought: int | None, tmp_path: Path, figure: Figure
) -> None:
    image, chance, found = states(tmp_path / "made", brought), random.Random(f"{kind} {brought}"), Counter[str]()
    for number in range(DAMAGES):
        home = tmp_path / str(number)
        home.mkdir()
        wal, place = damaged(image.files["-wal"], kind, chance)
        # After a loss of power there is no index; a cut cannot be told from changes that never were then.
        image.put(home / "state.sqlite", wal, index=kind == "cut" or number % 2 == 0)
        settle(home / "state.sqlite")
        state = State(sqlite_url(home / "state.sqlite"))
        upgrade(state)
        with state.reading() as session:
            said = session.get(Setting, "changes")
            count = int(said.value) if said is not None else 0
            entries = session.execute(select(func.count()).select_from(Entry)).scalar_one()
            assert (entries, Audit(KEY).verify(session).intact) == (count, True), (number, place)
        with state.changing() as session:
            Audit(KEY).note(session, "Ada", "goes on")
        state.close()
        before = max(sum(end <= place for end in image.ends), brought or 0)
        assert before <= count <= CHANGES, (number, place)
        aside = set_aside(home)
        if count < CHANGES:
            assert [one.read_bytes() for one in aside] == [wal], (number, place, count)
        found["whole" if count == CHANGES else "up to the damage"] += 1
        shutil.rmtree(home)
    figure(f"state.sqlite, {kind}: {DAMAGES} of {DAMAGES} start with one committed state ({dict(found)})")


@pytest.mark.parametrize("kind", ["cut", "flip"])
def test_the_desk_starts_with_one_committed_state(kind: str, tmp_path: Path, figure: Figure) -> None:
    desk = Desk(tmp_path)
    with desk.changing():
        pass

    with closing(sqlite3.connect(tmp_path / "desk.sqlite")) as open_:
        open_.execute("SELECT * FROM notes").fetchall()

        def change(number: int) -> None:
            with desk.changing() as db:
                for one in range(5):
                    add_note(db, f"C{number}", "-", "Ada", "x" * (one * number * 31 % 700))

        image, chance = left(tmp_path / "desk.sqlite", change, None), random.Random(kind)
    whole = 0
    for number in range(DAMAGES):
        home = tmp_path / str(number)
        home.mkdir()
        wal, place = damaged(image.files["-wal"], kind, chance)
        image.put(home / "desk.sqlite", wal, index=True)
        with Desk(home).reading() as db:
            told = Counter(row[0] for row in db.execute("SELECT customer_id FROM notes"))
        assert told == {f"C{one}": 5 for one in range(len(told))}
        assert len(told) >= sum(end <= place for end in image.ends)
        assert bool(set_aside(home)) or len(told) == CHANGES
        whole += len(told) == CHANGES
    figure(f"desk.sqlite, {kind}: {DAMAGES} of {DAMAGES} start with one committed state ({whole} whole)")


@pytest.mark.parametrize("kind", ["cut", "flip"])
def test_a_damaged_queue_loses_no_job(kind: str, tmp_path: Path, figure: Figure) -> None:
    made(tmp_path / "made")
    here = opened(tmp_path / "made", Config())
    with closing(sqlite3.connect(here.jobs.path)) as open_:
        open_.execute("SELECT COUNT(*) FROM sqlite_schema").fetchone()
        jobs = [here.jobs.start(WHO, "backup", {"with_key": False}) for _ in range(5)]
        files = {one: here.jobs.path.with_name(here.jobs.path.name + one).read_bytes() for one in ENDINGS}
        image, chance = Left(files, []), random.Random(kind)
    here.state.close()
    here.jobs.huey.storage.close()
    for number in range(DAMAGES // 4):
        home = tmp_path / str(number)
        shutil.copytree(tmp_path / "made", home)
        # Every other time the queue itself is damaged, not what changed of late.
        ending = "-wal" if number % 2 else ""
        data, _ = damaged(image.files[ending], kind, chance)
        image.put(home / "server" / "jobs.sqlite", image.files["-wal"], index=True)
        (home / "server" / f"jobs.sqlite{ending}").write_bytes(data)
        again = opened(home, Config())
        worker = Worker(again, threading.Event())
        worker.recover()
        assert {str(task.args[0]) for task in worker.jobs.huey.pending()} >= set(jobs)
        with again.state.reading() as session:
            assert {session.get_one(Job, one).status for one in jobs} == {WAITING}
        again.state.close()
        for one in (again, worker):
            one.jobs.huey.storage.close()
    figure(f"jobs.sqlite, {kind}: {DAMAGES // 4} of {DAMAGES // 4} start, {len(jobs)} of {len(jobs)} jobs wait again")


def test_a_state_that_cannot_be_mended_says_what_to_do_and_the_doctor_tells_what_was_set_aside(tmp_path: Path) -> None:
    home = tmp_path / "space"
    made(home)
    opened(home, Config()).state.close()
    path = home / "server" / "state.sqlite"
    sound = path.read_bytes()
    path.write_bytes(b"no database" * 1000)
    said = shuke("serve", home, "--port", "0", SHUKE_LANG="zh")
    assert (said.code, "备份" in said.err, "Traceback" in said.err) == (3, True, False), said.err
    # With recent changes beside it that are none.
    path.with_name("state.sqlite-wal").write_bytes(sound[:5000])
    shutil.copytree(path.parent, tmp_path / "other")
    with pytest.raises(DataError) as refused:
        settle(tmp_path / "other" / "state.sqlite")
    assert refused.value.key == "database_damaged"
    assert "backup" in refused.value.render("en")
    path.write_bytes(sound)
    path.with_name("state.sqlite-wal.corrupt-1").write_bytes(b"x")
    path.with_name("state.sqlite-wal").unlink()
    (told,) = [one for one in examine(home) if one.key == "set_aside"]
    assert (told.verdict, told.figures) == (
        "look",
        {"count": 1, "path": path.with_name("state.sqlite-wal.corrupt-1")},
    )
