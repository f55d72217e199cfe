"""What every route and every job has at hand: the workspace, the state, the queue."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Annotated

from fastapi import Depends, Request
from sqlalchemy import delete, select

from shuke.desk import Desk, opt_outs
from shuke.errors import UsageError
from shuke.server.access.audit import Audit
from shuke.server.access.roles import Person
from shuke.server.access.secret import secret
from shuke.server.config import FOLDER, Config
from shuke.server.jobs.queue import Jobs
from shuke.server.library import Library
from shuke.server.state.engine import PATIENCE, State, sqlite_url
from shuke.server.state.models import OptOut
from shuke.server.state.settings import get, put
from shuke.server.state.upgrade import upgrade
from shuke.store.durable import folder, writing
from shuke.store.journal import settle
from shuke.workspace import Workspace

# Under this name stands whose state it is.
OWNER = "installation"
# The file of the installation's key in the server's folder.
KEY = "key"
# The file of the state, where it lies in no other database.
STATE = "state.sqlite"


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

    @cached_property
    def library(self) -> Library:
        """The kept runs, opened when somebody asks for one."""
        return Library.of(self.home, secret(self.folder / KEY))

    @property
    def folder(self) -> Path:
        """The server's own folder in the workspace."""
        return self.home / FOLDER

    def note(self, person: Person, what: str, target: str = "", outcome: str = "done") -> None:
        """Note in the audit log what a person did where nothing in the state changes by it."""
        with self.state.changing() as session:
            self.audit.note(session, person.user, what, target, outcome)


def opened(home: Path, config: Config, patience: float = PATIENCE) -> Context:
    """Return the context of a workspace, its state brought to this version.

    Raises:
        UsageError: the folder cannot be written, or the state is another's, or of a newer version.
    """
    mine = home / FOLDER
    with writing(home):
        folder(mine, 0o700)
    jobs = mine / "jobs.sqlite"
    # What waits stands in the state too, and is queued again.
    settle(jobs, disposable=True)
    if config.state is None:
        settle(mine / STATE)
    state = State(config.state or sqlite_url(mine / STATE), patience)
    key = secret(mine / KEY)
    try:
        upgrade(state)
        _require_own(state, key)
        _move_opt_outs(home, state)
    except BaseException:
        state.close()
        raise
    return Context(home, config, state, Jobs(jobs, state), Audit(key))


def _move_opt_outs(home: Path, state: State) -> None:
    """Bring who wants no marketing from the state, where earlier versions noted it, to the desk of the workspace."""
    with state.changing() as session:
        found = list(session.scalars(select(OptOut)))
        if found:
            with Desk(home).changing() as db:
                for one in found:
                    opt_outs.note(db, [one.customer], f"{one.created:%Y-%m-%dT%H:%M:%SZ}", one.by)
            session.execute(delete(OptOut))


def _require_own(state: State, key: bytes) -> None:
    """Pass a state of this installation, or one of nobody yet.

    Raises:
        UsageError: it is another's.
    """
    mine = hashlib.sha256(b"installation" + key).hexdigest()
    with state.reading() as session:
        known = get(session, OWNER)
    if known is None:
        with state.changing() as session:
            known = get(session, OWNER) or mine
            put(session, OWNER, known)
    if known != mine:
        raise UsageError("state_of_another")


# What needs no thread of its own is asked without one.
async def _here(request: Request) -> Context:
    context: Context = request.app.state.context
    return context


Here = Annotated[Context, Depends(_here)]
