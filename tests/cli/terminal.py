"""The command line as a user runs it: a process of its own, with its exit code and what it said."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from forked import CAN_FORK, run

LANGUAGE_VARIABLES = ("SHUKE_LANG", "LC_ALL", "LC_MESSAGES", "LANG")


@dataclass(frozen=True)
class Said:
    """What a command left: exit code, standard output, standard error."""

    code: int
    out: str
    err: str

    @property
    def lines(self) -> list[str]:
        """The lines on standard error."""
        return self.err.rstrip("\n").split("\n")


def environment(**variables: str) -> dict[str, str]:
    """The test's own environment, speaking no language but the one that is asked for."""
    own = {name: value for name, value in os.environ.items() if name not in LANGUAGE_VARIABLES}
    return {**own, "PYTHONUTF8": "1", **variables}


def command(*arguments: str | Path | int) -> list[str]:
    """The command line that runs the product with the interpreter of the tests."""
    return [sys.executable, "-m", "shuke", *map(str, arguments)]


def shuke(*arguments: str | Path | int, cwd: Path | None = None, fresh: bool = False, **variables: str) -> Said:
    """Run one command to its end; ``fresh``: in an interpreter started for it."""
    if not fresh and CAN_FORK and not any(name.startswith("PYTHON") for name in variables):
        code, out, err = run(list(map(str, arguments)), cwd, environment(**variables))
    else:
        done = subprocess.run(
            command(*arguments), cwd=cwd, env=environment(**variables), capture_output=True, timeout=120, check=False
        )
        code, out, err = done.returncode, done.stdout, done.stderr
    return Said(code, out.decode("utf-8", "replace"), err.decode("utf-8", "replace"))
