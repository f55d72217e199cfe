"""The job that counts the customers of two sides by pair of tiers, once a day for a key.

Two answers about customers who changed little in between tell what became of single ones. So a key answers for one
pair of files on a day; the same pair again gives the same answer.
"""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from shuke.errors import DataError
from shuke.overlap.codes import LEAST
from shuke.overlap.compare import compare
from shuke.overlap.told import document
from shuke.server import made, uploads
from shuke.server.context import Context
from shuke.server.jobs.task import Task
from shuke.server.state.settings import get, put
from shuke.server.state.types import now
from shuke.store.folder import sha256

# Under this name stands which pair each key answered for, and when.
ANSWERED = "overlap_answered"
WAIT = timedelta(days=1)


def run(task: Task) -> dict[str, Any]:
    """Count, and return the counts as they may be shown; files that were sent in do not wait any more."""
    asked, here = task.request, task.here
    mine = made.get(here, "overlaps", asked["codes"]).path if asked["codes"] else _sent(task, asked["mine"])
    theirs = _sent(task, asked["theirs"])
    task.step("check")
    found = compare(mine, theirs)
    _answer(here, found.key, pair(mine, theirs))
    uploads.discard(here, [one for one in (asked["mine"], asked["theirs"]) if one])
    return {**document(found), "least": LEAST}


def pair(mine: Path, theirs: Path) -> str:
    """Return what two files are known by, whichever is called one's own."""
    return hashlib.sha256("".join(sorted((sha256(mine), sha256(theirs)))).encode()).hexdigest()


def _sent(task: Task, upload: str) -> Path:
    return uploads.paths(task.here, task.person, [upload])[0]


def _answer(here: Context, key: str, both: str) -> None:
    """Note that a key answers for a pair.

    Raises:
        DataError: it answered for another one within a day.
    """
    moment = now()
    with here.state.changing() as session:
        answered: dict[str, list[str]] = get(session, ANSWERED) or {}
        last, at = answered.get(key, ["", ""])
        if last not in {"", both} and moment - datetime.fromisoformat(at) < WAIT:
            raise DataError("overlap_answered", key=key, at=at[:16].replace("T", " "))
        put(session, ANSWERED, {**answered, key: [both, at if last == both else moment.isoformat()]})
