"""Which files are meant, and what each one is: found, hashed, recognised by content and never by its name alone."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from shuke.errors import DataError, UsageError, Where, visible
from shuke.ingest.containers.kinds import Kind, recognise_content
from shuke.ingest.databases import fetched, of_database
from shuke.ingest.limits import MEGABYTE, Limits

BLOCK = 1 << 20
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
    another kind than its content is.
    """

    path: Path
    name: str
    kind: Kind
    gzipped: bool
    size: int
    sha256: str
    unpacked: int = 0
    misnamed: bool = False


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
    digest = hashlib.sha256()
    size, head = 0, b""
    try:
        if limits.file_bytes is not None and path.stat().st_size > limits.file_bytes:
            raise _too_large(path.stat().st_size, where, limits)
        with path.open("rb") as stream:
            while block := stream.read(BLOCK):
                head = head or block
                digest.update(block)
                size += len(block)
                if limits.file_bytes is not None and size > limits.file_bytes:
                    raise _too_large(size, where, limits)
    except OSError as error:
        raise DataError("file_not_readable", where, problem=error.strerror or "") from None
    if not head.strip():
        raise DataError("file_empty", where)
    content = recognise_content(path, name, head, limits)
    unpacked = max(content.unpacked, size)
    return SourceFile(path, name, content.kind, content.gzipped, size, digest.hexdigest(), unpacked, content.misnamed)


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
