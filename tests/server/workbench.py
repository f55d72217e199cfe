"""A workbench for tests: a workspace, its app with a client for everybody, and a worker that does the jobs."""

from __future__ import annotations

import os
import socket
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import uvicorn

from shuke.scheme.parse import scheme_text
from shuke.server.access.roles import ROLES, Role
from shuke.server.app import create_app
from shuke.server.config import Config
from shuke.server.context import Context
from shuke.server.listening import forwarded
from shuke.server.routes.setup import secret_for_setup
from shuke.server.running import SETTINGS
from shuke.workspace import Settings, Workspace

from .started import Started

API = "/api/v1"
PASSWORD = "correct horse battery"
ADMIN = "Ada"
# The other people that there are, by their roles.
PEOPLE = {"analyst": "Ann", "sales": "Sam", "viewer": "Vic"}
SAME_ORIGIN = {"sec-fetch-site": "same-origin"}
LONGEST = 120.0


class Workbench:
    """A workspace that is served: ``client(role)`` is a browser of somebody signed in; None: of nobody."""

    def __init__(self, home: Path, config: Config | None = None, proxies: tuple[str, ...] = ()) -> None:
        self.home, self.config = home, config or Config()
        if not (home / "workspace.json").exists():
            Workspace.init(home, scheme_text("rfm-quintile-weighted")[0], Settings())
        self.app = create_app(home, self.config)
        self.context: Context = self.app.state.context
        self._browsers: list[httpx.Client] = []
        self._clients: dict[str | None, httpx.Client] = {}
        self._worker: Started | None = None
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._socket.getsockname()[1]}"
        self._server = uvicorn.Server(uvicorn.Config(self.app, **SETTINGS, **forwarded(proxies)))
        self._thread = threading.Thread(target=self._server.run, kwargs={"sockets": [self._socket]})
        self._thread.start()

    def browser(self) -> httpx.Client:
        """Return a new browser, in which nobody is signed in."""
        made = httpx.Client(base_url=self.url, headers=SAME_ORIGIN, timeout=LONGEST)
        self._browsers.append(made)
        return made

    def client(self, role: Role | None = "admin") -> httpx.Client:
        """Return the browser of somebody of a role; the installation is set up when the first is asked for."""
        if role not in self._clients:
            browser = self.browser()
            if role == "admin":
                self._set_up(browser)
            elif role is not None:
                self._sign_in(browser, role)
            self._clients[role] = browser
        return self._clients[role]

    def _set_up(self, browser: httpx.Client) -> None:
        secret = secret_for_setup(self.context)
        if secret is None:
            done = browser.post(f"{API}/session", json={"name": ADMIN, "password": PASSWORD})
        else:
            wanted = {"secret": secret, "name": ADMIN, "password": PASSWORD, "language": "en", "currency": "CNY"}
            done = browser.post(f"{API}/setup", json=wanted)
        assert done.status_code == 201, done.text

    def _sign_in(self, browser: httpx.Client, role: str) -> None:
        name = PEOPLE[role]
        wanted = {"name": name, "role": role, "password": PASSWORD, "language": "en", "owner": None, "active": True}
        made = self.client("admin").post(f"{API}/users", json=wanted)
        assert made.status_code in {201, 409}, made.text
        done = browser.post(f"{API}/session", json={"name": name, "password": PASSWORD})
        assert done.status_code == 201, done.text

    def start_worker(self) -> None:
        """Start the process that does the jobs."""
        self._worker = Started({**os.environ, **self.config.environment(self.home)})

    def running(self) -> None:
        """Start the worker if there is none."""
        if self._worker is None:
            self.start_worker()

    def stop_worker(self) -> None:
        """Tell the worker to stop, and wait until it has."""
        if self._worker is not None:
            self._worker.stop()
        self._worker = None

    def kill_worker(self) -> None:
        """Kill the worker."""
        if self._worker is not None:
            self._worker.kill()
        self._worker = None

    def finished(self, job: str, role: Role = "admin") -> dict[str, Any]:
        """Wait until a job has ended, and return what is told of it; a worker is started if there is none."""
        self.running()
        end = time.monotonic() + LONGEST
        while True:
            told: dict[str, Any] = self.client(role).get(f"{API}/jobs/{job}").json()["data"]
            if told["status"] not in {"waiting", "running"}:
                return told
            assert time.monotonic() < end, told
            time.sleep(0.05)

    def kept(self) -> bytes:
        """Return the bytes of the state's files, read by another process: closing one here would free our own locks."""
        files = sorted(map(str, self.context.folder.glob("*sqlite*")))
        return subprocess.run(["cat", *files], capture_output=True, check=True).stdout

    def close(self) -> None:
        """End the worker and close every browser."""
        try:
            self.stop_worker()
        finally:
            self.kill_worker()
            for browser in self._browsers:
                browser.close()
            self._server.should_exit = True
            self._thread.join(30)
            self._socket.close()


@contextmanager
def workbench(home: Path, config: Config | None = None, proxies: tuple[str, ...] = ()) -> Iterator[Workbench]:
    """Yield a workbench over a folder, a new workspace where there is none."""
    made = Workbench(home, config, proxies)
    try:
        yield made
    finally:
        made.close()


__all__ = ["ADMIN", "API", "PASSWORD", "PEOPLE", "ROLES", "SAME_ORIGIN", "Workbench", "workbench"]
