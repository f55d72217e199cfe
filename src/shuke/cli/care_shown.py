"""Care plans at a terminal: the strategy table, what planning changed, tasks as a table."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from shuke.locale import text
from shuke.report.workbook.formats import width
from shuke.watch.care.strategy import Care, Strategy
from shuke.watching.care.book import COLUMNS, cell
from shuke.watching.care.planned import Planned
from shuke.watching.care.tasks import Task

PARTS = ("title", "meaning", "direction", "measures", "department", "success")


def strategy_table(told: Strategy, lang: str) -> str:
    """Return the strategy table, one paragraph per group."""
    lines = []
    for care in told.rows:
        lines.append(f"{care.place}  {cell(care, 'group', lang)}".rstrip())
        cells = [(text(f"care.head.{name}", lang), cell(care, name, lang)) for name in COLUMNS[2:]]
        lines += [f"  {_wide(head, 16)} {said}" for head, said in cells if said]
    return "\n".join(lines)


def strategy_json(told: Strategy) -> str:
    """Return the strategy table for programs."""
    return json.dumps([strategy_row(care) for care in told.rows], ensure_ascii=False, indent=2)


def strategy_row(care: Care) -> dict[str, Any]:
    """Return a row of the strategy table as plain data."""
    words = {name: part.model_dump() if (part := getattr(care, name)) is not None else None for name in PARTS}
    rhythm = care.rhythm.written if care.rhythm is not None else None
    return {"place": care.place, **words, "owners": list(care.owners), "rhythm": rhythm, "marketing": care.marketing}


def planned(told: Planned, lang: str) -> str:
    """Return what planning changed, and what it could not do and why."""
    lines = [text("care.planned", lang, run=told.run, as_of=told.as_of, first=told.first, last=told.last)]
    counts = {name: getattr(told, name) for name in ("new", "withdrawn", "missed", "handed")}
    lines.append(text("care.counts", lang, **counts) if any(counts.values()) else text("care.same", lang))
    if told.opted_out:
        lines.append(text("care.opted_out", lang, customers=told.opted_out))
    if told.left:
        lines.append(text("care.left", lang, left=told.left))
        for name, one in told.short.items():
            figures = {**one, "name": name or text("care.department", lang)}
            if one["closed"]:
                lines.append(text("care.closed", lang, **figures))
            if one["left"] > one["closed"]:
                each = one["room"] // max(one["days"], 1)
                lines.append(text("care.short", lang, **{**figures, "left": one["left"] - one["closed"]}, each=each))
    return "\n".join([*lines, *notes(told, lang)])


def notes(told: Planned, lang: str) -> list[str]:
    """Return what should be known of a plan: years without announced holidays, groups without dates."""
    comma = text("care.separator", lang)
    found = [
        text(f"care.{name}", lang, years=comma.join(map(str, years)))
        for name, years in (("guessed", told.guessed), ("unknown", told.unknown))
        if years
    ]
    return [*found, text("care.undated", lang, groups=comma.join(told.undated))] if told.undated else found


def listed(tasks: Sequence[Task], total: int, lang: str) -> str:
    """Return tasks as a table."""
    if not tasks:
        return text("care.none", lang)
    heads = ("number", "day", "due", "customer", "place", "owner", "status")
    rows = [[text(f"care.head.{name}", lang) for name in heads]]
    rows += [
        [
            str(one.number),
            one.day,
            one.due,
            one.customer_id,
            one.place,
            one.owner or "–",
            text(f"care.status.{one.status}", lang),
        ]
        for one in tasks
    ]
    widths = [max(width(row[col]) for row in rows) for col in range(len(heads))]
    lines = ["  ".join(_wide(one, wide) for one, wide in zip(row, widths, strict=True)).rstrip() for row in rows]
    if total > len(tasks):
        lines.append(text("care.more", lang, more=total - len(tasks)))
    return "\n".join(lines)


def changed(task: Task, lang: str) -> str:
    """Return in one line how a task stands now."""
    status = text(f"care.status.{task.status}", lang)
    return text("care.changed", lang, number=task.number, customer=task.customer_id, status=status, day=task.day)


def _wide(value: str, wide: int) -> str:
    return value + " " * max(0, wide - width(value))
