"""Passwords: Argon2id, two at a time, so that signing in cannot be used to take the machine's memory."""

from __future__ import annotations

import re
import threading
import unicodedata
from functools import cache
from importlib.resources import files

from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher

from shuke.errors import UsageError
from shuke.server.errors import Unavailable

SHORTEST, LONGEST = 12, 128
# OWASP's least: 19 MiB, two passes, one lane.
HASHER = PasswordHash((Argon2Hasher(time_cost=2, memory_cost=19456, parallelism=1),))
SLOTS = threading.BoundedSemaphore(2)
# Seconds that one waits for a slot.
PATIENCE = 10.0
# Digits alone are telephone numbers and birthdays.
ENOUGH_DIGITS = 14
LOOK_ALIKE = str.maketrans("013457@$!", "oleastasi")


def hashed(password: str) -> str:
    """Return what is kept of a password.

    Raises:
        Unavailable: too many are being checked.
    """
    with _slot():
        return HASHER.hash(_form(password))


def fits(password: str, kept: str | None) -> bool:
    """Tell whether a password is the one that was kept; as slow where there is none.

    Raises:
        Unavailable: too many are being checked.
    """
    with _slot():
        return HASHER.verify(_form(password), kept or _nobody()) and kept is not None


def require_good(password: str, name: str) -> None:
    """Pass a password that may be used by somebody of that name.

    Raises:
        UsageError: it is too short, too long, one of the common ones, or holds the name.
    """
    if not SHORTEST <= len(password) <= LONGEST:
        raise UsageError("password_length", shortest=SHORTEST, longest=LONGEST)
    plain = _form(password).casefold()
    named = len(name) >= 4 and name.casefold() in plain
    if named or _is_common(plain):
        raise UsageError("password_common")


def _is_common(plain: str) -> bool:
    """Tell whether a password is among the first that are tried: a word with digits and signs, or digits alone."""
    if len(set(plain)) < 4 or (plain.isdigit() and len(plain) < ENOUGH_DIGITS):
        return True
    word = re.sub(r"^[^a-z@$]+|[^a-z]+$", "", plain).translate(LOOK_ALIKE)
    return word in _common() or re.sub("[^a-z]", "", plain) in _common()


class _slot:  # noqa: N801 - read as a word
    def __enter__(self) -> None:
        if not SLOTS.acquire(timeout=PATIENCE):
            raise Unavailable("passwords_busy")

    def __exit__(self, *error: object) -> None:
        SLOTS.release()


def _form(password: str) -> str:
    """Return a password in one form, however the keyboard composed its characters."""
    return unicodedata.normalize("NFKC", password)


@cache
def _nobody() -> str:
    return HASHER.hash("nobody has this password")


@cache
def _common() -> frozenset[str]:
    lines = files(__name__.rpartition(".")[0]).joinpath("common.txt").read_text(encoding="utf-8").splitlines()
    return frozenset(word for line in lines if not line.startswith("#") for word in line.split())
