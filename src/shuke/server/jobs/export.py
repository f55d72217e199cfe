"""The job that makes a file of customers."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

from shuke.browse import Filter, condition
from shuke.browse.export import size, write
from shuke.errors import UsageError
from shuke.server.context import Context
from shuke.server.jobs.task import Task
from shuke.server.state.settings import read_settings
from shuke.store.durable import coming, folder, place, writing
from shuke.workspace.opted_out import opted_out

FOLDER = "exports"
KINDS = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "parquet": "application/vnd.apache.parquet",
}


def file_of(here: Context, job: str, format_: str) -> Path:
    """Return where the file of a job lies."""
    return here.folder / FOLDER / f"{job}.{format_}"


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
    if rows > settings.export_rows:
        raise UsageError("export_too_many", rows=f"{rows:,}", most=f"{settings.export_rows:,}")
    task.step("write", 0, rows)
    target = file_of(here, task.id, asked["format"])
    # What is killed on the way leaves nothing but in the job's own folder.
    made = task.folder / target.name
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
    with writing(target.parent):
        folder(target.parent, 0o700)
        final = coming(target.parent)
        shutil.copyfile(made, final)
        place(final, target)
    left_out = size(table, wanted, everybody) - rows
    told = {"export": task.id, "rows": written, "left_out": left_out, "format": asked["format"]}
    return {**told, "size": target.stat().st_size}
