"""Tasks as people ask for them: a part of a list, counts by day, one with its story."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from typing import Any, Literal

from shuke.errors import NotFound

Status = Literal["open", "done", "missed", "skipped", "withdrawn"]
STATUSES: tuple[Status, ...] = ("open", "done", "missed", "skipped", "withdrawn")


@dataclass(frozen=True)
class Event:
    """What was done with a task: by whom, when, and from what to what."""

    at: str
    by: str
    did: str
    before: str | None
    after: str | None
    note: str | None


@dataclass(frozen=True)
class Task:
    """One task; ``owner`` None: the department of the group has it."""

    number: int
    uid: str
    customer_id: str
    place: str
    rhythm: str
    due: str
    day: str
    owner: str | None
    status: Status
    changed_at: str
    changes: int


NAMES = ", ".join(Task.__dataclass_fields__)
STORY = ", ".join(Event.__dataclass_fields__)


@dataclass(frozen=True)
class Asked:
    """Which tasks are asked for: everything that is given must hold; withdrawn ones only where they are named.

    ``mine``: only those of this owner, whatever else is asked for.
    """

    first: str | None = None
    last: str | None = None
    statuses: tuple[str, ...] = ()
    owner: str | None = None
    customer_id: str | None = None
    place: str | None = None
    mine: str | None = None

    @property
    def condition(self) -> tuple[str, list[Any]]:
        """The condition in SQL, and its values."""
        chosen = self.statuses or STATUSES[:-1]
        parts = [f"status IN ({', '.join('?' for _ in chosen)})"]
        values: list[Any] = list(chosen)
        for name, operation, value in (
            ("day", ">=", self.first),
            ("day", "<=", self.last),
            ("owner", "=", self.owner),
            ("owner", "=", self.mine),
            ("customer_id", "=", self.customer_id),
            ("place", "=", self.place),
        ):
            if value is not None:
                parts.append(f"{name} {operation} ?")
                values.append(value)
        return " AND ".join(parts), values


def tasks(db: sqlite3.Connection, asked: Asked, offset: int = 0, size: int | None = None) -> tuple[list[Task], int]:
    """Return a part of the tasks asked for, the earliest day first, and how many there are."""
    condition, values = asked.condition
    total = int(db.execute(f"SELECT COUNT(*) FROM tasks WHERE {condition}", values).fetchone()[0])
    rows = db.execute(
        f"SELECT {NAMES} FROM tasks WHERE {condition} ORDER BY day, owner, number LIMIT ? OFFSET ?",
        [*values, -1 if size is None else size, offset],
    )
    return [Task(**dict(row)) for row in rows], total


def by_day(db: sqlite3.Connection, asked: Asked) -> list[tuple[str, str, int]]:
    """Return how many of the tasks asked for there are, by day and status."""
    condition, values = asked.condition
    rows = db.execute(f"SELECT day, status, COUNT(*) FROM tasks WHERE {condition} GROUP BY 1, 2 ORDER BY 1, 2", values)
    return [(row[0], row[1], row[2]) for row in rows]


def owners(db: sqlite3.Connection) -> list[str]:
    """Return the names of everybody who has a task that waits, sorted."""
    rows = db.execute("SELECT DISTINCT owner FROM tasks WHERE status = 'open' AND owner IS NOT NULL ORDER BY 1")
    return [row[0] for row in rows]


def one(db: sqlite3.Connection, number: int) -> Task:
    """Return a task.

    Raises:
        NotFound: there is no such task.
    """
    row = db.execute(f"SELECT {NAMES} FROM tasks WHERE number = ?", (number,)).fetchone()
    if row is None:
        raise NotFound("task_unknown", number=number)
    return Task(**dict(row))


def story(db: sqlite3.Connection, number: int) -> list[Event]:
    """Return what was done with a task, the earliest first."""
    rows = db.execute(f"SELECT {STORY} FROM task_events WHERE task = ? ORDER BY number", (number,))
    return [Event(**dict(row)) for row in rows]
