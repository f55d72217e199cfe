"""How a job ends: one status, told once; what ended before is not told anew."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from sqlalchemy import select

from shuke.errors import ShukeError
from shuke.locale import LANGUAGES
from shuke.server.answers import Problem
from shuke.server.errors import problem
from shuke.server.jobs.table import KINDS
from shuke.server.state.engine import State
from shuke.server.state.models import Job
from shuke.server.state.types import now

WAITING, RUNNING, DONE, FAILED, CANCELLED = "waiting", "running", "done", "failed", "cancelled"
OPEN = (WAITING, RUNNING)


def begun(state: State, job: str) -> Job | None:
    """Mark a waiting job as running and return it; None where there is nothing to do any more."""
    with state.changing() as session:
        found = session.get(Job, job)
        if found is None or found.status != WAITING:
            return None
        found.status, found.started = RUNNING, now()
        return found


def done(state: State, job: str, result: Mapping[str, Any]) -> None:
    """Tell that a job is done, and what came of it."""
    _end(state, job, DONE, result=json.dumps(dict(result), ensure_ascii=False))


def failed(state: State, job: str, error: Mapping[str, Problem]) -> None:
    """Tell that a job failed, and why, in every language."""
    told = {lang: one.model_dump() for lang, one in error.items()}
    _end(state, job, FAILED, error=json.dumps(told, ensure_ascii=False))


def stopped(state: State, job: str, key: str) -> None:
    """Tell that a job was ended from outside: because somebody asked, or with the error of that key."""
    with state.reading() as session:
        wanted = session.execute(select(Job.stop).where(Job.id == job)).scalar_one_or_none()
    if wanted:
        _end(state, job, CANCELLED)
    else:
        failed(state, job, {lang: problem(ShukeError(key), lang) for lang in LANGUAGES})


def _end(state: State, job: str, status: str, **told: str) -> None:
    with state.changing() as session:
        found = session.get(Job, job)
        if found is None or found.status not in OPEN:
            return
        close(found, status)
        for name, value in told.items():
            setattr(found, name, value)
        private = KINDS[found.kind].private
    if private:
        state.wipe()


def close(job: Job, status: str) -> None:
    """Give a job the status with which it ends."""
    job.status, job.ended = status, now()
    if KINDS[job.kind].private:
        job.request = "{}"
