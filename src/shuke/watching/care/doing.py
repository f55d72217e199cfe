"""What people do with a task: done, missed, skipped, opened again, moved to another day, handed to somebody else."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from sqlite3 import Connection
from typing import Literal

from shuke.errors import UsageError
from shuke.watch.care.model import CarePlan
from shuke.watch.care.plan import desk_of
from shuke.watch.care.strategy import Strategy
from shuke.watch.care.workdays import workdays
from shuke.watching.care.desk import change
from shuke.watching.care.tasks import Task, one

Settled = Literal["done", "missed", "skipped"]
SETTLED: tuple[Settled, ...] = ("done", "missed", "skipped")
# What is told of a task that stands as it does.
STANDS = {
    "open": "task_open",
    "done": "task_done",
    "missed": "task_missed",
    "skipped": "task_skipped",
    "withdrawn": "task_withdrawn",
}


@dataclass(frozen=True)
class Hand:
    """Who does something at what moment (UTC, ISO 8601), and why."""

    by: str
    at: str
    note: str | None = None


def settle(db: Connection, number: int, status: Settled, hand: Hand, on: date | None = None) -> Task:
    """Say what became of a task; one that is done stands on the day on which it was, where that is said.

    Raises:
        NotFound: there is no such task.
        UsageError: it was withdrawn, or settled in the same way before.
    """
    found = one(db, number)
    if found.status in {"withdrawn", status}:
        raise _settled(found)
    day = {"day": on.isoformat()} if status == "done" and on is not None else {}
    change(db, number, hand.at, hand.by, status, hand.note, status=status, **day)
    return one(db, number)


def reopen(db: Connection, number: int, hand: Hand) -> Task:
    """Open a task again that was settled; it stands on the day that it had last.

    Raises:
        NotFound: there is no such task.
        UsageError: it is open, or was withdrawn.
    """
    found = one(db, number)
    if found.status in {"withdrawn", "open"}:
        raise _settled(found)
    change(db, number, hand.at, hand.by, "reopened", hand.note, status="open")
    return one(db, number)


def move(
    db: Connection,
    number: int,
    day: date,
    hand: Hand,
    plan: CarePlan,
    told: Strategy,
    *,
    anyway: bool = False,
) -> Task:
    """Lay an open task on another day; ``anyway``: also on one that is free, or full.

    Raises:
        NotFound: there is no such task.
        UsageError: it is not open, or the day is not worked, or its owner has as many tasks on it as they can do.
    """
    found = _open(db, number)
    if not anyway:
        if not workdays(plan, day, day).works(day):
            raise UsageError("task_day_free", day=day.isoformat())
        _require_room(db, plan, told, found, day)
    change(db, number, hand.at, hand.by, "moved", hand.note, day=day.isoformat())
    return one(db, number)


def give(db: Connection, number: int, owner: str, hand: Hand) -> Task:
    """Give an open task to somebody, who keeps it whatever later runs say.

    Raises:
        NotFound: there is no such task.
        UsageError: it is not open.
    """
    _open(db, number)
    change(db, number, hand.at, hand.by, "handed", hand.note, owner=owner, by_hand=1)
    return one(db, number)


def give_all(db: Connection, before: str, owner: str, hand: Hand) -> int:
    """Give every open task of somebody to somebody else; return how many there were."""
    rows = db.execute("SELECT number FROM tasks WHERE status = 'open' AND owner = ? ORDER BY number", (before,))
    numbers = [row[0] for row in rows.fetchall()]
    for number in numbers:
        give(db, number, owner, hand)
    return len(numbers)


def _require_room(db: Connection, plan: CarePlan, told: Strategy, task: Task, day: date) -> None:
    care = told.of(task.place)
    if care is None:
        return
    mine = desk_of(plan, care, task.owner)
    query = "SELECT place, owner FROM tasks WHERE status = 'open' AND day = ? AND number <> ?"
    rows = db.execute(query, (day.isoformat(), task.number)).fetchall()
    cares = {one.place: one for one in told.rows}
    taken = sum(desk_of(plan, cares[place], owner) == mine for place, owner in rows if place in cares)
    most = plan.capacities.get(mine, plan.capacity)
    if taken >= most:
        raise UsageError("task_day_full", day=day.isoformat(), tasks=taken, most=most)


def _open(db: Connection, number: int) -> Task:
    found = one(db, number)
    if found.status != "open":
        raise _settled(found)
    return found


def _settled(task: Task) -> UsageError:
    return UsageError(STANDS[task.status], number=task.number)
