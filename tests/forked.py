"""Commands as processes of their own that need not start an interpreter: forks of one that has imported the product.

A command started so has arguments, environment, folder, streams and exit code of its own, and shares nothing with the
tests; only the imports, which take most of a short command's time, were done before. What depends on the start of the
interpreter itself (its flags, its encoding, its hash seed) is to be tested with a process from scratch.
"""

from __future__ import annotations

import atexit
import importlib
import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import IO

LONGEST = 120.0
# What the commands import when they are called; it is imported once, before anything is forked.
IMPORTED = (
    "shuke.cli.main",
    "shuke.cli.shown",
    "shuke.inspection",
    "shuke.cli.inspection_shown",
    "shuke.rating",
    "shuke.result",
    "shuke.saved",
    "shuke.scheme.sentences",
    "shuke.scheme.tree",
)
CAN_FORK = hasattr(os, "fork") and hasattr(socket, "send_fds")


def run(
    words: Sequence[str], cwd: Path | None, environment: dict[str, str], *, merged: bool = False
) -> tuple[int, bytes, bytes]:
    """Run ``shuke`` with words; return its exit code, standard output and standard error (``merged``: in one)."""
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        told = {"words": list(words), "cwd": str(cwd or Path.cwd()), "environment": environment}
        code = _starter().start(told, out, out if merged else err)
        out.seek(0)
        err.seek(0)
        return code, out.read(), err.read()


class Starter:
    """The process that has imported the product, and the channel to it."""

    def __init__(self) -> None:
        self._channel, theirs = socket.socketpair()
        self._channel.settimeout(LONGEST)
        with theirs:
            self._process = subprocess.Popen(
                [sys.executable, "-X", "utf8", __file__, str(theirs.fileno())],
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                start_new_session=True,
            )

    def start(self, told: dict[str, object], out: IO[bytes], err: IO[bytes]) -> int:
        """Let a command be run to its end; return its exit code."""
        try:
            socket.send_fds(self._channel, [json.dumps(told).encode() + b"\n"], [out.fileno(), err.fileno()])
            return int(self._channel.recv(64))
        except TimeoutError:
            self.close()
            raise

    def close(self) -> None:
        """End the process and whatever it has started."""
        self._channel.close()
        if self._process.poll() is None:
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()


@cache
def _starter() -> Starter:
    starter = Starter()
    atexit.register(starter.close)
    return starter


def serve(channel: socket.socket) -> None:
    """Fork for every request, and answer with the exit code; return in the fork, made ready to run."""
    for name in IMPORTED:
        importlib.import_module(name)
    while True:
        message, streams, _, _ = socket.recv_fds(channel, 1 << 20, 2)
        while message and not message.endswith(b"\n"):
            message += channel.recv(1 << 20)
        if not message:
            os._exit(0)
        child = os.fork()
        if not child:
            channel.close()
            _become(json.loads(message), streams)
            return
        for stream in streams:
            os.close(stream)
        channel.sendall(str(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])).encode())


def _become(told: dict[str, object], streams: list[int]) -> None:
    """Take the arguments, environment, folder and streams of a request."""
    os.environ.clear()
    os.environ.update(told["environment"])  # type: ignore[call-overload]
    os.chdir(str(told["cwd"]))
    for place, stream in enumerate(streams, 1):
        os.dup2(stream, place)
        os.close(stream)
    tempfile.tempdir = None
    product = sys.modules["shuke"].__path__[0]
    sys.argv = [str(Path(product) / "__main__.py"), *told["words"]]  # type: ignore[misc]
    # What ``python -m shuke`` says of itself in its help.
    sys.modules["__main__"].__package__ = "shuke"


if __name__ == "__main__":
    serve(socket.socket(fileno=int(sys.argv[1])))
    sys.modules["shuke.cli.main"].run()
