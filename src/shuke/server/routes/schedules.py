"""Schedules: ratings that come again by themselves, with what is new in a folder loaded before."""

from __future__ import annotations

import secrets
from datetime import datetime
from typing import Annotated

from fastapi import Path
from pydantic import Field
from sqlalchemy import func, select

from shuke.errors import UsageError
from shuke.server.access.roles import Person, needs
from shuke.server.answers import Answer, Body, Listed, Nothing, Paged, Told
from shuke.server.context import Here
from shuke.server.errors import Conflict, Missing
from shuke.server.jobs.calendar import Every, known_zone, next_time
from shuke.server.jobs.scheduled import inbox_of
from shuke.server.routes.router import Router
from shuke.server.state.models import Schedule
from shuke.server.state.types import now
from shuke.store.durable import folder, writing
from shuke.workspace.schemes import text_of

routes = Router("schedules")
MOST = 100


class NewSchedule(Body):
    """How often, at what time of which zone; by which scheme; and a folder below ``inbox/`` whose new files are loaded.

    A week begins on Monday; weeks, months, quarters and years are rated on their first day.
    """

    every: Every
    at: Annotated[str, Field(pattern="^([01][0-9]|2[0-3]):[0-5][0-9]$")]
    zone: Annotated[str, Field(min_length=1, max_length=64)]
    scheme: Annotated[str, Field(min_length=1, max_length=128)] | None = None
    inbox: Annotated[str, Field(pattern="^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$")] | None = None


class ShownSchedule(Told):
    """A schedule; ``due`` is the next time, ``job`` the last job, ``folder`` where files for it are put."""

    id: str
    every: Every
    at: str
    zone: str
    scheme: str | None
    inbox: str | None
    folder: str | None
    by: str
    due: datetime
    job: str | None


@routes.get("/schedules", response_model=Listed[ShownSchedule])
def list_schedules(here: Here, page: Paged, _: Annotated[Person, needs("settings.read")]) -> Listed[ShownSchedule]:
    """List the schedules, the next one first."""
    with here.state.reading() as session:
        total = session.execute(select(func.count()).select_from(Schedule)).scalar_one()
        query = select(Schedule).order_by(Schedule.due, Schedule.id).offset(page.offset).limit(page.size)
        return Listed(data=[_shown(here, one) for one in session.scalars(query)], page=page.of(total))


@routes.post("/schedules", response_model=Answer[ShownSchedule], status_code=201)
def add_schedule(
    here: Here, wanted: NewSchedule, person: Annotated[Person, needs("settings.write")]
) -> Answer[ShownSchedule]:
    """Let everybody be rated again by themselves; the job is that of whoever made the schedule."""
    if not known_zone(wanted.zone):
        raise UsageError("zone_unknown")
    if wanted.scheme is not None:
        text_of(here.workspace, wanted.scheme)
    if wanted.inbox is not None:
        with writing(here.home):
            folder(inbox_of(here.home, wanted.inbox), 0o700)
    made = Schedule(
        id=secrets.token_hex(8),
        user=person.key,
        created=now(),
        due=next_time(wanted.every, wanted.at, wanted.zone, now()),
        **wanted.model_dump(),
    )
    with here.state.changing() as session:
        if session.execute(select(func.count()).select_from(Schedule)).scalar_one() >= MOST:
            raise Conflict("schedules_too_many", most=MOST)
        session.add(made)
        here.audit.note(session, person.user, "schedule.add", f"{made.id} {made.every} {made.at} {made.zone}")
    return Answer(data=_shown(here, made))


@routes.delete("/schedules/{schedule}", response_model=Answer[Nothing])
def remove_schedule(
    here: Here,
    schedule: Annotated[str, Path(max_length=64, description="The id of a schedule.")],
    person: Annotated[Person, needs("settings.write")],
) -> Answer[Nothing]:
    """Remove a schedule; a job of it that runs goes on."""
    with here.state.changing() as session:
        found = session.get(Schedule, schedule)
        if found is None:
            raise Missing("schedule_unknown")
        session.delete(found)
        here.audit.note(session, person.user, "schedule.remove", schedule)
    return Answer(data=Nothing())


def _shown(here: Here, one: Schedule) -> ShownSchedule:
    return ShownSchedule(
        id=one.id,
        every=one.every,  # type: ignore[arg-type]
        at=one.at,
        zone=one.zone,
        scheme=one.scheme,
        inbox=one.inbox,
        folder=str(inbox_of(here.home, one.inbox)) if one.inbox is not None else None,
        by=one.user,
        due=one.due,
        job=one.job,
    )
