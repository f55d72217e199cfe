"""``python -m shuke.server.jobs.worker``: takes jobs from the queue and lets each be done in a process of its own.

There is one for a workspace. Whatever runs while it starts was left by one that was killed, and is told as failed: what
a job changes in the workspace is there whole or not at all, and nothing is done twice.
"""

from __future__ import annotations

import fcntl
import logging
import multiprocessing
import os
import signal
import sys
import tempfile
import threading
import time
from contextlib import suppress
from multiprocessing import forkserver
from multiprocessing.process import BaseProcess

from huey.consumer import Consumer
from sqlalchemy import select

from shuke.errors import ShukeError
from shuke.server import logs
from shuke.server.config import told
from shuke.server.context import Context, opened
from shuke.server.jobs.child import work
from shuke.server.jobs.housekeeping import tidy
from shuke.server.jobs.outcome import RUNNING, WAITING, begun, stopped
from shuke.server.jobs.queue import Jobs
from shuke.server.jobs.schedule import start_due
from shuke.server.jobs.table import KINDS
from shuke.server.state.engine import LONG_PATIENCE
from shuke.server.state.models import Job
from shuke.server.state.types import now

LOG = logging.getLogger("shuke.server")
FORKS = multiprocessing.get_context("forkserver")
# How many jobs run at a time; those that write wait for each other all the same.
AT_ONCE = 2
LOOK = 0.2
# Seconds between two looks at the schedules, at what waits, and at what is not needed any more.
SCHEDULES, QUEUE, TIDY = 2.0, 15.0, 3600.0
# Seconds after which who shall end and has not is told again.
AGAIN = 1.0
# How often the queue is looked at, in seconds: often while there is work, less often when there was none for a while.
LOOKING = {"initial_delay": 0.05, "max_delay": 0.5, "backoff": 1.3}


class Worker:
    """Does the jobs of one installation."""

    def __init__(self, here: Context, stopping: threading.Event) -> None:
        self.here, self.stopping = here, stopping
        self.jobs = Jobs(here.jobs.path, here.state, self.do)

    def recover(self) -> None:
        """Tell what was left running as failed, and queue again what waits and is in no queue any more."""
        with self.here.state.reading() as session:
            running = session.scalars(select(Job.id).where(Job.status == RUNNING)).all()
        for job in running:
            stopped(self.here.state, job, "job_interrupted")
        self.queue_again()

    def queue_again(self) -> None:
        """Queue what waits and is in no queue: whoever noted it, or took it, was ended before they went on."""
        with self.here.state.reading() as session:
            waiting = session.scalars(select(Job.id).where(Job.status == WAITING).order_by(Job.created)).all()
        queued = {str(task.args[0]) for task in self.jobs.huey.pending()}
        for job in waiting:
            if job not in queued:
                self.jobs.queue(job)

    def look_after(self) -> None:
        """Start what is due by a schedule, and remove what is not needed any more, until the worker stops."""
        tidied = looked = 0.0
        while not self.stopping.wait(SCHEDULES):
            try:
                start_due(self.here, now())
                if time.monotonic() - looked > QUEUE:
                    # One that was taken this moment is queued once more, and then there is nothing to do for it.
                    self.queue_again()
                    looked = time.monotonic()
                if time.monotonic() - tidied > TIDY:
                    tidy(self.here)
                    tidied = time.monotonic()
            except ShukeError as error:
                LOG.error("schedules: %s", error.render("en"))  # noqa: TRY400 - an error that is told whole

    def do(self, job: str) -> None:
        """Do one job in a process of its own, and see it to its end."""
        found = begun(self.here.state, job)
        if found is None:
            return
        kind = KINDS[found.kind]
        with tempfile.TemporaryDirectory(prefix="shuke-job-", ignore_cleanup_errors=True) as folder:
            child = FORKS.Process(target=work, args=(job, folder))
            child.start()
            try:
                key = self._watched(child, job, time.monotonic() + kind.time)
            finally:
                _end(child)
        # Where it told its end itself, this says nothing more.
        stopped(self.here.state, job, key)

    def _watched(self, child: BaseProcess, job: str, until: float) -> str:
        """Wait for a job's process; return the error's key where it did not end by itself."""
        while True:
            child.join(LOOK)
            if child.exitcode is not None:
                return "job_cpu" if child.exitcode == -signal.SIGXCPU else "job_died"
            if time.monotonic() > until:
                return "job_time"
            with self.here.state.reading() as session:
                wanted = session.execute(select(Job.stop).where(Job.id == job)).scalar_one_or_none()
            if wanted or wanted is None or self.stopping.is_set():
                return "job_interrupted"


def _end(child: BaseProcess) -> None:
    """End a job's process with everything that it started."""
    if child.pid is not None:
        with suppress(ProcessLookupError):
            os.killpg(child.pid, signal.SIGKILL)
    child.kill()
    child.join()


def main() -> None:
    """Work until told to stop; who is told before they have begun just stop."""
    with suppress(KeyboardInterrupt):
        _work()


def _work() -> None:
    logs.configure()
    stopping = threading.Event()
    threading.Thread(target=_end_with_parent, args=[stopping], daemon=True).start()
    # One process that has imported everything is forked for each job: a job starts at once.
    FORKS.set_forkserver_preload([work.__module__, *(kind.module for kind in KINDS.values())])
    forkserver.ensure_running()
    home, config = told()
    here = opened(home, config, LONG_PATIENCE)
    with (here.folder / "worker.lock").open("w") as lock:
        # Another one may still be ending.
        fcntl.flock(lock, fcntl.LOCK_EX)
        worker = Worker(here, stopping)
        worker.recover()
        threading.Thread(target=worker.look_after, daemon=True).start()
        Consumer(worker.jobs.huey, workers=AT_ONCE, periodic=False, **LOOKING).run()
    here.state.close()


def _end_with_parent(stopping: threading.Event) -> None:
    """End when whoever started this ends, however they end: their end of standard input closes then."""
    while os.read(sys.stdin.fileno(), 4096):
        pass
    stopping.set()
    # Whoever is still starting may miss the first one.
    while True:
        os.kill(os.getpid(), signal.SIGINT)
        time.sleep(AGAIN)


if __name__ == "__main__":
    main()
