"""Keys for programs: shown once, kept as hashes, never with more rights than their user has."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta
from typing import Annotated, Any

from fastapi import Path
from pydantic import Field
from sqlalchemy import func, select

from shuke.server.access.identify import PREFIX
from shuke.server.access.roles import Person, Role, covers, needs
from shuke.server.access.sessions import hash_of
from shuke.server.answers import Answer, Body, Listed, Nothing, Paged, Told
from shuke.server.context import Here
from shuke.server.errors import Forbidden, Missing
from shuke.server.routes.router import Router
from shuke.server.state.models import Token, User
from shuke.server.state.types import now

routes = Router("tokens")


class NewToken(Body):
    """What a key is for, what it may do, and for how many days; None: until it is removed."""

    label: Annotated[str, Field(min_length=1, max_length=128)]
    role: Role
    days: Annotated[int, Field(ge=1, le=3650)] | None = None


class ShownToken(Told):
    """A key; its secret is not kept."""

    id: str
    label: str
    role: Role
    user: str
    created: datetime
    expires: datetime | None
    used: datetime | None


class MadeToken(ShownToken):
    """A key as it is shown once."""

    token: str


@routes.get("/tokens", response_model=Listed[ShownToken])
def list_tokens(here: Here, page: Paged, person: Annotated[Person, needs("tokens.own")]) -> Listed[ShownToken]:
    """List one's keys, the newest first; for administrators everybody's."""
    mine = [] if person.role == "admin" else [Token.user == person.key]
    with here.state.reading() as session:
        total = session.execute(select(func.count()).select_from(Token).where(*mine)).scalar_one()
        query = select(Token, User.name).join(User, User.key == Token.user).where(*mine)
        found = session.execute(query.order_by(Token.created.desc(), Token.id).offset(page.offset).limit(page.size))
        return Listed(data=[ShownToken(**_told(token, name)) for token, name in found], page=page.of(total))


@routes.post("/tokens", response_model=Answer[MadeToken], status_code=201)
def make_token(here: Here, wanted: NewToken, person: Annotated[Person, needs("tokens.own")]) -> Answer[MadeToken]:
    """Make a key; only whoever is signed in can, not a program."""
    if person.session is None:
        raise Forbidden("session_needed")
    if not covers(person.role, wanted.role):
        raise Forbidden("token_role")
    secret, moment = secrets.token_urlsafe(32), now()
    token = Token(
        id=secrets.token_hex(8),
        secret=hash_of(secret),
        user=person.key,
        label=wanted.label,
        role=wanted.role,
        created=moment,
        expires=moment + timedelta(days=wanted.days) if wanted.days is not None else None,
    )
    with here.state.changing() as session:
        session.add(token)
        here.audit.note(session, person.user, "token.make", f"{token.id} ({wanted.role})")
    return Answer(data=MadeToken(**_told(token, person.user), token=f"{PREFIX}_{token.id}_{secret}"))


@routes.delete("/tokens/{token}", response_model=Answer[Nothing])
def remove_token(
    here: Here,
    token: Annotated[str, Path(max_length=64, description="The id of a key.")],
    person: Annotated[Person, needs("tokens.own")],
) -> Answer[Nothing]:
    """Remove a key; it counts no more at once."""
    with here.state.changing() as session:
        found = session.get(Token, token)
        if found is None or (found.user != person.key and person.role != "admin"):
            raise Missing("token_unknown")
        session.delete(found)
        here.audit.note(session, person.user, "token.remove", token)
    return Answer(data=Nothing())


def _told(token: Token, user: str) -> dict[str, Any]:
    return {
        "id": token.id,
        "label": token.label,
        "role": token.role,
        "user": user,
        "created": token.created,
        "expires": token.expires,
        "used": token.used,
    }
