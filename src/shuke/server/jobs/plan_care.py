"""The job that makes the dated tasks of a run."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from shuke.desk import Desk
from shuke.errors import ShukeError
from shuke.server.jobs.task import Task
from shuke.server.state.settings import read_settings
from shuke.server.state.types import now
from shuke.watch.care.parse import FILE
from shuke.watching.care.desk import latest_plan
from shuke.watching.care.planned import plan
from shuke.watching.own import path_of


def run(task: Task) -> dict[str, Any]:
    """Make the tasks of a run and keep those that are there in step; return what changed."""
    with task.here.state.reading() as session:
        owner = read_settings(session).owner_column
    task.step("plan-care")
    at = f"{now():%Y-%m-%dT%H:%M:%SZ}"
    return asdict(plan(task.workspace, task.person.user, at, task.request.get("run"), owner=owner))


def after_rating(task: Task) -> dict[str, Any] | None:
    """Keep the tasks in step with a new rating, where care was planned before; a plan that fails undoes no rating."""
    home = task.workspace.home
    with Desk(home).reading() as db:
        planned = latest_plan(db) is not None
    if not planned and not path_of(task.workspace, FILE).is_file():
        return None
    try:
        return run(task)
    except ShukeError as error:
        return {"failed": {"code": error.code or error.key, "message": error.what(task.lang)}}
