"""The job that looks at what the groups of a run are worth, and keeps what came out for the pages."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from shuke.server.jobs.reading import PATIENCE
from shuke.server.jobs.task import Task
from shuke.server.uploads import discard
from shuke.workspace.validate import Wanted, validate_and_keep

STEPS = ("fit", "write")


def run(task: Task) -> dict[str, Any]:
    """Validate a run; return the number under which it is kept. Verdicts that were read do not wait any more."""
    asked = task.request
    verdicts = None if asked["file"] is None else Path(asked["file"])
    wanted = Wanted(task.here.library.run(str(asked["run"])).run, verdicts, asked["resamples"])
    kept = validate_and_keep(task.workspace, wanted, task.stepper(STEPS), PATIENCE)
    discard(task.here, [asked["verdicts"]] if asked["verdicts"] else ())
    return {"validation": kept.number, "run": wanted.run.number}
