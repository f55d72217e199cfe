"""What is no rating and no load is killed at any moment too: backups, restoring, forgetting, the desk, campaigns."""

from __future__ import annotations

import random
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from statistics import median

import pytest

from effort import times
from shuke import campaigns
from shuke.campaign_kept.folder import open_campaign
from shuke.desk import Desk
from shuke.desk.desk import _migrations
from shuke.desk.notes import notes_of
from shuke.errors import UsageError
from shuke.rating import Options
from shuke.server.state.engine import State, sqlite_url
from shuke.server.state.models import Base
from shuke.server.state.upgrade import upgrade
from shuke.workspace import Workspace, refresh
from shuke.workspace.backup import restore
from shuke.workspace.forget import forget
from workspace.books import book, loaded, made, write
from workspace.test_forget import found_in, named
from workspace.victims import Victims, migrate_state, note, plan
from workspace.whole import head, without_leftovers

pytestmark = [pytest.mark.slow, pytest.mark.row("X3"), pytest.mark.promise("A1")]
Figure = Callable[[str], None]
TRIES = times(50, 8)
DESK = ("desk.sqlite", "desk.sqlite-wal", "desk.sqlite-shm")


@pytest.fixture(scope="module")
def victims() -> Iterator[Victims]:
    found = Victims()
    yield found
    found.close()


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace with a rating, notes of customers and a campaign."""
    folder = tmp_path_factory.mktemp("template")
    space = made(folder / "space")
    loaded(space, write(folder / "sales.csv", named(book(41, 200))))
    refresh(space, Options(threads=1), formats=["parquet"]).result.close()
    note(space.home, *(f"KD-77310-C{number:03}" for number in range(24)))
    plan(space.home, "pilot")
    return space.home


class Killed:
    """Kills spread over the time that an action takes, and what was found after each."""

    def __init__(self, victims: Victims, action: str) -> None:
        self.victims, self.action, self.chance = victims, action, random.Random(action)
        self.old = self.new = self.usual = 0.0

    def whole(self, home: Path, *files: Path | str) -> None:
        """Let one end, to know how long it takes."""
        told = [self.victims.run(home, self.action, None, (*files,))]
        assert [one["error"] for one in told] == [""]
        self.usual = median([one["seconds"] for one in told])

    def kill(self, home: Path, *files: Path | str) -> bool:
        """Kill one; tell whether it had said that it was done."""
        told = self.victims.run(home, self.action, self.chance.uniform(0, 1.3) * self.usual, (*files,))
        assert told["error"] == ""
        return bool(told["ended"])

    def found(self, *, new: bool, ended: bool) -> None:
        """Note what was found; what was said to be done is there."""
        assert new or not ended
        self.old, self.new = self.old + (not new), self.new + new

    def told(self, figure: Figure) -> None:
        assert self.old + self.new == TRIES
        figure(f"{self.action}: {TRIES} of {TRIES} kills: old {self.old:.0f}, new {self.new:.0f}, mixed 0")


def test_a_backup_killed_at_any_moment_is_whole_or_not_there(
    victims: Victims, template: Path, tmp_path: Path, figure: Figure
) -> None:
    kills, out = Killed(victims, "back_up"), tmp_path / "out"
    kills.whole(template, out / "first.tar")
    for number in range(TRIES):
        path = out / f"{number}.tar"
        ended = kills.kill(template, path)
        kills.found(new=path.exists(), ended=ended)
        if path.exists():
            restore(path, tmp_path / "again")
            assert head(tmp_path / "again") == head(template)
            shutil.rmtree(tmp_path / "again")
    # The next one removes what those that were killed had made.
    kills.whole(template, out / "last.tar")
    assert {path.suffix for path in out.iterdir()} == {".tar"}
    kills.told(figure)


def test_a_restore_killed_at_any_moment_gives_all_or_nothing(
    victims: Victims, template: Path, tmp_path: Path, figure: Figure
) -> None:
    victims.run(template, "back_up", None, (tmp_path / "b.tar",))
    kills, home = Killed(victims, "bring_back"), tmp_path / "in" / "again"
    kills.whole(tmp_path / "in" / "first", tmp_path / "b.tar")
    for _ in range(TRIES):
        ended = kills.kill(home, tmp_path / "b.tar")
        kills.found(new=home.exists(), ended=ended)
        if home.exists():
            assert head(home) == head(template)
            shutil.rmtree(home)
    kills.whole(home, tmp_path / "b.tar")
    assert {path.name for path in home.parent.iterdir()} == {"first", "again"}
    kills.told(figure)


def test_who_is_forgotten_while_it_is_killed_is_forgotten_whole_when_it_is_asked_again(
    victims: Victims, template: Path, tmp_path: Path, figure: Figure
) -> None:
    kills = Killed(victims, "forget")
    shutil.copytree(template, tmp_path / "first")
    kills.whole(tmp_path / "first", "KD-77310-C001")
    for number in range(TRIES):
        home, gone = tmp_path / "space", f"KD-77310-C{number % 24:03}"
        shutil.copytree(template, home)
        before = head(home)
        ended = kills.kill(home, gone)
        after = head(home)
        assert after.number in {before.number, before.number + 1}
        kills.found(new=after.number > before.number, ended=ended)
        assert open_campaign(home / "campaigns" / "pilot")["name"] == "pilot"
        # Whoever asked was told nothing, and asks again.
        if not ended:
            forget(Workspace(home), [gone])
        assert found_in(home, [gone]) == []
        shutil.rmtree(home)
    kills.told(figure)


def test_a_change_of_the_desk_killed_at_any_moment_is_there_whole_or_not(
    victims: Victims, tmp_path: Path, figure: Figure
) -> None:
    kills, some = Killed(victims, "note"), [f"C{number}" for number in range(30)]
    kills.whole(tmp_path, *some)
    before = 1
    for _ in range(TRIES):
        ended = kills.kill(tmp_path, *some)
        with Desk(tmp_path).reading() as db:
            (now,) = {len(notes_of(db, one)) for one in some}
        assert now in {before, before + 1}
        kills.found(new=now > before, ended=ended)
        before = now
    kills.told(figure)


@pytest.mark.promise("A9")
def test_a_desk_of_an_earlier_version_killed_on_its_way_to_this_one_has_all_of_its_tables_or_none(
    victims: Victims, tmp_path: Path, figure: Figure
) -> None:
    kills, known = Killed(victims, "migrate_desk"), _migrations()
    first = min(known)

    def earlier() -> None:
        for name in DESK:
            (tmp_path / name).unlink(missing_ok=True)
        with closing(sqlite3.connect(tmp_path / "desk.sqlite")) as db:
            db.executescript(f"CREATE TABLE migrations (name TEXT PRIMARY KEY) STRICT; {known[first]}")
            db.execute("INSERT INTO migrations VALUES (?)", (first,))
            db.execute("INSERT INTO notes (customer_id, noted_at, noted_by, text) VALUES ('C1', '-', 'Ada', 'kept')")
            db.commit()

    earlier()
    kills.whole(tmp_path)
    for _ in range(TRIES):
        earlier()
        ended = kills.kill(tmp_path)
        with closing(sqlite3.connect(tmp_path / "desk.sqlite")) as db:
            applied = {row[0] for row in db.execute("SELECT name FROM migrations")}
        assert applied in ({first}, set(known))
        kills.found(new=applied == set(known), ended=ended)
        with Desk(tmp_path).reading() as db:
            assert [one.text for one in notes_of(db, "C1")] == ["kept"]
            assert {row[0] for row in db.execute("SELECT name FROM migrations")} == set(known)
    kills.told(figure)


@pytest.mark.promise("A9")
def test_a_state_killed_while_its_tables_are_made_is_made_whole_by_the_next(
    victims: Victims, tmp_path: Path, figure: Figure
) -> None:
    kills = Killed(victims, "migrate_state")
    kills.whole(tmp_path)
    for number in range(TRIES):
        home = tmp_path / str(number)
        home.mkdir()
        ended = kills.kill(home)
        file = home / "state.sqlite"
        tables = set()
        if file.exists():
            with closing(sqlite3.connect(file)) as db:
                tables = {row[0] for row in db.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")}
        expected = {*Base.metadata.tables, "alembic_version"}
        assert tables in (set(), expected)
        kills.found(new=bool(tables), ended=ended)
        migrate_state(home)
        state = State(sqlite_url(file))
        upgrade(state)
        state.close()
    kills.told(figure)


def test_a_campaign_killed_while_it_is_written_is_one_whole_campaign_or_none(
    victims: Victims, template: Path, tmp_path: Path, figure: Figure
) -> None:
    kills, home = Killed(victims, "plan"), tmp_path / "space"
    shutil.copytree(template, home)
    kills.whole(home, "first")
    for number in range(TRIES):
        folder = home / "campaigns" / f"p{number}"
        ended = kills.kill(home, folder.name)
        entries = [one.campaign for one in campaigns.Ledger(home / "campaigns").entries()]
        assert set(entries) <= {"pilot", "first", *(f"p{one}" for one in range(number + 1))}
        try:
            there = open_campaign(folder)["name"] == folder.name
        except UsageError as error:
            there = error.key != "campaign_not_here"
        assert there or folder.name not in entries
        kills.found(new=folder.name in entries, ended=ended)
        if folder.name not in entries:
            plan(home, folder.name)
            assert open_campaign(folder)["name"] == folder.name
    shutil.rmtree(home / "campaigns")
    (home / "desk.sqlite").unlink()
    without_leftovers(home)
    kills.told(figure)
