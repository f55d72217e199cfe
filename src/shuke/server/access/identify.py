"""Who asks: the holder of a token or of a session, and whether they may."""

from __future__ import annotations

import hmac
from datetime import timedelta

from fastapi import Request

from shuke.server.access import sessions
from shuke.server.access.origin import require_same_origin
from shuke.server.access.roles import PUBLIC, SIGNED_IN, Person, covers
from shuke.server.context import Context
from shuke.server.errors import Forbidden, SignedOut
from shuke.server.state.models import SignedIn, Token, User
from shuke.server.state.settings import read_settings
from shuke.server.state.types import now

SCHEME = "bearer "
PREFIX = "shuke"


def admitted(request: Request, right: str) -> Person | None:
    """Return who asks, when they may; None for nobody on a public route.

    Raises:
        SignedOut: nobody is signed in.
        Forbidden: their role has not the right, or the request comes from another page.
    """
    context: Context = request.app.state.context
    given = request.headers.get("authorization", "")
    if given.lower().startswith(SCHEME):
        person = _by_token(context, given[len(SCHEME) :].strip())
    else:
        cookie = request.cookies.get(sessions.cookie_name(request))
        require_same_origin(request, signed_in=bool(cookie))
        person = _by_session(context, cookie) if cookie else None
    if right == PUBLIC:
        return person
    if person is None:
        raise SignedOut("signed_out")
    # For messages that refuse, in their language.
    request.state.person = person
    if right != SIGNED_IN and right not in person.rights:
        raise Forbidden("right_missing")
    return person


def _by_session(context: Context, secret: str) -> Person | None:
    moment, hashed = now(), sessions.hash_of(secret)
    with context.state.reading() as session:
        row = (
            session.query(SignedIn, User)
            .join(User, User.key == SignedIn.user)
            .where(SignedIn.secret == hashed)
            .one_or_none()
        )
        settings = read_settings(session)
    if row is None:
        return None
    found, user = row
    idle, absolute = timedelta(minutes=settings.idle_minutes), timedelta(hours=settings.absolute_hours)
    if not user.active or not sessions.alive(found, idle, absolute, moment):
        return None
    if moment - found.seen > sessions.NOTED:
        with context.state.changing() as session:
            kept = session.get(SignedIn, found.id)
            if kept is not None:
                kept.seen = moment
    return as_person(user, session=found.id, address=found.address)


def _by_token(context: Context, given: str) -> Person | None:
    parts = given.split("_", 2)
    if len(parts) != 3 or parts[0] != PREFIX:
        return None
    moment = now()
    with context.state.reading() as session:
        token = session.get(Token, parts[1])
        user = session.get(User, token.user) if token is not None else None
    if token is None or user is None or not hmac.compare_digest(token.secret, sessions.hash_of(parts[2])):
        return None
    if not user.active or (token.expires is not None and token.expires <= moment):
        return None
    if token.used is None or moment - token.used > sessions.NOTED:
        with context.state.changing() as session:
            kept = session.get(Token, token.id)
            if kept is not None:
                kept.used = moment
    person = as_person(user, token=token.id)
    # A token never has more than its user has now.
    narrowed = token.role if covers(person.role, token.role) else person.role  # type: ignore[arg-type]
    return Person(**{**vars(person), "role": narrowed})


def as_person(user: User, session: str | None = None, token: str | None = None, address: str | None = None) -> Person:
    """Return a user as who asks, by their session or their token."""
    return Person(
        key=user.key,
        user=user.name,
        role=user.role,  # type: ignore[arg-type]
        owner=user.owner,
        language=user.language,
        theme=user.theme,
        session=session,
        token=token,
        address=address,
    )
