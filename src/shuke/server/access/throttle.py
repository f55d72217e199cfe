"""Wrong passwords slow down whoever gives them: for one name from one address, for one address, for one name.

Five wrong ones are free; each further one doubles the wait, to a quarter of an hour, so that a name can be tried about
twenty times an hour. Others are not slowed down, and what is said is the same whether there is such a name or not.
"""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta

from sqlalchemy import delete
from sqlalchemy.orm import Session

from shuke.server.errors import TooMany
from shuke.server.state.engine import State
from shuke.server.state.models import Attempts
from shuke.server.state.types import SKEW, now

FREE, FIRST_WAIT, LONGEST_WAIT = 5, 30, 900
# Wrong ones within an hour: from one address whatever the names, on one name whatever the addresses.
OF_ADDRESS, OF_NAME = 50, 100
HOUR = timedelta(hours=1)
FORGOTTEN = timedelta(hours=24)


def require_patience(state: State, name: str, address: str) -> None:
    """Pass whoever need not wait.

    Raises:
        TooMany: they must; for so many seconds.
    """
    moment = now()
    with state.reading() as session:
        seconds = max(_wait(session.get(Attempts, what), limit, moment) for what, limit in _keys(name, address))
    if seconds > 0:
        raise TooMany("too_many_attempts", seconds)


def wrong(session: Session, name: str, address: str) -> None:
    """Note that a password was wrong."""
    moment = now()
    session.execute(delete(Attempts).where(Attempts.last < moment - FORGOTTEN))
    for what, limit in _keys(name, address):
        found = session.get(Attempts, what)
        if found is None or (limit is not None and moment - found.first > HOUR):
            session.merge(Attempts(what=what, wrong=1, first=moment, last=moment))
        else:
            found.wrong, found.last = found.wrong + 1, moment


def right(session: Session, name: str, address: str) -> None:
    """Note that one was right: that name from that address starts anew."""
    session.execute(delete(Attempts).where(Attempts.what == _keys(name, address)[0][0]))


def _keys(name: str, address: str) -> list[tuple[str, int | None]]:
    """Return under what attempts are counted, each with its limit within an hour; names are kept as hashes."""
    return [
        (_hash("both", name, address), None),
        (_hash("address", address), OF_ADDRESS),
        (_hash("name", name), OF_NAME),
    ]


def _hash(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()


def _wait(found: Attempts | None, limit: int | None, moment: datetime) -> int:
    """Return how many seconds are left to wait."""
    if found is None or moment < found.last - SKEW:
        # Noted by a clock that was wrong: nobody waits until it is that late.
        return 0
    if limit is not None:
        over = found.wrong >= limit and moment - found.first < HOUR
        return int((found.first + HOUR - moment).total_seconds()) + 1 if over else 0
    if found.wrong < FREE:
        return 0
    wait = min(FIRST_WAIT << min(found.wrong - FREE, 10), LONGEST_WAIT)
    left = (found.last + timedelta(seconds=wait) - moment).total_seconds()
    return int(left) + 1 if left > 0 else 0
