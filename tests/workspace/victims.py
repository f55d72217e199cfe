"""A process that has everything imported, and forks one command after another, to be killed at a given moment.

It reads one JSON document a line: ``home``, ``action``, ``files``, ``delay`` in seconds (none: let it end), and answers
with ``ended`` (it said that it was done), ``seconds`` and ``error``.
"""

from __future__ import annotations

import importlib
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from cli.terminal import environment

HERE = Path(__file__).resolve()


class Victims:
    """The process, from the side of the test."""

    def __init__(self) -> None:
        path = os.pathsep.join([str(HERE.parents[1]), os.environ.get("PYTHONPATH", "")])
        self._process = subprocess.Popen(
            [sys.executable, str(HERE)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=environment(PYTHONPATH=path),
            text=True,
        )

    def run(
        self, home: Path, action: str, delay: float | None = None, files: tuple[Path | str, ...] = ()
    ) -> dict[str, Any]:
        """Run one command, and kill it after ``delay`` seconds."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        asked = {"home": str(home), "action": action, "delay": delay, "files": [str(file) for file in files]}
        self._process.stdin.write(json.dumps(asked) + "\n")
        self._process.stdin.flush()
        told: dict[str, Any] = json.loads(self._process.stdout.readline())
        return told

    def close(self) -> None:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.close()
        self._process.wait()
        self._process.stdout.close()


def back_up(home: Path, out: str) -> None:
    from shuke.workspace import Workspace
    from shuke.workspace.backup import backup

    backup(Workspace(home), Path(out))


def bring_back(home: Path, source: str) -> None:
    from shuke.workspace.backup import restore

    restore(Path(source), home)


def note(home: Path, *customers: str) -> None:
    """One change of the desk that is of several rows."""
    from shuke.desk import Desk
    from shuke.desk.notes import add_note

    with Desk(home).changing() as db:
        for customer in customers:
            add_note(db, customer, "2024-06-01T00:00:00+00:00", "Ada", "a call")


def migrate_desk(home: Path) -> None:
    from shuke.desk import Desk

    with Desk(home).changing():
        pass


def migrate_state(home: Path) -> None:
    from shuke.server.state.engine import State, sqlite_url
    from shuke.server.state.upgrade import upgrade

    state = State(sqlite_url(home / "state.sqlite"))
    upgrade(state)
    state.close()


def plan(home: Path, name: str) -> None:
    from decimal import Decimal
    from fractions import Fraction

    from shuke import campaigns

    costs = campaigns.Costs({"mail": Decimal("0.62")}, Decimal(35))
    wish = campaigns.TestWish(name, sample=20, costs=costs, held_out=Fraction(1, 4))
    with campaigns.plan(home, wish) as made:
        made.save(home / "campaigns" / name, ("csv", "parquet"), "en")


# What is not done by one writer of a workspace, by its name.
OTHERS = {one.__name__: one for one in (back_up, bring_back, note, migrate_desk, migrate_state, plan)}


def act(asked: dict[str, Any]) -> None:
    """Do what was asked, in this process."""
    from shuke.ingest.raw import Reading
    from shuke.rating import Options
    from shuke.workspace import Machine, Workspace, load, refresh, rollback
    from shuke.workspace.forget import forget

    home = Path(asked["home"])
    if asked["action"] in OTHERS:
        OTHERS[asked["action"]](home, *asked["files"])
        return
    space = Workspace(home)
    if asked["action"] == "load":
        load(space, asked["files"], Reading(decisions={"overlap": "union"}), machine=Machine(threads=1))
    elif asked["action"] == "refresh":
        refresh(space, Options(threads=1), formats=["csv", "parquet"])
    elif asked["action"] == "forget":
        forget(space, asked["files"])
    else:
        rollback(space)


def one(asked: dict[str, Any]) -> dict[str, Any]:
    """Fork, let the child act, kill it in time; return what became of it."""
    reads, writes = os.pipe()
    started = time.perf_counter()
    pid = os.fork()
    if not pid:
        os.close(reads)
        try:
            act(asked)
            said = {"modules": sorted(sys.modules)}
        except BaseException as error:  # noqa: BLE001 - whatever it is, the parent tells it
            said = {"error": f"{type(error).__name__}: {error}"}
        with os.fdopen(writes, "wb") as stream:
            stream.write(json.dumps(said).encode())
        os._exit(0)
    os.close(writes)
    if asked["delay"] is not None:
        time.sleep(asked["delay"])
        os.kill(pid, signal.SIGKILL)
    with os.fdopen(reads, "rb") as stream:
        said = stream.read().decode()
    seconds = time.perf_counter() - started
    os.waitpid(pid, 0)
    told = json.loads(said) if said.endswith("}") else {}
    # What one needed, the next ones find imported.
    for name in told.get("modules", ()):
        if name.partition(".")[0] == "shuke":
            importlib.import_module(name)
    return {"ended": "modules" in told, "seconds": seconds, "error": told.get("error", "")}


def main() -> None:
    # Everything is imported once; an engine is opened in the children alone, because its threads do not survive a fork.
    for name in ("api", "result", "workspace", "report.page", "ingest.policies.registry", "scheme.builtin"):
        __import__(f"shuke.{name}")
    for line in sys.stdin:
        sys.stdout.write(json.dumps(one(json.loads(line))) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
