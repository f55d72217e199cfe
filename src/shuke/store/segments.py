"""Immutable files known by their content: each is named by its SHA-256, and read only after that was checked.

Law: a segment that can be read holds the bytes that were written; a changed byte is an error, never another figure.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Self

from shuke.errors import DataError, Where
from shuke.store.durable import coming, place, sweep, writing
from shuke.store.folder import sha256

FOLDER = "segments"
SUFFIX = ".parquet"
# Hashing lets other threads run, so two files are read at once.
READERS = 2


@dataclass(frozen=True)
class Segment:
    """One file: the hash of its content, its rows and its size in bytes."""

    sha256: str
    rows: int
    size: int

    def document(self) -> dict[str, Any]:
        """Return the segment as data for JSON."""
        return asdict(self)

    @classmethod
    def of(cls, document: Mapping[str, Any]) -> Self:
        """Return the segment that ``document`` wrote down."""
        return cls(**document)


class Segments:
    """The segments of one workspace."""

    def __init__(self, home: Path) -> None:
        self.folder = home / FOLDER
        # Checked in this process already.
        self._sound: set[str] = set()
        # Files that this process made, and that had no name before.
        self.made: set[str] = set()

    def path(self, segment: Segment) -> Path:
        """Return where a segment lies."""
        return self.folder / f"{segment.sha256}{SUFFIX}"

    def keep(self, write: Callable[[Path], int]) -> Segment:
        """Return a new segment: ``write`` makes the file at a path that it is given, and returns its rows.

        Raises:
            UsageError: the disk is full, or the folder cannot be written.
        """
        with writing(self.folder):
            made = coming(self.folder)
            try:
                rows = write(made)
                segment = Segment(sha256(made), rows, made.stat().st_size)
                path = self.path(segment)
                if not path.exists():
                    self.made.add(path.name)
                place(made, path)
            finally:
                made.unlink(missing_ok=True)
        self._sound.add(segment.sha256)
        return segment

    def check(self, segments: Iterable[Segment]) -> None:
        """Pass segments whose files hold what was written; each is read whole, once in a process.

        Raises:
            DataError: a file is missing, or was changed.
        """
        unknown = list({one.sha256: one for one in segments if one.sha256 not in self._sound}.values())
        with ThreadPoolExecutor(READERS) as pool:
            for segment, sound in zip(unknown, pool.map(self._is_sound, unknown), strict=True):
                if not sound:
                    raise DataError("segment_damaged", Where(file=str(self.path(segment))))
                self._sound.add(segment.sha256)

    def names(self) -> set[str]:
        """Return the names of all files there are."""
        return {path.name for path in self.folder.glob(f"*{SUFFIX}")}

    def remove(self, names: Iterable[str]) -> None:
        """Remove files that no state needs, and what was left half made; nobody else may be writing."""
        sweep(self.folder)
        for name in sorted(names):
            (self.folder / name).unlink(missing_ok=True)
            self.made.discard(name)

    def _is_sound(self, segment: Segment) -> bool:
        path = self.path(segment)
        try:
            return path.stat().st_size == segment.size and sha256(path) == segment.sha256
        except OSError:
            return False
