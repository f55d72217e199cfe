"""A disk that takes no more is told with what is free; the old state stays, and after space is freed it goes on."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from cli.terminal import shuke
from shuke.errors import UsageError
from shuke.rating import Options
from shuke.workspace import Machine, Workspace, load, refresh
from shuke.workspace.backup import backup
from workspace.books import UNION, book, loaded, made, write
from workspace.whole import head, without_leftovers

POINTS = 20
Figure = Callable[[str], None]
SIZE = 4 << 20


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 4 MB."""
    if os.geteuid() != 0 or shutil.which("mount") is None:
        pytest.skip("only root can make a small disk")
    place = tmp_path / "disk"
    place.mkdir()
    done = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={SIZE}", "tmpfs", str(place)], capture_output=True, check=False
    )
    if done.returncode:
        pytest.skip("no disk can be mounted here")
    yield place
    subprocess.run(["umount", "-l", str(place)], check=True)


def free(disk: Path) -> int:
    told = os.statvfs(disk)
    return told.f_bavail * told.f_frsize


def fill(disk: Path, left: int) -> Path:
    """Fill a disk so that some bytes are left."""
    path = disk / "filling"
    with path.open("wb") as stream:
        stream.write(b"\1" * max(0, free(disk) - left))
    return path


def refusal(act: Callable[[], object]) -> UsageError | None:
    try:
        act()
    except UsageError as error:
        return error
    return None


def stopped(home: Path, disk: Path, act: Callable[[], object], points: int) -> int:
    """Run a command on a disk that is full at so many points of it, and once with room; return how often it stopped."""
    before, room = head(home), free(disk)
    act()
    assert head(home).number == before.number + 1
    used = room - free(disk)
    told = 0
    for point in range(points):
        state = head(home)
        filling = fill(disk, used * point // points)
        error = refusal(act)
        if error is not None:
            told += 1
            assert error.key == "disk_full"
            assert "bytes are free" in error.render("en")
            assert "bytes are needed" in error.render("en")
            assert "字节" in error.render("zh")
        assert (head(home) == state) == (error is not None)
        filling.unlink()
        without_leftovers(home)
    before = head(home)
    act()
    assert head(home).number == before.number + 1
    return told


@pytest.mark.slow
@pytest.mark.row("X3")
@pytest.mark.promise("A3")
def test_a_disk_that_fills_up_during_a_load(disk: Path, tmp_path: Path, figure: Figure) -> None:
    home, lines = disk / "space", book(1, 1500)
    loaded(made(home), write(tmp_path / "0.csv", lines[:300]))
    rest = iter(range(1, 30))

    def act() -> None:
        number = next(rest)
        path = write(tmp_path / f"{number}.csv", lines[300 + number * 40 : 340 + number * 40])
        load(Workspace(home), [path], UNION, machine=Machine(threads=1))

    told = stopped(home, disk, act, POINTS)
    assert told >= POINTS // 2
    figure(f"load: {POINTS} of {POINTS} points: {told} told with bytes needed and free, no leftovers, next one works")


@pytest.mark.slow
@pytest.mark.row("X3")
@pytest.mark.promise("A3")
def test_a_disk_that_fills_up_during_a_refresh(disk: Path, tmp_path: Path, figure: Figure) -> None:
    home = disk / "space"
    loaded(made(home), write(tmp_path / "0.csv", book(2, 300)))

    def act() -> None:
        refresh(Workspace(home), Options(threads=1), formats=["csv", "xlsx", "parquet"]).result.close()

    told = stopped(home, disk, act, POINTS)
    assert told >= POINTS // 2
    figure(
        f"refresh: {POINTS} of {POINTS} points: {told} told with bytes needed and free, no leftovers, next one works"
    )


@pytest.mark.promise("A3")
def test_a_disk_that_fills_up_during_a_backup(disk: Path, tmp_path: Path, figure: Figure) -> None:
    space, told = made(tmp_path / "space"), 0
    loaded(space, write(tmp_path / "0.csv", book(2, 300)))
    used = backup(space, disk / "first.tar").size
    (disk / "first.tar").unlink()
    for point in range(POINTS):
        filling = fill(disk, 2 * used * point // POINTS)
        error = refusal(lambda: backup(space, disk / "b.tar"))
        assert error is None or error.key == "disk_full"
        told += error is not None
        assert {path.name for path in disk.iterdir()} == {"filling", *(() if error else ("b.tar",))}
        filling.unlink()
        (disk / "b.tar").unlink(missing_ok=True)
    backup(space, disk / "b.tar")
    assert told >= POINTS // 4
    figure(f"backup: {POINTS} of {POINTS} points: {told} told with bytes needed and free, no leftovers, next one works")


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_terminal_tells_a_full_disk(lang: str, disk: Path, tmp_path: Path) -> None:
    sales = write(tmp_path / "sales.csv", book(3, 200))
    filling = fill(disk, 20_000)
    words = {"en": "the disk is full", "zh": "磁盘已满"}
    # The result has no room; then what does not fit in memory has none.
    for said in (
        shuke("score", sales, "--out", disk / "out", "--lang", lang),
        shuke("score", sales, "--out", disk / "out", "--lang", lang, "--format", "csv"),
    ):
        assert (said.code, words[lang] in said.err, "Traceback" in said.err) == (2, True, False)
    assert not (disk / "out").exists() or list((disk / "out").iterdir()) == []
    filling.unlink()
    assert shuke("score", sales, "--out", disk / "out").code == 0


def test_what_spills_to_a_full_disk_is_told(disk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from shuke.engines.duckdb import DuckDB

    monkeypatch.setenv("TMPDIR", str(disk))
    monkeypatch.setattr("tempfile.tempdir", None)
    with DuckDB(memory_limit="60MB", threads=1) as engine, pytest.raises(UsageError) as caught:
        engine.run("CREATE TEMP TABLE much AS SELECT MD5(range::VARCHAR) AS a, range AS b FROM range(3000000)")
    assert caught.value.key == "disk_full"
    assert str(disk) in str(caught.value.where.file)
