"""The job that measures what a campaign brought, from responses or from orders that were sent in."""

from __future__ import annotations

from typing import Any

from shuke.campaign_kept.folder import LOOK
from shuke.campaigns.kept import KeptCampaigns
from shuke.campaigns.measure import measure
from shuke.days import a_date
from shuke.server.jobs.reading import PATIENCE, files_of
from shuke.server.jobs.task import Task
from shuke.server.uploads import discard


def run(task: Task) -> dict[str, Any]:
    """Measure the campaign at its next look, and write it into the ledger; return what was looked at."""
    space, asked = task.workspace, task.request
    task.step("read")
    with space.changing("campaign", PATIENCE):
        kept = KeptCampaigns(space.home)
        folder, name = kept.folder(asked["campaign"]), kept.document(asked["campaign"])["name"]
        look = 1 + sum(one.did == "measure" for one in kept.ledger.of(name))
        found = measure(
            folder,
            files_of(asked),
            first=a_date(asked["first"]),
            last=a_date(asked["last"]),
            ledger=kept.home,
            out=folder / f"{LOOK}{look:02}",
            keep_responses=True,
        )
    discard(task.here, asked["uploads"])
    return {"campaign": asked["campaign"], "look": found.look, "responded": found.responded, "unknown": found.unknown}
