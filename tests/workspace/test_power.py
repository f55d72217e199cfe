"""The power may go at any moment: the old state or the new one is there, and what a command said is done stays."""

from __future__ import annotations

import json
import random
import shutil
import subprocess
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest

from cli.terminal import command, environment
from shuke.engines.duckdb import DuckDB
from shuke.errors import UsageError
from shuke.publish.files import save
from shuke.publish.product import make
from shuke.publish.wish import Source, Wish
from shuke.rating import Options, rate
from shuke.result import Result
from shuke.saved import open_saved
from shuke.scheme.parse import parse, scheme_text
from shuke.store.folder import ResultFolder
from shuke.workspace import Refreshed, Workspace, refresh, rollback
from shuke.workspace.backup import backup, restore
from shuke.workspace.forget import forget
from workspace.books import UNION, book, loaded, made, write
from workspace.power import MODES, Disk, losing_power, put
from workspace.whole import head, sha256, without_leftovers

pytestmark = [pytest.mark.slow, pytest.mark.row("X3"), pytest.mark.promise("A2")]
Figure = Callable[[str], None]


class Outages:
    """Outages at every sync of a command, each in every mode, and what was found after them."""

    def __init__(self, tmp_path: Path, home: Path) -> None:
        self.folder, self.home, self.chance = tmp_path / "after", home, random.Random(20240606)
        self.found: list[int] = []
        self.over = False

    def during(self, act: Callable[[], object]) -> None:
        before = head(self.home).number if (self.home / "workspace.json").exists() else -1
        with losing_power(self.home.parent, self._out):
            done = act()
            # The command has returned: from here on nothing may be lost.
            self.over = True
        if isinstance(done, Refreshed):
            done.result.close()
        after = head(self.home).number
        assert set(self.found) <= {before, after}
        assert self.found[-1] == after

    def _out(self, disk: Disk) -> None:
        for mode in MODES:
            if self.over and mode != "all":
                continue
            self.found.append(self._look(put(disk.after(mode, self.chance), self.folder)))
            shutil.rmtree(self.folder)

    def _look(self, root: Path) -> int:
        """Open the workspace as it is after the outage, let a command clean up, and return its state."""
        home = root / self.home.name
        if not (home / "workspace.json").exists():
            with pytest.raises(UsageError, match="no workspace"):
                head(home)
            return -1
        number = head(home).number
        with Workspace(home).changing("look"):
            pass
        assert head(home).number == number
        without_leftovers(home)
        return number


@pytest.fixture
def home(tmp_path: Path) -> Path:
    (tmp_path / "disk").mkdir()
    return tmp_path / "disk" / "space"


def test_while_a_workspace_is_made(home: Path, tmp_path: Path, figure: Figure) -> None:
    outages = Outages(tmp_path, home)
    outages.during(lambda: made(home))
    assert outages.found[-1] == 0
    figure(f"init: {len(outages.found)} outages: a whole workspace or none")


def test_while_data_is_loaded_rated_undone_and_somebody_is_forgotten(
    home: Path, tmp_path: Path, figure: Figure
) -> None:
    lines = book(1, 120)
    paths = [write(tmp_path / f"{number}.csv", lines[number * 60 : (number + 1) * 60]) for number in range(2)]
    space = made(home)
    commands: list[Callable[[], object]] = [
        lambda: loaded(space, paths[0]),
        lambda: refresh(space, Options(threads=1), formats=["parquet"]),
        lambda: loaded(Workspace(home), paths[1]),
        lambda: rollback(Workspace(home)),
        lambda: forget(Workspace(home), ["C001", "C002"]),
    ]
    for act in commands:
        outages = Outages(tmp_path, home)
        outages.during(act)
        assert len(set(outages.found)) == 2
        number, new = len(outages.found), outages.found.count(head(home).number)
        figure(f"{head(home).did['action']}: {number} outages: old {number - new}, new {new}, lost 0")


def test_while_a_result_is_written(tmp_path: Path) -> None:
    """A folder that a rating is written to again holds the old result, the new one, or none; never a mixture."""
    root = tmp_path / "disk"
    out = root / "out"
    names = frozenset({"customers.csv", "run.json"})
    seen: set[str] = set()

    def written(content: str) -> None:
        with ResultFolder(out) as folder:
            folder.text("customers.csv", content)
            folder.text("run.json", folder.hashes()["customers.csv"])
            folder.commit(names)

    def look(disk: Disk) -> None:
        for mode in MODES:
            there = put(disk.after(mode, random.Random(mode)), tmp_path / "after")
            if (there / "out" / "run.json").exists():
                table = there / "out" / "customers.csv"
                assert sha256(table) == (there / "out" / "run.json").read_text()
                seen.add(table.read_text())
            shutil.rmtree(there)

    root.mkdir()
    with losing_power(root, look):
        written("old")
    assert seen == {"old"}
    with losing_power(root, look):
        written("new")
    assert seen == {"old", "new"}


