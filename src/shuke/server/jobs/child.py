"""``python -m shuke.server.jobs.child ID``: the process in which one job is done, and nothing else.

It ends with whoever started it: their end of its standard input closes then.
"""

from __future__ import annotations

import importlib
import json
import logging
import os
import signal
import sys
import tempfile
import threading
from pathlib import Path

from shuke.errors import ShukeError
from shuke.locale import LANGUAGES
from shuke.room import disk_full, is_full
from shuke.server import logs
from shuke.server.access.roles import Person
from shuke.server.config import told
from shuke.server.context import Context, opened
from shuke.server.errors import bug, problem
from shuke.server.jobs.limits import limit
from shuke.server.jobs.outcome import done, failed
from shuke.server.jobs.table import KINDS
from shuke.server.jobs.task import Task
from shuke.server.state.models import Job

LOG = logging.getLogger("shuke.server")


def main() -> None:
    """Do the job that is named on the command line."""
    logs.configure()
    threading.Thread(target=_end_with_parent, daemon=True).start()
    home, config = told()
    here = opened(home, config)
    with here.state.reading() as session:
        job = session.get_one(Job, sys.argv[1])
    kind = KINDS[job.kind]
    limit(kind)
    folder = Path(tempfile.gettempdir())
    try:
        _run(here, Task(job.id, here, Person(**json.loads(job.person)), json.loads(job.request), folder), kind.module)
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
    # The engine's own error has a name of its own.
    short = isinstance(error, MemoryError) or type(error).__name__ == "OutOfMemoryException"
    return ShukeError("job_memory") if short else None


def _end_with_parent() -> None:
    # Not by the buffer of Python's own: its lock could not be had when the interpreter ends.
    while os.read(sys.stdin.fileno(), 4096):
        pass
    os.killpg(os.getpgrp(), signal.SIGKILL)


if __name__ == "__main__":
    main()
