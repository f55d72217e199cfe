"""The job that makes the sample and loads it."""

from __future__ import annotations

from typing import Any

from shuke.ingest.raw import Reading
from shuke.sample import write_sample
from shuke.server.jobs.load import taken
from shuke.server.jobs.task import Task
from shuke.workspace.beside import Beside

CUSTOMERS, SEED = 2000, 2024


def run(task: Task) -> dict[str, Any]:
    """Load two years of sales of a shop that there is not, with its interactions and its customers."""
    task.step("sample")
    made = write_sample(task.folder / "sample", CUSTOMERS, SEED)
    return taken(task, [made.sales], Reading(), Beside((made.interactions,), (made.customers,)))
