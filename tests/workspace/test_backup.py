"""A backup that is taken while others write holds one committed state, and is restored as it was or not at all."""

from __future__ import annotations

import io
import json
import random
import tarfile
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from cli.terminal import shuke
from shuke.errors import DataError, UsageError
from shuke.privacy.keys import load_key
from shuke.rating import Options
from shuke.workspace import Workspace, refresh, rollback
from shuke.workspace.backup import backup, restore
from shuke.workspace.validate import Wanted, validate_and_keep
from shuke.workspace.verify import verify
from workspace.books import book, loaded, made, write
from workspace.test_equal import run, same
from workspace.whole import head, sha256


@pytest.fixture(scope="module")
def space(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    folder = tmp_path_factory.mktemp("backup")
    space, lines = made(folder / "space"), book(1, 200)
    for number in range(2):
        loaded(space, write(folder / f"{number}.csv", lines[number * 100 : (number + 1) * 100]))
    done = refresh(space, Options(threads=1), formats=["csv", "parquet"])
    done.result.close()
    # What was found out beside the ratings goes along.
    validate_and_keep(space, Wanted(done.run, resamples=0), print)
    return space


@pytest.mark.row("X3")
def test_what_is_restored_is_the_workspace_byte_for_byte(space: Workspace, tmp_path: Path) -> None:
    done = backup(space, tmp_path / "b.tar")
    assert not done.with_key
    again = tmp_path / "again"
    restore(tmp_path / "b.tar", again)
    assert verify(Workspace(again)).damaged == ()
    told = {path.relative_to(space.home): sha256(path) for path in space.home.rglob("*") if path.is_file()}
    found = {path.relative_to(again): sha256(path) for path in again.rglob("*") if path.is_file()}
    assert found == {path: one for path, one in told.items() if path.name != "lock"}
    # It goes on from there, with everything that can be undone.
    scheme = "octants-median"
    same(run(Workspace(again), scheme, None), run(space, scheme, None))
    rollback(Workspace(again), 1)
    rollback(space)


@pytest.mark.slow
@pytest.mark.row("X3")
@pytest.mark.promise("A8")
def test_backups_while_others_write_hold_a_committed_state(tmp_path: Path, figure: Callable[[str], None]) -> None:
    home, lines = tmp_path / "space", book(2, 260)
    loaded(made(home), write(tmp_path / "0.csv", lines[:60]))
    over, done = threading.Event(), 0

    def writes() -> None:
        for number in range(1, 9):
            loaded(Workspace(home), write(tmp_path / f"{number}.csv", lines[40 + number * 20 : 60 + number * 20]))
            rollback(Workspace(home), number)
            refresh(Workspace(home), Options(threads=1), formats=["parquet"]).result.close()
        over.set()

    writer = threading.Thread(target=writes)
    writer.start()
    seen = set()
    while not over.is_set() or done < 20:
        told = backup(Workspace(home), tmp_path / f"{done}.tar")
        restore(tmp_path / f"{done}.tar", tmp_path / f"again-{done}")
        state = head(tmp_path / f"again-{done}")
        assert state == Workspace(home).states.read(told.state)
        seen.add(state.number)
        done += 1
    writer.join()
    assert len(seen) >= 5
    figure(f"{done} of {done} backups taken during changes restore to one of {len(seen)} committed states")


@pytest.mark.promise("A8")
def test_a_changed_backup_is_refused_and_nothing_is_restored(
    space: Workspace, tmp_path: Path, figure: Callable[[str], None]
) -> None:
    path, chance = tmp_path / "b.tar", random.Random(20240707)
    backup(space, path)
    data = path.read_bytes()
    with tarfile.open(path) as archive:
        # What a byte of padding says matters to nobody.
        spans = [(one.offset_data, one.offset_data + one.size) for one in archive]
    for _ in range(60):
        first, last = chance.choice(spans)
        changed = bytearray(data)
        changed[chance.randrange(first, last)] ^= chance.randrange(1, 256)
        path.write_bytes(changed)
        with pytest.raises((DataError, UsageError)) as caught:
            restore(path, tmp_path / "again")
        assert caught.value.key in {"backup_damaged", "workspace_of_other_version"}
        assert not (tmp_path / "again").exists()
    for cut in (0, 600, len(data) // 2):
        path.write_bytes(data[:cut])
        with pytest.raises(DataError):
            restore(path, tmp_path / "again")
    assert [one.name for one in tmp_path.iterdir()] == ["b.tar"]
    figure("60 of 60 changed bytes and 3 of 3 cuts of a backup refused, nothing restored")


def rewritten(path: Path, **changes: object) -> None:
    """The backup with another manifest."""
    with tarfile.open(path) as archive:
        entries = [(one, archive.extractfile(one).read()) for one in archive]  # type: ignore[union-attr]
    manifest = {**json.loads(entries[0][1]), **changes}
    entries[0] = (entries[0][0], json.dumps(manifest).encode())
    with tarfile.open(path, "w") as archive:
        for entry, data in entries:
            entry.size = len(data)
            archive.addfile(entry, io.BytesIO(data))


def test_a_backup_of_a_newer_version_is_refused(space: Workspace, tmp_path: Path) -> None:
    backup(space, tmp_path / "b.tar")
    rewritten(tmp_path / "b.tar", workspace=2)
    for lang, words in (("en", "has format 2"), ("zh", "2")):
        said = shuke("restore", tmp_path / "b.tar", tmp_path / "again", "--lang", lang)
        assert (said.code, words in said.err) == (2, True)
    assert not (tmp_path / "again").exists()


def test_no_file_of_an_archive_lands_elsewhere(space: Workspace, tmp_path: Path) -> None:
    for name in ("../evil", "/tmp/evil", "runs/../../evil", "states/../evil"):
        path = tmp_path / "b.tar"
        path.unlink(missing_ok=True)
        backup(space, path)
        with tarfile.open(path, "a") as archive:
            archive.addfile(tarfile.TarInfo(name), io.BytesIO())
        with pytest.raises(DataError):
            restore(path, tmp_path / "in" / "again")
    assert not (tmp_path / "evil").exists()
    assert not (tmp_path / "in" / "evil").exists()


@pytest.mark.promise("A8")
def test_the_key_is_in_it_only_when_asked_for(
    space: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, figure: Callable[[str], None]
) -> None:
    monkeypatch.setenv("SHUKE_KEY_FILE", str(tmp_path / "first" / "my.key"))
    secret = load_key().secret.hex().encode()
    said = shuke("backup", "--workspace", space.home, "--out", tmp_path / "plain.tar")
    assert (said.code, "not in it" in said.out) == (0, True)
    assert secret not in (tmp_path / "plain.tar").read_bytes()
    said = shuke("backup", "--workspace", space.home, "--out", tmp_path / "keyed.tar", "--with-key")
    assert (said.code, said.out.count("! ")) == (0, 1)
    monkeypatch.setenv("SHUKE_KEY_FILE", str(tmp_path / "second" / "my.key"))
    with pytest.raises(UsageError) as caught:
        restore(tmp_path / "plain.tar", tmp_path / "again", with_key=True)
    assert caught.value.key == "backup_without_key"
    assert not (tmp_path / "again").exists()
    restore(tmp_path / "keyed.tar", tmp_path / "left")
    assert not (tmp_path / "second").exists()
    restore(tmp_path / "keyed.tar", tmp_path / "again", with_key=True)
    assert load_key(create=False).secret.hex().encode() == secret
    assert not (tmp_path / "again" / "keys").exists()
    monkeypatch.setenv("SHUKE_KEY_FILE", str(tmp_path / "third"))
    load_key()
    with pytest.raises(UsageError) as caught:
        restore(tmp_path / "keyed.tar", tmp_path / "other", with_key=True)
    assert caught.value.key == "key_is_another"
    figure("the key of the pseudonyms is in 1 of 1 backups that it was asked for, in 0 of 1 others")


def test_nothing_is_written_over(space: Workspace, tmp_path: Path) -> None:
    (tmp_path / "b.tar").write_text("mine")
    said = shuke("backup", "--workspace", space.home, "--out", tmp_path / "b.tar")
    assert (said.code, (tmp_path / "b.tar").read_text()) == (2, "mine")
    (tmp_path / "b.tar").unlink()
    backup(space, tmp_path / "b.tar")
    assert shuke("restore", tmp_path / "b.tar", space.home).code == 2
    assert shuke("restore", tmp_path / "none.tar", tmp_path / "again").code == 2
