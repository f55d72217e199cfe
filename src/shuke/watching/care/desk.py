"""Tasks on the desk of a workspace, row by row: what is there, and what a plan or a person changes."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from hashlib import blake2b
from typing import Any

from shuke.errors import NotFound
from shuke.watch.care.plan import Changes, Held, New

DATES = ("anchor", "due", "day")
HELD = tuple(name for name in Held.__dataclass_fields__ if name != "is_open")


@dataclass(frozen=True)
class Made:
    """One making of a plan as it was noted; ``told`` is what came of it."""

    number: int
    run: int
    as_of: str
    scheme: str
    result: str
    first: str
    last: str
    planned_at: str
    planned_by: str
    told: Mapping[str, Any]


def latest_plan(db: sqlite3.Connection) -> Made | None:
    """Return the making of a plan that was the last; None before the first."""
    row = db.execute("SELECT * FROM care_plans ORDER BY number DESC LIMIT 1").fetchone()
    return None if row is None else Made(**{**dict(row), "told": json.loads(row["told"])})


def note_plan(db: sqlite3.Connection, **values: str | int) -> int:
    """Note that a plan was made; return its number."""
    marks = ", ".join("?" for _ in values)
    query = f"INSERT INTO care_plans ({', '.join(values)}) VALUES ({marks}) RETURNING number"
    return int(db.execute(query, list(values.values())).fetchone()[0])


def held(db: sqlite3.Connection) -> list[Held]:
    """Return every task that was not withdrawn."""
    rows = db.execute(f"SELECT {', '.join(HELD)}, status FROM tasks WHERE status <> 'withdrawn' ORDER BY number")
    found = []
    for row in rows:
        values: dict[str, Any] = {name: date.fromisoformat(row[name]) if name in DATES else row[name] for name in HELD}
        values |= {"by_hand": bool(row["by_hand"]), "is_open": row["status"] == "open"}
        found.append(Held(**values))
    return found


def last_done(db: sqlite3.Connection) -> dict[str, date]:
    """Return the latest day on which each customer was looked after."""
    rows = db.execute("SELECT customer_id, MAX(day) AS day FROM tasks WHERE status = 'done' GROUP BY customer_id")
    return {row["customer_id"]: date.fromisoformat(row["day"]) for row in rows}


def keep(db: sqlite3.Connection, plan: int, salt: str, at: str, by: str, found: Changes) -> None:
    """Write what a plan changes; ``salt`` is what nobody outside knows, so that an event's name tells of nobody."""
    db.executemany(
        "INSERT INTO tasks (uid, customer_id, place, rhythm, anchor, step, due, day, owner, status, changed_at, plan) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 'open', ?, ?)",
        [_row(one, plan, salt, at) for one in found.new],
    )
    for status, numbers in (("withdrawn", found.withdrawn), ("missed", found.missed)):
        for number in numbers:
            change(db, number, at, by, status, status=status)
    for number, owner, day in found.handed:
        change(db, number, at, by, "handed", owner=owner, day=day.isoformat())
    db.executemany("UPDATE tasks SET place = ? WHERE number = ?", [(place, number) for number, place in found.renamed])


def _row(one: New, plan: int, salt: str, at: str) -> tuple[Any, ...]:
    named = f"{salt}\x1f{plan}\x1f{one.customer_id}\x1f{one.anchor}\x1f{one.step}"
    uid = f"{blake2b(named.encode(), digest_size=16).hexdigest()}@shuke"
    dates = (one.anchor.isoformat(), one.step, one.due.isoformat(), one.day.isoformat())
    return uid, one.customer_id, one.place, one.rhythm, *dates, one.owner, at, plan


def change(
    db: sqlite3.Connection,
    number: int,
    at: str,
    by: str,
    did: str,
    note: str | None = None,
    /,
    **values: str | int | None,
) -> None:
    """Change a task and note who did what when.

    Raises:
        NotFound: there is no such task.
    """
    row = db.execute("SELECT * FROM tasks WHERE number = ?", (number,)).fetchone()
    if row is None:
        raise NotFound("task_unknown", number=number)
    sets = "".join(f"{name} = ?, " for name in values)
    db.execute(
        f"UPDATE tasks SET {sets}changed_at = ?, changes = changes + 1 WHERE number = ?", (*values.values(), at, number)
    )
    shown = [name for name in ("day", "owner") if name in values and values[name] != row[name]]
    before, after = (", ".join(str(one[name] or "–") for name in shown) or None for one in (row, values))
    db.execute(
        "INSERT INTO task_events (task, customer_id, at, by, did, before, after, note) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (number, row["customer_id"], at, by, did, before, after, note),
    )
