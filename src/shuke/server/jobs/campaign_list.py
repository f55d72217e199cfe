"""The job that makes a file of a campaign's list, with the codes by which answers are known."""

from __future__ import annotations

import shutil
from typing import Any

from shuke.browse.scope import mask_id
from shuke.campaign_kept.folder import write_list
from shuke.campaigns.kept import LIST, KeptCampaigns
from shuke.engines.duckdb import DuckDB
from shuke.errors import UsageError
from shuke.server.jobs.export import file_of
from shuke.server.jobs.task import Task
from shuke.server.state.settings import read_settings
from shuke.store.durable import coming, folder, place, writing
from shuke.workspace.opted_out import opted_out


def run(task: Task) -> dict[str, Any]:
    """Write who is to be contacted, as the person who asks may see them now; who wants no marketing is left out."""
    asked, here = task.request, task.here
    with here.state.reading() as session:
        settings = read_settings(session)
    kept = KeptCampaigns(here.home)
    document = kept.document(asked["campaign"])
    target = file_of(here, task.id, asked["format"])
    made = task.folder / target.name
    with DuckDB() as engine:
        task.step("read")
        rows, left_out = kept.to_contact(engine, asked["campaign"], opted_out(task.workspace))
        if rows > settings.export_rows:
            raise UsageError("export_too_many", rows=f"{rows:,}", most=f"{settings.export_rows:,}")
        if here.library.scope(task.person, settings).masked:
            _mask(engine)
        task.step("write", 0, rows)
        write_list(engine, LIST, made, task.lang, document["as_of"])
    with writing(target.parent):
        folder(target.parent, 0o700)
        final = coming(target.parent)
        shutil.copyfile(made, final)
        place(final, target)
    told = {"export": task.id, "rows": rows, "left_out": left_out, "format": asked["format"]}
    return {**told, "size": target.stat().st_size}


def _mask(engine: DuckDB) -> None:
    ids = [row[0] for row in engine.run(f"SELECT customer_id FROM {LIST}")]
    engine.run("CREATE OR REPLACE TEMP TABLE shown_ids (customer_id VARCHAR, shown VARCHAR)")
    for start in range(0, len(ids), 10_000):
        some = ids[start : start + 10_000]
        engine.run("INSERT INTO shown_ids SELECT UNNEST(?), UNNEST(?)", [some, [mask_id(one) for one in some]])
    engine.run(
        f"UPDATE {LIST} SET customer_id = shown_ids.shown FROM shown_ids "
        f"WHERE {LIST}.customer_id = shown_ids.customer_id"
    )
