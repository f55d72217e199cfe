"""The job that makes a file of a campaign's list, with the codes by which answers are known."""

from __future__ import annotations

from typing import Any

from shuke.campaign_kept.folder import write_list
from shuke.campaigns.kept import LIST, KeptCampaigns
from shuke.engines.duckdb import DuckDB
from shuke.server.jobs.made_file import keep, mask_ids, require_few
from shuke.server.jobs.task import Task
from shuke.server.state.settings import read_settings
from shuke.workspace.opted_out import opted_out


def run(task: Task) -> dict[str, Any]:
    """Write who is to be contacted, as the person who asks may see them now; who wants no marketing is left out."""
    asked, here = task.request, task.here
    with here.state.reading() as session:
        settings = read_settings(session)
    kept = KeptCampaigns(here.home)
    document = kept.document(asked["campaign"])
    made = task.folder / f"{task.id}.{asked['format']}"
    with DuckDB() as engine:
        task.step("read")
        rows, left_out = kept.to_contact(engine, asked["campaign"], opted_out(task.workspace))
        require_few(rows, settings)
        if here.library.scope(task.person, settings).masked:
            mask_ids(engine, LIST)
        task.step("write", 0, rows)
        write_list(engine, LIST, made, task.lang, document["as_of"])
    return keep(task, made, asked["format"], rows, left_out)
