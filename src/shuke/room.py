"""A disk without room: told as an error of the user's, with how much is free, whoever noticed it."""

from __future__ import annotations

import errno
import re
import shutil
from pathlib import Path

from shuke.errors import UsageError, Where

FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
# What the embedded engine says of a disk that took no more: of the file it wrote, and of what it spilled.
REFUSED = re.compile(r'file \\?"([^"\\]+)\\?".*"errno":"(?:' + "|".join(map(str, sorted(FULL))) + ")")
SPILLED = "failed to offload data block"


def is_full(error: BaseException | None) -> bool:
    """Tell whether an error comes of a disk without room, perhaps wrapped by a library that wrote the file."""
    while error is not None:
        if isinstance(error, OSError) and error.errno in FULL:
            return True
        error = error.__cause__ or error.__context__
    return False


def disk_full(folder: Path, needed: int = 0) -> UsageError:
    """Return the error of a full disk: how much is free there, and how much was wanted at least."""
    while not folder.exists():
        folder = folder.parent
    free = shutil.disk_usage(folder).free
    return UsageError("disk_full", Where(file=str(folder)), free=f"{free:,}", needed=f"{max(needed, free + 1):,}")


def refused_by(said: str, spill: Path) -> UsageError | None:
    """Return the error of a full disk that the embedded engine's words tell of; None where they tell of another."""
    written = REFUSED.search(said)
    if written is not None:
        return disk_full(Path(written[1]).parent)
    return disk_full(spill) if SPILLED in said or "No space left on device" in said else None
