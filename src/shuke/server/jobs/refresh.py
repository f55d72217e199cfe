"""The job that rates everybody."""

from __future__ import annotations

from typing import Any

from shuke.days import a_date
from shuke.ingest.raw import Reading
from shuke.rating import Options
from shuke.server.jobs.task import Task
from shuke.workspace import refresh

STEPS = ("orders", "metrics", "fit", "place", "done", "write", "report")
# Seconds for which a job waits while somebody else writes to the workspace.
PATIENCE = 3600.0


def run(task: Task) -> dict[str, Any]:
    """Rate a workspace by a scheme; return the number of the run."""
    space = task.workspace
    counted = space.head()[1].zero_orders
    options = Options(
        as_of=a_date(task.request.get("as_of")),
        reading=Reading(zero_orders=counted),  # type: ignore[arg-type]
        raw_ids=space.settings.raw,
        carry=tuple(task.request.get("carry", ())),
    )
    scheme = task.request.get("scheme")
    done = refresh(
        space,
        options,
        scheme=None if scheme is None else (scheme["text"], scheme["name"]),
        formats=task.request.get("formats"),
        lang=task.lang,
        step=task.stepper(STEPS),
        wait=PATIENCE,
    )
    done.result.close()
    return {"run": done.run.number, "rated": done.run.rated}
