"""People who may sign in, by their names as names are compared."""

from __future__ import annotations

import unicodedata

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from shuke.errors import UsageError, visible
from shuke.server.state.models import User

LONGEST = 64


def key_of(name: str) -> str:
    """Return a name as names are compared: whatever the case, and however its characters were composed."""
    return unicodedata.normalize("NFKC", name).strip().casefold()[:128]


def shown_name(name: str) -> str:
    """Return a name as it is kept.

    Raises:
        UsageError: it is empty, too long, or holds characters that are not shown.
    """
    found = unicodedata.normalize("NFKC", name).strip()
    if not 1 <= len(found) <= LONGEST or visible(found) != found or "/" in found or found in {".", ".."}:
        raise UsageError("user_name", longest=LONGEST)
    return found


def any_user(session: Session) -> bool:
    """Tell whether anybody may sign in at all; before, the installation is to be set up."""
    return session.execute(select(User.key).limit(1)).first() is not None


def active_admins(session: Session) -> int:
    """Return how many may do everything."""
    query = select(func.count()).select_from(User).where(User.role == "admin", User.active)
    return int(session.execute(query).scalar_one())
