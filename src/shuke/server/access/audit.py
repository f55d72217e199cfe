"""The audit log: every entry signs itself together with the one before, and how long the log is is signed too.

Law: an entry that was changed, removed, added or moved is noticed by whoever has the installation's key.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Iterator
from contextvars import ContextVar
from dataclasses import dataclass

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from shuke.errors import visible
from shuke.server.state.models import Entry, Head
from shuke.server.state.types import now

FIRST = "0" * 64
NOBODY = "-"
BATCH = 1000
LONGEST = 2000
# Where what is being done was asked for: set for each request, and for each job by who asked for it.
FROM: ContextVar[str] = ContextVar("from", default=NOBODY)


@dataclass(frozen=True)
class Verified:
    """How many entries there are, whether all are as they were written, and the first that is not."""

    entries: int
    intact: bool
    broken_at: int | None


class Audit:
    """The log of an installation, with its key."""

    def __init__(self, key: bytes) -> None:
        self._key = key

    def note(self, session: Session, who: str | None, what: str, target: str = "", outcome: str = "done") -> None:
        """Add an entry in a session that changes; it counts when the change does."""
        if session.get_bind().dialect.name == "postgresql":
            # One at a time, as SQLite has it anyway.
            session.execute(text("LOCK TABLE audit_head IN EXCLUSIVE MODE"))
        head = session.get(Head, 1, populate_existing=True)
        number, before = (head.number + 1, head.hash) if head is not None else (1, FIRST)
        entry = Entry(
            number=number,
            at=now().isoformat(timespec="milliseconds"),
            who=visible(who or NOBODY)[:128],
            address=visible(FROM.get())[:64],
            what=what,
            target=visible(target)[:LONGEST],
            outcome=outcome,
        )
        entry.hash = self._entry(entry, before)
        session.add(entry)
        session.merge(Head(id=1, number=number, hash=entry.hash, sign=self._head(number, entry.hash)))
        session.flush()

    def verify(self, session: Session) -> Verified:
        """Return whether the log is as it was written."""
        before, expected, entries, broken = FIRST, 1, 0, None
        for entry in _all(session):
            entries += 1
            if broken is None and (entry.number != expected or entry.hash != self._entry(entry, before)):
                broken = entry.number if entry.number == expected else expected
            before, expected = entry.hash, entry.number + 1
        head = session.get(Head, 1)
        whole = (head is None and entries == 0) or (
            head is not None
            and (head.number, head.hash) == (expected - 1, before)
            and hmac.compare_digest(head.sign, self._head(head.number, head.hash))
        )
        if broken is None and not whole:
            broken = expected
        return Verified(entries, broken is None, broken)

    def _entry(self, entry: Entry, before: str) -> str:
        # Entries of the first versions know no address, and signed themselves without one.
        address = [entry.address] if entry.address else []
        told = [entry.number, entry.at, entry.who, *address, entry.what, entry.target, entry.outcome, before]
        return self._signed("entry", told)

    def _head(self, number: int, last: str) -> str:
        return self._signed("head", [number, last])

    def _signed(self, kind: str, told: list[object]) -> str:
        message = json.dumps([kind, *told], ensure_ascii=False).encode()
        return hmac.new(self._key, message, hashlib.sha256).hexdigest()


def _all(session: Session) -> Iterator[Entry]:
    query = select(Entry).order_by(Entry.number).execution_options(yield_per=BATCH)
    yield from session.scalars(query)
