"""Jobs: how far work is, what came of it, and stopping it."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Annotated, Any, Literal

from fastapi import Path
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from shuke.locale import knows, text
from shuke.server.access.roles import Person, needs
from shuke.server.answers import Answer, Listed, Paged, Problem, Told
from shuke.server.context import Here
from shuke.server.errors import Conflict, Missing
from shuke.server.jobs.outcome import CANCELLED, OPEN, WAITING, close
from shuke.server.language import Lang
from shuke.server.routes.router import Router
from shuke.server.state.models import Job, User

routes = Router("jobs")
Id = Annotated[str, Path(max_length=64, description="The id of a job.")]


class Step(Told):
    """Where a job is: the step in words, and how many of how many are done."""

    key: str
    text: str
    done: int | None
    total: int | None


class ShownJob(Told):
    """A job; ``result`` is what came of it, by the kind of the job."""

    id: str
    kind: str
    status: Literal["waiting", "running", "done", "failed", "cancelled"]
    step: Step | None
    result: dict[str, Any] | None
    error: Problem | None
    created: datetime
    started: datetime | None
    ended: datetime | None
    by: str


@routes.get("/jobs", response_model=Listed[ShownJob])
def list_jobs(here: Here, page: Paged, lang: Lang, person: Annotated[Person, needs("jobs.read")]) -> Listed[ShownJob]:
    """List jobs, the newest first: one's own, for administrators everybody's."""
    mine = [] if person.role == "admin" else [Job.by == person.key]
    with here.state.reading() as session:
        total = session.execute(select(func.count()).select_from(Job).where(*mine)).scalar_one()
        query = select(Job).where(*mine).order_by(Job.created.desc(), Job.id).offset(page.offset).limit(page.size)
        return Listed(data=[_shown(session, job, lang) for job in session.scalars(query)], page=page.of(total))


@routes.get("/jobs/{job}", response_model=Answer[ShownJob])
def show_job(here: Here, job: Id, lang: Lang, person: Annotated[Person, needs("jobs.read")]) -> Answer[ShownJob]:
    """Tell how far a job is."""
    with here.state.reading() as session:
        return Answer(data=_shown(session, _known(session, job, person), lang))


@routes.delete("/jobs/{job}", response_model=Answer[ShownJob])
def stop_job(here: Here, job: Id, lang: Lang, person: Annotated[Person, needs("jobs.read")]) -> Answer[ShownJob]:
    """Stop a job; one that has ended cannot be stopped any more."""
    with here.state.changing() as session:
        found = _known(session, job, person)
        if found.status not in OPEN:
            raise Conflict("job_ended")
        found.stop = True
        if found.status == WAITING:
            close(found, CANCELLED)
        here.audit.note(session, person.user, "job.stop", f"{found.kind} {found.id}")
        return Answer(data=_shown(session, found, lang))


def _known(session: Session, job: str, person: Person) -> Job:
    found = session.get(Job, job)
    if found is None or (found.by != person.key and person.role != "admin"):
        raise Missing("job_unknown")
    return found


def _shown(session: Session, job: Job, lang: str) -> ShownJob:
    user = session.get(User, job.by)
    error = json.loads(job.error)[lang] if job.error else None
    return ShownJob(
        id=job.id,
        kind=job.kind,
        status=job.status,  # type: ignore[arg-type]
        step=_step(job.step, lang) if job.status in OPEN else None,
        result=json.loads(job.result) if job.result else None,
        error=Problem(**error) if error else None,
        created=job.created,
        started=job.started,
        ended=job.ended,
        by=user.name if user is not None else job.by,
    )


def _step(kept: str | None, lang: str) -> Step | None:
    if kept is None:
        return None
    told = json.loads(kept)
    words = [key for key in (f"server.step.{told['key']}", f"terminal.step.{told['key']}") if knows(key)]
    return Step(**told, text=text(words[0], lang) if words else told["key"])
