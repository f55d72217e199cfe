"""The folder for what does not fit in memory: its owner's alone, and removed even after a killed run."""

from __future__ import annotations

import os
import re
import shutil
import tempfile
from pathlib import Path

NAME = re.compile(r"shuke-([0-9]+)-\w+")


def private_folder() -> Path:
    """Return a new folder that only its owner can open; what killed runs of the same owner left behind goes."""
    base = Path(tempfile.gettempdir())
    for left in base.glob("shuke-*"):
        found = NAME.fullmatch(left.name)
        if found is not None and not _alive(int(found.group(1))) and _own(left):
            shutil.rmtree(left, ignore_errors=True)
    return Path(tempfile.mkdtemp(prefix=f"shuke-{os.getpid()}-"))


def _own(folder: Path) -> bool:
    try:
        return folder.lstat().st_uid == os.getuid() and folder.is_dir() and not folder.is_symlink()
    except OSError:
        return False


def _alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except (OSError, OverflowError):
        return True
    return True
