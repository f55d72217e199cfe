"""Gzipped files, unpacked a block at a time and never beyond the limits."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Iterator
from pathlib import Path

from shuke.errors import DataError, Where
from shuke.ingest.limits import MEGABYTE, Limits

BLOCK = MEGABYTE
# Below this size a file may be as regular as it likes.
HARMLESS = 16 * MEGABYTE


def first_bytes(path: Path, name: str, size: int) -> bytes:
    """Return the first bytes of what is packed.

    Raises:
        DataError: the file is cut or damaged before them.
    """
    try:
        with gzip.open(path, "rb") as stream:
            return stream.read(size)
    except (EOFError, gzip.BadGzipFile, zlib.error, OSError):
        raise DataError("file_cut", Where(file=name)) from None


def unpacked(path: Path, name: str, packed: int, limits: Limits) -> Iterator[bytes]:
    """Yield what is packed, block by block.

    Raises:
        DataError: the file is cut or damaged, or expands beyond what an honest file does.
    """
    size = 0
    try:
        with gzip.open(path, "rb") as stream:
            while block := stream.read(BLOCK):
                size += len(block)
                if size > HARMLESS and size > limits.ratio * packed:
                    raise DataError("archive_expands", Where(file=name), times=size // packed, limit=limits.ratio)
                yield block
    except (EOFError, gzip.BadGzipFile, zlib.error):
        raise DataError("file_cut", Where(file=name)) from None
