"""Signing in, who one is, and signing out."""

from __future__ import annotations

from typing import Annotated

from fastapi import Request, Response
from pydantic import Field
from sqlalchemy import delete

from shuke.server.access import passwords, sessions, throttle
from shuke.server.access.identify import as_person
from shuke.server.access.roles import Person, Right, Role, public, signed_in
from shuke.server.answers import Answer, Body, Nothing, Told
from shuke.server.context import Context, Here
from shuke.server.currency import currency_of
from shuke.server.errors import SignedOut
from shuke.server.routes.router import Router
from shuke.server.state.models import SignedIn, User
from shuke.server.state.settings import settings_of
from shuke.server.state.users import key_of
from shuke.version import __version__
from shuke.workspace.content import Content

routes = Router("session")


class Credentials(Body):
    """A name and a password."""

    name: Annotated[str, Field(max_length=256)]
    password: Annotated[str, Field(max_length=1024)]


class Me(Told):
    """Who is signed in."""

    name: str
    role: Role
    language: str | None
    theme: str | None
    owner: str | None


class Held(Told):
    """What data the workspace holds: loads, accepted rows, first and last day."""

    loads: int
    rows: int
    first: str | None
    last: str | None


class Standing(Told):
    """The workspace: ``run`` is the newest run's number, ``currency`` what the files say, else what is set."""

    name: str
    currency: str
    language: str
    mask: bool
    owner_column: str | None
    data: Held | None
    scheme: str | None
    run: int | None


class CurrentSession(Told):
    """Who is signed in, what they may do, and where they are."""

    user: Me
    rights: list[Right]
    workspace: Standing
    version: str


@routes.post("/session", response_model=Answer[CurrentSession], status_code=201)
def sign_in(
    here: Here, request: Request, response: Response, given: Credentials, _: Annotated[Person | None, public()]
) -> Answer[CurrentSession]:
    """Sign in; the browser gets a new session."""
    key, address = key_of(given.name), sessions.address_of(request) or "-"
    throttle.require_patience(here.state, key, address)
    with here.state.reading() as session:
        user = session.get(User, key)
    right = passwords.fits(given.password, user.password if user is not None else None)
    if user is None or not right or not user.active:
        with here.state.changing() as session:
            throttle.wrong(session, key, address)
            here.audit.note(session, user.name if user else None, "session.begin", address, "refused")
        raise SignedOut("credentials_wrong")
    with here.state.changing() as session:
        throttle.right(session, key, address)
        made, secret = sessions.begin(session, key, request)
        here.audit.note(session, user.name, "session.begin", address)
    sessions.give_cookie(response, request, secret)
    person = as_person(user, session=made.id)
    return Answer(data=current(here, person))


@routes.get("/session", response_model=Answer[CurrentSession])
def who_am_i(here: Here, person: Annotated[Person, signed_in()]) -> Answer[CurrentSession]:
    """Tell who is signed in, what they may do, and what the workspace holds."""
    return Answer(data=current(here, person))


@routes.delete("/session", response_model=Answer[Nothing])
def sign_out(
    here: Here, request: Request, response: Response, person: Annotated[Person, signed_in()]
) -> Answer[Nothing]:
    """End the session."""
    with here.state.changing() as session:
        session.execute(delete(SignedIn).where(SignedIn.id == (person.session or "")))
        here.audit.note(session, person.user, "session.end")
    sessions.take_cookie(response, request)
    response.headers["clear-site-data"] = '"cache", "storage"'
    return Answer(data=Nothing())


def current(here: Context, person: Person) -> CurrentSession:
    """Return what a person is told of themselves and of the workspace."""
    settings = settings_of(here.state)
    content = here.workspace.head()[1]
    newest = max(content.runs, key=lambda name: content.runs[name].number, default=None)
    return CurrentSession(
        user=Me(name=person.user, role=person.role, language=person.language, theme=person.theme, owner=person.owner),
        rights=person.rights,
        workspace=Standing(
            name=here.home.resolve().name,
            currency=currency_of(content, settings),
            language=settings.language,
            mask=settings.mask,
            owner_column=settings.owner_column,
            data=_held(content),
            scheme=newest,
            run=content.runs[newest].number if newest is not None else None,
        ),
        version=__version__,
    )


def _held(content: Content) -> Held | None:
    if not content.loads:
        return None
    pieces = [piece for load in content.loads for piece in load.lines]
    return Held(
        loads=len(content.loads),
        rows=sum(piece.lines.rows for piece in pieces),
        first=min((piece.first for piece in pieces), default=None),
        last=max((piece.last for piece in pieces), default=None),
    )
