"""Comparing customers with another company: shared keys, one side's codes, and counts by pair of tiers."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Annotated, Any, Self

from fastapi import Path as InPath
from fastapi.responses import FileResponse
from pydantic import Field, model_validator
from sqlalchemy import select

from shuke.errors import UsageError
from shuke.overlap.secret import key_of, new_key
from shuke.server import made, shared_keys, uploads
from shuke.server.access.roles import Person, needs
from shuke.server.answers import Answer, Body, Listed, Nothing, Paged, Started, Told
from shuke.server.context import Here
from shuke.server.routes.router import Router
from shuke.server.routes.seen import Name
from shuke.server.state.models import Job, User

routes = Router("overlap")
KIND: made.Kind = "overlaps"
KeyName = Annotated[str, InPath(pattern="^[0-9a-f]{4}$", max_length=4, description="The four letters of a shared key.")]
Id = Annotated[str, InPath(max_length=64, pattern="^[0-9a-f]+$", description="The id of a file of codes.")]
Sent = Annotated[str, Field(max_length=64)]


class NewKey(Body):
    """A key to make for a purpose, or the text of the key file that the other company made: one of them."""

    purpose: Annotated[str, Field(max_length=300)] | None = None
    file: Annotated[str, Field(max_length=4_000)] | None = None

    @model_validator(mode="after")
    def _one(self) -> Self:
        """Refuse none, and both."""
        if (self.purpose is None) == (self.file is None):
            raise ValueError("purpose")
        return self


class ShownKey(Told):
    """A shared key without its secret: what both sides know it by, what it is for, since when it is here."""

    name: str
    purpose: str
    at: datetime


class MadeKey(Told):
    """A key; ``file`` is what is handed to the other company, told this once, null where that one made it."""

    name: str
    purpose: str
    file: str | None


class Codes(Body):
    """Whose codes: a run, under which key; ``ids`` is an upload with an identifier in its column ``by``."""

    run: Annotated[int, Field(ge=0, le=999_999_999)]
    key: Annotated[str, Field(pattern="^[0-9a-f]{4}$")]
    ids: Sent | None = None
    by: Name | None = None
    pad: Annotated[int, Field(ge=0, le=1_000_000)] = 100


class ShownCodes(Told):
    """A file of codes: of which run, under which key, of how many customers, how many could not be compared."""

    id: str
    at: str
    by: str
    run: int
    key: str
    purpose: str
    customers: int
    without: int
    padding: int


class Sides(Body):
    """Whose files are compared: ``codes`` made here or ``mine`` sent in, and ``theirs`` sent in."""

    codes: Sent | None = None
    mine: Sent | None = None
    theirs: Sent

    @model_validator(mode="after")
    def _one(self) -> Self:
        """Refuse none, and both."""
        if (self.codes is None) == (self.mine is None):
            raise ValueError("mine")
        return self


class Pair(Told):
    """The customers of both sides in a pair of tiers: a number, ``<5``, or ``hidden``."""

    mine: str
    theirs: str
    customers: int | str


class Comparison(Told):
    """What a comparison tells: tiers of both sides, counts by pair; ``total`` null: it would tell a small count."""

    id: str
    at: datetime
    by: str
    key: str
    mine: list[str]
    theirs: list[str]
    total: int | None
    least: int
    cells: list[Pair]


@routes.get("/overlap/keys", response_model=Answer[list[ShownKey]])
def list_shared_keys(here: Here, _: Annotated[Person, needs("overlap.write")]) -> Answer[list[ShownKey]]:
    """List the shared keys by name and purpose; their secrets are never told."""
    return Answer(data=[ShownKey(**vars(one)) for one in shared_keys.all_known(here)])


@routes.post("/overlap/keys", response_model=Answer[MadeKey], status_code=201)
def take_shared_key(here: Here, wanted: NewKey, person: Annotated[Person, needs("overlap.write")]) -> Answer[MadeKey]:
    """Make a shared key, told this once, or keep the one that the other company made."""
    key = new_key(wanted.purpose) if wanted.purpose is not None else key_of(wanted.file or "")
    shared_keys.keep(here, key)
    here.note(person, "overlap.key", key.name)
    file = key.text if wanted.purpose is not None else None
    return Answer(data=MadeKey(name=key.name, purpose=key.purpose, file=file))


@routes.delete("/overlap/keys/{name}", response_model=Answer[Nothing])
def remove_shared_key(here: Here, name: KeyName, person: Annotated[Person, needs("overlap.write")]) -> Answer[Nothing]:
    """Remove a shared key from this server."""
    shared_keys.remove(here, name)
    here.note(person, "overlap.key_remove", name)
    return Answer(data=Nothing())


@routes.get("/overlap/codes", response_model=Listed[ShownCodes])
def list_codes(here: Here, page: Paged, _: Annotated[Person, needs("overlap.write")]) -> Listed[ShownCodes]:
    """List the files of codes that were made here, the latest first."""
    found = made.all_made(here, KIND)
    names = tuple(ShownCodes.model_fields)
    data = [ShownCodes(**{name: one.about[name] for name in names}) for one in found[page.offset :][: page.size]]
    return Listed(data=data, page=page.of(len(found)))


@routes.post("/overlap/codes", response_model=Answer[Started], status_code=202)
def start_codes(here: Here, wish: Codes, person: Annotated[Person, needs("overlap.write")]) -> Answer[Started]:
    """Write the codes of a run's customers; the job tells the id of the file and how many are in it."""
    if (wish.ids is None) != (wish.by is None):
        raise UsageError("overlap_ids_and_by")
    here.library.run(str(wish.run))
    shared_keys.get(here, wish.key)
    if wish.ids is not None:
        uploads.known(here, person, [wish.ids])
    here.note(person, "overlap.codes", f"run {wish.run}, key {wish.key}")
    return Answer(data=Started(job=here.jobs.start(person, "overlap-codes", wish.model_dump())))


