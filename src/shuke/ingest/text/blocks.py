"""The bytes of a text file, block by block."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from shuke.ingest.containers import gzipped
from shuke.ingest.files import BLOCK, SourceFile
from shuke.ingest.limits import Limits


def unpacked(file: SourceFile, folder: Path, limits: Limits) -> SourceFile:
    """Return a file as it is without gzip; what was packed lies in ``folder``.

    Raises:
        DataError: it is cut or damaged, or expands beyond what an honest file does.
    """
    if not file.gzipped:
        return file
    target = folder / f"{file.sha256[:16]}.ungzipped"
    with target.open("wb") as out:
        for block in gzipped.unpacked(file.path, file.name, file.size, limits):
            out.write(block)
    return replace(file, path=target, gzipped=False, survey=None)


def blocks(file: SourceFile) -> Iterator[bytes]:
    """Yield the bytes of a file."""
    with file.path.open("rb", buffering=0) as stream:
        while block := stream.read(BLOCK):
            yield block
