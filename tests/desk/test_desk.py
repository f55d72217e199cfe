"""The desk of a workspace: whole changes, many writers, kills, backups, and nothing left of the forgotten."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from shuke.desk import FILE, Desk
from shuke.desk.desk import tables
from shuke.desk.notes import add_note, notes_of
from shuke.errors import DataError, UsageError
from shuke.workspace.backup import backup, restore
from shuke.workspace.forget import forget
from workspace.books import book, loaded, made, write

AT = "2024-06-01T08:00:00+00:00"
WRITER = """
import sys
from pathlib import Path
from shuke.desk import Desk
from shuke.desk.notes import add_note
desk = Desk(Path(sys.argv[1]))
for number in range(1000):
    with desk.changing() as db:
        add_note(db, f"C{number}", "2024-06-01", "anna", "first")
        add_note(db, f"C{number}", "2024-06-01", "anna", "second")
    print(number, flush=True)
"""


def noted(home: Path, customer: str, text: str) -> None:
    with Desk(home).changing() as db:
        add_note(db, customer, AT, "anna", text)


def texts(home: Path, customer: str) -> list[str]:
    with Desk(home).reading() as db:
        return [one.text for one in notes_of(db, customer)]


def test_a_desk_that_was_only_read_is_not_written(tmp_path: Path) -> None:
    assert texts(tmp_path, "C1") == []
    assert list(tmp_path.iterdir()) == []


def test_notes_come_newest_first(tmp_path: Path) -> None:
    noted(tmp_path, "C1", "called")
    noted(tmp_path, "C2", "not theirs")
    noted(tmp_path, "C1", "visited")
    assert texts(tmp_path, "C1") == ["visited", "called"]


def test_a_block_that_fails_keeps_nothing(tmp_path: Path) -> None:
    def half() -> None:
        with Desk(tmp_path).changing() as db:
            add_note(db, "C1", AT, "anna", "half")
            add_note(db, "C1", AT, "anna", None)  # type: ignore[arg-type]

    with pytest.raises(sqlite3.IntegrityError):
        half()
    assert texts(tmp_path, "C1") == []


def test_writers_wait_for_each_other(tmp_path: Path) -> None:
    def write_some(name: str) -> None:
        for number in range(25):
            noted(tmp_path, name, str(number))

    threads = [threading.Thread(target=write_some, args=(f"C{number}",)) for number in range(4)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert [texts(tmp_path, f"C{number}") for number in range(4)] == [[str(n) for n in reversed(range(25))]] * 4


@pytest.mark.row("X3")
def test_a_killed_writer_leaves_whole_changes(tmp_path: Path) -> None:
    for moment in (1, 7, 20):
        with subprocess.Popen([sys.executable, "-c", WRITER, str(tmp_path)], stdout=subprocess.PIPE) as process:
            assert process.stdout is not None
            for _ in range(moment):
                process.stdout.readline()
            process.kill()
    with Desk(tmp_path).reading() as db:
        counts = db.execute("SELECT SUM(text = 'first'), SUM(text = 'second') FROM notes").fetchone()
    assert counts[0] == counts[1] >= 28


def test_a_damaged_desk_and_one_of_a_newer_version_are_told(tmp_path: Path) -> None:
    noted(tmp_path, "C1", "called")
    with sqlite3.connect(tmp_path / FILE) as db:
        db.execute("INSERT INTO migrations VALUES ('9999_of_tomorrow')")
    db.close()
    with pytest.raises(UsageError) as newer:
        texts(tmp_path, "C1")
    assert newer.value.key == "desk_of_newer_version"
    (tmp_path / FILE).write_bytes(b"no database at all, but long enough to be looked at" * 40)
    with pytest.raises(DataError) as damaged:
        texts(tmp_path, "C1")
    assert damaged.value.key == "desk_damaged"


@pytest.mark.row("X3")
def test_the_desk_and_what_is_watched_for_are_in_the_backup(tmp_path: Path) -> None:
    space = made(tmp_path / "space")
    loaded(space, write(tmp_path / "a.csv", book(1, 40)))
    noted(space.home, "C001", "called")
    (space.home / "watch").mkdir()
    (space.home / "watch" / "goals.yaml").write_text("goals: []\n")
    backup(space, tmp_path / "b.tar")
    noted(space.home, "C001", "after the backup")
    restore(tmp_path / "b.tar", tmp_path / "again")
    assert texts(tmp_path / "again", "C001") == ["called"]
    assert (tmp_path / "again" / "watch" / "goals.yaml").read_text() == "goals: []\n"


@pytest.mark.row("X3")
def test_nothing_on_the_desk_is_of_the_forgotten(tmp_path: Path) -> None:
    space = made(tmp_path / "space")
    loaded(space, write(tmp_path / "a.csv", book(1, 40)))
    for customer in ("C001", "C002"):
        noted(space.home, customer, f"of {customer} only")
    forget(space, ["C001"])
    assert (texts(space.home, "C001"), texts(space.home, "C002")) == ([], ["of C002 only"])
    found = [path.name for path in space.home.glob(f"{FILE}*") if b"of C001 only" in path.read_bytes()]
    assert found == []


def test_every_table_of_customers_is_reached_by_forgetting(tmp_path: Path) -> None:
    noted(tmp_path, "C001", "called")
    with Desk(tmp_path).reading() as db:
        columns = [row[1:3] for name in tables(db) for row in db.execute(f"PRAGMA table_info({name})")]
    # A column that names a customer under another name would be passed over.
    assert {name for name, kind in columns if "customer" in name and kind == "TEXT"} == {"customer_id"}
