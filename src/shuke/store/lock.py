"""One writer at a time: a lock that the system gives back when its holder ends, however it ends."""

from __future__ import annotations

import fcntl
import json
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from shuke.errors import UsageError, Where
from shuke.store.durable import sync, writing

FILE = "lock"
PAUSE = 0.05
# How often a holder who has not written who they are yet is asked again.
ASKED = 20


@dataclass
class Held:
    """A workspace held for writing: whether its last holder left something half done, and whether this one does."""

    left: bool
    leaves: bool = True


@contextmanager
def writer(home: Path, doing: str, wait: float = 0.0) -> Iterator[Held]:
    """Hold a workspace for writing while the block runs; ``wait`` seconds for another writer to finish.

    Who holds it writes that down first, and takes it away last: a note that a new holder finds is that of one who
    was killed, or lost power, on the way.

    Raises:
        UsageError: somebody else holds it, with who and since when; or the folder cannot be written.
    """
    path = home / FILE
    with writing(home):
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        _take(descriptor, path, time.monotonic() + wait)
        note = {"pid": os.getpid(), "doing": doing, "since": datetime.now(UTC).isoformat(timespec="seconds")}
        held = Held(os.fstat(descriptor).st_size > 0)
        with writing(home):
            _note(descriptor, json.dumps(note).encode(), first=not held.left)
            sync(home)
        try:
            yield held
            held.leaves = False
        finally:
            if not held.leaves:
                os.ftruncate(descriptor, 0)
    finally:
        # Closing gives the lock back.
        os.close(descriptor)


def _note(descriptor: int, note: bytes, *, first: bool) -> None:
    """Write down who holds a workspace, before anything else is written."""
    try:
        os.pwrite(descriptor, note, 0)
        os.ftruncate(descriptor, len(note))
        os.fsync(descriptor)
    except OSError:
        # Nothing was done yet; what an earlier holder left half done must still be known.
        if first:
            os.ftruncate(descriptor, 0)
        raise


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
    for _ in range(ASKED):
        try:
            note = json.loads(path.read_bytes())
            return {"pid": note["pid"], "doing": note["doing"], "since": note["since"]}
        except (OSError, ValueError, KeyError, TypeError):
            time.sleep(PAUSE / 10)
    return {"pid": "?", "doing": "?", "since": "?"}