class Folders:
    """A folder of files after every outage: with its manifest it is whole, and one of those that were meant."""

    def __init__(self, place: Path, manifest: str) -> None:
        self.place, self.manifest, self.chance = place, manifest, random.Random(manifest)
        self.outages, self.seen = 0, set[str]()

    def look(self, disk: Disk) -> None:
        for mode in MODES:
            self.outages += 1
            there = put(disk.after(mode, self.chance), self.place) / "out"
            manifest = there / self.manifest
            if manifest.exists():
                for name, digest in self._told(manifest).items():
                    assert sha256(there / name) == digest, (mode, name)
                self.seen.add(sha256(manifest))
            shutil.rmtree(self.place)

    @staticmethod
    def _told(manifest: Path) -> dict[str, str]:
        if manifest.suffix == ".json":
            told: dict[str, str] = json.loads(manifest.read_text(encoding="utf-8"))["files"]
            return told
        lines = manifest.read_text(encoding="utf-8").splitlines()
        return {name: digest for digest, name in (line.split("  ") for line in lines)}


def test_while_a_file_is_rated_into_a_folder_and_published_twice(tmp_path: Path, figure: Figure) -> None:
    scheme, saved, root = scheme_text("rfm-quintile-weighted")[0], tmp_path / "rated", tmp_path / "disk"
    root.mkdir()
    for folder, manifest in (("rating", "run.json"), ("product", "SHA256SUMS")):
        found = Folders(tmp_path / "after", manifest)
        for number in (1, 2):
            sales = write(tmp_path / f"{number}.csv", book(number, 400))
            result = Result(rate([sales], scheme, Options(reading=UNION, threads=1)))
            result.save(saved, ["csv", "parquet"], "en")
            with losing_power(root, found.look):
                if folder == "rating":
                    result.save(root / "out", ["csv", "parquet"], "en")
                else:
                    product(saved, root / "out")
            result.close()
            assert len(found.seen) == number
            assert sha256(root / "out" / manifest) in found.seen
        shutil.rmtree(root / "out")
        figure(f"{folder}: {found.outages} outages over two writings: old, new or none, mixed 0, lost 0")


def product(saved: Path, out: Path) -> None:
    opened = open_saved(saved)
    source = Source(
        opened.folder, opened.document, *parse(opened.document["scheme"]["text"], "a"), sha256(saved / "run.json")
    )
    with DuckDB() as engine:
        save(make(engine, source, Wish(k=2, least=1, most=Decimal("0.9"))), out)


def test_while_a_backup_is_made(tmp_path: Path, figure: Figure) -> None:
    space, root, outages, whole = made(tmp_path / "space"), tmp_path / "disk", 0, 0
    loaded(space, write(tmp_path / "a.csv", book(1, 60)))
    root.mkdir()

    def look(disk: Disk) -> None:
        nonlocal outages, whole
        for mode in MODES:
            outages += 1
            there = put(disk.after(mode, random.Random(mode)), tmp_path / "after") / "b.tar"
            if there.exists():
                restore(there, tmp_path / "again")
                assert head(tmp_path / "again") == head(space.home)
                shutil.rmtree(tmp_path / "again")
                whole += 1
            shutil.rmtree(tmp_path / "after")

    with losing_power(root, look):
        backup(space, root / "b.tar")
    assert whole >= len(MODES)
    figure(f"backup: {outages} outages: whole {whole}, none {outages - whole}, damaged 0")


@pytest.mark.skipif(shutil.which("strace") is None, reason="strace is not installed")
def test_the_system_is_asked_in_the_order_that_makes_it_last(home: Path, tmp_path: Path) -> None:
    loaded(made(home), write(tmp_path / "a.csv", book(1, 20)))
    log = tmp_path / "calls"
    calls = "openat,write,fsync,link,rename,unlink"
    traced = ["strace", "-f", "-y", "-o", str(log), "-e", f"trace={calls}", "--seccomp-bpf"]
    done = subprocess.run(
        [*traced, *command("rollback", "--workspace", home)], env=environment(), capture_output=True, check=False
    )
    if b"ptrace" in done.stderr:
        pytest.skip("processes may not be traced here")
    assert done.returncode == 0
    steps = []
    for line in log.read_text(errors="replace").splitlines():
        name = line.split(None, 1)[1].split("(")[0]
        for folder in ("states-second", "states"):
            if name in {"write", "fsync", "link", "rename"} and f"{home}/{folder}" in line:
                steps.append((folder, name, ".coming-" in line))
                break
    # The second copy is whole and named before the first one gets its name, which is the moment; then its folder.
    whole = [("write", True), ("fsync", True), None, ("fsync", False)]
    expected = [
        (folder, *(step or (naming, True)))
        for folder, naming in (("states-second", "rename"), ("states", "link"))
        for step in whole
    ]
    assert steps == expected