@routes.get(
    "/overlap/codes/{id}/file",
    response_class=FileResponse,
    responses={200: {"content": {"text/csv": {}}, "description": "The file."}},
)
def download_codes(
    here: Here,
    id: Id,  # noqa: A002 - the word of the address
    person: Annotated[Person, needs("overlap.write")],
) -> FileResponse:
    """Fetch a file of codes, to be handed to whoever counts."""
    found = made.get(here, KIND, id)
    here.note(person, "overlap.fetch", f"key {found.about['key']}")
    return FileResponse(found.path, media_type="text/csv", filename=f"shuke-codes-{found.about['key']}.csv")


@routes.delete("/overlap/codes/{id}", response_model=Answer[Nothing])
def remove_codes(
    here: Here,
    id: Id,  # noqa: A002 - the word of the address
    person: Annotated[Person, needs("overlap.write")],
) -> Answer[Nothing]:
    """Remove a file of codes from this server."""
    made.remove(here, KIND, id)
    here.note(person, "overlap.remove", id)
    return Answer(data=Nothing())


@routes.get("/overlap/comparisons", response_model=Answer[list[Comparison]])
def list_comparisons(here: Here, _: Annotated[Person, needs("overlap.write")]) -> Answer[list[Comparison]]:
    """List what comparisons told, the latest first."""
    with here.state.reading() as session:
        query = select(Job.id, Job.created, User.name, Job.result).outerjoin(User, User.key == Job.by)
        wanted = query.where(Job.kind == "overlap-compare", Job.status == "done").order_by(Job.created.desc())
        found = [
            (one, at, name, json.loads(result or "{}")) for one, at, name, result in session.execute(wanted.limit(50))
        ]
    return Answer(data=[Comparison(id=one, at=at, by=name or "", **told) for one, at, name, told in found])


@routes.post("/overlap/comparisons", response_model=Answer[Started], status_code=202)
def start_comparison(here: Here, sides: Sides, person: Annotated[Person, needs("overlap.write")]) -> Answer[Started]:
    """Count the customers of both sides by pair of tiers; small counts are hidden, a key answers once a day."""
    if sides.codes is not None:
        made.get(here, KIND, sides.codes)
    sent = [one for one in (sides.mine, sides.theirs) if one is not None]
    uploads.known(here, person, sent)
    here.note(person, "overlap.compare", "")
    return Answer(data=Started(job=here.jobs.start(person, "overlap-compare", dict[str, Any](sides.model_dump()))))
