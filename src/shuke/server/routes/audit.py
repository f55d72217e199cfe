"""The audit log, and whether it is as it was written."""

from __future__ import annotations

from typing import Annotated

from sqlalchemy import select

from shuke.server.access.roles import Person, needs
from shuke.server.answers import Answer, Listed, Paged, Told
from shuke.server.context import Here
from shuke.server.routes.router import Router
from shuke.server.state.models import Entry, Head

routes = Router("audit")


class ShownEntry(Told):
    """Who did what to what, when, from which address (``-``: the server by itself), and how it ended."""

    number: int
    at: str
    who: str
    address: str
    what: str
    target: str
    outcome: str
    hash: str


class Verification(Told):
    """How many entries there are, whether all are as they were written, and the number of the first that is not."""

    entries: int
    intact: bool
    broken_at: int | None


@routes.get("/audit", response_model=Listed[ShownEntry])
def list_entries(here: Here, page: Paged, _: Annotated[Person, needs("audit.read")]) -> Listed[ShownEntry]:
    """List what was done, the latest first."""
    with here.state.reading() as session:
        head = session.get(Head, 1)
        query = select(Entry).order_by(Entry.number.desc()).offset(page.offset).limit(page.size)
        data = [
            ShownEntry(**{name: getattr(one, name) for name in ShownEntry.model_fields})
            for one in session.scalars(query)
        ]
    return Listed(data=data, page=page.of(head.number if head is not None else 0))


@routes.get("/audit/verification", response_model=Answer[Verification])
def verify_audit(here: Here, _: Annotated[Person, needs("audit.read")]) -> Answer[Verification]:
    """Read the whole log and compare every signature."""
    with here.state.reading() as session:
        found = here.audit.verify(session)
    return Answer(data=Verification(entries=found.entries, intact=found.intact, broken_at=found.broken_at))
