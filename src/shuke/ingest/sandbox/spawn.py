"""Starting the process that reads one untrusted file, waiting for it, and telling what became of it."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from shuke.errors import DataError, Where
from shuke.ingest.limits import Limits
from shuke.locale import knows
from shuke.room import disk_full

PACKAGES = Path(__file__).resolve().parents[3]
# What the process writes when it is done; what is larger was not written by an honest one.
FACTS, LARGEST_FACTS = "facts.json", 1 << 28
OUT_OF_MEMORY, NO_ROOM = 77, 78
# How the C library ends a process that has no memory for a thread.
NO_THREAD = 127
# Nothing but the path is taken from this process: no environment, no user's site, no current folder.
BOOT = "import json, sys; sys.path[:] = json.loads(sys.argv[1]); from shuke.ingest.sandbox.child import main; main()"
PLACE = ("sheet", "row", "column", "letter")


def run_reader(request: Mapping[str, object], folder: Path, name: str, limits: Limits) -> dict[str, Any]:
    """Return the facts that the reading process found; the grids it wrote lie in ``folder``.

    Raises:
        DataError: the file cannot be read, or reading it used more than it may.
        UsageError: the disk is full.
    """
    where = Where(file=name)
    work = Path(tempfile.mkdtemp(prefix="reader-", dir=folder))
    try:
        code = _run({**request, "folder": str(folder), "work": str(work)}, work, where, limits)
        facts = _facts(work / FACTS)
    finally:
        shutil.rmtree(work, ignore_errors=True)
    if facts is not None and "error" in facts:
        _raise(facts, where)
    if code == 0 and facts is not None:
        return facts
    if code == NO_ROOM:
        raise disk_full(folder)
    raise _died(code, where, limits)


def _run(request: Mapping[str, object], work: Path, where: Where, limits: Limits) -> int:
    """Run the process to its end, or to the end of its time; whatever it started ends with it."""
    path = [str(PACKAGES), *(entry for entry in sys.path if os.path.isabs(entry))]
    own = {"TMPDIR": str(work), "TEMP": str(work), "TMP": str(work), "MALLOC_ARENA_MAX": "2"}
    kept = {key: os.environ[key] for key in ("SYSTEMROOT", "LD_LIBRARY_PATH", "PATH") if key in os.environ}
    try:
        process = subprocess.Popen(  # noqa: S603 - our own program, and nothing of the file in its arguments
            [sys.executable, "-I", "-S", "-c", BOOT, json.dumps(path)],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            cwd=work,
            env={**kept, **own},
            start_new_session=True,
        )
    except OSError as error:
        raise DataError("reader_not_started", where, problem=error.strerror or "") from None
    try:
        process.communicate(json.dumps(request).encode(), timeout=limits.wall_seconds)
    except subprocess.TimeoutExpired:
        raise DataError("reader_too_slow", where, seconds=limits.wall_seconds) from None
    finally:
        _end(process)
    return process.returncode


def _end(process: subprocess.Popen[bytes]) -> None:
    """End the process and everything that it started."""
    if os.name == "posix":
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
    if process.poll() is None:
        process.kill()
    process.wait()


def _facts(path: Path) -> dict[str, Any] | None:
    """Return what the process wrote when it was done; None when it never was."""
    try:
        if path.stat().st_size > LARGEST_FACTS:
            return None
        found = json.loads(path.read_bytes())
    except (OSError, ValueError):
        return None
    return found if isinstance(found, dict) else None


def _raise(facts: Mapping[str, Any], where: Where) -> None:
    """Raise what the process says is wrong, in the words of the catalogue."""
    key = str(facts["error"])
    figures = {str(name): value for name, value in facts.get("figures", {}).items() if isinstance(value, str | int)}
    place = {name: value for name, value in facts.get("where", {}).items() if name in PLACE}
    if knows(f"errors.{key}.what"):
        raise DataError(key, Where(file=where.file, **place), **figures)
    raise DataError("reader_stopped", where)


def _died(code: int, where: Where, limits: Limits) -> DataError:
    megabytes = limits.memory_bytes >> 20
    if code in {OUT_OF_MEMORY, NO_THREAD} or (os.name == "posix" and code == -signal.SIGABRT):
        return DataError("reader_out_of_memory", where, limit=megabytes)
    if os.name == "posix" and code in {-signal.SIGXCPU, -signal.SIGKILL}:
        return DataError("reader_too_slow", where, seconds=limits.cpu_seconds)
    if os.name == "posix" and code == -signal.SIGXFSZ:
        return DataError("reader_wrote_too_much", where, limit=limits.output_bytes >> 20)
    return DataError("reader_stopped", where)
