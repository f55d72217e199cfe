"""The tasks of a care plan: lists, the calendar, what people do with one, and a file for calendar programs."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from sqlite3 import Connection
from typing import Annotated, Literal

from fastapi import Depends, Path, Query, Response
from pydantic import Field

from shuke.days import a_date
from shuke.desk import Desk
from shuke.errors import ShukeError, UsageError
from shuke.server.access.roles import Person, needs
from shuke.server.answers import Answer, Body, Listed, Paged
from shuke.server.context import Context, Here
from shuke.server.errors import Forbidden
from shuke.server.language import Lang
from shuke.server.routes.care_seen import DayText, eyes_of
from shuke.server.routes.care_shown import ShownTask, State, TaskDay, WholeTask, days, shown, whole
from shuke.server.routes.router import Router
from shuke.server.state.types import now
from shuke.watching.care import doing
from shuke.watching.care.events import events
from shuke.watching.care.run import Rated, rated
from shuke.watching.care.tasks import Asked, Task, one, story, tasks

routes = Router("tasks")
MOST_DAYS = 400
ICAL = "text/calendar"
Text = Annotated[str, Field(min_length=1, max_length=4_000)]
Named = Annotated[str, Field(min_length=1, max_length=128)]
Number = Annotated[int, Path(ge=1, le=2**53, description="The number of a task.")]


class Deed(Body):
    """What is done with a task: ``on`` is the day it was done on or is moved to, ``owner`` who has it from now on.

    ``anyway``: it is moved also to a day that is free, or full.
    """

    do: Literal["done", "missed", "skipped", "reopen", "move", "hand"]
    on: DayText | None = None
    owner: Named | None = None
    note: Text | None = None
    anyway: bool = False


async def _question(
    from_: Annotated[DayText | None, Query(alias="from", description="From this day on.")] = None,
    to: Annotated[DayText | None, Query(description="Up to this day.")] = None,
    status: Annotated[list[State] | None, Query(max_length=5, description="By default all but withdrawn.")] = None,
    owner: Annotated[Named | None, Query(description="Only tasks of this owner.")] = None,
    place: Annotated[Named | None, Query(description="Only tasks of customers of this group.")] = None,
) -> Asked:
    a_date(from_)
    a_date(to)
    return Asked(from_, to, tuple(status or ()), owner, None, place)


Question = Annotated[Asked, Depends(_question)]


@routes.get("/tasks", response_model=Listed[ShownTask])
def list_tasks(
    here: Here, page: Paged, asked: Question, person: Annotated[Person, needs("watch.read")]
) -> Listed[ShownTask]:
    """List tasks, the earliest day first."""
    eyes = eyes_of(here, person)
    with Desk(here.home).reading() as db:
        found, total = tasks(db, replace(asked, mine=eyes.mine), page.offset, page.size)
    return Listed(data=shown(found, eyes), page=page.of(total))


@routes.get("/tasks/calendar", response_model=Answer[list[TaskDay]])
def show_calendar(here: Here, asked: Question, person: Annotated[Person, needs("watch.read")]) -> Answer[list[TaskDay]]:
    """Tell of every day between two how many tasks stand on it, and whether it is worked."""
    first = a_date(asked.first) or now().date()
    last = a_date(asked.last) or first + timedelta(days=41)
    if not 0 <= (last - first).days <= MOST_DAYS:
        raise UsageError("calendar_too_long", most=MOST_DAYS)
    eyes = eyes_of(here, person)
    asked = replace(asked, first=first.isoformat(), last=last.isoformat(), mine=eyes.mine)
    with Desk(here.home).reading() as db:
        return Answer(data=days(db, asked, first, last, _plan(here)))


@routes.get(
    "/tasks/file",
    response_class=Response,
    responses={200: {"content": {ICAL: {}}, "description": "A calendar (iCalendar)."}},
)
def download_tasks(here: Here, asked: Question, lang: Lang, person: Annotated[Person, needs("watch.read")]) -> Response:
    """Download tasks as a calendar that calendar programs read; by default the open and the withdrawn ones."""
    eyes = eyes_of(here, person)
    asked = replace(asked, mine=eyes.mine, statuses=asked.statuses or ("open", "withdrawn"))
    told = rated(here.workspace).strategy
    with Desk(here.home).reading() as db:
        found, _ = tasks(db, asked)
    names = {name: called.shown for name, called in eyes.called(task.customer_id for task in found).items()}
    here.note(person, "tasks.file", f"{len(found)} tasks")
    named = {"content-disposition": 'attachment; filename="tasks.ics"'}
    return Response(events(found, told, lang, names), media_type=ICAL, headers=named)


@routes.get("/tasks/{number}", response_model=Answer[WholeTask])
def show_task(here: Here, number: Number, person: Annotated[Person, needs("watch.read")]) -> Answer[WholeTask]:
    """Tell of one task, with what was done with it."""
    eyes = eyes_of(here, person)
    with Desk(here.home).reading() as db:
        found = eyes.require(one(db, number))
        return Answer(data=whole(found, story(db, number), eyes))


@routes.patch("/tasks/{number}", response_model=Answer[WholeTask])
def change_task(
    here: Here, number: Number, deed: Deed, person: Annotated[Person, needs("watch.write")]
) -> Answer[WholeTask]:
    """Say that a task is done, missed or left out; open it again, move it, hand it over."""
    if deed.do == "hand" and not person.may("customers.all"):
        raise Forbidden("care_of_all")
    eyes = eyes_of(here, person)
    hand = doing.Hand(person.user, f"{now():%Y-%m-%dT%H:%M:%SZ}", deed.note)
    plan = rated(here.workspace) if deed.do == "move" else None
    with Desk(here.home).changing() as db:
        eyes.require(one(db, number))
        found = _done(db, number, deed, hand, plan)
        told = story(db, number)
    here.note(person, f"task.{deed.do}", f"task {number}")
    return Answer(data=whole(found, told, eyes))


def _done(db: Connection, number: int, deed: Deed, hand: doing.Hand, plan: Rated | None) -> Task:
    """Do what is asked with a task.

    Raises:
        UsageError: the day or the owner is not said, or the task cannot be treated so.
    """
    on = a_date(deed.on)
    if deed.do == "reopen":
        return doing.reopen(db, number, hand)
    if deed.do == "hand":
        return doing.give(db, number, _said(deed.owner, "owner"), hand)
    if deed.do == "move":
        day = date.fromisoformat(_said(deed.on, "on"))
        if plan is None:
            raise UsageError("deed_lacks", name="on")
        return doing.move(db, number, day, hand, plan.plan, plan.strategy, anyway=deed.anyway)
    return doing.settle(db, number, deed.do, hand, on)


def _said(value: str | None, name: str) -> str:
    if value is None:
        raise UsageError("deed_lacks", name=name)
    return value


def _plan(here: Context) -> Rated | None:
    """Return the plan that counts; None where there is no run, or it is wrong: a calendar is shown all the same."""
    try:
        return rated(here.workspace)
    except ShukeError:
        return None
