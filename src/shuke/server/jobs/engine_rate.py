"""The job that rates the customers in tables of another engine, and sets the answer beside the embedded engine's."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from shuke.compile.capabilities import CAPABILITIES
from shuke.days import a_date
from shuke.engines.address import DATABASES, Address, Source
from shuke.engines.duckdb import DuckDB
from shuke.engines.whole import read_whole, write_parquet
from shuke.errors import ShukeError, UsageError
from shuke.ingest.raw import Reading
from shuke.locale import LANGUAGES
from shuke.publish.pack import pack
from shuke.pushdown import rate_there
from shuke.rating import Options, rate
from shuke.result import Result
from shuke.scheme.spoken.names import worded
from shuke.server import engines, made
from shuke.server.jobs.engine_cells import compared
from shuke.server.jobs.task import Task

STEPS = ("read", "account", "orders", "metrics", "fit", "place", "done", "write", "report")
FORMATS = ("parquet", "xlsx", "csv")
SIDES = ("interactions", "customers")


def run(task: Task) -> dict[str, Any]:
    """Rate the tables where they lie; return the id under which the result is kept, and how many cells are equal."""
    asked, here, since = task.request, task.here, task.here.library.runs.since
    wanted = engines.connection(here, asked["connection"])
    place, step = engines.reach(here, wanted), task.stepper(STEPS)
    options, scheme = _options(asked), asked["scheme"]
    rating = rate_there([asked["table"]], place, scheme["text"], options, step, name=scheme["name"])
    result = Result(rating)
    folder, file = task.folder / "there", task.folder / "there.zip"
    result.save(folder, list(FORMATS), task.lang, step)
    about: dict[str, Any] = {
        "connection": wanted.name,
        "engine": engines.title(wanted),
        "version": rating.computed.version if rating.computed is not None else "",
        "address": place.shown,
        "table": asked["table"],
        "scheme": scheme["name"],
        "title": {lang: worded(rating.scheme.title, lang) for lang in LANGUAGES},
        "as_of": rating.question.as_of.isoformat(),
        "rated": rating.rated,
        "compared": None,
        "not_compared": None,
        "written": None,
    }
    if asked["compare"]:
        about.update(_compared(task, place, options, folder))
    if asked["write_table"] is not None:
        result.write_table(asked["write_table"])
        about["written"] = asked["write_table"]
    result.close()
    pack(folder, file, f"shuke-{wanted.name}-rating")
    made.keep(here, "ratings", task.person, task.id, file, about, since)
    return {"rating": task.id, "rated": about["rated"], "compared": about["compared"]}


def _options(asked: dict[str, Any]) -> Options:
    """Return the options of a rating.

    Raises:
        UsageError: a table beside would be a file of this machine.
    """
    for side in SIDES:
        # In the terminal such a name may be a file; whoever is in a browser has no files here.
        if asked[side] is not None and Path(asked[side]).exists():
            raise UsageError("engine_table_is_file", name=asked[side])
    return Options(
        as_of=a_date(asked["as_of"]),
        reading=Reading(mapping=asked["map"], timezone=asked["timezone"], decisions=asked["decide"]),
        interactions=asked["interactions"],
        customers=asked["customers"],
        currency=asked["currency"],
    )


def _compared(task: Task, place: Address, options: Options, there: Path) -> dict[str, Any]:
    """Return how many cells the embedded engine has equal, or why it could not be asked."""
    try:
        if place.engine not in DATABASES:
            raise UsageError("engine_not_read_whole", engine=CAPABILITIES[place.engine].title)
        return {"compared": _beside(task, place, options, there)}
    except ShukeError as error:
        return {"not_compared": {lang: error.what(lang) for lang in LANGUAGES}}


def _beside(task: Task, place: Address, options: Options, there: Path) -> dict[str, Any]:
    """Return the comparison with the rating by the embedded engine, from the tables read whole."""
    asked, target = task.request, task.folder / "here"
    names = {"table": asked["table"], **{side: asked[side] for side in SIDES if asked[side] is not None}}
    files = {}
    with DuckDB() as desk:
        for side, name in names.items():
            files[side] = task.folder / f"{side}.parquet"
            source = Source(place, name)
            write_parquet(desk, read_whole(source), source, files[side])
    as_files = replace(options, interactions=files.get("interactions"), customers=files.get("customers"))
    scheme = asked["scheme"]
    result = Result(rate([files["table"]], scheme["text"], as_files, name=scheme["name"]))
    result.save(target, ["parquet"], task.lang)
    result.close()
    return compared(there / "customers.parquet", target / "customers.parquet")
