"""The warnings on the desk: listed, put to rest for some days, closed with what came of them.

Law: whatever is done to a warning is noted with who did it; a warning that is closed stays as it was closed.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Literal, get_args

from shuke.days import a_date
from shuke.desk import Desk
from shuke.desk.notes import add_note
from shuke.errors import NotFound, UsageError

# What people may say came of a warning; a check itself closes with ``returned`` and ``lost``.
Outcome = Literal["kept", "lost", "false_alarm", "other"]
OUTCOMES: tuple[Outcome, ...] = get_args(Outcome)
Status = Literal["open", "snoozed", "closed", "all"]
STATUSES: tuple[Status, ...] = get_args(Status)
LONGEST_NOTE = 2_000
LONGEST_REST = 730
ORDER = "CASE w.severity WHEN 'high' THEN 0 WHEN 'medium' THEN 1 ELSE 2 END, CAST(w.value AS REAL) DESC, w.number"


@dataclass(frozen=True)
class Reason:
    """A rule that held: since which day, when it was last seen to hold, and on which figures."""

    rule: str
    severity: str
    since_on: str
    seen_on: str
    figures: Mapping[str, str | None]


@dataclass(frozen=True)
class Warned:
    """A warning with its reasons."""

    number: int
    customer_id: str
    owner: str | None
    severity: str
    place: str | None
    value: str
    opened_on: str
    seen_on: str
    snoozed_until: str | None
    closed_on: str | None
    closed_by: str | None
    outcome: str | None
    reasons: tuple[Reason, ...]


@dataclass(frozen=True)
class Wanted:
    """Which warnings are asked for; ``owner`` as a tuple of one, so that warnings of nobody can be asked for too."""

    status: Status = "open"
    owner: tuple[str | None] | None = None
    rule: str | None = None
    severity: str | None = None
    customer: str | None = None
    number: int | None = None


@dataclass(frozen=True)
class Event:
    """Something that was done to a warning."""

    at: str
    by: str
    what: str
    detail: str


def today(db: sqlite3.Connection) -> str:
    """Return the day on which the desk stands: that of the latest check, ISO.

    Raises:
        NotFound: nothing was checked yet.
    """
    found = db.execute("SELECT MAX(as_of) FROM warning_checks").fetchone()[0]
    if found is None:
        raise NotFound("warnings_none_checked")
    return str(found)


def listed(db: sqlite3.Connection, wanted: Wanted, offset: int = 0, size: int = 50) -> tuple[list[Warned], int]:
    """Return some warnings, the most severe and most valuable first, and how many there are."""
    where, values = _condition(db, wanted)
    total = int(db.execute(f"SELECT COUNT(*) FROM warnings AS w WHERE {where}", values).fetchone()[0])
    rows = db.execute(
        f"SELECT w.* FROM warnings AS w WHERE {where} ORDER BY {ORDER} LIMIT ? OFFSET ?", [*values, size, offset]
    ).fetchall()
    return [_warned(db, row) for row in rows], total


def get(db: sqlite3.Connection, number: int, owner: tuple[str | None] | None = None) -> Warned:
    """Return a warning by its number; ``owner``: only if it is theirs.

    Raises:
        NotFound: there is none, or it is another's.
    """
    found, _ = listed(db, Wanted("all", owner, number=number), size=1)
    if not found:
        raise NotFound("warning_unknown", number=number)
    return found[0]


def of_customer(db: sqlite3.Connection, customer_id: str, most: int = 20) -> list[Warned]:
    """Return the warnings of a customer, the open one first, then the latest."""
    query = "SELECT w.* FROM warnings AS w WHERE customer_id = ? ORDER BY closed_on IS NOT NULL, number DESC LIMIT ?"
    return [_warned(db, row) for row in db.execute(query, (customer_id, most)).fetchall()]


def history(db: sqlite3.Connection, number: int) -> list[Event]:
    """Return what was done to a warning, the latest first."""
    query = "SELECT at, by, what, detail FROM warning_log WHERE warning = ? ORDER BY number DESC"
    return [Event(*row) for row in db.execute(query, (number,))]


def snooze(desk: Desk, number: int, until: str, by: str, owner: tuple[str | None] | None = None) -> Warned:
    """Put an open warning to rest until a day, ISO, or for so many days (``14d``) from the day of the latest check.

    Raises:
        NotFound: there is no such warning.
        UsageError: it is closed, or the day cannot be meant.
    """
    with desk.changing() as db:
        found, day = _open_one(db, number, owner), today(db)
        until = _until(until, day)
        db.execute("UPDATE warnings SET snoozed_until = ? WHERE number = ?", (until, number))
        _log(db, found, by, "snoozed", until)
        return get(db, number)


def close(
    desk: Desk, number: int, outcome: str, by: str, note: str = "", owner: tuple[str | None] | None = None
) -> Warned:
    """Close an open warning with what came of it, on the day of the latest check.

    Raises:
        NotFound: there is no such warning.
        UsageError: it is closed already, or there is no such outcome.
    """
    if outcome not in OUTCOMES:
        raise UsageError("warning_outcome_unknown", value=outcome, known=", ".join(OUTCOMES))
    if len(note) > LONGEST_NOTE:
        raise UsageError("warning_note_long", most=LONGEST_NOTE)
    with desk.changing() as db:
        found = _open_one(db, number, owner)
        at = datetime.now(UTC).isoformat(timespec="seconds")
        query = (
            "UPDATE warnings SET closed_on = ?, closed_at = ?, closed_by = ?, outcome = ?, snoozed_until = NULL "
            "WHERE number = ?"
        )
        db.execute(query, (today(db), at, by, outcome, number))
        _log(db, found, by, "closed", outcome)
        if note.strip():
            add_note(db, found.customer_id, at, by, note.strip())
        return get(db, number)


def owners(db: sqlite3.Connection) -> list[tuple[str | None, int]]:
    """Return the salespersons with open warnings, and how many each has."""
    query = "SELECT owner, COUNT(*) FROM warnings WHERE closed_on IS NULL GROUP BY owner ORDER BY owner IS NULL, owner"
    return [(row[0], int(row[1])) for row in db.execute(query)]


def by_rule(db: sqlite3.Connection, owner: tuple[str | None] | None = None) -> dict[str, int]:
    """Return of how many open warnings each rule is a reason."""
    where, values = ("", []) if owner is None else ("AND w.owner IS ?", list(owner))
    query = (
        "SELECT r.rule, COUNT(*) FROM warning_reasons AS r JOIN warnings AS w ON w.number = r.warning "
        f"WHERE w.closed_on IS NULL {where} GROUP BY 1 ORDER BY 1"
    )
    return {row[0]: int(row[1]) for row in db.execute(query, values)}


def over_time(db: sqlite3.Connection, owner: tuple[str | None] | None = None) -> list[dict[str, object]]:
    """Return for each day of a check how many warnings were opened, closed by outcome, and open at its end."""
    where, values = ("", []) if owner is None else ("AND owner IS ?", list(owner))
    days = [row[0] for row in db.execute("SELECT DISTINCT as_of FROM warning_checks ORDER BY 1")]
    opened = dict(
        db.execute(f"SELECT opened_on, COUNT(*) FROM warnings WHERE TRUE {where} GROUP BY 1", values).fetchall()
    )
    closed: dict[str, dict[str, int]] = {}
    query = f"SELECT closed_on, outcome, COUNT(*) FROM warnings WHERE closed_on IS NOT NULL {where} GROUP BY 1, 2"
    for day, outcome, count in db.execute(query, values):
        closed.setdefault(day, {})[outcome] = int(count)
    found, still = [], 0
    for day in days:
        ended = closed.get(day, {})
        still += int(opened.get(day, 0)) - sum(ended.values())
        found.append({"day": day, "opened": int(opened.get(day, 0)), "closed": ended, "open": still})
    return found


def outcomes(db: sqlite3.Connection, owner: tuple[str | None] | None = None) -> dict[str, int]:
    """Return how many warnings ended with each outcome."""
    where, values = ("", []) if owner is None else ("AND owner IS ?", list(owner))
    query = f"SELECT outcome, COUNT(*) FROM warnings WHERE outcome IS NOT NULL {where} GROUP BY 1 ORDER BY 1"
    return {row[0]: int(row[1]) for row in db.execute(query, values)}


def _condition(db: sqlite3.Connection, wanted: Wanted) -> tuple[str, list[object]]:
    parts, values = ["TRUE"], list[object]()
    if wanted.status in {"open", "snoozed"}:
        day = db.execute("SELECT MAX(as_of) FROM warning_checks").fetchone()[0] or ""
        rests = "(w.snoozed_until IS NOT NULL AND w.snoozed_until > ?)"
        parts.append(f"w.closed_on IS NULL AND {rests if wanted.status == 'snoozed' else f'NOT {rests}'}")
        values.append(day)
    if wanted.status == "closed":
        parts.append("w.closed_on IS NOT NULL")
    if wanted.owner is not None:
        parts.append("w.owner IS ?")
        values.append(wanted.owner[0])
    if wanted.rule is not None:
        parts.append("EXISTS (SELECT 1 FROM warning_reasons AS r WHERE r.warning = w.number AND r.rule = ?)")
        values.append(wanted.rule)
    for name, value in (("severity", wanted.severity), ("customer_id", wanted.customer), ("number", wanted.number)):
        if value is not None:
            parts.append(f"w.{name} = ?")
            values.append(value)
    return " AND ".join(parts), values


def _warned(db: sqlite3.Connection, row: sqlite3.Row) -> Warned:
    query = (
        "SELECT rule, severity, since_on, seen_on, figures FROM warning_reasons WHERE warning = ? "
        "ORDER BY CASE severity WHEN 'high' THEN 0 WHEN 'medium' THEN 1 ELSE 2 END, since_on, rule"
    )
    found = [dict(one) for one in db.execute(query, (row["number"],))]
    reasons = tuple(Reason(**{**one, "figures": json.loads(one["figures"])}) for one in found)
    names: Sequence[str] = [one for one in Warned.__dataclass_fields__ if one != "reasons"]
    return Warned(**{name: row[name] for name in names}, reasons=reasons)


def _open_one(db: sqlite3.Connection, number: int, owner: tuple[str | None] | None) -> Warned:
    found = get(db, number, owner)
    if found.closed_on is not None:
        raise UsageError("warning_closed", number=number, outcome=found.outcome)
    return found


def _until(wish: str, day: str) -> str:
    first = date.fromisoformat(day)
    if wish.endswith("d") and wish[:-1].isdecimal() and len(wish) <= 4:
        until = first + timedelta(days=int(wish[:-1]))
    else:
        until = a_date(wish) or first
    if not first < until <= first + timedelta(days=LONGEST_REST):
        raise UsageError("warning_snooze_day", day=day, most=LONGEST_REST)
    return until.isoformat()


def _log(db: sqlite3.Connection, found: Warned, by: str, what: str, detail: str) -> None:
    db.execute(
        "INSERT INTO warning_log (warning, customer_id, at, by, what, detail) VALUES (?, ?, ?, ?, ?, ?)",
        (found.number, found.customer_id, datetime.now(UTC).isoformat(timespec="seconds"), by, what, detail),
    )
