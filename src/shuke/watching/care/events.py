"""Tasks as a calendar file that calendar programs read."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from shuke.locale import text
from shuke.scheme.spoken.names import worded
from shuke.watch.care.ics import Event, calendar
from shuke.watch.care.strategy import Strategy
from shuke.watching.care.tasks import Task


def events(tasks: Iterable[Task], told: Strategy, lang: str, names: dict[str, str] | None = None) -> str:
    """Return a calendar of tasks; ``names`` are what customers are called in it, by default their ids."""
    return calendar(text("care.calendar", lang), [_event(one, told, lang, names or {}) for one in tasks])


def _event(task: Task, told: Strategy, lang: str, names: dict[str, str]) -> Event:
    care = told.of(task.place)
    place = worded(care.title, lang) if care is not None and care.title is not None else task.place
    lines = []
    if care is not None:
        for part in ("direction", "measures", "success"):
            words = getattr(care, part)
            if words is not None:
                lines.append(f"{text(f'care.head.{part}', lang)}: {worded(words, lang)}")
    who = task.owner or (worded(care.department, lang) if care is not None and care.department is not None else None)
    if who is not None:
        lines.append(f"{text('care.head.owner', lang)}: {who}")
    customer = names.get(task.customer_id, task.customer_id)
    return Event(
        uid=task.uid,
        day=date.fromisoformat(task.day),
        changed=task.changed_at,
        changes=task.changes,
        summary=text(f"care.event.{task.status}", lang, customer=customer, place=place),
        description="\n".join(lines),
        categories=(place,),
        cancelled=task.status == "withdrawn",
    )
