"""The process in which one job is done, and nothing else; it ends with the worker that started it."""

from __future__ import annotations

import importlib
import json
import logging
import multiprocessing
import os
import signal
import tempfile
import threading
from pathlib import Path

from shuke.errors import ShukeError
from shuke.locale import LANGUAGES
from shuke.room import disk_full, is_full
from shuke.server import logs
from shuke.server.access.audit import FROM, NOBODY
from shuke.server.access.roles import Person
from shuke.server.config import told
from shuke.server.context import Context, opened
from shuke.server.errors import bug, problem
from shuke.server.jobs.limits import leave_a_core, limit
from shuke.server.jobs.outcome import done, failed
from shuke.server.jobs.table import KINDS
from shuke.server.jobs.task import Task
from shuke.server.state.engine import LONG_PATIENCE
from shuke.server.state.models import Job

NO_THREAD = "can't start new thread"
LOG = logging.getLogger("shuke.server")


def work(job: str, folder: str) -> None:
    """Do a job as the whole of a process started for it; ``folder`` is its own, for what it makes on the way."""
    # What it starts is ended with it, as one group.
    os.setsid()
    leave_a_core()
    os.environ["TMPDIR"], tempfile.tempdir = folder, None
    logs.configure()
    threading.Thread(target=_end_with_worker, daemon=True).start()
    home, config = told()
    here = opened(home, config, LONG_PATIENCE)
    with here.state.reading() as session:
        found = session.get_one(Job, job)
    kind = KINDS[found.kind]
    limit(kind)
    person, request = Person(**json.loads(found.person)), json.loads(found.request)
    FROM.set(person.address or NOBODY)
    try:
        _run(here, Task(job, here, person, request, Path(folder)), kind.module)
    finally:
        here.state.close()


def _run(here: Context, task: Task, module: str) -> None:
    try:
        result = importlib.import_module(module).run(task)
    except Exception as error:
        told = _told(error)
        if told is None:
            LOG.exception("job %s failed", task.id)
        words = {lang: bug(lang, task.id) if told is None else problem(told, lang) for lang in LANGUAGES}
        failed(here.state, task.id, words)
    else:
        done(here.state, task.id, result)


def _told(error: Exception) -> ShukeError | None:
    """Return an error as what a person can do something about; None for one of ours."""
    if isinstance(error, ShukeError):
        return error
    if is_full(error):
        return disk_full(Path(getattr(error, "filename", None) or tempfile.gettempdir()))
    # The engine's own error has a name of its own; a thread without room for its stack has none.
    short = isinstance(error, MemoryError) or type(error).__name__ == "OutOfMemoryException" or str(error) == NO_THREAD
    return ShukeError("job_memory") if short else None


def _end_with_worker() -> None:
    worker = multiprocessing.parent_process()
    if worker is not None:
        worker.join()
    os.killpg(os.getpgrp(), signal.SIGKILL)
