"""The job that makes a data product of a run: one file with everything, and what a page shows of it."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from shuke.engines.duckdb import DuckDB
from shuke.publish.files import save
from shuke.publish.pack import pack
from shuke.publish.product import make
from shuke.publish.shown import shown
from shuke.publish.wish import Source, Wish
from shuke.server import made
from shuke.server.jobs.task import Task
from shuke.workspace.opted_out import opted_out_of

STEPS = ("place", "write")


def run(task: Task) -> dict[str, Any]:
    """Make the product that is asked for; return the id under which it is kept."""
    asked, step, since = task.request, task.stepper(STEPS), task.here.library.runs.since
    listed = task.here.library.run(str(asked["run"]))
    saved = task.here.library.runs.saved(listed)
    folder, file = task.folder / "product", task.folder / "product.zip"
    step("place")
    with DuckDB() as engine:
        product = make(engine, Source.of(saved.folder, saved.document, opted_out_of(saved)), wish_of(asked["wish"]))
        step("write")
        save(product, folder)
        about = {"run": listed.number, **shown(product, folder)}
    pack(folder, file, name_of(listed.number))
    made.keep(task.here, "publications", task.person, task.id, file, about, since)
    return {"publication": task.id, "run": listed.number, "records": about["records"]}


def wish_of(asked: dict[str, Any]) -> Wish:
    """Return a wish as the product takes it.

    Raises:
        UsageError: it cannot be meant.
    """
    lists = {name: tuple(asked[name]) for name in ("quasi", "leave_out")}
    wish = Wish(**{**asked, **lists, "most": Decimal(asked["most"])})
    wish.check()
    return wish


def name_of(run: int) -> str:
    """Return what the file of a product of a run is called, without its ending."""
    return f"shuke-run-{run}-product"
