"""Which files are meant, and what each one is: found, hashed, recognised by content and never by its name alone."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from queue import Queue
from threading import Thread
from typing import Protocol

from shuke.errors import DataError, UsageError, Where, visible
from shuke.ingest.containers.kinds import Kind, recognise_content
from shuke.ingest.databases import fetched, of_database
from shuke.ingest.limits import MEGABYTE, Limits
from shuke.ingest.text.survey import Survey

BLOCK = 1 << 20
# From this size on the hash is taken in a thread beside the look at the bytes; so many blocks may wait for it.
BESIDE, WAITING = 16 * MEGABYTE, 4
# What is looked for in a folder; web pages and XML are read only where they are named.
KNOWN_SUFFIXES = (
    *(".csv", ".tsv", ".txt", ".gz", ".zip", ".parquet", ".pq"),
    *(".xlsx", ".xlsm", ".xlsb", ".xls", ".et", ".ods"),
)
# Excel and LibreOffice leave such a file beside one that is open.
LOCKS = ("~$", ".~lock.")
LONGEST_NAME = 120


@dataclass(frozen=True)
class SourceFile:
    """One input file: where it is, the name shown for it, what it is, its size and content hash.

    ``unpacked`` is how large it is once unpacked, as far as that is known before; ``misnamed``: its name promises
    another kind than its content is. ``survey`` is what its bytes tell, where it is a text of plain bytes alone.
    """

    path: Path
    name: str
    kind: Kind
    gzipped: bool
    size: int
    sha256: str
    unpacked: int = 0
    misnamed: bool = False
    survey: Survey | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True)
class Found:
    """The files to read, and those left out because their content was already there."""

    files: tuple[SourceFile, ...]
    repeated: tuple[tuple[str, str], ...]


def find_files(sources: Iterable[str | Path], limits: Limits | None = None) -> Found:
    """Return the files that the sources name, folders opened, each content once.

    Raises:
        UsageError: nothing was named, or a path does not exist.
        DataError: a file cannot be read, is empty, too large, or is of a kind that cannot be read.
    """
    files: list[SourceFile] = []
    repeated: list[tuple[str, str]] = []
    by_content: dict[str, str] = {}
    for path in paths(sources):
        file = examine(path, limits)
        if file.sha256 in by_content:
            repeated.append((file.name, by_content[file.sha256]))
            continue
        by_content[file.sha256] = file.name
        files.append(file)
    if not files:
        raise UsageError("no_source")
    return Found(tuple(files), tuple(repeated))


def examine(path: Path, limits: Limits | None = None, name: str | None = None) -> SourceFile:
    """Return what one file is, after reading it once for its hash; ``name`` is shown instead of its own.

    Raises:
        DataError: the file cannot be read, is empty, too large, or is of a kind that cannot be read.
    """
    limits = limits or Limits()
    name = shown(path.name) if name is None else name
    where = Where(file=name)
    if path.name.startswith(LOCKS):
        raise DataError("file_is_lock", where)
    digest, survey = hashlib.sha256(), Survey()
    size, head = 0, b""
    try:
        expected = path.stat().st_size
        if limits.file_bytes is not None and expected > limits.file_bytes:
            raise _too_large(expected, where, limits)
        with path.open("rb", buffering=0) as stream, _hashed(digest, beside=expected >= BESIDE) as hashing:
            while block := stream.read(BLOCK):
                head = head or block
                hashing.update(block)
                if survey.simple:
                    survey.feed(block)
                size += len(block)
                if limits.file_bytes is not None and size > limits.file_bytes:
                    raise _too_large(size, where, limits)
    except OSError as error:
        raise DataError("file_not_readable", where, problem=error.strerror or "") from None
    if not head.strip():
        raise DataError("file_empty", where)
    content = recognise_content(path, name, head, limits)
    unpacked = max(content.unpacked, size)
    found = SourceFile(path, name, content.kind, content.gzipped, size, digest.hexdigest(), unpacked, content.misnamed)
    plain = survey.simple and found.kind == "csv" and not found.gzipped
    return replace(found, survey=survey) if plain else found


class _Hashing(Protocol):
    """What takes the bytes of a file one block after another."""

    def update(self, block: bytes, /) -> None:
        """Take the next block."""


class _Beside:
    """Hands blocks to a hash in another thread; hashing lets go of the interpreter, so both work at once."""

    def __init__(self, digest: _Hashing) -> None:
        self._digest = digest
        self._blocks = Queue[bytes](WAITING)
        self._thread = Thread(target=self._take, daemon=True)
        self._thread.start()

    def update(self, block: bytes, /) -> None:
        """Take the next block."""
        self._blocks.put(block)

    def end(self) -> None:
        """Wait until every block was taken."""
        self._blocks.put(b"")
        self._thread.join()

    def _take(self) -> None:
        while block := self._blocks.get():
            self._digest.update(block)


@contextmanager
def _hashed(digest: _Hashing, *, beside: bool) -> Iterator[_Hashing]:
    """Yield what takes the blocks for a hash: itself, or another thread; at the end all of them were taken."""
    if not beside:
        yield digest
        return
    hashing = _Beside(digest)
    try:
        yield hashing
    finally:
        hashing.end()


def paths(sources: Iterable[str | Path]) -> Iterator[Path]:
    """Yield the files that the sources name, folders opened, tables of databases read into files.

    Raises:
        UsageError: a path does not exist, or a folder holds nothing that can be read.
    """
    for source in sources:
        path = Path(source)
        if of_database(source):
            yield fetched(source)
        elif path.is_dir():
            found = sorted(one for one in path.iterdir() if _of_a_folder(one))
            if not found:
                raise UsageError("folder_without_files", Where(file=str(source)), known=" ".join(KNOWN_SUFFIXES))
            yield from found
        elif path.exists():
            yield path
        else:
            raise UsageError("file_not_found", Where(file=str(source)))


def shown(name: str) -> str:
    """Return a file's name as it can be printed: nothing in it acts on the line, and it has a bearable length."""
    plain = visible(name)
    return plain if len(plain) <= LONGEST_NAME else f"{plain[: LONGEST_NAME - 40]}…{plain[-39:]}"


def _of_a_folder(path: Path) -> bool:
    return path.suffix.lower() in KNOWN_SUFFIXES and not path.name.startswith(LOCKS) and path.is_file()


def _too_large(size: int, where: Where, limits: Limits) -> DataError:
    limit = (limits.file_bytes or 0) / MEGABYTE
    return DataError("file_too_large", where, size=f"{size / MEGABYTE:,.1f}", limit=f"{limit:,.1f}")
