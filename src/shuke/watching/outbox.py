"""Messages on their way: written together with what they tell of, leased to one sender at a time, sent until accepted.

Law: a message that was written is sent, or told as failed; two senders do not send it at once, and all of them
together keep to what the channel's service allows. A sender that dies in the middle leaves its one message to the next
one, so that this message may arrive twice, under the same id.
"""

from __future__ import annotations

import secrets
import sqlite3
import time
from collections.abc import Sequence
from dataclasses import dataclass

from shuke.desk import Desk
from shuke.notify.channels import MINUTE, SECOND, Channel
from shuke.notify.message import Line, Message
from shuke.workspace import Workspace

# Milliseconds for which a sender has a message alone, and besides as many of the channel's time limits: a conversation
# has several turns.
LEASE, TURNS = 10_000, 10
# Seconds until a message is tried again, at first and at most, and how often it is tried.
FIRST_WAIT, LONGEST_WAIT, MOST_TRIES = 2.0, 1800.0, 12


@dataclass(frozen=True)
class Leased:
    """A message that one sender has for itself; ``attempts`` counts this try."""

    message: Message
    channel: str
    attempts: int


def write(
    db: sqlite3.Connection,
    channel: Channel,
    owner: str | None,
    title: str,
    lines: Sequence[tuple[str, str, int | None, bool]],
    at: str,
    moment: int,
) -> list[str]:
    """Write the messages of one salesperson into an outbox; return their ids.

    ``lines`` are the customer, the text, the warning's number and whether it is marketing; a message has no more of
    them than the channel says.
    """
    made = []
    for start in range(0, len(lines), channel.lines):
        part = lines[start : start + channel.lines]
        name = f"shuke-{secrets.token_hex(10)}"
        db.execute(
            "INSERT INTO messages (id, channel, owner, title, made_at, status, due) "
            "VALUES (?, ?, ?, ?, ?, 'waiting', ?)",
            (name, channel.channel, owner, title, at, moment),
        )
        db.executemany(
            "INSERT INTO message_lines (message, position, customer_id, warning, text, marketing) "
            "VALUES (?, ?, ?, ?, ?, ?)",
            [(name, place, who, warning, text, int(ad)) for place, (who, text, warning, ad) in enumerate(part)],
        )
        made.append(name)
    return made


def lease(db: sqlite3.Connection, channel: Channel, sender: str, moment: int) -> Leased | float | None:
    """Return the next message of a channel for a sender, or the seconds to wait for one; None where none waits.

    A use of the channel is counted with the lease, so that a try that ends badly counts too.
    """
    row = db.execute(
        "SELECT id, owner, title, attempts, MAX(due, leased_until) AS free FROM messages "
        "WHERE channel = ? AND status = 'waiting' ORDER BY MAX(due, leased_until), rowid LIMIT 1",
        (channel.channel,),
    ).fetchone()
    if row is None:
        return None
    free = max(int(row["free"]), _allowed(db, channel, moment))
    if free > moment:
        return (free - moment) / 1000
    db.execute(
        "UPDATE messages SET leased_until = ?, leased_by = ?, attempts = attempts + 1 WHERE id = ?",
        (moment + LEASE + channel.timeout * TURNS * 1000, sender, row["id"]),
    )
    db.execute("DELETE FROM channel_uses WHERE at < ?", (moment - MINUTE,))
    db.execute("INSERT INTO channel_uses (channel, at) VALUES (?, ?)", (channel.channel, moment))
    found = db.execute("SELECT text, warning FROM message_lines WHERE message = ? ORDER BY position", (row["id"],))
    lines = tuple(Line(one["text"], one["warning"]) for one in found)
    message = Message(row["id"], row["title"], lines, row["owner"], channel.link)
    return Leased(message, channel.channel, int(row["attempts"]) + 1)


def _allowed(db: sqlite3.Connection, channel: Channel, moment: int) -> int:
    """Return the first moment at which the channel's service takes another message."""
    free = moment
    for most, span in ((channel.minute, MINUTE), (channel.second, SECOND)):
        if most is None:
            continue
        query = "SELECT at FROM channel_uses WHERE channel = ? AND at > ? ORDER BY at DESC LIMIT 1 OFFSET ?"
        row = db.execute(query, (channel.channel, moment - span, most - 1)).fetchone()
        if row is not None:
            free = max(free, int(row["at"]) + span + 1)
    return free


def accepted(db: sqlite3.Connection, leased: Leased, at: str) -> None:
    """Note that a message was accepted."""
    _end(db, leased, "sent", at, None)


def failed(db: sqlite3.Connection, leased: Leased, at: str, problem: str) -> None:
    """Note that a message was refused for good, and why."""
    _end(db, leased, "failed", at, problem)


def postponed(db: sqlite3.Connection, leased: Leased, moment: int, wait: float, problem: str) -> None:
    """Note that a message is to be tried again after so many seconds, and why."""
    db.execute(
        "UPDATE messages SET due = ?, leased_until = 0, leased_by = NULL, problem = ? "
        "WHERE id = ? AND status = 'waiting'",
        (moment + int(wait * 1000), problem, leased.message.id),
    )


def retry(space: Workspace) -> int:
    """Let everything that failed be tried again; return how many messages that are."""
    query = "UPDATE messages SET status = 'waiting', attempts = 0, due = ?, ended_at = NULL WHERE status = 'failed'"
    with Desk(space.home).changing() as db:
        return db.execute(query, (round(time.time() * 1000),)).rowcount


def backoff(attempts: int) -> float:
    """Return the seconds until a message is tried again after so many tries.

    >>> [backoff(n) for n in (1, 2, 3, 20)]
    [2.0, 4.0, 8.0, 1800.0]
    """
    return float(min(LONGEST_WAIT, FIRST_WAIT * 2 ** min(attempts - 1, 30)))


def counts(db: sqlite3.Connection) -> dict[str, int]:
    """Return how many messages wait, were sent, and failed."""
    found = dict(db.execute("SELECT status, COUNT(*) FROM messages GROUP BY status").fetchall())
    return {name: int(found.get(name, 0)) for name in ("waiting", "sent", "failed")}


def _end(db: sqlite3.Connection, leased: Leased, status: str, at: str, problem: str | None) -> None:
    db.execute(
        "UPDATE messages SET status = ?, ended_at = ?, problem = ?, leased_until = 0, leased_by = NULL WHERE id = ?",
        (status, at, problem, leased.message.id),
    )
