"""Goals at a terminal: where each stands, its way, and the customers who make it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from shuke.locale import text
from shuke.scheme.spoken.names import worded
from shuke.watching.goals.measured import Stands
from shuke.watching.goals.spoken import figure, most_changed, plain


def told(day: date, found: Sequence[Stands], lang: str) -> str:
    """Return every goal in a few lines."""
    lines = [text("goals.head", lang, day=day)]
    for one in found:
        lines += ["", *_lines(one, lang)]
    return "\n".join(lines)


def whole(day: date, one: Stands, most: int, lang: str) -> str:
    """Return one goal with its way and its customers."""
    lines = [text("goals.head", lang, day=day), "", *_lines(one, lang)]
    if one.points:
        lines.append("")
    for point in one.points:
        value = figure(one.goal, point.value, lang)
        lines.append(f"  {point.day}  {figure(one.goal, point.path, lang):>16}  {value:>16}")
    people = most_changed(one)
    if people:
        lines.append("")
    for customer, before, now in people[:most]:
        sides = {"before": figure(one.goal, before, lang, each=True), "now": figure(one.goal, now, lang, each=True)}
        lines.append(text("goals.people", lang, customer=customer, **sides))
    if len(people) > most:
        lines.append(text("goals.more", lang, more=len(people) - most))
    return "\n".join(lines)


def as_data(one: Stands, lang: str) -> dict[str, Any]:
    """Return where a goal stands for programs."""
    goal = one.goal
    return {
        "goal": goal.goal,
        "measure": goal.measure,
        "groups": list(goal.groups),
        "day": one.day.isoformat(),
        "by": goal.by.isoformat(),
        "baseline": plain(one.baseline),
        "target": plain(one.target),
        "path": plain(one.path),
        "value": plain(one.now.value if one.now is not None else None),
        "low": plain(one.now.low if one.now is not None else None),
        "high": plain(one.now.high if one.now is not None else None),
        "customers": one.now.of if one.now is not None else None,
        "verdict": one.verdict,
        "problem": one.problem.render(lang) if one.problem is not None else None,
        "points": [
            {"day": point.day.isoformat(), "path": plain(point.path), "value": plain(point.value)}
            for point in one.points
        ],
    }


def _lines(one: Stands, lang: str) -> list[str]:
    goal = one.goal
    title = worded(goal.title, lang) if goal.title is not None else goal.goal
    if one.problem is not None or one.now is None or one.verdict is None:
        problem = one.problem.render(lang) if one.problem is not None else ""
        return [f"{title}", text("goals.problem", lang, problem=problem)]
    low, high = figure(goal, one.now.low, lang), figure(goal, one.now.high, lang)
    measure = text(f"goals.measure.{goal.measure}", lang, days=goal.days)
    if goal.groups:
        measure += text("goals.groups", lang, groups=text("care.separator", lang).join(goal.groups))
    return [
        f"{title}: {text(f'goals.verdict.{one.verdict}', lang)}",
        text(
            "goals.was",
            lang,
            measure=measure,
            baseline=figure(goal, one.baseline, lang),
            day=goal.baseline,
            of=f"{one.now.of:,}",
        ),
        text(
            "goals.now",
            lang,
            now=figure(goal, one.now.value, lang),
            range=text("goals.range", lang, low=low, high=high),
            path=figure(goal, one.path, lang),
            target=figure(goal, one.target, lang),
            by=goal.by,
        ),
    ]
