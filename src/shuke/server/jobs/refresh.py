"""The job that rates everybody, and where it is wanted brings up to date what is watched: a usual day's rating."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from shuke.days import a_date
from shuke.errors import ShukeError, UsageError
from shuke.ingest.raw import Reading
from shuke.rating import Options
from shuke.saved import open_saved
from shuke.server.jobs import check_warnings, plan_care
from shuke.server.jobs.reading import PATIENCE
from shuke.server.jobs.task import Task
from shuke.server.state.settings import read_settings
from shuke.watching.movement import movement
from shuke.workspace import Refreshed, Workspace, refresh
from shuke.workspace.runs import pair

STEPS = ("orders", "metrics", "fit", "place", "done", "write", "report")
# What lists of customers and changed schemes look at, whatever the scheme does.
BESIDES = ("recency_days", "frequency", "monetary")


def run(task: Task) -> dict[str, Any]:
    """Rate a workspace by a scheme; return the number of the run, and what was brought up to date after it."""
    rated = rate(task)
    return {**rated, **followed(task)} if task.request.get("follow") else rated


def followed(task: Task) -> dict[str, Any]:
    """Keep tasks and warnings in step with the newest rating, and have its movement at hand."""
    after = replace(task, request={})
    tasks, warned = plan_care.after_rating(after), check_warnings.after_rating(after)
    return {"tasks": tasks, "warnings": warned, "movement": _movement(task)}


def _movement(task: Task) -> list[int] | None:
    """Compute who moved since the run before, which the workspace keeps; nothing where there is none to tell of."""
    with task.here.state.reading() as session:
        owner = read_settings(session).owner_column
    task.step("movement")
    try:
        scheme, old, new = pair(task.workspace, None, None)
        movement(task.workspace, scheme, old, new, owner=owner).close()
    except ShukeError:
        # Whoever opens the page is told why.
        return None
    return [old.number, new.number]


def rate(task: Task) -> dict[str, Any]:
    """Rate a workspace by a scheme; return the number of the run."""
    space = task.workspace
    counted = space.head()[1].zero_orders
    with task.here.state.reading() as session:
        owner = read_settings(session).owner_column
    options = Options(
        as_of=a_date(task.request.get("as_of")),
        reading=Reading(zero_orders=counted),  # type: ignore[arg-type]
        raw_ids=space.settings.raw,
        to_write=True,
        metrics=BESIDES,
        **_as_before(task, space),
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


def _as_before(task: Task, space: Workspace) -> dict[str, Any]:
    """Return the columns to take along, and on a usual day also those of the last run, and its currency."""
    named = list(task.request.get("carry", ()))
    runs = space.head()[1].runs
    currency = None
    if task.request.get("follow") and runs:
        last = open_saved(space.run_folder(max(runs.values(), key=lambda run: run.number)))
        known = {header.casefold() for one in space.head()[1].tables for header in one.headers}
        named += [header for header in last.document.get("carried", {}).values() if header.casefold() in known]
        currency = last.document["currency"]
    return {"carry": tuple(dict.fromkeys(named)), "currency": currency}


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
