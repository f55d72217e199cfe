"""The job that makes a backup."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

from shuke.server.jobs.task import Task
from shuke.server.state.copied import copy_into
from shuke.store.durable import folder, writing
from shuke.workspace.backup import backup

FOLDER = "backups"
NAME = re.compile(r"backup-[0-9]{8}T[0-9]{6}Z-[0-9]+\.tar")


def folder_of(home: Path) -> Path:
    """Return where the backups of a workspace lie."""
    return home / FOLDER


def run(task: Task) -> dict[str, Any]:
    """Make a backup of the workspace and of the server's state; return its name and size."""
    space, place = task.workspace, folder_of(task.here.home)
    with writing(task.here.home):
        folder(place, 0o700)
    moment = datetime.now(UTC).strftime("%Y%m%dT%H%M%SZ")
    name = f"backup-{moment}-{space.states.numbers()[-1]}.tar"
    task.step("write")
    state = task.here.state
    # A file is copied as it lies; the tables of a database of others are brought into one.
    elsewhere = None if state.is_sqlite else partial(copy_into, state)
    done = backup(space, place / name, with_key=task.request["with_key"], elsewhere=elsewhere)
    return {"name": name, "size": done.size, "files": done.files, "state": done.state}
