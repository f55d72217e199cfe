"""The few ways in which anything durable is written: whole or not at all, and on the disk before it is relied on.

Every write is a new file, synced, that gets its name in one step, and then its folder is synced. After a loss of power
a name therefore stands for the bytes that were meant, or is not there.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from shuke.errors import UsageError, Where
from shuke.room import disk_full, is_full

COMING = ".coming-"


def sync(path: Path) -> None:
    """Bring a file, or the names in a folder, to the disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def coming(folder: Path) -> Path:
    """Return a name in a folder under which a file can be made before it gets its own; killed runs leave some."""
    descriptor, name = tempfile.mkstemp(prefix=f"{COMING}{os.getpid()}-", dir=folder)
    os.close(descriptor)
    return Path(name)


def folder(path: Path, mode: int = 0o777) -> None:
    """Make a folder, and those above it that are missing, so that its name stays too; one that is there is left."""
    if path.is_dir():
        return
    folder(path.parent)
    path.mkdir(mode=mode, exist_ok=True)
    sync(path.parent)


def place(made: Path, path: Path) -> None:
    """Give a file that was made its name, in place of what had it."""
    place_all([made], path.parent, [path.name])


def place_all(made: Sequence[Path], folder: Path, names: Sequence[str]) -> None:
    """Give files that were made their names in a folder, in place of what had these, one after the other."""
    for one in made:
        sync(one)
    for one, name in zip(made, names, strict=True):
        one.replace(folder / name)
    sync(folder)


def replace(path: Path, data: bytes) -> None:
    """Write a file in place of what had its name."""
    with writing(path.parent, len(data)):
        made = _made(path, data)
        place(made, path)


def create(path: Path, data: bytes) -> bool:
    """Write a file whose name nobody has; return False, and write nothing, where somebody was first."""
    with writing(path.parent, len(data)):
        made = _made(path, data)
        try:
            sync(made)
            os.link(made, path)
        except FileExistsError:
            return False
        finally:
            made.unlink(missing_ok=True)
        sync(path.parent)
    return True


@contextmanager
def writing(folder: Path, needed: int = 0) -> Iterator[None]:
    """Turn what the disk refuses into an error of the user's.

    Raises:
        UsageError: the disk is full, or the folder cannot be written.
    """
    try:
        yield
    except OSError as error:
        raise refused(folder, error, needed) from None


def refused(folder: Path, error: OSError, needed: int = 0) -> UsageError:
    """Return the error of a write that the disk refused."""
    if is_full(error):
        return disk_full(folder, needed)
    place = Where(file=str(error.filename2 or error.filename or folder))
    return UsageError("folder_not_writable", place, problem=error.strerror or "")


def sweep(folder: Path) -> None:
    """Remove what killed runs left half made in a folder; nobody else may be writing there."""
    # An engine that writes the file may put something before its name until it is whole.
    for left in folder.glob(f"*{COMING}*"):
        left.unlink(missing_ok=True)


@contextmanager
def stage(place: Path, prefix: str) -> Iterator[Path]:
    """Yield a new folder to make something large in, which is gone when the block ends, wherever it was moved from.

    Whoever works in one holds it, and the system gives it back however they end: one that nobody holds was left by a
    run that was killed, and goes first.
    """
    for left in sorted(place.glob(f"{prefix}*")):
        with suppress(OSError):
            _unheld(left)
    made, held = _held(place, prefix)
    try:
        yield made
    finally:
        os.close(held)
        shutil.rmtree(made, ignore_errors=True)


def _held(place: Path, prefix: str) -> tuple[Path, int]:
    while True:
        made = Path(tempfile.mkdtemp(prefix=prefix, dir=place))
        try:
            held = os.open(made, os.O_RDONLY)
        except FileNotFoundError:
            # Somebody who tidied up took it for one that was left.
            continue
        fcntl.flock(held, fcntl.LOCK_SH)
        if made.exists():
            return made, held
        os.close(held)


def _unheld(left: Path) -> None:
    """Remove a folder that nobody holds."""
    found = os.open(left, os.O_RDONLY | os.O_DIRECTORY)
    try:
        fcntl.flock(found, fcntl.LOCK_EX | fcntl.LOCK_NB)
        shutil.rmtree(left, ignore_errors=True)
    finally:
        os.close(found)


def _made(path: Path, data: bytes) -> Path:
    made = coming(path.parent)
    try:
        made.write_bytes(data)
    except OSError:
        made.unlink(missing_ok=True)
        raise
    return made
