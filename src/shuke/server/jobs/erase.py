"""The job that erases customers who asked for it."""

from __future__ import annotations

from typing import Any

from shuke.server import made
from shuke.server.jobs.reading import PATIENCE
from shuke.server.jobs.task import Task
from shuke.workspace.forget import forget


def run(task: Task) -> dict[str, Any]:
    """Erase the customers; return how many were there with how many rows, results gone, campaigns that held them."""
    task.step("erase")
    done = forget(task.workspace, task.request["ids"], PATIENCE)
    # Products and codes tell of everybody, if only by pseudonyms.
    made.clear(task.here)
    task.here.note(task.person, "privacy.erase", f"{done.customers}")
    return {"customers": done.customers, "rows": done.rows, "runs": done.runs, "campaigns": len(done.campaigns)}
