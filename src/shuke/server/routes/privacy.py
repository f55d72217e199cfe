"""What people may ask for: what is held of them, a copy, a correction, to be left out of marketing, to be erased."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from fastapi import Path, Response
from pydantic import Field

from shuke.browse.scope import reference
from shuke.desk import Desk
from shuke.desk.opt_outs import listed
from shuke.server.access.roles import Person, needs
from shuke.server.answers import Answer, Body, Listed, Nothing, Paged, Started, Told
from shuke.server.context import Here
from shuke.server.errors import Missing
from shuke.server.routes.router import Router
from shuke.server.state.types import now
from shuke.watching.opted_out import opt_in, opt_out
from shuke.workspace.correct import attributes
from shuke.workspace.find import find
from shuke.workspace.held import held
from shuke.workspace.opted_out import opted_out

routes = Router("privacy")
ZIP = "application/zip"
Id = Annotated[str, Field(min_length=1, max_length=256)]


class Ids(Body):
    """Customers, as their files name them or as they are kept."""

    ids: Annotated[list[Id], Field(min_length=1, max_length=1000)]


class OneId(Body):
    """A customer, as their files name them or as they are kept."""

    id: Id


class Correction(OneId):
    """Cells of the customer table that are put right, by their headers; null: nothing is known."""

    values: Annotated[
        dict[Annotated[str, Field(min_length=1, max_length=128)], Annotated[str, Field(max_length=500)] | None],
        Field(min_length=1, max_length=100),
    ]


class ShownOptOut(Told):
    """A customer who wants no marketing; by the id as the workspace keeps it."""

    customer: str
    by: str
    created: datetime


class Cell(Told):
    """A cell of the customer table, under its header."""

    header: str
    value: str | None


class HeldOf(Told):
    """What is held of a customer: ids, accepted lines with money and days, schemes whose runs have them, campaigns.

    ``attributes`` are what the customer table says of them; ``ref`` is the word of their page in the newest run.
    """

    customers: list[str]
    lines: int
    amount: str
    first: str | None
    last: str | None
    runs: list[str]
    campaigns: list[str]
    opted_out: bool
    attributes: list[Cell]
    ref: str | None


@routes.get("/privacy/opt-outs", response_model=Listed[ShownOptOut])
def list_opt_outs(here: Here, page: Paged, _: Annotated[Person, needs("privacy.write")]) -> Listed[ShownOptOut]:
    """List who wants no marketing, the latest first."""
    with Desk(here.home).reading() as db:
        found, total = listed(db, page.offset, page.size)
    data = [
        ShownOptOut(customer=one.customer_id, by=one.noted_by, created=datetime.fromisoformat(one.noted_at))
        for one in found
    ]
    return Listed(data=data, page=page.of(total))


@routes.post("/privacy/opt-outs", response_model=Answer[list[ShownOptOut]], status_code=201)
def add_opt_outs(
    here: Here, wanted: Ids, person: Annotated[Person, needs("privacy.write")]
) -> Answer[list[ShownOptOut]]:
    """Leave customers out of lists that are made for marketing, and take back what waits for them."""
    moment = now()
    done = opt_out(here.workspace, wanted.ids, person.user, f"{moment:%Y-%m-%dT%H:%M:%SZ}")
    here.note(person, "privacy.opt-out", f"{len(done.customers)}")
    return Answer(data=[ShownOptOut(customer=one, by=person.user, created=moment) for one in done.customers])


@routes.delete("/privacy/opt-outs/{customer:path}", response_model=Answer[Nothing])
def remove_opt_out(
    here: Here,
    customer: Annotated[str, Path(max_length=512, description="A customer, as the workspace keeps them.")],
    person: Annotated[Person, needs("privacy.write")],
) -> Answer[Nothing]:
    """Leave a customer in again."""
    if not opt_in(here.workspace, customer):
        raise Missing("opt_out_unknown")
    here.note(person, "privacy.opt-in", "1")
    return Answer(data=Nothing())


@routes.post("/privacy/find", response_model=Answer[HeldOf])
def find_customer(here: Here, wanted: OneId, person: Annotated[Person, needs("privacy.write")]) -> Answer[HeldOf]:
    """Tell what is held of a customer."""
    space = here.workspace
    found, said = find(space, wanted.id), attributes(space, wanted.id)
    quiet = bool(opted_out(space) & set(found.customers))
    here.note(person, "privacy.find", f"{len(found.customers)}")
    return Answer(
        data=HeldOf(
            customers=list(found.customers),
            lines=found.lines,
            amount=f"{found.amount:.2f}",
            first=found.first,
            last=found.last,
            runs=list(found.runs),
            campaigns=list(found.campaigns),
            opted_out=quiet,
            attributes=[Cell(header=header, value=cell) for header, cell in said.items()],
            ref=reference(found.customers[0]) if found.customers and found.runs else None,
        )
    )


@routes.post(
    "/privacy/copy",
    response_class=Response,
    responses={200: {"content": {ZIP: {}}, "description": "A zip file: data.json, and a CSV file of each table."}},
)
def copy_customer(here: Here, wanted: OneId, person: Annotated[Person, needs("privacy.write")]) -> Response:
    """Give everything that is held of a customer, for the person to have."""
    found = held(here.workspace, wanted.id)
    here.note(person, "privacy.copy", f"{len(found.tables)} tables")
    named = {"content-disposition": 'attachment; filename="person.zip"'}
    return Response(found.archive(), media_type=ZIP, headers=named)


@routes.post("/privacy/correct", response_model=Answer[Started], status_code=202)
def correct_customer(
    here: Here, wanted: Correction, person: Annotated[Person, needs("privacy.write")]
) -> Answer[Started]:
    """Put right what the customer table says of a customer."""
    job = here.jobs.start(person, "correct", wanted.model_dump())
    here.note(person, "privacy.correct.asked", f"{len(wanted.values)} {job}")
    return Answer(data=Started(job=job))


@routes.post("/privacy/erase", response_model=Answer[Started], status_code=202)
def erase_customers(here: Here, wanted: Ids, person: Annotated[Person, needs("privacy.write")]) -> Answer[Started]:
    """Erase customers for good, from data, results and earlier states, and refuse their lines from now on."""
    job = here.jobs.start(person, "erase", {"ids": wanted.ids})
    here.note(person, "privacy.erase.asked", f"{len(wanted.ids)} {job}")
    return Answer(data=Started(job=job))
