"""The job that asks the rules of a run, keeps warnings up to date, and judges past ones."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from shuke.desk import Desk
from shuke.errors import ShukeError
from shuke.server.jobs import send_warnings
from shuke.server.jobs.task import Task
from shuke.server.state.settings import read_settings
from shuke.watch.warnings.parse import FILE
from shuke.watching.channels import channels_of
from shuke.watching.own import path_of
from shuke.watching.warnings.advise import advise
from shuke.watching.warnings.check import Wish, check
from shuke.watching.warnings.documents import ADVICE, RECORD, advice_document, keep, record_document
from shuke.watching.warnings.record import record


def run(task: Task) -> dict[str, Any]:
    """Check a run; return what was done. A run that was checked before changes nothing."""
    with task.here.state.reading() as session:
        owner = read_settings(session).owner_column
    space = task.workspace
    task.step("check-warnings")
    done = check(space, Wish(task.request.get("run"), task.person.user, owner))
    task.step("judge-warnings")
    desk = Desk(space.home)
    keep(desk, RECORD, record_document(record(space, owner=owner)))
    keep(desk, ADVICE, advice_document(advise(space)))
    return asdict(done)


def after_rating(task: Task) -> dict[str, Any] | None:
    """Check a new rating, where warnings are wanted, and send the messages; what fails here undoes no rating."""
    space = task.workspace
    with Desk(space.home).reading() as db:
        checked = db.execute("SELECT 1 FROM warning_checks LIMIT 1").fetchone() is not None
    if not checked and not path_of(space, FILE).is_file():
        return None
    try:
        done = run(task)
        return {**done, "sent": send_warnings.run(task) if channels_of(space).channels else None}
    except ShukeError as error:
        return {"failed": {"code": error.code or error.key, "message": error.what(task.lang)}}
