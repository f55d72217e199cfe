"""The worker of a workbench as a fork of a process that has imported it: starting it costs no second of imports.

Its own program runs in it from the first line, in an environment and with a standard input of its own.
"""

from __future__ import annotations

import multiprocessing
import os
import sys
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess

from shuke.server.jobs import worker

FORKS = multiprocessing.get_context("forkserver")


class Started:
    """A worker that runs; it ends when its standard input does."""

    def __init__(self, environment: dict[str, str]) -> None:
        FORKS.set_forkserver_preload([worker.__name__])
        theirs, self._input = FORKS.Pipe(duplex=False)
        with theirs:
            self._process: BaseProcess = FORKS.Process(target=_run, args=(theirs, environment))
            self._process.start()

    def stop(self) -> None:
        """Close its standard input, and wait until it has ended."""
        self._input.close()
        self._process.join(30)

    @property
    def ended(self) -> bool:
        """Whether it runs no more."""
        return not self._process.is_alive()

    def kill(self) -> None:
        """Kill it."""
        self._process.kill()
        self.stop()


def _run(given: Connection, environment: dict[str, str]) -> None:
    os.environ.clear()
    os.environ.update(environment)
    os.dup2(given.fileno(), 0)
    given.close()
    sys.stdin = open(0, encoding="utf-8", closefd=False)  # noqa: SIM115 - it is open as long as the process runs
    worker.main()
