"""Files appear whole or not at all, whatever happens to the run that writes them."""

from __future__ import annotations

import hashlib
import json
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from pyarrow import parquet

from cli.sales import write
from cli.terminal import command, environment
from cli.terminal import shuke as run
from shuke.errors import UsageError
from shuke.saved import open_saved
from shuke.store.folder import ResultFolder

pytestmark = pytest.mark.row("X3")

KILLS = 15


def rows(count: int) -> list[tuple[str, str, str, str]]:
    return [(f"C{n % 97}", f"S{n}", f"2024-{n % 12 + 1:02}-{n % 28 + 1:02}", f"{n % 50 + 1}.25") for n in range(count)]


def whole(folder: Path) -> dict[str, object]:
    """The manifest of a result after checking that every file it names is there, unchanged."""
    told = json.loads((folder / "run.json").read_text(encoding="utf-8"))
    for name, expected in told["files"].items():
        assert hashlib.sha256((folder / name).read_bytes()).hexdigest() == expected, name
    return told


@pytest.mark.slow
def test_a_killed_run_leaves_the_old_result_readable(tmp_path: Path) -> None:
    old, new, out = write(tmp_path / "old.csv", rows(500)), write(tmp_path / "new.csv", rows(3000)), tmp_path / "out"
    started = time.perf_counter()
    assert run("score", old, "--out", out).code == 0
    usual = time.perf_counter() - started
    chance = random.Random(20241231)
    killed = 0
    for number in range(KILLS):
        # Most of the time goes into starting; the kills are spread over what comes after, to the very end.
        running = subprocess.Popen(
            command("score", new if number % 2 else old, "--out", out), env=environment(), stdout=subprocess.DEVNULL
        )
        time.sleep(usual * chance.uniform(0.3, 1.05))
        os.kill(running.pid, signal.SIGKILL)
        killed += running.wait() == -signal.SIGKILL
        assert whole(out)["sources"][0]["name"] in {"old.csv", "new.csv"}
        assert parquet.read_table(out / "customers.parquet").num_rows == 97
    assert killed >= KILLS // 2
    assert run("score", new, "--out", out).code == 0
    assert whole(out)["sources"][0]["name"] == "new.csv"
    assert run("explain", out, "C1").code == 0


def test_what_killed_runs_left_behind_goes_with_the_next_run(tmp_path: Path) -> None:
    out = tmp_path / "out"
    code = (
        "import os, pathlib; from shuke.store.folder import ResultFolder; "
        f"ResultFolder(pathlib.Path({str(out)!r})).text('customers.csv', 'half a ta'); os._exit(9)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 9
    assert [path.name for path in out.iterdir() if path.name.startswith(".")] != []
    assert run("score", write(tmp_path / "sales.csv"), "--out", out).code == 0
    assert [path.name for path in out.iterdir() if path.name.startswith(".")] == []


def test_an_unfinished_folder_is_no_result(tmp_path: Path) -> None:
    left = ResultFolder(tmp_path / "out")
    left.text("customers.csv", "half a ta")
    with pytest.raises(UsageError) as caught:
        open_saved(tmp_path / "out")
    assert caught.value.key == "no_result_here"


def test_a_run_that_fails_while_writing_leaves_the_old_files_alone(tmp_path: Path) -> None:
    class FailureError(Exception):
        pass

    with ResultFolder(tmp_path) as out:
        out.text("summary.json", "old")
        out.text("run.json", "old")
        out.commit(frozenset({"summary.json", "run.json"}))

    def half() -> None:
        with ResultFolder(tmp_path) as out:
            out.text("summary.json", "new")
            raise FailureError

    with pytest.raises(FailureError):
        half()
    assert {path.name: path.read_text() for path in tmp_path.iterdir()} == {"summary.json": "old", "run.json": "old"}


def test_files_of_others_in_the_folder_are_left_alone(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine")
    with ResultFolder(tmp_path) as out:
        out.text("run.json", "new")
        out.commit(frozenset({"run.json", "customers.csv"}))
    assert (tmp_path / "mine.txt").read_text() == "mine"


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_without_permission_is_wrong_usage(tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir(mode=0o500)
    assert run("score", write(tmp_path / "sales.csv"), "--out", out).code == 2


@pytest.mark.parametrize("place", ["/proc/shuke-out", "/dev/null/out"])
def test_a_folder_that_cannot_be_is_wrong_usage(place: str, tmp_path: Path) -> None:
    said = run("score", write(tmp_path / "sales.csv"), "--out", place)
    assert said.code == 2
    assert said.lines[0].startswith(f"{place}: the folder cannot be written to")


def test_a_folder_that_cannot_be_written_is_told_before_the_work(tmp_path: Path) -> None:
    said = run("demo", "--customers", 10, "--out", "/proc/shuke-demo")
    assert said.code == 2
    assert "Traceback" not in said.err


def test_a_folder_in_the_place_of_a_file_is_told_without_a_traceback(tmp_path: Path) -> None:
    (tmp_path / "out" / "summary.json").mkdir(parents=True)
    said = run("score", write(tmp_path / "sales.csv"), "--out", tmp_path / "out")
    assert said.code == 2
    assert "Traceback" not in said.err
