"""Who is signed in where, and ending a session."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Annotated

from fastapi import Path
from sqlalchemy import func, select

from shuke.server.access.roles import Person, needs
from shuke.server.answers import Answer, Listed, Nothing, Paged, Told
from shuke.server.context import Here
from shuke.server.errors import Missing
from shuke.server.routes.router import Router
from shuke.server.state.models import SignedIn, User
from shuke.server.state.settings import read_settings
from shuke.server.state.types import now

routes = Router("sessions")


class ShownSession(Told):
    """A session: whose, since when, from where, by what; ``current`` is the one that asks."""

    id: str
    user: str
    created: datetime
    seen: datetime
    address: str | None
    agent: str | None
    current: bool


@routes.get("/sessions", response_model=Listed[ShownSession])
def list_sessions(here: Here, page: Paged, person: Annotated[Person, needs("users.write")]) -> Listed[ShownSession]:
    """List who is signed in, the last seen first."""
    moment = now()
    with here.state.reading() as session:
        told = read_settings(session)
        alive = (
            SignedIn.seen > moment - timedelta(minutes=told.idle_minutes),
            SignedIn.created > moment - timedelta(hours=told.absolute_hours),
        )
        total = session.execute(select(func.count()).select_from(SignedIn).where(*alive)).scalar_one()
        query = select(SignedIn, User.name).join(User, User.key == SignedIn.user).where(*alive)
        query = query.order_by(SignedIn.seen.desc(), SignedIn.id).offset(page.offset).limit(page.size)
        found = session.execute(query).all()
    data = [
        ShownSession(
            id=one.id,
            user=name,
            created=one.created,
            seen=one.seen,
            address=one.address,
            agent=one.agent,
            current=one.id == person.session,
        )
        for one, name in found
    ]
    return Listed(data=data, page=page.of(total))


@routes.delete("/sessions/{id}", response_model=Answer[Nothing])
def end_session(
    here: Here,
    id: Annotated[str, Path(max_length=64, description="The id of a session.")],  # noqa: A002 - the path's own word
    person: Annotated[Person, needs("users.write")],
) -> Answer[Nothing]:
    """End a session; whoever uses it is signed out at once."""
    with here.state.changing() as session:
        found = session.get(SignedIn, id)
        if found is None:
            raise Missing("session_unknown")
        session.delete(found)
        here.audit.note(session, person.user, "session.kill", f"{found.user} {id}")
    return Answer(data=Nothing())
