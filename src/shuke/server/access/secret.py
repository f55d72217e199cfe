"""The key of an installation: 32 random bytes in a file of its owner's, made at the first start."""

from __future__ import annotations

import secrets
from pathlib import Path

from shuke.errors import DataError, Where
from shuke.privacy.keys import guessable
from shuke.store.durable import create

BYTES = 32


def secret(path: Path) -> bytes:
    """Return the key in a file, made where there is none.

    Raises:
        DataError: the file does not hold a key, or one that somebody could guess.
    """
    if not path.exists():
        # The file that a new one is made of is its owner's alone; who is second finds the first one's.
        create(path, secrets.token_bytes(BYTES))
    found = path.read_bytes()
    if len(found) != BYTES:
        raise DataError("server_key_damaged", Where(file=str(path)))
    if guessable(found):
        raise DataError("server_key_guessable", Where(file=str(path)))
    return found
