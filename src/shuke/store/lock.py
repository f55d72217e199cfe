"""One writer at a time: a lock that the system gives back when its holder ends, however it ends."""

from __future__ import annotations

import fcntl
import json
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from shuke.errors import UsageError, Where
from shuke.store.durable import writing

FILE = "lock"
PAUSE = 0.05


@contextmanager
def writer(home: Path, doing: str, wait: float = 0.0) -> Iterator[None]:
    """Hold a workspace for writing while the block runs; ``wait`` seconds for another writer to finish.

    Raises:
        UsageError: somebody else holds it, with who and since when; or the folder cannot be written.
    """
    path = home / FILE
    with writing(home):
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        _take(descriptor, path, time.monotonic() + wait)
        note = {"pid": os.getpid(), "doing": doing, "since": datetime.now(UTC).isoformat(timespec="seconds")}
        os.ftruncate(descriptor, 0)
        os.pwrite(descriptor, json.dumps(note).encode(), 0)
        yield
        os.ftruncate(descriptor, 0)
    finally:
        # Closing gives the lock back.
        os.close(descriptor)


def _take(descriptor: int, path: Path, until: float) -> None:
    while True:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() >= until:
                raise UsageError("workspace_busy", Where(file=str(path.parent)), **_holder(path)) from None
            time.sleep(PAUSE)
        else:
            return


def _holder(path: Path) -> dict[str, object]:
    """Return who holds a workspace, as far as the holder has written it down."""
    try:
        note = json.loads(path.read_bytes())
        return {"pid": note["pid"], "doing": note["doing"], "since": note["since"]}
    except (OSError, ValueError, KeyError, TypeError):
        return {"pid": "?", "doing": "?", "since": "?"}
