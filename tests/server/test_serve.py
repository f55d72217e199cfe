"""``shuke serve`` as a process: what it prints, what it refuses, how it ends."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from cli.terminal import shuke

from .workbench import ADMIN, API, PASSWORD, SAME_ORIGIN

pytestmark = pytest.mark.slow
ENGLISH = {**os.environ, "SHUKE_LANG": "en"}


class Served:
    """A running ``shuke serve``: its process, its address and the secret of the first start."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self.process = process
        self.secret = ""
        self.said: list[str] = []
        assert process.stdout is not None
        while True:
            line = process.stdout.readline()
            assert line, "it ended"
            self.said.append(line)
            if found := re.search(r"https?://\S+", line):
                self.address = found[0]
            if found := re.search(r"counts once: (\S+)", line):
                self.secret = found[1]
            if "pages of the workbench" in line or found:
                break

    def browser(self) -> httpx.Client:
        return httpx.Client(base_url=self.address, headers=SAME_ORIGIN, timeout=60)

    def set_up(self, browser: httpx.Client) -> httpx.Response:
        wanted = {"secret": self.secret, "name": ADMIN, "password": PASSWORD, "language": "zh", "currency": "CNY"}
        return browser.post(f"{API[1:]}/setup", json=wanted)


@contextmanager
def served(
    home: Path, *options: str, environment: dict[str, str] | None = None, log: Path | None = None
) -> Iterator[Served]:
    """Serve a workspace as a process; ``log`` takes what it says beside its first lines."""
    command = [sys.executable, "-m", "shuke", "serve", str(home), "--port", "0", *options]
    errors = log.open("wb") if log is not None else None
    process = subprocess.Popen(
        command,
        env={**ENGLISH, **(environment or {})},
        stdout=subprocess.PIPE,
        stderr=errors,
        text=True,
        start_new_session=True,
    )
    try:
        yield Served(process)
    finally:
        if errors is not None:
            errors.close()
        if process.poll() is None:
            process.send_signal(signal.SIGTERM)
        process.wait(30)
        if process.stdout is not None:
            process.stdout.close()


def workers(home: Path) -> list[int]:
    """The processes that do the jobs of a workspace."""
    found = []
    for one in Path("/proc").glob("[0-9]*"):
        try:
            words, environment = (one / "cmdline").read_bytes(), (one / "environ").read_bytes()
        except OSError:
            continue
        if b"shuke.server.jobs.worker" in words and str(home).encode() in environment:
            found.append(int(one.name))
    return found


def until(condition: object, seconds: float = 20) -> None:
    end = time.monotonic() + seconds
    while not condition():  # type: ignore[operator]
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(0.05)


def test_an_empty_folder_becomes_a_workbench_under_a_path_with_two_processes(tmp_path: Path) -> None:
    home = tmp_path / "shop"
    with served(home, "--base-path", "/shuke/", "--workers", "2") as running, running.browser() as browser:
        assert running.address.endswith("/shuke/")
        # Whoever opens it in the browser is guided by the page, not by commands.
        assert "guides from there" in "".join(running.said)
        assert "shuke load" not in "".join(running.said)
        done = running.set_up(browser)
        assert done.status_code == 201
        assert "path=/shuke" in done.headers["set-cookie"].lower()
        # Each process knows the session, and the path may be taken off by the proxy.
        for _ in range(10):
            assert browser.get("api/v1/session").json()["data"]["user"]["name"] == ADMIN
        bare = running.address.removesuffix("/shuke/")
        assert httpx.get(f"{bare}/api/v1/setup").json()["data"]["needed"] is False
        until(lambda: workers(home))
        first = workers(home)
        os.kill(first[0], signal.SIGKILL)
        until(lambda: workers(home) and workers(home) != first)
    until(lambda: not workers(home))


def test_a_server_that_was_killed_leaves_no_process(tmp_path: Path) -> None:
    home = tmp_path / "shop"
    with served(home) as running:
        until(lambda: workers(home))
        running.process.kill()
        until(lambda: not workers(home))


@pytest.mark.parametrize(
    ("options", "code"),
    [
        (("--host", "0.0.0.0"), "without encryption"),
        (("--tls-key", "k.pem"), "certificate needs its key"),
        (("--base-path", "a b"), "cannot be the path"),
    ],
)
def test_what_cannot_be_meant_is_refused_before_anything_is_made(
    tmp_path: Path, options: tuple[str, ...], code: str
) -> None:
    said = shuke("serve", tmp_path / "w", "--port", 0, *options, SHUKE_LANG="en")
    assert said.code == 2
    assert code in said.err
    assert not (tmp_path / "w").exists()


def test_a_port_that_is_taken_is_told(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        said = shuke("serve", tmp_path / "w", "--port", port, SHUKE_LANG="en")
    assert said.code == 2
    assert f"port {port}" in said.err


def test_other_commands_load_nothing_of_the_server() -> None:
    program = "import sys, shuke.cli.main; print([n for n in sys.modules if n.split('.')[0] in "
    program += "{'fastapi', 'sqlalchemy', 'uvicorn', 'huey', 'starlette', 'alembic'}])"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
