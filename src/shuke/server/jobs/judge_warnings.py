"""The job that judges the rules as they are now on every kept run, so that a threshold is tried before it is used."""

from __future__ import annotations

from typing import Any

from shuke.server.jobs.task import Task
from shuke.server.state.settings import read_settings
from shuke.watching.warnings.documents import record_document
from shuke.watching.warnings.record import record


def run(task: Task) -> dict[str, Any]:
    """Judge; return the record."""
    with task.here.state.reading() as session:
        owner = read_settings(session).owner_column
    task.step("judge-warnings")
    return {"record": record_document(record(task.workspace, current=True, owner=owner))}
