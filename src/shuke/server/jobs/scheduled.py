"""The job of a schedule: what is new in its inbox is loaded, everybody is rated again, and predicted if they were."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from shuke.ingest.raw import Reading
from shuke.server.jobs import predict, refresh
from shuke.server.jobs.reading import PATIENCE
from shuke.server.jobs.task import Task
from shuke.workspace import load
from shuke.workspace.schemes import text_of

FOLDER = "inbox"
STEPS = ("read", "orders", "account", "keep")


def inbox_of(home: Path, name: str) -> Path:
    """Return the folder into which somebody puts files for a schedule."""
    return home / FOLDER / name


def run(task: Task) -> dict[str, Any]:
    """Load what is new, if the schedule has an inbox, and rate; return the load's number and the run's."""
    loaded = None
    if task.request["inbox"] is not None:
        loaded = _load(task, inbox_of(task.here.home, task.request["inbox"]))
    scheme = None
    if task.request["scheme"] is not None:
        text, name = text_of(task.workspace, task.request["scheme"])
        scheme = {"text": text, "name": name}
    rated = refresh.rate(replace(task, request={"scheme": scheme, "follow": True}))
    ahead = predict.after_rating(task, rated["run"])
    # Rules may look at the predictions.
    return {"load": loaded, **rated, "prediction": ahead, **refresh.followed(task)}


def _load(task: Task, inbox: Path) -> int | None:
    """Load the files of an inbox; those that are there already do not count twice, and stay where they are."""
    found = sorted(path for path in inbox.iterdir() if path.is_file() and not path.name.startswith("."))
    if not found:
        return None
    space = task.workspace
    reading = Reading(zero_orders=space.head()[1].zero_orders)  # type: ignore[arg-type]
    taken = load(space, found, reading, task.stepper(STEPS), wait=PATIENCE)
    return taken.load.number if taken.load is not None else None
