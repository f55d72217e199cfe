"""The job that measures what a campaign brought, from files that were sent in or from the workspace's own orders."""

from __future__ import annotations

from typing import Any

from shuke.campaigns.look import look_again
from shuke.days import a_date
from shuke.server.jobs.reading import PATIENCE, files_of
from shuke.server.jobs.task import Task
from shuke.server.uploads import discard


def run(task: Task) -> dict[str, Any]:
    """Measure the campaign at its next look, and write it into the ledger; return what was looked at."""
    space, asked = task.workspace, task.request
    task.step("read")
    found = look_again(
        space,
        asked["campaign"],
        files_of(asked),
        first=a_date(asked["first"]),
        last=a_date(asked["last"]),
        wait=PATIENCE,
    )
    discard(task.here, asked["uploads"])
    return {"campaign": asked["campaign"], "look": found.look, "responded": found.responded, "unknown": found.unknown}
