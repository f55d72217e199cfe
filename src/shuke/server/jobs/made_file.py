"""What every job that makes a file of customers does alike: its limit, ids that are masked, and its place."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

from shuke.browse.scope import mask_id
from shuke.engines.duckdb import DuckDB
from shuke.errors import UsageError
from shuke.server.context import Context
from shuke.server.jobs.task import Task
from shuke.server.state.settings import Settings
from shuke.store.durable import coming, folder, place, writing

FOLDER, MASKED = "exports", "shown_ids"
BATCH = 10_000
KINDS = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "parquet": "application/vnd.apache.parquet",
}


def file_of(here: Context, job: str, format_: str) -> Path:
    """Return where the file of a job lies."""
    return here.folder / FOLDER / f"{job}.{format_}"


def require_few(rows: int, settings: Settings) -> None:
    """Raise where there are more rows than a file may have.

    Raises:
        UsageError: there are.
    """
    if rows > settings.export_rows:
        raise UsageError("export_too_many", rows=f"{rows:,}", most=f"{settings.export_rows:,}")


def mask_ids(engine: DuckDB, relation: str) -> None:
    """Put the mask of each id of a table in its place."""
    ids = [row[0] for row in engine.run(f"SELECT customer_id FROM {relation}")]
    engine.run(f"CREATE OR REPLACE TEMP TABLE {MASKED} (customer_id VARCHAR, shown VARCHAR)")
    for start in range(0, len(ids), BATCH):
        some = ids[start : start + BATCH]
        engine.run(f"INSERT INTO {MASKED} SELECT UNNEST(?), UNNEST(?)", [some, [mask_id(one) for one in some]])
    engine.run(
        f"UPDATE {relation} SET customer_id = {MASKED}.shown FROM {MASKED} "
        f"WHERE {relation}.customer_id = {MASKED}.customer_id"
    )
    engine.drop(MASKED)


def keep(task: Task, made: Path, format_: str, rows: int, left_out: int) -> dict[str, Any]:
    """Put a file that was made in the job's own folder where it is fetched from; return what is told of it.

    What is killed on the way leaves nothing but in that folder.
    """
    target = file_of(task.here, task.id, format_)
    with writing(target.parent):
        folder(target.parent, 0o700)
        final = coming(target.parent)
        shutil.copyfile(made, final)
        place(final, target)
    told = {"export": task.id, "rows": rows, "left_out": left_out, "format": format_}
    return {**told, "size": target.stat().st_size}
