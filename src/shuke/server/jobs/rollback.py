"""The job that goes back to what an earlier state of the workspace held."""

from __future__ import annotations

from typing import Any

from shuke.server.jobs.reading import PATIENCE
from shuke.server.jobs.task import Task
from shuke.workspace import rollback


def run(task: Task) -> dict[str, Any]:
    """Make an earlier state count again; return its number, and that of the state that now says so."""
    there, now = rollback(task.workspace, task.request["to"], wait=PATIENCE)
    return {"state": now.number, "to": there.number}
