"""Schedules that are due become jobs of whoever made them, each time once, however many times were missed."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from shuke.server.access.identify import as_person
from shuke.server.context import Context
from shuke.server.jobs.calendar import next_time
from shuke.server.jobs.outcome import OPEN
from shuke.server.state.models import Job, Schedule, User

KIND = "scheduled"


def start_due(here: Context, moment: datetime) -> list[str]:
    """Make a job of every schedule that is due at a moment, and queue it; return the jobs' ids."""
    with here.state.reading() as session:
        all_ = session.scalars(select(Schedule)).all()
    if not any(one.due <= moment or _too_far(one, moment) for one in all_):
        return []
    made = []
    with here.state.changing() as session:
        for one in session.scalars(select(Schedule).where(Schedule.due > moment)):
            if _too_far(one, moment):
                one.due = next_time(one.every, one.at, one.zone, moment)
        for one in session.scalars(select(Schedule).where(Schedule.due <= moment)):
            one.due = next_time(one.every, one.at, one.zone, moment)
            job = _job(here, session, one)
            if job is not None:
                one.job = job
                made.append(job)
    for job in made:
        here.jobs.queue(job)
    return made


def _too_far(one: Schedule, moment: datetime) -> bool:
    """Tell whether a schedule waits beyond its next time but one: the clock was wrong when that was found."""
    following = next_time(one.every, one.at, one.zone, moment)
    return one.due > next_time(one.every, one.at, one.zone, following)


def _job(here: Context, session: Session, one: Schedule) -> str | None:
    """Return the job of a schedule; None where the last one still goes on, or its maker may not any more."""
    user = session.get(User, one.user)
    last = session.get(Job, one.job) if one.job is not None else None
    if last is not None and last.status in OPEN:
        here.audit.note(session, None, "schedule.start", one.id, "still running")
        return None
    if user is None or not user.active or not (person := as_person(user)).may("runs.write"):
        here.audit.note(session, None, "schedule.start", one.id, "refused")
        return None
    job = here.jobs.make(session, person, KIND, {"scheme": one.scheme, "inbox": one.inbox})
    here.audit.note(session, person.user, "schedule.start", f"{one.id} {job}")
    return job
