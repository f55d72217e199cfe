"""A customer who wants no marketing any more: noted, and what waits for them with that purpose is taken back at once.

Care that is no marketing, such as the handling of complaints, goes on: the care plan says of each group whether it is.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass

from shuke.desk import Desk, opt_outs
from shuke.errors import ShukeError
from shuke.watching.care.desk import change
from shuke.watching.care.run import rated
from shuke.workspace.find import kept_as
from shuke.workspace.home import Workspace

WITHDRAWN = "opted-out"


@dataclass(frozen=True)
class Silenced:
    """What was noted: the ids as kept, how many of them are new, tasks withdrawn, and lines of messages taken back."""

    customers: tuple[str, ...]
    new: int
    tasks: int
    lines: int


def opt_out(space: Workspace, ids: Sequence[str], by: str, at: str) -> Silenced:
    """Note that customers want no marketing, and take back what waits for them.

    Raises:
        DataError: a file of the workspace is damaged.
        UsageError: the desk cannot be written.
    """
    kept = tuple(sorted(set(kept_as(space, [one for one in ids if one.strip()]))))
    service = _service(space)
    with Desk(space.home).changing() as db:
        new = opt_outs.note(db, kept, at, by)
        tasks = [number for one in kept for number in _open(db, one, service)]
        for number in tasks:
            change(db, number, at, by, "withdrawn", WITHDRAWN, status="withdrawn")
        lines = sum(_unsaid(db, one) for one in kept)
    return Silenced(kept, new, len(tasks), lines)


def opt_in(space: Workspace, customer: str) -> bool:
    """Leave a customer in again, named by the id that is kept; tell whether they were noted to be left out."""
    with Desk(space.home).changing() as db:
        return opt_outs.take_back(db, customer)


def _service(space: Workspace) -> frozenset[str]:
    """Return the groups whose care is no marketing; none where that cannot be known."""
    try:
        return frozenset(one.place for one in rated(space).strategy.rows if not one.marketing)
    except ShukeError:
        return frozenset()


def _open(db: sqlite3.Connection, customer: str, service: frozenset[str]) -> list[int]:
    rows = db.execute("SELECT number, place FROM tasks WHERE customer_id = ? AND status = 'open'", (customer,))
    return [row["number"] for row in rows.fetchall() if row["place"] not in service]


def _unsaid(db: sqlite3.Connection, customer: str) -> int:
    """Take a customer out of messages that are on their way; a message that says nothing any more goes with them."""
    waiting = "SELECT id FROM messages WHERE status = 'waiting'"
    query = f"DELETE FROM message_lines WHERE customer_id = ? AND marketing = 1 AND message IN ({waiting})"
    gone = db.execute(query, (customer,)).rowcount
    db.execute(
        "DELETE FROM messages WHERE status = 'waiting' AND id NOT IN (SELECT message FROM message_lines)",
    )
    return gone
