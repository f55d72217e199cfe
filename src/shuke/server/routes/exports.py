"""Customers as a file: made apart, fetched by who asked for it."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Annotated, Any, Literal

from fastapi import Path as InPath
from fastapi.responses import FileResponse
from pydantic import Field

from shuke.browse.export import size
from shuke.errors import UsageError
from shuke.server.access.roles import Person, needs
from shuke.server.answers import Answer, Body, Started
from shuke.server.context import Here
from shuke.server.errors import Conflict, Missing
from shuke.server.jobs.made_file import KINDS, file_of
from shuke.server.library import RunNumber
from shuke.server.routes.router import Router
from shuke.server.routes.seen import LONGEST, MOST, Condition, Name, filter_of, scope_of
from shuke.server.state.models import Job

routes = Router("exports")
# The kinds of jobs that make files: what each file is of, and its name.
FILES: dict[str, Callable[[dict[str, Any]], tuple[str, str]]] = {
    "export": lambda asked: (f"run {asked['run']}", f"shuke-run-{asked['run']}-customers"),
    "movement-list": lambda asked: (
        f"movement {asked['old']} to {asked['new']}",
        f"shuke-movement-{asked['old']}-{asked['new']}",
    ),
    "campaign-list": lambda asked: (f"campaign {asked['campaign']}", f"shuke-campaign-{asked['campaign']}-list"),
}


class Export(Body):
    """Which customers, as what; filters, order and columns as the list of customers takes them."""

    format: Literal["csv", "xlsx", "parquet"]
    where: Annotated[list[Condition], Field(default_factory=list, max_length=MOST)]
    search: Annotated[str, Field(max_length=LONGEST)] = ""
    cell: Annotated[str, Field(max_length=60)] | None = None
    sort: Annotated[list[Name], Field(default_factory=list, max_length=MOST)]
    columns: Annotated[list[Name], Field(default_factory=list, max_length=MOST)]


@routes.post("/runs/{run}/exports", response_model=Answer[Started], status_code=202)
def start_export(
    here: Here, run: RunNumber, wish: Export, person: Annotated[Person, needs("customers.export")]
) -> Answer[Started]:
    """Make a file of customers; it is fetched under the job's id once the job is done."""
    scope, settings = scope_of(here, person)
    table = here.library.table(run)
    table.named(wish.columns, "columns")
    table.named([one.removeprefix("-") for one in wish.sort], "sort")
    rows = size(table, filter_of(wish.where, wish.search, wish.cell), scope)
    if rows > settings.export_rows:
        raise UsageError("export_too_many", rows=f"{rows:,}", most=f"{settings.export_rows:,}")
    number = table.listed.number
    here.note(person, "export.make", f"run {number}, {rows} rows, {wish.format}")
    return Answer(data=Started(job=here.jobs.start(person, "export", {**wish.model_dump(), "run": number})))


@routes.get(
    "/exports/{id}",
    response_class=FileResponse,
    responses={200: {"content": {kind: {} for kind in KINDS.values()}, "description": "The file."}},
)
def download_export(
    here: Here,
    id: Annotated[str, InPath(max_length=64, pattern="^[0-9a-f]+$")],  # noqa: A002 - the word of the address
    person: Annotated[Person, needs("customers.export")],
) -> FileResponse:
    """Fetch a file that was made; only who asked for it may."""
    with here.state.reading() as session:
        job = session.get(Job, id)
        if job is None or job.kind not in FILES or job.by != person.key:
            raise Missing("export_unknown")
        status, request, kind = job.status, json.loads(job.request), job.kind
    if status != "done":
        raise Conflict("export_not_ready")
    path = file_of(here, id, request["format"])
    if not path.is_file():
        raise Missing("export_unknown")
    with here.state.changing() as session:
        target, name = FILES[kind](request)
        here.audit.note(session, person.user, "export.fetch", f"{target}, {request['format']}")
    return FileResponse(path, media_type=KINDS[request["format"]], filename=f"{name}.{request['format']}")
