"""The doctor finds what is wrong with a workspace, says what to do, and changes nothing."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path

import pytest

from cli.terminal import shuke
from shuke.desk import FILE, Desk
from shuke.desk.notes import add_note
from shuke.doctor import Finding, examine
from shuke.doctor.installation import installation
from shuke.rating import Options
from shuke.workspace import Workspace, refresh
from workspace.books import book, loaded, made, write
from workspace.whole import sha256

pytestmark = pytest.mark.row("B8")


@pytest.fixture
def space(tmp_path: Path) -> Workspace:
    space = made(tmp_path / "space")
    loaded(space, write(tmp_path / "a.csv", book(1, 60)))
    refresh(space, Options(threads=1), formats=["parquet"]).result.close()
    with Desk(space.home).changing() as db:
        add_note(db, "C001", "2024-06-01", "anna", "called")
    return space


def found(space: Workspace, *, whole: bool = False) -> dict[str, Finding]:
    return {one.check: one for one in examine(space.home, whole=whole) if one.verdict != "fine"}


def test_an_installation_that_works_has_nothing_wrong() -> None:
    told = list(installation())
    assert [one for one in told if one.verdict == "wrong"] == []
    assert {"python", "engine", "workbooks", "pages", "key", "temporary", "extras"} <= {one.check for one in told}


@pytest.mark.parametrize("whole", [False, True])
def test_a_sound_workspace_is_only_looked_at(space: Workspace, whole: bool) -> None:
    before = {path: sha256(path) for path in space.home.rglob("*") if path.is_file()}
    assert {name for name, one in found(space, whole=whole).items() if one.verdict == "wrong"} == set()
    after = {path: sha256(path) for path in space.home.rglob("*") if path.is_file()}
    assert {path: one for path, one in after.items() if path.suffix not in {".sqlite-wal", ".sqlite-shm"}} == before


def test_a_missing_file_is_wrong_and_the_exit_code_says_so(space: Workspace) -> None:
    next((space.home / "segments").glob("*.parquet")).unlink()
    assert found(space)["files"].verdict == "wrong"
    said = shuke("doctor", space.home, "--lang", "zh")
    assert said.code == 3
    assert "✗ 最新状态所列的文件缺失：1 个" in said.out
    assert "shuke restore FILE DIR" in said.out


def test_a_changed_file_is_found_when_everything_is_read(space: Workspace) -> None:
    path = next((space.home / "segments").glob("*.parquet"))
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.chmod(0o600)
    path.write_bytes(data)
    assert "files" not in found(space)
    assert found(space, whole=True)["states"].key == "check_failed"


def test_a_damaged_copy_of_a_state_is_to_be_looked_at(space: Workspace) -> None:
    max((space.home / "states-second").iterdir()).unlink()
    assert (found(space)["copies"].verdict, found(space)["copies"].figures["count"]) == ("look", 1)


def test_a_damaged_desk_and_a_scheme_that_is_wrong_are_wrong(space: Workspace) -> None:
    (space.home / "scheme.yaml").write_text("scheme: own\n")
    for left in space.home.glob(f"{FILE}*"):
        left.write_bytes(b"no database, and long enough to be looked at as one" * 100)
    told = found(space)
    assert told["scheme"].key == "scheme_failed"
    assert {one.verdict for name, one in told.items() if name in {"scheme", "desk", "states"}} == {"wrong"}


def test_a_damaged_state_of_the_server_is_wrong(space: Workspace) -> None:
    path = space.home / "server" / "state.sqlite"
    path.parent.mkdir()
    with sqlite3.connect(path) as db:
        db.executescript("CREATE TABLE users (name TEXT); INSERT INTO users VALUES (zeroblob(20000));")
    db.close()
    assert "server" not in found(space)
    data = bytearray(path.read_bytes())
    data[4096:8192] = bytes(range(256)) * 16
    path.write_bytes(data)
    assert found(space)["server"].key == "database_damaged"


def test_a_writer_who_was_killed_is_told(space: Workspace) -> None:
    (space.home / "lock").write_text(json.dumps({"pid": 2**22 + 1, "doing": "load", "since": "2024-06-01T08:00:00"}))
    assert found(space)["lock"].figures["doing"] == "load"


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_a_folder_that_is_no_workspace_is_told_in_the_readers_language(lang: str, tmp_path: Path) -> None:
    said = shuke("doctor", tmp_path, "--lang", lang)
    assert said.code == 3
    assert {"en": "there is no workspace in this folder", "zh": "工作区无法打开"}[lang] in said.out


def test_programs_read_the_findings(space: Workspace) -> None:
    said = shuke("doctor", space.home, "--json")
    told = json.loads(said.out)["findings"]
    assert said.code == 0
    assert {"check": "scheme", "verdict": "fine", "message": "The scheme of the workspace is sound"} in told
