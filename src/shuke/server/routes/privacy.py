"""What people may ask for: to be told what is held of them, to be left out, to be erased."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from fastapi import Path
from pydantic import Field
from sqlalchemy import func, select

from shuke.server.access.roles import Person, needs
from shuke.server.answers import Answer, Body, Listed, Nothing, Paged, Started, Told
from shuke.server.context import Here
from shuke.server.errors import Missing
from shuke.server.routes.router import Router
from shuke.server.state.models import OptOut
from shuke.server.state.types import now
from shuke.workspace.find import find, kept_as

routes = Router("privacy")
Id = Annotated[str, Field(min_length=1, max_length=256)]


class Ids(Body):
    """Customers, as their files name them or as they are kept."""

    ids: Annotated[list[Id], Field(min_length=1, max_length=1000)]


class OneId(Body):
    """A customer, as their files name them or as they are kept."""

    id: Id


class ShownOptOut(Told):
    """A customer who wants no marketing; by the id as the workspace keeps it."""

    customer: str
    by: str
    created: datetime


class HeldOf(Told):
    """What is held of a customer: ids, accepted lines with money and days, schemes whose runs have them, campaigns."""

    customers: list[str]
    lines: int
    amount: str
    first: str | None
    last: str | None
    runs: list[str]
    campaigns: list[str]
    opted_out: bool


@routes.get("/privacy/opt-outs", response_model=Listed[ShownOptOut])
def list_opt_outs(here: Here, page: Paged, _: Annotated[Person, needs("privacy.write")]) -> Listed[ShownOptOut]:
    """List who wants no marketing, the latest first."""
    with here.state.reading() as session:
        total = session.execute(select(func.count()).select_from(OptOut)).scalar_one()
        query = select(OptOut).order_by(OptOut.created.desc(), OptOut.customer).offset(page.offset).limit(page.size)
        data = [ShownOptOut(customer=one.customer, by=one.by, created=one.created) for one in session.scalars(query)]
    return Listed(data=data, page=page.of(total))


@routes.post("/privacy/opt-outs", response_model=Answer[list[ShownOptOut]], status_code=201)
def add_opt_outs(
    here: Here, wanted: Ids, person: Annotated[Person, needs("privacy.write")]
) -> Answer[list[ShownOptOut]]:
    """Leave customers out of lists that are made for marketing."""
    space, moment = here.workspace, now()
    kept = sorted(set(kept_as(space, [one for one in wanted.ids if one.strip()])))
    with here.state.changing() as session:
        for one in kept:
            if session.get(OptOut, one) is None:
                session.add(OptOut(customer=one, by=person.user, created=moment))
        here.audit.note(session, person.user, "privacy.opt-out", f"{len(kept)}")
    return Answer(data=[ShownOptOut(customer=one, by=person.user, created=moment) for one in kept])


@routes.delete("/privacy/opt-outs/{customer:path}", response_model=Answer[Nothing])
def remove_opt_out(
    here: Here,
    customer: Annotated[str, Path(max_length=512, description="A customer, as the workspace keeps them.")],
    person: Annotated[Person, needs("privacy.write")],
) -> Answer[Nothing]:
    """Leave a customer in again."""
    with here.state.changing() as session:
        found = session.get(OptOut, customer)
        if found is None:
            raise Missing("opt_out_unknown")
        session.delete(found)
        here.audit.note(session, person.user, "privacy.opt-in", "1")
    return Answer(data=Nothing())


@routes.post("/privacy/find", response_model=Answer[HeldOf])
def find_customer(here: Here, wanted: OneId, person: Annotated[Person, needs("privacy.write")]) -> Answer[HeldOf]:
    """Tell what is held of a customer."""
    found = find(here.workspace, wanted.id)
    with here.state.changing() as session:
        opted_out = any(session.get(OptOut, one) is not None for one in found.customers)
        here.audit.note(session, person.user, "privacy.find", f"{len(found.customers)}")
    return Answer(
        data=HeldOf(
            customers=list(found.customers),
            lines=found.lines,
            amount=f"{found.amount:.2f}",
            first=found.first,
            last=found.last,
            runs=list(found.runs),
            campaigns=list(found.campaigns),
            opted_out=opted_out,
        )
    )


@routes.post("/privacy/erase", response_model=Answer[Started], status_code=202)
def erase_customers(here: Here, wanted: Ids, person: Annotated[Person, needs("privacy.write")]) -> Answer[Started]:
    """Erase customers for good, from data, results and earlier states, and refuse their lines from now on."""
    job = here.jobs.start(person, "erase", {"ids": wanted.ids})
    with here.state.changing() as session:
        here.audit.note(session, person.user, "privacy.erase.asked", f"{len(wanted.ids)} {job}")
    return Answer(data=Started(job=job))
