"""The job that rates everybody."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from shuke.days import a_date
from shuke.errors import UsageError
from shuke.ingest.raw import Reading
from shuke.rating import Options
from shuke.server.jobs.reading import PATIENCE
from shuke.server.jobs.task import Task
from shuke.server.state.settings import read_settings
from shuke.workspace import Refreshed, Workspace, refresh

STEPS = ("orders", "metrics", "fit", "place", "done", "write", "report")
# What lists of customers and changed schemes look at, whatever the scheme does.
BESIDES = ("recency_days", "frequency", "monetary")


def run(task: Task) -> dict[str, Any]:
    """Rate a workspace by a scheme; return the number of the run."""
    space = task.workspace
    counted = space.head()[1].zero_orders
    with task.here.state.reading() as session:
        owner = read_settings(session).owner_column
    options = Options(
        as_of=a_date(task.request.get("as_of")),
        reading=Reading(zero_orders=counted),  # type: ignore[arg-type]
        raw_ids=space.settings.raw,
        metrics=BESIDES,
        carry=tuple(task.request.get("carry", ())),
    )
    try:
        done = _refreshed(task, space, options)
    except UsageError as error:
        # Loads that do not name the customers' owner can be rated all the same.
        if error.key != "carry_unknown" or owner not in options.carry:
            raise
        done = _refreshed(task, space, replace(options, carry=tuple(one for one in options.carry if one != owner)))
    done.result.close()
    return {"run": done.run.number, "rated": done.run.rated}


def _refreshed(task: Task, space: Workspace, options: Options) -> Refreshed:
    scheme = task.request.get("scheme")
    return refresh(
        space,
        options,
        scheme=None if scheme is None else (scheme["text"], scheme["name"]),
        formats=task.request.get("formats"),
        lang=task.lang,
        step=task.stepper(STEPS),
        wait=PATIENCE,
    )
