"""The job that makes a campaign of a kept run: a cell test, or a list within a budget."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from shuke.campaigns.choose import choose
from shuke.campaigns.kept import KeptCampaigns
from shuke.campaigns.plan import plan
from shuke.campaigns.wished import wish_of_list, wish_of_test
from shuke.server.jobs.reading import PATIENCE
from shuke.server.jobs.task import Task
from shuke.server.uploads import discard

# Lists leave through exports, which leave out whoever wants no marketing by then.
FORMATS = ("parquet",)


def run(task: Task) -> dict[str, Any]:
    """Make the campaign and write it into the ledger; return under what id it is kept, and its size."""
    space, asked = task.workspace, task.request
    place = space.run_folder(task.here.library.run(asked["run"]).run)
    task.step("read")
    if asked["kind"] == "test":
        made: Any = plan(place, wish_of_test(asked["wish"]))
    else:
        expected = Path(asked["file"]) if asked["file"] else None
        made = choose(place, wish_of_list(asked["wish"], expected))
    with made as found, space.changing("campaign", PATIENCE):
        task.step("write")
        folder = KeptCampaigns(space.home).next_folder()
        found.save(folder, FORMATS, task.lang)
        discard(task.here, asked["uploads"])
        return {"campaign": folder.name, "contacts": found.contacts, "held_out": found.held_out}
