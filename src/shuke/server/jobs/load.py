"""The job that loads files into the workspace, or stops at a question that they leave open."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from shuke.errors import Undecided
from shuke.ingest.raw import Reading
from shuke.server.jobs.reading import PATIENCE, asked, files_of, reading_of
from shuke.server.jobs.task import Task
from shuke.server.uploads import discard
from shuke.workspace import load
from shuke.workspace.beside import Beside

STEPS = ("read", "account", "keep", "orders")


def run(task: Task) -> dict[str, Any]:
    """Load files; what was loaded does not wait any more."""
    reading = reading_of(task.request["reading"])
    if task.request.get("amended"):
        reading = replace(reading, policies={**reading.policies, "amended": "latest"})
    try:
        found = taken(task, files_of(task.request), reading)
    except Undecided as question:
        return asked(question)
    discard(task.here, task.request.get("uploads") or ())
    return found


def taken(task: Task, files: Sequence[Path], reading: Reading, beside: Beside | None = None) -> dict[str, Any]:
    """Load files; return the number of the load, and which of them were there already.

    Raises:
        ShukeError: they cannot be loaded.
    """
    space = task.workspace
    done = load(space, files, reading, task.stepper(STEPS), wait=PATIENCE, beside=beside)
    return {
        "question": None,
        "load": done.load.number if done.load else None,
        "tables": len(done.tables),
        "repeated": [{"name": name, "first": first} for name, first in done.repeated],
        "new_customers": done.new_customers,
        "state": done.state.number,
    }
