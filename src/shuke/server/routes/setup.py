"""The first start: whoever has the secret that the server printed becomes the first administrator."""

from __future__ import annotations

import hmac
import secrets
from typing import Annotated, Literal

from fastapi import Request, Response
from pydantic import Field

from shuke.server.access import passwords, sessions
from shuke.server.access.roles import Person, public
from shuke.server.answers import Answer, Body, Told
from shuke.server.context import Context, Here
from shuke.server.errors import Conflict, Forbidden
from shuke.server.routes.router import Router
from shuke.server.routes.session import CurrentSession, current
from shuke.server.state import settings as kept
from shuke.server.state.models import User
from shuke.server.state.types import now
from shuke.server.state.users import any_user, key_of, shown_name

routes = Router("setup")
SECRET = "setup_secret"  # noqa: S105 - the name under which its hash is kept
CURRENCIES = ["CNY", "USD", "EUR", "GBP", "HKD", "TWD", "JPY", "KRW", "SGD", "AUD", "CAD", "CHF", "INR", "MYR", "THB"]


class PasswordRule(Told):
    """How many characters a password has; besides it is none of those that are tried first."""

    shortest: int
    longest: int


class SetupNeeded(Told):
    """Whether the installation is to be set up, what can be chosen, and whether whoever asks is signed in."""

    needed: bool
    signed_in: bool
    languages: list[str]
    currencies: list[str]
    password: PasswordRule


class Setup(Body):
    """What the first administrator says."""

    secret: Annotated[str, Field(max_length=128)]
    name: Annotated[str, Field(max_length=128)]
    password: Annotated[str, Field(max_length=1024)]
    language: Literal["zh", "en"]
    currency: Annotated[str, Field(pattern="^[A-Z]{3}$")]


@routes.get("/setup", response_model=Answer[SetupNeeded])
def setup_needed(here: Here, person: Annotated[Person | None, public()]) -> Answer[SetupNeeded]:
    """Tell whether there is an administrator yet, and whether somebody is signed in."""
    with here.state.reading() as session:
        needed = not any_user(session)
    return Answer(
        data=SetupNeeded(
            needed=needed,
            signed_in=person is not None,
            languages=["zh", "en"],
            currencies=CURRENCIES,
            password=PasswordRule(shortest=passwords.SHORTEST, longest=passwords.LONGEST),
        )
    )


@routes.post("/setup", response_model=Answer[CurrentSession], status_code=201)
def set_up(
    here: Here, request: Request, response: Response, wanted: Setup, _: Annotated[Person | None, public()]
) -> Answer[CurrentSession]:
    """Make the first administrator, once, and sign them in."""
    _require_secret(here, wanted.secret)
    name = shown_name(wanted.name)
    passwords.require_good(wanted.password, name)
    hashed = passwords.hashed(wanted.password)
    with here.state.changing() as session:
        if any_user(session):
            raise Conflict("setup_done")
        user = User(
            key=key_of(name),
            name=name,
            role="admin",
            password=hashed,
            language=wanted.language,
            active=True,
            created=now(),
        )
        session.add(user)
        session.flush()
        told = kept.read_settings(session)
        kept.write_settings(session, told.model_copy(update={"currency": wanted.currency, "language": wanted.language}))
        kept.drop(session, SECRET)
        made, secret = sessions.begin(session, user.key, request)
        here.audit.note(session, user.name, "setup")
    sessions.give_cookie(response, request, secret)
    person = Person(user.key, user.name, "admin", language=user.language, session=made.id)
    return Answer(data=current(here, person))


def _require_secret(here: Context, given: str) -> None:
    with here.state.reading() as session:
        if any_user(session):
            raise Conflict("setup_done")
        expected = kept.get(session, SECRET)
    if expected is None or not hmac.compare_digest(expected, sessions.hash_of(given)):
        raise Forbidden("setup_secret_wrong")


def secret_for_setup(here: Context) -> str | None:
    """Return a new secret for the first start, the only one that counts; None where there are people already."""
    made = secrets.token_urlsafe(16)
    with here.state.changing() as session:
        if any_user(session):
            return None
        kept.put(session, SECRET, sessions.hash_of(made))
    return made
