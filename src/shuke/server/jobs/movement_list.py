"""The job that makes a file of who moved between two runs, with every part of every change."""

from __future__ import annotations

from typing import Any

from shuke.browse.scope import Scope
from shuke.server.jobs.made_file import keep, mask_ids, require_few
from shuke.server.jobs.task import Task
from shuke.server.state.settings import read_settings
from shuke.server.watched import owner_of
from shuke.watching.movement import PARTED, Movement
from shuke.watching.movement_files import write
from shuke.watching.movement_told import Only, whose
from shuke.workspace.opted_out import opted_out

LISTED, OUT = "movement_listed", "movement_opted_out"
BATCH = 10_000


def run(task: Task) -> dict[str, Any]:
    """Write who moved, as the person who asks may see them now; who wants no marketing is left out, and counted."""
    asked, here = task.request, task.here
    with here.state.reading() as session:
        settings = read_settings(session)
    scope = here.library.scope(task.person, settings)
    earlier, later = here.library.watched.pair(asked["old"], asked["new"], asked["scheme"])
    made = task.folder / f"{task.id}.{asked['format']}"
    task.step("read")
    with here.library.watched.movement(earlier, later, settings.owner_column).held() as found:
        rows, left_out = _keep(found, _only(asked), scope, opted_out(task.workspace))
        require_few(rows, settings)
        task.step("write", 0, rows)
        write(found, made, "TRUE", relation=LISTED)
        found.engine.drop(LISTED, OUT)
    return keep(task, made, asked["format"], rows, left_out)


def _only(asked: dict[str, Any]) -> Only:
    return Only(asked["direction"], asked["because"], asked["before"], asked["after"])


def _keep(found: Movement, only: Only, scope: Scope, without: frozenset[str]) -> tuple[int, int]:
    """Keep the rows that are asked for and may be seen; return how many, and how many want no marketing."""
    engine = found.engine
    held, values = only.held()
    mine, more = whose(owner_of(scope))
    engine.run(f"CREATE OR REPLACE TEMP TABLE {OUT} (customer_id VARCHAR)")
    ids = sorted(without)
    for start in range(0, len(ids), BATCH):
        engine.run(f"INSERT INTO {OUT} SELECT UNNEST(?)", [ids[start : start + BATCH]])
    names = ", ".join(found.columns)
    meant = f"FROM {PARTED} WHERE {held} AND {mine}"
    out = f"customer_id IN (SELECT customer_id FROM {OUT})"
    engine.run(f"CREATE OR REPLACE TEMP TABLE {LISTED} AS SELECT {names} {meant} AND NOT {out}", [*values, *more])
    ((left_out,),) = engine.run(f"SELECT COUNT(*) {meant} AND {out}", [*values, *more])
    ((rows,),) = engine.run(f"SELECT COUNT(*) FROM {LISTED}")
    if scope.masked:
        mask_ids(engine, LISTED)
    return int(rows), int(left_out)
