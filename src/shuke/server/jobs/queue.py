"""Jobs wait in a queue in a file; what is told of them stands in the state, so that it survives whoever works."""

from __future__ import annotations

import json
import secrets
from collections.abc import Callable, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from huey import SqliteHuey
from sqlalchemy.orm import Session

from shuke.server.access.roles import Person
from shuke.server.jobs.table import KINDS
from shuke.server.state.engine import State
from shuke.server.state.models import Job
from shuke.server.state.types import now

TASK = "job"


class Jobs:
    """The queue of an installation; ``work`` is what the worker does with a job, and nobody else does anything."""

    def __init__(self, path: Path, state: State, work: Callable[[str], None] = lambda job: None) -> None:
        self.path, self._state = path, state
        self.huey = SqliteHuey("shuke", filename=str(path), results=False, utc=True, fsync=True)

        def do(job: str) -> None:
            work(job)

        # A task is known by the module of its function: this one, whoever does the work.
        self._task = self.huey.task(name=TASK)(do)

    def start(self, person: Person, kind: str, request: Mapping[str, Any]) -> str:
        """Let a job of a kind be done for a person; return its id."""
        with self._state.changing() as session:
            job = self.make(session, person, kind, request)
        self.queue(job)
        return job

    def make(self, session: Session, person: Person, kind: str, request: Mapping[str, Any]) -> str:
        """Note a job in a session that changes; it is to be queued when the change is there."""
        job = Job(
            id=secrets.token_hex(12),
            kind=KINDS[kind].name,
            status="waiting",
            by=person.key,
            person=json.dumps(asdict(person)),
            request=json.dumps(dict(request)),
            created=now(),
            stop=False,
        )
        session.add(job)
        session.flush()
        return job.id

    def queue(self, job: str) -> None:
        """Put a job that waits into the queue."""
        self._task(job)
