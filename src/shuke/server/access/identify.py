"""Who asks: the holder of a token or of a session, and whether they may."""

from __future__ import annotations

import hmac
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from fastapi import Request

from shuke.server.access import sessions
from shuke.server.access.origin import require_same_origin
from shuke.server.access.roles import PUBLIC, SIGNED_IN, TABLE, Person, Role, covers
from shuke.server.context import Context
from shuke.server.errors import Forbidden, SignedOut
from shuke.server.state.engine import State
from shuke.server.state.models import SignedIn, Token, User
from shuke.server.state.settings import read_settings
from shuke.server.state.types import now

SCHEME = "bearer "
PREFIX = "shuke"


@dataclass(frozen=True)
class Holder:
    """A session or a token as it is kept: whose, until when it holds, and when its use was noted last."""

    person: Person
    active: bool
    noted: datetime | None
    # Of a session: since when, and how long it lasts unused and at all; of a token: its end.
    created: datetime | None = None
    idle: timedelta = timedelta()
    absolute: timedelta = timedelta()
    expires: datetime | None = None

    def holds(self, moment: datetime) -> bool:
        """Tell whether it counts at a moment."""
        if not self.active:
            return False
        if self.created is not None and self.noted is not None:
            return sessions.alive(self.noted, self.created, self.idle, self.absolute, moment)
        return self.expires is None or self.expires > moment

    def is_due(self, moment: datetime) -> bool:
        """Tell whether its use is to be noted."""
        return self.noted is None or moment - self.noted > sessions.NOTED


# What a request comes with: a token's id, or nothing, and the hash of the secret.
Key = tuple[str | None, str]


def recalled(request: Request, right: str) -> Person | None:
    """Return who asks where that is known from before, they may, and nothing is to be noted; None: look it up.

    It takes some microseconds and waits for nobody.

    Raises:
        Forbidden: their role has not the right, or the request comes from another page.
    """
    context: Context = request.app.state.context
    key, moment = _key(request), now()
    holder: Holder | None = context.state.remembered.recall(key) if key is not None else None
    if holder is None or holder.is_due(moment) or not holder.holds(moment):
        return None
    return _passed(request, right, holder.person)


def admitted(request: Request, right: str) -> Person | None:
    """Return who asks, when they may; None for nobody on a public route.

    Raises:
        SignedOut: nobody is signed in.
        Forbidden: their role has not the right, or the request comes from another page.
    """
    context: Context = request.app.state.context
    key, moment = _key(request), now()
    holder = context.state.remembered.get(key, _reading(context.state, key)) if key is not None else None
    if holder is not None and holder.holds(moment):
        if holder.is_due(moment):
            _note(context.state, holder, moment)
        return _passed(request, right, holder.person)
    return _passed(request, right, None)


def _passed(request: Request, right: str, person: Person | None) -> Person | None:
    if right == PUBLIC:
        return person
    if person is None:
        raise SignedOut("signed_out")
    # For messages that refuse, in their language.
    request.state.person = person
    if right != SIGNED_IN and right not in TABLE[person.role]:
        raise Forbidden("right_missing")
    return person


def _key(request: Request) -> Key | None:
    """Return what a request comes with; None for nothing that could be somebody's."""
    given = request.headers.get("authorization", "")
    if given.lower().startswith(SCHEME):
        parts = given[len(SCHEME) :].strip().split("_", 2)
        return (parts[1], sessions.hash_of(parts[2])) if len(parts) == 3 and parts[0] == PREFIX else None
    cookie = request.cookies.get(sessions.cookie_name(request))
    require_same_origin(request, signed_in=bool(cookie))
    return (None, sessions.hash_of(cookie)) if cookie else None


def _reading(state: State, key: Key) -> Callable[[], Holder | None]:
    token, hashed = key
    return lambda: _session_of(state, hashed) if token is None else _token_of(state, token, hashed)


def _session_of(state: State, hashed: str) -> Holder | None:
    with state.reading() as session:
        query = session.query(SignedIn, User).join(User, User.key == SignedIn.user)
        row = query.where(SignedIn.secret == hashed).one_or_none()
        settings = read_settings(session)
    if row is None:
        return None
    found, user = row
    return Holder(
        as_person(user, session=found.id, address=found.address),
        user.active,
        found.seen,
        found.created,
        timedelta(minutes=settings.idle_minutes),
        timedelta(hours=settings.absolute_hours),
    )


def _token_of(state: State, id_: str, hashed: str) -> Holder | None:
    with state.reading() as session:
        token = session.get(Token, id_)
        user = session.get(User, token.user) if token is not None else None
    if token is None or user is None or not hmac.compare_digest(token.secret, hashed):
        return None
    person = as_person(user, token=token.id)
    # A token never has more than its user has now.
    narrowed: Role = token.role if covers(person.role, token.role) else person.role  # type: ignore[arg-type, assignment]
    return Holder(replace(person, role=narrowed), user.active, token.used, expires=token.expires)


def _note(state: State, holder: Holder, moment: datetime) -> None:
    with state.changing() as session:
        if holder.person.token is not None:
            token = session.get(Token, holder.person.token)
            if token is not None:
                token.used = moment
        else:
            signed_in = session.get(SignedIn, holder.person.session)
            if signed_in is not None:
                signed_in.seen = moment


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
