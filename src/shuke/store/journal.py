"""A database of SQLite whose file of recent changes was damaged is opened all the same, and the damaged file kept.

A process that is killed leaves its recent changes in a file beside the database (``-wal``), and whoever opens it next
reads them as far as they are sound. What comes after the first damaged change would be lost without a word, and changes
that the database has already could be taken back by half. So before a process first opens a database that was left so,
it looks at both, alone, on a copy.

Law: what is opened afterwards is sound, and holds every change up to the first that cannot be read; a damaged file is
never removed, but set aside as ``NAME.corrupt-MOMENT``.
"""

from __future__ import annotations

import fcntl
import logging
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

from shuke.errors import DataError, Where
from shuke.store.changes import Changes
from shuke.store.durable import place, stage, sync, writing

LOG = logging.getLogger("shuke")
WAL, SHM = "-wal", "-shm"
CORRUPT = ".corrupt-"
# Where SQLite locks a file; whoever has one open in this mode holds a part of it.
LOCKED, LENGTH = 0x40000000, 512
_settled: set[str] = set()
_settling = threading.Lock()


def settle(path: Path, *, disposable: bool = False) -> list[Path]:
    """Make a database sound before this process first opens it; return what was set aside.

    ``disposable``: one that cannot be mended is set aside as a whole, and a new one begins.

    Raises:
        DataError: it cannot be mended.
        UsageError: the disk is full, or the folder cannot be written.
    """
    with _settling:
        name = str(path.absolute())
        if name in _settled:
            return []
        # Once this process has it open, closing another handle of the file would give its locks back.
        _settled.add(name)
        if not path.is_file() or not (disposable or _left(path)):
            return []
        with writing(path.parent), _alone(path) as data:
            aside = [] if data is None else _settle(path, data, disposable=disposable)
    for one in aside:
        LOG.error("%s could not be read whole; what could not be read lies in %s", path.name, one)
    return aside


def set_aside(folder: Path) -> list[Path]:
    """Return what was set aside in a folder."""
    return sorted(folder.glob(f"*{CORRUPT}*"))


@contextmanager
def _alone(path: Path) -> Iterator[bytes | None]:
    """Hold a database against everybody, and yield what it is; None where others have it open, who have looked."""
    with path.open("r+b") as held:
        try:
            fcntl.lockf(held, fcntl.LOCK_EX | fcntl.LOCK_NB, LENGTH, LOCKED)
        except OSError:
            yield None
        else:
            yield held.read()


def _left(path: Path) -> bool:
    """Tell whether somebody left recent changes beside a database."""
    wal = _beside(path, WAL)
    return wal.is_file() and wal.stat().st_size > 0


def _settle(path: Path, data: bytes, *, disposable: bool) -> list[Path]:
    index = _beside(path, SHM)
    changes = Changes.of(
        _beside(path, WAL).read_bytes() if _left(path) else b"", index.read_bytes() if index.is_file() else b""
    )
    with stage(path.parent, ".settling-") as aside:
        whole, bare = aside / "whole", aside / "bare"
        whole.write_bytes(data)
        _beside(whole, WAL).write_bytes(changes.data)
        read = _read(whole)
        further = read is not None and changes.are_in(data, read)
        if read is not None and not changes.lost_after(read) and not further:
            return []
        bare.write_bytes(data)
        if _read(bare) is not None and (read is None or further):
            # The database has what was damaged, or it is sound without.
            return _put(path, [WAL])
        if read is not None:
            place(whole, path)
            return _put(path, [WAL])
    if not disposable:
        raise DataError("database_damaged", Where(file=str(path)))
    return _put(path, ["", WAL])


def _read(path: Path) -> int | None:
    """Bring recent changes into a copy; return how many pages of them were read, None where it is not sound."""
    with suppress(sqlite3.DatabaseError), closing(sqlite3.connect(path)) as db:
        # This reads them first, and is told how many there are.
        db.execute("SELECT COUNT(*) FROM sqlite_schema").fetchone()
        pages = max(0, int(db.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchone()[1]))
        if [row[0] for row in db.execute("PRAGMA integrity_check(1)")] == ["ok"]:
            return pages
    return None


def _put(path: Path, endings: list[str]) -> list[Path]:
    """Set files of a database aside under names that say so."""
    moment, moved = datetime.now(UTC).strftime("%Y%m%dT%H%M%S%fZ"), []
    for ending in endings:
        one = _beside(path, ending)
        if one.is_file():
            moved.append(one.rename(one.with_name(f"{one.name}{CORRUPT}{moment}")))
    _beside(path, SHM).unlink(missing_ok=True)
    sync(path.parent)
    return moved


def _beside(path: Path, ending: str) -> Path:
    return path.with_name(path.name + ending)
