"""The job that makes a file of customers."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from shuke.browse import Filter, condition
from shuke.browse.export import size, write
from shuke.server.jobs.made_file import keep, require_few
from shuke.server.jobs.task import Task
from shuke.server.state.settings import read_settings
from shuke.workspace.opted_out import opted_out


def run(task: Task) -> dict[str, Any]:
    """Write the customers asked for, as the person who asks may see them now; return how many there are.

    Who wants no marketing is left out, and how many these are is told.
    """
    asked, here = task.request, task.here
    with here.state.reading() as session:
        settings = read_settings(session)
    everybody = here.library.scope(task.person, settings)
    scope = replace(everybody, without=opted_out(task.workspace))
    task.step("read")
    table = here.library.table(str(asked["run"]))
    wanted = Filter(tuple(condition(one) for one in asked["where"]), asked["search"], asked["cell"])
    rows = size(table, wanted, scope)
    require_few(rows, settings)
    task.step("write", 0, rows)
    made = task.folder / f"{task.id}.{asked['format']}"
    written = write(
        made,
        table,
        wanted,
        scope,
        asked["format"],
        task.lang,
        sort=asked["sort"],
        columns=asked["columns"],
        told=lambda done: task.step("write", done, rows),
    )
    left_out = size(table, wanted, everybody) - rows
    return keep(task, made, asked["format"], written, left_out)
