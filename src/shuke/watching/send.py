"""What waits in the outbox is sent: each message by one sender at a time, until its service accepts or refuses it.

Between the service's yes and the note of it on the desk lies a moment; a sender that is killed there leaves a message
that is sent once more, under the same id, when its lease has run out.
"""

from __future__ import annotations

import os
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

from shuke.desk import Desk
from shuke.locale import LANGUAGES, text
from shuke.notify.channels import Channel
from shuke.notify.message import Answer, Line, Message
from shuke.notify.send import send as deliver
from shuke.watching.channels import channels_of
from shuke.watching.outbox import MOST_TRIES, Leased, accepted, backoff, failed, lease, postponed
from shuke.watching.own import folder_of
from shuke.workspace import Workspace

# Seconds after which a sender that only waits looks again.
NAP = 0.5


@dataclass(frozen=True)
class Sent:
    """What one sender did: messages sent, postponed at the end, and failed for good."""

    sent: int = 0
    waiting: int = 0
    failed: int = 0


def send(space: Workspace, seconds: float = 0, step: Callable[[int], None] | None = None) -> Sent:
    """Send what waits; keep waiting for what is due later for at most so many seconds.

    Raises:
        SchemeErrors: the document of channels is wrong.
    """
    desk, channels = Desk(space.home), channels_of(space)
    _drop_gone(desk, [one.channel for one in channels.channels])
    sender = f"{os.getpid()}-{secrets.token_hex(4)}"
    until = time.monotonic() + seconds
    sent = lost = 0
    while True:
        waits: list[float] = []
        for channel in channels.channels:
            with desk.changing() as db:
                found = lease(db, channel, sender, _now())
            if not isinstance(found, Leased):
                waits += [] if found is None else [found]
                continue
            answer = deliver(channel, found.message, folder_of(space))
            ended = _note(desk, found, answer)
            sent, lost = sent + (ended == "sent"), lost + (ended == "failed")
            waits.append(0)
            if step is not None:
                step(sent)
        if not waits or min(waits) > max(0, until - time.monotonic()):
            break
        time.sleep(min(*waits, NAP))
    with desk.reading() as db:
        left = int(db.execute("SELECT COUNT(*) FROM messages WHERE status = 'waiting'").fetchone()[0])
    return Sent(sent, left, lost)


def probe(space: Workspace, channel: Channel) -> Answer:
    """Send a message that says nothing but that it is a trial; nothing is kept of it."""
    title = text("warnings.trial", channel.lang)
    owner = next(iter(channel.to or channel.mentions), None)
    message = Message(f"shuke-trial-{secrets.token_hex(6)}", title, (Line(title),), None if owner == "*" else owner)
    return deliver(channel, message, folder_of(space))


def told(answer: Answer, lang: str) -> str:
    """Return what went wrong with a message, in words."""
    return text(f"warnings.problem.{answer.problem}", lang, **answer.figures)


def _note(desk: Desk, found: Leased, answer: Answer) -> str:
    """Note what became of a message; return the status that it has now."""
    at = datetime.now(UTC).isoformat(timespec="seconds")
    with desk.changing() as db:
        if answer.verdict == "accepted":
            accepted(db, found, at)
            return "sent"
        problem = _kept(answer)
        if answer.verdict == "refused" or found.attempts >= MOST_TRIES:
            failed(db, found, at, problem)
            return "failed"
        postponed(db, found, _now(), max(answer.wait or 0.0, backoff(found.attempts)), problem)
        return "waiting"


def _kept(answer: Answer) -> str:
    """Return a problem as the desk keeps it: its key and its figures, so that it can be told in any language."""
    return "|".join([answer.problem or "", *(f"{name}={value}" for name, value in answer.figures.items())])


def spoken(kept: str | None, lang: str) -> str | None:
    """Return a problem that the desk kept, in words."""
    if not kept or lang not in LANGUAGES:
        return None
    key, *figures = kept.split("|")
    return text(f"warnings.problem.{key}", lang, **dict(one.split("=", 1) for one in figures))


def _drop_gone(desk: Desk, known: list[str]) -> None:
    """Tell messages of channels that the document has no more as failed."""
    marks = ", ".join("?" for _ in known) or "''"
    condition = f"status = 'waiting' AND channel NOT IN ({marks})"
    with desk.reading() as db:
        if db.execute(f"SELECT 1 FROM messages WHERE {condition} LIMIT 1", known).fetchone() is None:
            return
    at = datetime.now(UTC).isoformat(timespec="seconds")
    with desk.changing() as db:
        query = f"UPDATE messages SET status = 'failed', ended_at = ?, problem = 'gone' WHERE {condition}"
        db.execute(query, [at, *known])


def _now() -> int:
    return round(time.time() * 1000)
