"""A result folder: files are made beside it and moved in at the end, so a killed run leaves the old result."""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
from pathlib import Path
from types import TracebackType
from typing import Self

from shuke.errors import ShukeError, UsageError, Where
from shuke.room import disk_full, is_full
from shuke.store.durable import folder, place, place_all, refused, sync

LAST = "run.json"
# Files that name the others with their hashes, in the order in which they come.
MANIFESTS = ("product.json", "campaign.json", LAST, "SHA256SUMS")
UNFINISHED = ".shuke-unfinished-"


class ResultFolder:
    """Collects files in a hidden folder next to their place; ``commit`` moves all of them, the manifest last."""

    def __init__(self, path: Path) -> None:
        self.path = path
        try:
            folder(path)
            _sweep(path)
            self._staging = Path(tempfile.mkdtemp(prefix=f"{UNFINISHED}{os.getpid()}-", dir=path))
        except OSError as error:
            if is_full(error):
                raise refused(path, error) from None
            raise UsageError("folder_not_writable", Where(file=str(path)), problem=error.strerror or "") from None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        shutil.rmtree(self._staging, ignore_errors=True)
        if isinstance(error, Exception) and not isinstance(error, ShukeError) and is_full(error):
            raise disk_full(self.path) from None

    def file(self, name: str) -> Path:
        """Return where to write the file of that name until it is committed."""
        return self._staging / name

    def text(self, name: str, content: str) -> None:
        """Write a text file, UTF-8."""
        self.file(name).write_text(content, encoding="utf-8", newline="\n")

    def names(self) -> list[str]:
        """Return the names of the files written so far."""
        return sorted(entry.name for entry in self._staging.iterdir())

    def hashes(self) -> dict[str, str]:
        """Return the SHA-256 of every file written so far, by name."""
        return {name: sha256(self.file(name)) for name in self.names()}

    def commit(self, known: frozenset[str]) -> None:
        """Make every file durable and move it to its place; known files of an older run that are not new go."""
        try:
            self._move(known)
        except OSError as error:
            raise refused(self.path, error) from None

    def _move(self, known: frozenset[str]) -> None:
        names = self.names()
        for name in (*names, *known):
            if (self.path / name).is_dir():
                raise IsADirectoryError(21, "a folder of that name stands there", str(self.path / name))
        last = [name for name in MANIFESTS if name in names]
        others = [name for name in names if name not in last]
        # The old manifest goes first and the new one comes last: whoever finds a manifest finds its files.
        for name in reversed(MANIFESTS) if others else ():
            if (name in last or name == LAST) and (self.path / name).exists():
                (self.path / name).unlink()
                sync(self.path)
        for stale in known - set(names):
            (self.path / stale).unlink(missing_ok=True)
        place_all([self.file(name) for name in others], self.path, others)
        for name in last:
            place(self.file(name), self.path / name)
        shutil.rmtree(self._staging)
        sync(self.path)


def _sweep(path: Path) -> None:
    """Remove what killed runs left behind; a run that is still going on keeps its own."""
    for left in path.glob(f"{UNFINISHED}*"):
        pid = left.name.removeprefix(UNFINISHED).split("-")[0]
        if pid.isdigit() and not _alive(int(pid)):
            shutil.rmtree(left, ignore_errors=True)


def _alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True


def sha256(path: Path) -> str:
    """Return a file's SHA-256 as hexadecimal."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
