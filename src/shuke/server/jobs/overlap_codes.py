"""The job that writes one side's codes for a comparison with another company."""

from __future__ import annotations

from typing import Any

from shuke.engines.duckdb import DuckDB
from shuke.overlap.codes import export
from shuke.overlap.ids import Table
from shuke.server import made, shared_keys, uploads
from shuke.server.jobs.task import Task
from shuke.stages.places import group_names


def run(task: Task) -> dict[str, Any]:
    """Write the codes of a run's customers; return how many there are. A table of identifiers is gone then."""
    asked, here, since = task.request, task.here, task.here.library.runs.since
    listed = here.library.run(str(asked["run"]))
    saved, key = here.library.runs.saved(listed), shared_keys.get(here, asked["key"])
    table = None
    if asked["ids"] is not None:
        table = Table(uploads.paths(here, task.person, [asked["ids"]])[0], asked["by"])
    order = [str(name) for name in group_names(saved.scheme, saved.fitted, saved.scheme.main)]
    file = task.folder / "codes.csv"
    task.step("write")
    with DuckDB() as engine:
        result = (saved.scheme.main, order)
        done = export(engine, saved.folder, saved.document, result, key, file, table, asked["pad"])
    told = {"customers": done.customers, "without": done.without, "padding": done.padding}
    about = {"run": listed.number, "key": done.key, "purpose": done.purpose, "pad": asked["pad"], **told}
    made.keep(here, "overlaps", task.person, task.id, file, about, since)
    uploads.discard(here, [asked["ids"]] if asked["ids"] else ())
    return {"codes": task.id, "key": done.key, **told}
