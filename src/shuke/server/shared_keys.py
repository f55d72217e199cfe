"""The keys that are shared with other companies: files of this server, for their owner alone; no answer shows one.

A key made here is told once, when it is made, so that it can be handed over. A request names it by the four letters
that both sides see; nothing else of it stands in the state, the queue or a log.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from shuke.errors import UsageError
from shuke.overlap.secret import SharedKey, read_key, save_key
from shuke.server.context import Context
from shuke.server.errors import Conflict, Missing
from shuke.store.durable import folder, writing

FOLDER = "overlap-keys"
NAME = re.compile(r"[0-9a-f]{4}")
ENDING = ".key"


@dataclass(frozen=True)
class Known:
    """A key by its name, what it is for, and since when it is here."""

    name: str
    purpose: str
    at: datetime


def keep(here: Context, key: SharedKey) -> None:
    """Keep a key.

    Raises:
        Conflict: one of that name is here already.
    """
    home = here.folder / FOLDER
    with writing(here.folder):
        folder(home, 0o700)
    try:
        save_key(home / f"{key.name}{ENDING}", key)
    except UsageError as error:
        if error.key != "file_exists":
            raise
        raise Conflict("overlap_key_here", name=key.name) from None


def all_known(here: Context) -> list[Known]:
    """Return what is told of every key, the latest first."""
    found = [_known(path) for path in (here.folder / FOLDER).glob(f"*{ENDING}")]
    return sorted(found, key=lambda one: (one.at, one.name), reverse=True)


def get(here: Context, name: str) -> SharedKey:
    """Return a key by its name.

    Raises:
        Missing: there is none.
    """
    return read_key(_path(here, name))


def remove(here: Context, name: str) -> None:
    """Remove a key.

    Raises:
        Missing: there is none.
    """
    _path(here, name).unlink(missing_ok=True)


def _path(here: Context, name: str) -> Path:
    path = here.folder / FOLDER / f"{name}{ENDING}"
    if NAME.fullmatch(name) is None or not path.is_file():
        raise Missing("overlap_key_unknown")
    return path


def _known(path: Path) -> Known:
    return Known(path.stem, read_key(path).purpose, datetime.fromtimestamp(path.stat().st_mtime, UTC))
