"""Files become data: looked at, loaded, accounted for, and taken back."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from fastapi import Path, Query
from pydantic import Field

from shuke.browse import history as done
from shuke.browse import loads
from shuke.server import hints, uploads
from shuke.server.access.roles import Person, needs
from shuke.server.answers import Answer, Body, Listed, Paged, Started
from shuke.server.context import Context, Here
from shuke.server.language import Lang
from shuke.server.routes.imports_shown import (
    Imports,
    LoadDetail,
    LoadShown,
    RejectedShown,
    StateShown,
    TableShown,
    UndoShown,
)
from shuke.server.routes.router import Router

routes = Router("imports")
LARGEST = 2**31 - 1
Number = Annotated[int, Path(ge=1, le=LARGEST, description="The number of a load.")]
Name = Annotated[str, Field(min_length=1, max_length=64)]
Word = Annotated[str, Field(min_length=1, max_length=1000)]
Names = Annotated[dict[Name, Word], Field(max_length=100)]


class ReadingSaid(Body):
    """How the files are to be read, as far as somebody says so; the rest is found out."""

    map: Names = Field(default_factory=dict, description="Meaning of a column -> its header.")
    decide: Names = Field(default_factory=dict, description="Question -> its answer.")
    policy: Names = Field(default_factory=dict, description="Policy -> what is done.")
    encoding: Word | None = None
    sheets: Annotated[list[Word], Field(max_length=100)] = Field(default_factory=list)
    timezone: Word | None = None
    date_format: Word | None = None
    deduplicate: bool = False
    zero_orders: Literal["neither", "purchase"] = "neither"


class Wanted(Body):
    """Files that were sent in, and how they are to be read."""

    uploads: Annotated[list[Annotated[str, Field(max_length=64)]], Field(min_length=1, max_length=100)]
    reading: ReadingSaid = Field(default_factory=ReadingSaid)


class WantedLoad(Wanted):
    """``amended``: orders that are there already are replaced by those of these files."""

    amended: bool = False


class Back(Body):
    """The state to go back to; none: before the last change."""

    to: Annotated[int, Field(ge=0, le=LARGEST)] | None = None


class WantedSample(Body):
    """Nothing is to be said of the sample."""


@routes.post("/imports/inspections", response_model=Answer[Started], status_code=202)
def inspect_files(here: Here, wanted: Wanted, person: Annotated[Person, needs("imports.write")]) -> Answer[Started]:
    """Look at files and change nothing: what each column is taken for, and what is open."""
    return _started(here, person, "inspect", _request(here, person, wanted))


@routes.post("/imports", response_model=Answer[Started], status_code=202)
def load_files(here: Here, wanted: WantedLoad, person: Annotated[Person, needs("imports.write")]) -> Answer[Started]:
    """Load files; the job ends with a question where the data leaves something open."""
    return _started(here, person, "load", {**_request(here, person, wanted), "amended": wanted.amended})


@routes.post("/imports/sample", response_model=Answer[Started], status_code=202)
def load_sample(here: Here, _: WantedSample, person: Annotated[Person, needs("imports.write")]) -> Answer[Started]:
    """Make a sample of two years of sales and load it."""
    return _started(here, person, "sample", {})


@routes.post("/imports/undo", response_model=Answer[Started], status_code=202)
def undo_import(here: Here, back: Back, person: Annotated[Person, needs("imports.write")]) -> Answer[Started]:
    """Go back to what the workspace held before the last change, or in an earlier state."""
    return _started(here, person, "rollback", {"to": back.to})


@routes.get("/imports", response_model=Answer[Imports])
def list_imports(here: Here, lang: Lang, _: Annotated[Person, needs("imports.read")]) -> Answer[Imports]:
    """Tell what was loaded, the latest first, and what an undo would take back."""
    space = here.workspace
    back = done.undo(space, lang)
    return Answer(
        data=Imports(
            loads=[LoadShown(**one) for one in loads.loads(space, lang)],
            tables=[TableShown(**one) for one in loads.tables(space, lang)],
            undo=UndoShown(**back) if back else None,
        )
    )


@routes.get("/imports/{number}", response_model=Answer[LoadDetail])
def show_import(
    here: Here, number: Number, lang: Lang, _: Annotated[Person, needs("imports.read")]
) -> Answer[LoadDetail]:
    """Tell everything of one load: its columns, its account, and what was done on the way."""
    told = loads.load(here.workspace, number, lang)
    for part in told["parts"]:
        hints.in_notes(part["notes"], lang)
    return Answer(data=LoadDetail(**told))


@routes.get("/imports/{number}/rejected", response_model=Listed[RejectedShown])
def list_rejected(
    here: Here,
    number: Number,
    page: Paged,
    lang: Lang,
    _: Annotated[Person, needs("imports.read")],
    reason: Annotated[list[str] | None, Query(max_length=50, description="Only rows of these reasons.")] = None,
    part: Annotated[int | None, Query(ge=0, le=LARGEST, description="Only rows of this table of the load.")] = None,
) -> Listed[RejectedShown]:
    """List the rejected rows of a load, as they may be shown."""
    space = here.workspace
    found = loads.rejected(space, number, lang, page.number, page.size, reasons=reason or (), part=part)
    return Listed(data=[RejectedShown(**one) for one in found.rows], page=page.of(found.total))


@routes.get("/history", response_model=Listed[StateShown])
def list_history(here: Here, page: Paged, lang: Lang, _: Annotated[Person, needs("runs.read")]) -> Listed[StateShown]:
    """List what was done to the workspace, the latest first."""
    found = done.history(here.workspace, lang)
    shown = found[page.offset : page.offset + page.size]
    return Listed(data=[StateShown(**one) for one in shown], page=page.of(len(found)))


def _request(here: Context, person: Person, wanted: Wanted) -> dict[str, Any]:
    """Return what a job is told: the files that were sent in, and how to read them."""
    files = [str(path) for path in uploads.paths(here, person, wanted.uploads)]
    return {"uploads": wanted.uploads, "files": files, "reading": wanted.reading.model_dump()}


def _started(here: Context, person: Person, kind: str, request: dict[str, Any]) -> Answer[Started]:
    here.note(person, f"{kind}.start", ", ".join(request.get("uploads", ())) or "-")
    return Answer(data=Started(job=here.jobs.start(person, kind, request)))
