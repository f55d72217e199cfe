"""Which files are meant, and what each one is: found, hashed, recognised by content and never by its name alone."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from shuke.errors import DataError, UsageError, Where

Kind = Literal["csv", "xlsx", "parquet"]
BLOCK = 1 << 20
KNOWN_SUFFIXES = (".csv", ".tsv", ".txt", ".gz", ".xlsx", ".xlsm", ".parquet", ".pq")
# First bytes -> what the file is; the second group is recognised only to refuse it by name.
PARQUET, ZIP, GZIP = b"PAR1", b"PK\x03\x04", b"\x1f\x8b"
REFUSED = {
    b"\xd0\xcf\x11\xe0": "file_is_old_excel",
    b"%PDF": "file_is_pdf",
    b"\x89PNG": "file_is_picture",
    b"\xff\xd8\xff": "file_is_picture",
    b"SQLite format 3": "file_is_database",
}


@dataclass(frozen=True)
class SourceFile:
    """One input file: where it is, the name shown for it, what it is, its size and content hash."""

    path: Path
    name: str
    kind: Kind
    gzipped: bool
    size: int
    sha256: str


@dataclass(frozen=True)
class Found:
    """The files to read, and those left out because their content was already there."""

    files: tuple[SourceFile, ...]
    repeated: tuple[tuple[str, str], ...]


def find_files(sources: Iterable[str | Path]) -> Found:
    """Return the files that the sources name, folders opened, each content once.

    Raises:
        UsageError: nothing was named, or a path does not exist.
        DataError: a file cannot be read, is empty, or is of a kind that cannot be read.
    """
    files: list[SourceFile] = []
    repeated: list[tuple[str, str]] = []
    by_content: dict[str, str] = {}
    for path in paths(sources):
        file = examine(path)
        if file.sha256 in by_content:
            repeated.append((file.name, by_content[file.sha256]))
            continue
        by_content[file.sha256] = file.name
        files.append(file)
    if not files:
        raise UsageError("no_source")
    return Found(tuple(files), tuple(repeated))


def examine(path: Path) -> SourceFile:
    """Return what one file is, after reading it once for its hash.

    Raises:
        DataError: the file cannot be read, is empty, or is of a kind that cannot be read.
    """
    digest = hashlib.sha256()
    size = 0
    head = b""
    try:
        with path.open("rb") as stream:
            while block := stream.read(BLOCK):
                head = head or block
                digest.update(block)
                size += len(block)
    except OSError as error:
        raise DataError("file_not_readable", Where(file=path.name), problem=error.strerror or "") from None
    if not head.strip():
        raise DataError("file_empty", Where(file=path.name))
    kind, gzipped = _kind(head, path.name)
    return SourceFile(path, path.name, kind, gzipped, size, digest.hexdigest())


def paths(sources: Iterable[str | Path]) -> Iterator[Path]:
    """Yield the files that the sources name, folders opened.

    Raises:
        UsageError: a path does not exist, or a folder holds nothing that can be read.
    """
    for source in sources:
        path = Path(source)
        if path.is_dir():
            found = sorted(p for p in path.iterdir() if p.suffix.lower() in KNOWN_SUFFIXES and p.is_file())
            if not found:
                raise UsageError("folder_without_files", Where(file=str(source)), known=" ".join(KNOWN_SUFFIXES))
            yield from found
        elif path.exists():
            yield path
        else:
            raise UsageError("file_not_found", Where(file=str(source)))


def _kind(head: bytes, name: str) -> tuple[Kind, bool]:
    if head.startswith(PARQUET):
        return "parquet", False
    if head.startswith(ZIP):
        if b"[Content_Types].xml" in head or b"xl/" in head:
            return "xlsx", False
        raise DataError("file_is_zip", Where(file=name))
    if head.startswith(GZIP):
        return "csv", True
    for magic, key in REFUSED.items():
        if head.startswith(magic):
            raise DataError(key, Where(file=name))
    if head.lstrip()[:1] == b"<":
        raise DataError("file_is_web_page", Where(file=name))
    return "csv", False
