"""What is told of a check: to each salesperson, in each channel, a message of their own customers, ids masked."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from shuke.locale import text
from shuke.notify.channels import Channels
from shuke.privacy.masked import mask_id
from shuke.scheme.model.base import Words
from shuke.watching.outbox import write


@dataclass(frozen=True)
class News:
    """A warning that is to be told of: its number, whom it is about, and why; ``marketing``: no reason is service."""

    number: int
    customer_id: str
    titles: tuple[Words, ...]
    owner: str | None
    place: str | None
    value: str
    silent: int | None
    marketing: bool


def post(db: sqlite3.Connection, channels: Channels, news: Sequence[News], as_of: str, moment: datetime) -> int:
    """Write the messages about a check into the outbox; return how many there are."""
    owners: dict[str | None, list[News]] = {}
    for one in news:
        owners.setdefault(one.owner, []).append(one)
    made = 0
    at, now = moment.isoformat(timespec="seconds"), int(moment.timestamp() * 1000)
    for channel in channels.channels:
        for owner, theirs in sorted(owners.items(), key=lambda pair: pair[0] or ""):
            if not channel.takes(owner):
                continue
            whose = owner or text("warnings.nobody", channel.lang)
            title = text("warnings.title", channel.lang, count=len(theirs), owner=whose, as_of=as_of)
            lines = [(one.customer_id, line(one, channel.lang), one.number, one.marketing) for one in theirs]
            made += len(write(db, channel, owner, title, lines, at, now))
    return made


def line(one: News, lang: str) -> str:
    """Return what is said of one warning; the customer's id is masked."""
    reasons = text("warnings.between", lang).join(getattr(title, lang) for title in one.titles)
    figures = {
        "number": one.number,
        "customer": mask_id(one.customer_id),
        "place": one.place or "–",
        "reasons": reasons,
        "days": "–" if one.silent is None else one.silent,
        "value": f"{Decimal(one.value):,.0f}",
    }
    return text("warnings.line", lang, **figures)
