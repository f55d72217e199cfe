"""What every route and every job has at hand: the workspace, the state, the queue."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

from fastapi import Depends, Request

from shuke.server.access.audit import Audit
from shuke.server.access.secret import secret
from shuke.server.config import FOLDER, Config
from shuke.server.jobs.queue import Jobs
from shuke.server.state.engine import State, sqlite_url
from shuke.server.state.upgrade import upgrade
from shuke.store.durable import folder, writing
from shuke.workspace import Workspace


@dataclass(frozen=True)
class Context:
    """One server's workspace folder, configuration, state database and queue of jobs."""

    home: Path
    config: Config
    state: State
    jobs: Jobs
    audit: Audit

    @property
    def workspace(self) -> Workspace:
        """The workspace as it is now.

        Raises:
            UsageError: there is none any more.
            DataError: it is damaged.
        """
        return Workspace(self.home)

    @property
    def folder(self) -> Path:
        """The server's own folder in the workspace."""
        return self.home / FOLDER


def opened(home: Path, config: Config) -> Context:
    """Return the context of a workspace, its state brought to this version.

    Raises:
        UsageError: the folder cannot be written, or the state is of a newer version.
    """
    mine = home / FOLDER
    with writing(home):
        folder(mine, 0o700)
    state = State(config.state or sqlite_url(mine / "state.sqlite"))
    upgrade(state)
    return Context(home, config, state, Jobs(mine / "jobs.sqlite", state), Audit(secret(mine / "key")))


def _here(request: Request) -> Context:
    context: Context = request.app.state.context
    return context


Here = Annotated[Context, Depends(_here)]
