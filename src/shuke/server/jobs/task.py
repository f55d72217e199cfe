"""A job as who does it sees it: what is asked, for whom, where, and how to tell how far it is."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from shuke.server.access.roles import Person
from shuke.server.context import Context
from shuke.server.state.models import Job
from shuke.workspace import Workspace


@dataclass(frozen=True)
class Task:
    """One job: ``folder`` is its own for what it makes on the way, and gone when it ends."""

    id: str
    here: Context
    person: Person
    request: dict[str, Any]
    folder: Path

    @property
    def workspace(self) -> Workspace:
        """The workspace as it is now."""
        return self.here.workspace

    @property
    def lang(self) -> str:
        """The language of files that the job makes."""
        return self.person.language or "zh"

    def step(self, key: str, done: int | None = None, total: int | None = None) -> None:
        """Tell which step begins: ``key`` is one of ``terminal.step`` or of ``server.step`` in the catalogues."""
        told = json.dumps({"key": key, "done": done, "total": total})
        with self.here.state.changing() as session:
            job = session.get(Job, self.id)
            if job is not None:
                job.step = told

    def stepper(self, keys: Sequence[str]) -> Any:
        """Return a function of a step's key that also tells how many of these steps are done."""

        def step(key: str) -> None:
            self.step(key, keys.index(key) if key in keys else None, len(keys))

        return step
