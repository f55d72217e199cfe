"""People: who may sign in, with which role; and what one may change of oneself."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

from fastapi import Path
from pydantic import Field
from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from shuke.server.access import passwords, sessions
from shuke.server.access.roles import Person, Role, needs, signed_in
from shuke.server.answers import Answer, Body, Listed, Nothing, Paged, Told
from shuke.server.context import Here
from shuke.server.errors import Conflict, Forbidden, Missing
from shuke.server.routes.router import Router
from shuke.server.routes.session import CurrentSession, current
from shuke.server.state.models import SignedIn, Token, User
from shuke.server.state.types import now
from shuke.server.state.users import active_admins, key_of, shown_name

routes = Router("users")

Language = Literal["zh", "en"]
Theme = Literal["light", "dark", "system"]
Name = Annotated[str, Path(max_length=128, description="The name of a user.")]
Password = Annotated[str, Field(max_length=1024)]
Owner = Annotated[str, Field(min_length=1, max_length=256)]


class NewUser(Body):
    """Somebody who shall be able to sign in."""

    name: Annotated[str, Field(max_length=128)]
    role: Role
    password: Password
    language: Language | None = None
    owner: Owner | None = None
    active: bool = True


class ChangedUser(Body):
    """What is to be another; what is not named stays."""

    role: Role | None = None
    password: Password | None = None
    language: Language | None = None
    owner: Owner | None = None
    active: bool | None = None


class ShownUser(Told):
    """Somebody who may sign in; ``seen`` is when they last did something."""

    name: str
    role: Role
    language: str | None
    owner: str | None
    active: bool
    created: datetime
    seen: datetime | None


class Preferences(Body):
    """What one chooses for oneself; what is not named stays."""

    language: Language | None = None
    theme: Theme | None = None


class NewPassword(Body):
    """The password until now, and the new one."""

    old: Password
    new: Password


@routes.get("/users", response_model=Listed[ShownUser])
def list_users(here: Here, page: Paged, _: Annotated[Person, needs("users.write")]) -> Listed[ShownUser]:
    """List everybody who may sign in."""
    with here.state.reading() as session:
        total = session.execute(select(func.count()).select_from(User)).scalar_one()
        found = session.scalars(select(User).order_by(User.key).offset(page.offset).limit(page.size)).all()
        return Listed(data=[_shown(session, one) for one in found], page=page.of(total))


@routes.post("/users", response_model=Answer[ShownUser], status_code=201)
def add_user(here: Here, wanted: NewUser, person: Annotated[Person, needs("users.write")]) -> Answer[ShownUser]:
    """Let somebody sign in."""
    name = shown_name(wanted.name)
    passwords.require_good(wanted.password, name)
    hashed = passwords.hashed(wanted.password)
    with here.state.changing() as session:
        if session.get(User, key_of(name)) is not None:
            raise Conflict("user_there")
        user = User(
            key=key_of(name),
            name=name,
            role=wanted.role,
            password=hashed,
            language=wanted.language,
            owner=wanted.owner,
            active=wanted.active,
            created=now(),
        )
        session.add(user)
        here.audit.note(session, person.user, "user.add", f"{name} ({wanted.role})")
        return Answer(data=_shown(session, user))


@routes.patch("/users/{name}", response_model=Answer[ShownUser])
def change_user(
    here: Here, name: Name, wanted: ChangedUser, person: Annotated[Person, needs("users.write")]
) -> Answer[ShownUser]:
    """Change somebody; whose role, password or activity changes is signed out everywhere."""
    given = wanted.model_dump(exclude_unset=True)
    hashed = None
    if wanted.password is not None:
        passwords.require_good(wanted.password, name)
        hashed = passwords.hashed(wanted.password)
    with here.state.changing() as session:
        user = _known(session, name)
        before = (user.role, user.active, user.owner)
        user.role = wanted.role or user.role
        user.password = hashed or user.password
        user.active = user.active if wanted.active is None else wanted.active
        for field in ("language", "owner"):
            if field in given:
                setattr(user, field, given[field])
        session.flush()
        _require_admin(session)
        if hashed is not None or before != (user.role, user.active, user.owner):
            sessions.end_all(session, user.key, but=person.session if user.key == person.key else None)
        here.audit.note(session, person.user, "user.change", f"{user.name}: {', '.join(sorted(given))}")
        return Answer(data=_shown(session, user))


@routes.delete("/users/{name}", response_model=Answer[Nothing])
def remove_user(here: Here, name: Name, person: Annotated[Person, needs("users.write")]) -> Answer[Nothing]:
    """Let somebody sign in no more, and remove their sessions, tokens and views."""
    with here.state.changing() as session:
        user = _known(session, name)
        session.execute(delete(SignedIn).where(SignedIn.user == user.key))
        session.execute(delete(Token).where(Token.user == user.key))
        session.delete(user)
        session.flush()
        _require_admin(session)
        here.audit.note(session, person.user, "user.remove", user.name)
    return Answer(data=Nothing())


@routes.put("/me", response_model=Answer[CurrentSession])
def change_me(here: Here, wanted: Preferences, person: Annotated[Person, signed_in()]) -> Answer[CurrentSession]:
    """Choose one's language and the look of the pages."""
    given = wanted.model_dump(exclude_unset=True)
    with here.state.changing() as session:
        user = session.get_one(User, person.key)
        for field, value in given.items():
            setattr(user, field, value)
        here.audit.note(session, person.user, "user.preferences", ", ".join(sorted(given)))
    return Answer(data=current(here, Person(**{**vars(person), **given})))


@routes.put("/me/password", response_model=Answer[Nothing])
def change_my_password(here: Here, wanted: NewPassword, person: Annotated[Person, signed_in()]) -> Answer[Nothing]:
    """Choose another password; every other session of oneself ends."""
    with here.state.reading() as session:
        kept = session.get_one(User, person.key).password
    if person.session is None or not passwords.fits(wanted.old, kept):
        here.note(person, "user.password", person.user, "refused")
        raise Forbidden("password_old_wrong")
    passwords.require_good(wanted.new, person.user)
    hashed = passwords.hashed(wanted.new)
    with here.state.changing() as session:
        session.get_one(User, person.key).password = hashed
        sessions.end_all(session, person.key, but=person.session)
        here.audit.note(session, person.user, "user.password", person.user)
    return Answer(data=Nothing())


def _known(session: Session, name: str) -> User:
    found = session.get(User, key_of(name))
    if found is None:
        raise Missing("user_unknown")
    return found


def _require_admin(session: Session) -> None:
    """Pass as long as somebody is left who may do everything."""
    if not active_admins(session):
        raise Conflict("last_admin")


def _shown(session: Session, user: User) -> ShownUser:
    seen = session.execute(select(func.max(SignedIn.seen)).where(SignedIn.user == user.key)).scalar_one()
    return ShownUser(
        name=user.name,
        role=user.role,  # type: ignore[arg-type]
        language=user.language,
        owner=user.owner,
        active=user.active,
        created=user.created,
        seen=seen,
    )
