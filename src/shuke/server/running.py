"""``shuke serve``: the server's process or processes, and the worker beside them, until somebody stops it."""

from __future__ import annotations

import logging
import os
import resource
import socket
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

import uvicorn
from uvicorn.supervisors import Multiprocess

from shuke.server import logs
from shuke.server.app import create_app
from shuke.server.config import Config, told
from shuke.server.connection import CONNECTIONS, Connection
from shuke.server.listening import Listening, forwarded

LOG = logging.getLogger("shuke.server")
# Seconds: for requests to end when the server stops; for the worker to end; between two starts of it.
GRACE, PATIENCE, PAUSE = 10, 15.0, 1.0
# Open files of a process: a connection is one, and there are others.
FILES = 4 * CONNECTIONS
SETTINGS: dict[str, Any] = {
    "loop": "uvloop",
    "http": Connection,
    "log_level": "warning",
    # Addresses carry what people search for.
    "access_log": False,
    "server_header": False,
    "timeout_graceful_shutdown": GRACE,
}


def run(home: Path, config: Config, listening: Listening, taken: socket.socket, processes: int) -> None:
    """Serve a workspace on a socket until the process is told to stop."""
    os.environ.update(config.environment(home.absolute()))
    _allow_files()
    files: dict[str, Any] = {"ssl_certfile": listening.certificate, "ssl_keyfile": listening.key}
    told_to = uvicorn.Config(
        "shuke.server.running:app", factory=True, workers=processes, **SETTINGS, **files, **forwarded(listening.proxies)
    )
    with _Worker():
        if processes == 1:
            uvicorn.Server(told_to).run(sockets=[taken])
        else:
            Multiprocess(told_to, sockets=[taken]).run()


def _allow_files() -> None:
    """Let this process, and those that it starts, have as many open files as connections need."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = FILES if hard == resource.RLIM_INFINITY else min(FILES, hard)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))


def app() -> Any:
    """Return the app of a process that was told by its environment."""
    logs.configure()
    return create_app(*told())


class _Worker:
    """Keeps the worker's process alive while the block runs."""

    def __init__(self) -> None:
        self._stopping = threading.Event()
        self._process: subprocess.Popen[bytes] | None = None
        self._thread = threading.Thread(target=self._keep, name="worker", daemon=True)

    def __enter__(self) -> None:
        self._thread.start()

    def __exit__(self, *error: object) -> None:
        self._stopping.set()
        self._thread.join(PATIENCE)
        if self._thread.is_alive() and self._process is not None:
            # The next one would wait for it for ever; what it left running is told as interrupted then.
            self._process.kill()
            self._thread.join(PAUSE)

    def _keep(self) -> None:
        while not self._stopping.is_set():
            process = self._process = subprocess.Popen(
                [sys.executable, "-m", "shuke.server.jobs.worker"], stdin=subprocess.PIPE, start_new_session=True
            )
            while process.poll() is None and not self._stopping.wait(0.1):
                pass
            if process.stdin is not None:
                # This is how it hears that it shall end.
                process.stdin.close()
            code = process.wait()
            if not self._stopping.wait(PAUSE):
                LOG.error("the worker ended with %s and is started again", code)
