"""Many write and read at once: one after the other, nothing lost, and whoever reads sees one whole state."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from cli.terminal import environment, shuke
from effort import times
from shuke.errors import UsageError
from shuke.rating import Options
from shuke.store.lock import writer
from shuke.workspace import Workspace, load, refresh
from workspace.books import UNION, book, loaded, made, rated, write
from workspace.test_equal import run, same
from workspace.whole import head, without_leftovers

Figure = Callable[[str], None]
PROCESSES, TURNS = 4, times(25, 10)
SCHEME = "rfm-quintile-weighted"
WORKER = """
import sys
from pathlib import Path
from shuke.ingest.raw import Reading
from shuke.rating import Options
from shuke.workspace import Machine, Workspace, load, refresh
home, mine = Path(sys.argv[1]), sys.argv[2:]
for number, path in enumerate(mine):
    load(Workspace(home), [path], Reading(decisions={"overlap": "union"}), machine=Machine(threads=1), wait=500)
    if number % 5 == 4:
        refresh(Workspace(home), Options(threads=1), formats=["parquet"], wait=500).result.close()
"""


def started(code: str, *arguments: str | Path) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-c", code, *map(str, arguments)]
    return subprocess.Popen(command, env=environment(), stdout=subprocess.PIPE, stderr=subprocess.PIPE)


@pytest.mark.slow
@pytest.mark.row("X3")
@pytest.mark.promise("A6")
def test_four_writers_lose_nothing_and_never_wait_for_each_other_in_a_circle(tmp_path: Path, figure: Figure) -> None:
    home, lines = tmp_path / "space", book(7, PROCESSES * TURNS * 8)
    made(home)
    pieces = [write(tmp_path / f"{n:03}.csv", lines[n * 8 : (n + 1) * 8]) for n in range(PROCESSES * TURNS)]
    loads = TURNS * 4 // 5
    workers = [started(WORKER, home, *pieces[n * TURNS : n * TURNS + loads]) for n in range(PROCESSES)]
    for worker in workers:
        _, told = worker.communicate(timeout=500)
        assert (worker.returncode, told.decode()) == (0, "")
    there = [piece for n in range(PROCESSES) for piece in pieces[n * TURNS : n * TURNS + loads]]
    space = Workspace(home)
    # Loads and refreshes, each a state of its own: 80 and 16 where all of them are tried.
    assert space.head()[0].number == len(there) + PROCESSES * (loads // 5)
    assert sorted(file.name for one in space.head()[1].loads for file in one.files) == sorted(p.name for p in there)
    same(run(space, SCHEME, None), rated(sorted(there), tmp_path / "whole", SCHEME))
    without_leftovers(home)
    written = space.head()[0].number
    figure(f"{PROCESSES} writers: {written} of {written} loads and refreshes kept, 0 lost, 0 stuck, 0 errors")


@pytest.mark.promise("A6")
def test_who_is_second_hears_who_writes_and_since_when(tmp_path: Path, figure: Figure) -> None:
    home = tmp_path / "space"
    made(home)
    path = write(tmp_path / "sales.csv", book(1, 20))
    with writer(home, "refresh"):
        for lang in ("en", "zh"):
            said = shuke("load", path, "--workspace", home, "--lang", lang)
            assert said.code == 2
            assert f"{os.getpid()}" in said.err
            assert "refresh" in said.err
            assert "+00:00" in said.err
    assert shuke("load", path, "--workspace", home).code == 0
    figure("2 of 2 languages: the second hears the holder's pid, what it does and since when")


@pytest.mark.promise("A6")
def test_who_waits_takes_over_from_a_holder_who_is_killed(tmp_path: Path, figure: Figure) -> None:
    home = tmp_path / "space"
    space = made(home)
    code = (
        "import sys, time; from pathlib import Path; from shuke.workspace import Workspace\n"
        "with Workspace(Path(sys.argv[1])).changing('load'): print('held', flush=True); time.sleep(60)"
    )
    holder = started(code, home)
    assert holder.stdout is not None
    assert holder.stdout.readline() == b"held\n"
    with pytest.raises(UsageError) as caught:
        load(space, [write(tmp_path / "sales.csv", book(1, 20))], UNION)
    assert (caught.value.key, caught.value.figures["pid"]) == ("workspace_busy", holder.pid)
    os.kill(holder.pid, signal.SIGKILL)
    holder.communicate()
    begun = time.monotonic()
    load(space, [tmp_path / "sales.csv"], UNION, wait=60)
    # The system gives the lock back with its holder: there is no time after which it would be forgotten.
    spent = time.monotonic() - begun
    assert spent < 30
    assert head(home).did["action"] == "load"
    figure(f"a killed holder's workspace was loaded {spent:.1f} s later")


READER = """
import sys
from pathlib import Path
sys.path.insert(0, sys.argv[2])
from workspace.whole import head
home, seen = Path(sys.argv[1]), []
print("reads", flush=True)
while not (home.parent / "over").exists():
    seen.append(head(home).number)
assert seen == sorted(seen)
print(len(seen), len(set(seen)))
"""


@pytest.mark.slow
@pytest.mark.row("X3")
@pytest.mark.promise("A7")
def test_readers_see_one_whole_state_while_others_write(tmp_path: Path, figure: Figure) -> None:
    home = tmp_path / "space"
    loaded(made(home), write(tmp_path / "sales.csv", book(8, 300)))
    readers = [started(READER, home, Path(__file__).parents[1]) for _ in range(2)]
    for reader in readers:
        assert reader.stdout is not None
        assert reader.stdout.readline() == b"reads\n"
    for _ in range(20):
        refresh(Workspace(home), Options(threads=1), formats=["parquet"]).result.close()
    (tmp_path / "over").touch()
    for reader in readers:
        out, told = reader.communicate(timeout=60)
        assert (reader.returncode, told.decode()) == (0, "")
        reads, states = map(int, out.split())
        assert reads >= states >= 2
        figure(f"{reads} reads of {states} states during 20 refreshes: 0 mixed")
