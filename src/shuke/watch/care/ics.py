"""Tasks as an iCalendar file (RFC 5545): one all-day event per task, the same event in every later file.

Law: lines end in CRLF and hold at most 75 octets, no character is cut; nothing in the file is of the moment it is made.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

PRODUCT = "-//Shuke//Care plan//EN"
MOST = 75
ESCAPES = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n", "\r": ""})


@dataclass(frozen=True)
class Event:
    """One task: ``changed`` is when it was changed last (ISO 8601, UTC), ``changes`` how often."""

    uid: str
    day: date
    changed: str
    changes: int
    summary: str
    description: str
    categories: Sequence[str] = ()
    cancelled: bool = False


def calendar(name: str, events: Iterable[Event]) -> str:
    """Return the text of a calendar file."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:{PRODUCT}", "CALSCALE:GREGORIAN", "METHOD:PUBLISH"]
    lines.append(f"X-WR-CALNAME:{_text(name)}")
    for one in events:
        lines += _event(one)
    lines.append("END:VCALENDAR")
    return "".join(f"{part}\r\n" for line in lines for part in _folded(line))


def _event(one: Event) -> list[str]:
    stamp = "".join(char for char in one.changed[:19] if char.isalnum())
    lines = [
        "BEGIN:VEVENT",
        f"UID:{_text(one.uid)}",
        f"DTSTAMP:{stamp}Z",
        f"LAST-MODIFIED:{stamp}Z",
        f"SEQUENCE:{one.changes}",
        f"DTSTART;VALUE=DATE:{one.day:%Y%m%d}",
        f"DTEND;VALUE=DATE:{one.day + timedelta(days=1):%Y%m%d}",
        f"SUMMARY:{_text(one.summary)}",
    ]
    if one.description:
        lines.append(f"DESCRIPTION:{_text(one.description)}")
    if one.categories:
        lines.append(f"CATEGORIES:{','.join(map(_text, one.categories))}")
    status = "CANCELLED" if one.cancelled else "CONFIRMED"
    return [*lines, f"STATUS:{status}", "TRANSP:TRANSPARENT", "END:VEVENT"]


def _text(value: str) -> str:
    """Return a text with the signs escaped that mean something in a calendar, and control characters left out."""
    kept = "".join(char for char in value if char == "\n" or (ord(char) >= 0x20 and ord(char) != 0x7F))
    return kept.translate(ESCAPES)


def _folded(line: str) -> Iterator[str]:
    """Yield the parts of a line; each but the first begins with a space that belongs to none of them."""
    part, octets = "", 0
    for char in line:
        size = len(char.encode("utf-8", "replace"))
        if octets + size > MOST:
            yield part
            part, octets = " ", 1
        part += char
        octets += size
    yield part
