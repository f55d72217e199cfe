"""A product as one file: a ZIP whose bytes follow from the files in it, not from the day, the machine or a library.

Nothing is compressed: how far a library compresses differs between its versions, and the large table is compressed in
itself already.
"""

from __future__ import annotations

import shutil
from pathlib import Path
from zipfile import ZIP_STORED, ZipFile, ZipInfo

# The first day that the format can write; a file in it has no day of its own.
DAY = (1980, 1, 1, 0, 0, 0)
# A plain file for its owner to write and everybody to read, made on Unix.
UNIX, MODE = 3, 0o100644 << 16


def pack(folder: Path, target: Path, name: str) -> None:
    """Write the files of a folder into a ZIP, in the order of their names, each below a folder ``name``."""
    with ZipFile(target, "w", ZIP_STORED) as out:
        for path in sorted(folder.iterdir()):
            told = ZipInfo(f"{name}/{path.name}", DAY)
            told.create_system, told.external_attr = UNIX, MODE
            told.file_size = path.stat().st_size
            with path.open("rb") as source, out.open(told, "w") as cell:
                shutil.copyfileobj(source, cell, 1 << 20)
