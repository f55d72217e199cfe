"""A command at a real terminal: what it shows there, and the answers that a person types."""

from __future__ import annotations

import os
import pty
import select
import subprocess
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from cli.terminal import command, environment

LONGEST = 90.0


@dataclass(frozen=True)
class Shown:
    """What a command at a terminal showed, and its exit code."""

    code: int
    screen: str


def at_terminal(
    *arguments: str | Path, answers: Sequence[tuple[str, str]], cwd: Path | None = None, **variables: str
) -> Shown:
    """Run a command at a terminal; each answer is typed once its prompt is on the screen."""
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        command(*arguments),
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        cwd=cwd,
        env=environment(TERM="dumb", **variables),
    )
    os.close(theirs)
    screen, told, waiting = b"", 0, list(answers)
    end = time.monotonic() + LONGEST
    try:
        while time.monotonic() < end:
            ready, _, _ = select.select([ours], [], [], 0.2)
            if ready:
                try:
                    block = os.read(ours, 65_536)
                except OSError:
                    break
                if not block:
                    break
                screen += block
            elif process.poll() is not None:
                break
            if waiting and waiting[0][0] in screen[told:].decode("utf-8", "ignore"):
                told = len(screen)
                os.write(ours, (waiting.pop(0)[1] + "\n").encode())
        code = process.wait(timeout=LONGEST)
    finally:
        if process.poll() is None:
            process.kill()
            process.wait()
        os.close(ours)
    assert not waiting, f"{waiting} was never asked:\n{screen.decode('utf-8', 'replace')}"
    return Shown(code, screen.decode("utf-8", "replace").replace("\r\n", "\n"))
