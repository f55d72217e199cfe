"""The job that tries a connection to another engine."""

from __future__ import annotations

from typing import Any

from shuke.engines.connect import connect
from shuke.server import engines
from shuke.server.jobs.task import Task


def run(task: Task) -> dict[str, Any]:
    """Connect, ask for the version, and let go; return what answered."""
    wanted = engines.connection(task.here, task.request["connection"])
    task.step("check")
    engine = connect(engines.reach(task.here, wanted))
    try:
        return {"connection": wanted.name, "engine": engines.title(wanted), "version": engine.version}
    finally:
        engine.close()
