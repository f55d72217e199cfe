"""Tasks, their plan and the strategy table as answers tell them."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import asdict
from datetime import date, timedelta
from typing import Any, Literal

from shuke.server.answers import Told
from shuke.server.routes.care_seen import Eyes
from shuke.server.routes.seen import Words
from shuke.watch.care.strategy import Care
from shuke.watch.care.workdays import workdays
from shuke.watching.care.desk import latest_plan
from shuke.watching.care.run import Rated
from shuke.watching.care.tasks import Asked, Event, Task, by_day, owners, tasks

State = Literal["open", "done", "missed", "skipped", "withdrawn"]


class StrategyRow(Told):
    """What is done for one group; ``own``: the workspace's plan says part of it. ``rhythm`` null: no dates."""

    place: str
    title: Words | None
    meaning: Words | None
    direction: Words | None
    measures: Words | None
    department: Words | None
    success: Words | None
    rhythm: str | None
    rhythm_words: Words | None
    owners: list[str]
    own: bool
    marketing: bool


class ShownStrategy(Told):
    """The strategy table of a run's scheme; ``column`` is the result whose groups its rows are."""

    run: int
    as_of: str
    scheme: str
    title: Words
    column: str
    capacity: int
    window: int
    horizon: int
    rows: list[StrategyRow]


class ShownTask(Told):
    """A task; ``customer`` is the id as who asks may see it, ``ref`` the word of the customer's page."""

    number: int
    customer: str
    ref: str | None
    place: str
    rhythm: str
    due: str
    day: str
    owner: str | None
    status: State
    changed_at: str


class TaskHappened(Told):
    """What was done with a task."""

    at: str
    by: str
    did: str
    before: str | None
    after: str | None
    note: str | None


class WholeTask(ShownTask):
    """A task with its story."""

    story: list[TaskHappened]


class TaskDay(Told):
    """A day of the calendar; ``works``: whether it is worked. The others are how many tasks stand on it."""

    day: str
    works: bool
    open: int
    done: int
    missed: int
    skipped: int


class TaskShortage(Told):
    """Whose tasks found no day: so many were wanted on some days that have room for so many."""

    owner: str
    left: int
    closed: int
    first: str
    last: str
    days: int
    room: int
    wanted: int


class LastPlan(Told):
    """The plan that was made last, and what came of it."""

    run: int
    as_of: str
    first: str
    last: str
    planned_at: str
    planned_by: str
    left: int
    short: list[TaskShortage]
    guessed: list[int]
    unknown: list[int]
    undated: list[str]
    opted_out: int


class CareStanding(Told):
    """How tasks stand on a day: waiting on it, late, waiting within a week, done in the last thirty days."""

    day: str
    plan: LastPlan | None
    today: int
    late: int
    week: int
    open: int
    done: int
    owners: list[str]


def table(found: Rated) -> ShownStrategy:
    """Return a strategy table as it is told."""
    return ShownStrategy(
        run=found.run.number,
        as_of=found.as_of.isoformat(),
        scheme=found.saved.scheme.scheme,
        title=Words(**found.saved.scheme.title.model_dump()),
        column=found.strategy.column,
        capacity=found.plan.capacity,
        window=found.plan.window,
        horizon=found.plan.horizon,
        rows=[_row(one) for one in found.strategy.rows],
    )


def _row(care: Care) -> StrategyRow:
    parts = ("title", "meaning", "direction", "measures", "department", "success")
    words: dict[str, Any] = {
        name: Words(**part.model_dump()) if (part := getattr(care, name)) is not None else None for name in parts
    }
    said = care.said or (care.rhythm.words if care.rhythm is not None else None)
    return StrategyRow(
        place=care.place,
        **words,
        rhythm=care.rhythm.written if care.rhythm is not None else None,
        rhythm_words=Words(**said.model_dump()) if said is not None else None,
        owners=list(care.owners),
        own=care.own,
        marketing=care.marketing,
    )


def shown(found: Sequence[Task], eyes: Eyes) -> list[ShownTask]:
    """Return tasks as a person may see them."""
    called = eyes.called(one.customer_id for one in found)
    return [ShownTask(**_told(one), **_named(called[one.customer_id])) for one in found]


def whole(task: Task, told: Sequence[Event], eyes: Eyes) -> WholeTask:
    """Return a task with its story; who may not see ids does not see what people noted."""
    named = _named(eyes.called([task.customer_id])[task.customer_id])
    story = [TaskHappened(**{**asdict(one), **({} if eyes.plain else {"note": None})}) for one in told]
    return WholeTask(**_told(task), **named, story=story)


def _told(task: Task) -> dict[str, Any]:
    return {name: value for name, value in asdict(task).items() if name not in {"uid", "customer_id", "changes"}}


def _named(called: Any) -> dict[str, Any]:
    return {"customer": called.shown, "ref": called.ref}


def days(db: sqlite3.Connection, asked: Asked, first: date, last: date, found: Rated | None) -> list[TaskDay]:
    """Return every day between two with its tasks, and whether it is worked as the plan says."""
    calendar = workdays(found.plan, first, last) if found is not None else None
    counts: dict[str, dict[str, int]] = {}
    for day, status, count in by_day(db, asked):
        counts.setdefault(day, {})[status] = count
    every = [first + timedelta(days=away) for away in range((last - first).days + 1)]
    return [
        TaskDay(
            day=day.isoformat(),
            works=calendar.works(day) if calendar is not None else day.weekday() < 5,
            **{name: counts.get(day.isoformat(), {}).get(name, 0) for name in ("open", "done", "missed", "skipped")},
        )
        for day in every
    ]


def standing(db: sqlite3.Connection, on: date, mine: str | None) -> CareStanding:
    """Return how tasks stand on a day, of everybody or of one owner."""
    made = latest_plan(db)

    def count(first: date | None, last: date | None, status: str = "open") -> int:
        sides = [one.isoformat() if one is not None else None for one in (first, last)]
        return tasks(db, Asked(sides[0], sides[1], (status,), mine=mine), 0, 0)[1]

    plan = None
    if made is not None:
        short = [TaskShortage(owner=name, **one) for name, one in made.told["short"].items()] if mine is None else []
        rest = {name: made.told[name] for name in ("left", "guessed", "unknown", "undated")}
        same = ("run", "as_of", "first", "last", "planned_at", "planned_by")
        plan = LastPlan(
            **{name: getattr(made, name) for name in same}, short=short, opted_out=made.told.get("opted_out", 0), **rest
        )
    return CareStanding(
        day=on.isoformat(),
        plan=plan,
        today=count(on, on),
        late=count(None, on - timedelta(days=1)),
        week=count(on, on + timedelta(days=6)),
        open=count(None, None),
        done=count(on - timedelta(days=30), on, "done"),
        owners=owners(db) if mine is None else [],
    )
