"""Sessions live in the state: a new id at every sign-in, an end after idle and after all, and none after sign-out.

The browser holds 32 random bytes; the state holds their hash.
"""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime, timedelta

from fastapi import Request, Response
from sqlalchemy import delete
from sqlalchemy.orm import Session

from shuke.server.state.models import SignedIn
from shuke.server.state.types import SKEW, now

# A browser keeps a cookie of the first name only for a whole host, over TLS.
SECURE, PLAIN = "__Host-shuke", "shuke"
# That somebody is active is written down at most this often.
NOTED = timedelta(seconds=60)


def hash_of(secret: str) -> str:
    """Return what is kept of a secret of 32 random bytes: there is nothing to guess, so one pass is enough."""
    return hashlib.sha256(secret.encode()).hexdigest()


def begin(session: Session, user: str, request: Request) -> tuple[SignedIn, str]:
    """Make a session for a user; return it and the secret for their browser."""
    secret, moment = secrets.token_urlsafe(32), now()
    made = SignedIn(
        id=secrets.token_hex(8),
        secret=hash_of(secret),
        user=user,
        created=moment,
        seen=moment,
        address=address_of(request),
        agent=(request.headers.get("user-agent") or "")[:256] or None,
    )
    session.add(made)
    return made, secret


def alive(seen: datetime, created: datetime, idle: timedelta, absolute: timedelta, moment: datetime) -> bool:
    """Tell whether a session has not ended by itself."""
    return -SKEW < moment - seen < idle and -SKEW < moment - created < absolute


def end_all(session: Session, user: str, but: str | None = None) -> None:
    """End every session of a user, but one."""
    session.execute(delete(SignedIn).where(SignedIn.user == user, SignedIn.id != (but or "")))


def address_of(request: Request) -> str | None:
    """Return where a request comes from."""
    return request.client.host[:64] if request.client is not None else None


def cookie_name(request: Request) -> str:
    """Return the name of the cookie, which depends on whether the connection is safe."""
    return SECURE if request.url.scheme == "https" else PLAIN


def give_cookie(response: Response, request: Request, secret: str) -> None:
    """Let the browser keep a session's secret, where no script can read it and no other site can use it."""
    safe = request.url.scheme == "https"
    path = "/" if safe else (request.scope.get("root_path") or "/")
    response.set_cookie(cookie_name(request), secret, path=path, secure=safe, httponly=True, samesite="strict")


def take_cookie(response: Response, request: Request) -> None:
    """Let the browser forget it."""
    safe = request.url.scheme == "https"
    path = "/" if safe else (request.scope.get("root_path") or "/")
    response.delete_cookie(cookie_name(request), path=path, secure=safe, httponly=True, samesite="strict")
