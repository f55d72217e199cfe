"""What people note of a customer, and the tasks of one: what their page shows of them beside the rating."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from shuke.desk import Desk
from shuke.desk.notes import add_note, notes_of
from shuke.server.access.roles import Person, needs
from shuke.server.answers import Answer, Body, Told
from shuke.server.context import Here
from shuke.server.routes.care_seen import eyes_of
from shuke.server.routes.care_shown import ShownTask, shown
from shuke.server.routes.router import Router
from shuke.server.routes.seen import CustomerWord
from shuke.server.state.types import now
from shuke.watching.care.tasks import Asked, tasks

routes = Router("notes")


class NewNote(Body):
    """What is noted."""

    text: Annotated[str, Field(min_length=1, max_length=4_000)]


class ShownNote(Told):
    """A note: when and by whom; ``text`` is null for who may not see ids."""

    number: int
    at: str
    by: str
    text: str | None


@routes.get("/customers/{ref}/notes", response_model=Answer[list[ShownNote]])
def list_notes(
    here: Here, ref: CustomerWord, person: Annotated[Person, needs("watch.read")]
) -> Answer[list[ShownNote]]:
    """List what was noted of a customer, the newest first."""
    eyes = eyes_of(here, person)
    customer = eyes.customer(ref)
    with Desk(here.home).reading() as db:
        found = notes_of(db, customer)
    return Answer(
        data=[
            ShownNote(number=one.number, at=one.noted_at, by=one.noted_by, text=one.text if eyes.plain else None)
            for one in found
        ]
    )


@routes.post("/customers/{ref}/notes", response_model=Answer[ShownNote], status_code=201)
def note_customer(
    here: Here, ref: CustomerWord, wanted: NewNote, person: Annotated[Person, needs("watch.write")]
) -> Answer[ShownNote]:
    """Note something of a customer; a note is added, never rewritten."""
    customer = eyes_of(here, person).customer(ref)
    at = f"{now():%Y-%m-%dT%H:%M:%SZ}"
    with Desk(here.home).changing() as db:
        number = add_note(db, customer, at, person.user, wanted.text)
    here.note(person, "note.add", f"note {number}")
    return Answer(data=ShownNote(number=number, at=at, by=person.user, text=wanted.text))


@routes.get("/customers/{ref}/tasks", response_model=Answer[list[ShownTask]])
def list_customer_tasks(
    here: Here, ref: CustomerWord, person: Annotated[Person, needs("watch.read")]
) -> Answer[list[ShownTask]]:
    """List the tasks of a customer, the earliest day first."""
    eyes = eyes_of(here, person)
    customer = eyes.customer(ref)
    with Desk(here.home).reading() as db:
        found, _ = tasks(db, Asked(customer_id=customer), 0, 200)
    return Answer(data=shown(found, eyes))
