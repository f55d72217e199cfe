"""The job that proves that a backup can be restored."""

from __future__ import annotations

import shutil
from typing import Any

from shuke.server.jobs.backup import folder_of
from shuke.server.jobs.task import Task
from shuke.store.durable import folder, writing
from shuke.workspace.backup import restore

SCRATCH = "scratch"


def run(task: Task) -> dict[str, Any]:
    """Restore a backup beside, compare every file with its hash, and remove what was restored."""
    task.step("check")
    scratch = task.here.folder / SCRATCH / task.id
    try:
        with writing(task.here.folder):
            folder(scratch.parent, 0o700)
        found = restore(folder_of(task.here.home) / task.request["name"], scratch)
    finally:
        shutil.rmtree(scratch, ignore_errors=True)
    return {"name": task.request["name"], "files": found.files, "state": found.state}
