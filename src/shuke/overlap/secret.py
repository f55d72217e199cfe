"""The secret that two companies share for one comparison: a file of its own kind, made for one purpose."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from pathlib import Path

from shuke.errors import UsageError, Where
from shuke.privacy.keys import KEY_BYTES, write_secret
from shuke.privacy.pseudonyms import Coder

FIRST = "shuke-overlap-key 1"
LONGEST = 200


@dataclass(frozen=True)
class SharedKey:
    """A shared secret and what it is for."""

    secret: bytes
    purpose: str

    @property
    def name(self) -> str:
        """Four letters derived from secret and purpose, by which both sides see that they hold the same."""
        return hashlib.sha256(b"shuke overlap key" + self.secret + self.purpose.encode()).hexdigest()[:4]

    @property
    def coder(self) -> Coder:
        """What makes the codes."""
        derived = hmac.new(self.secret, f"shuke overlap\x1f{self.purpose}".encode(), hashlib.sha256).digest()
        return Coder(self.name, derived, prefix="o")

    @property
    def text(self) -> str:
        """What stands in its file."""
        escaped = self.purpose.encode("unicode_escape").decode("ascii")
        return f"{FIRST}\npurpose {escaped}\n{self.secret.hex()}"


def new_key(purpose: str) -> SharedKey:
    """Return a new shared key.

    Raises:
        UsageError: the purpose says nothing.
    """
    plain = " ".join(purpose.split())
    if not plain or len(plain) > LONGEST:
        raise UsageError("overlap_purpose", most=LONGEST)
    return SharedKey(secrets.token_bytes(KEY_BYTES), plain)


def make_key(path: Path, purpose: str) -> SharedKey:
    """Write a new shared key to a file that does not exist yet, for its owner only.

    Raises:
        UsageError: the purpose says nothing, or the file cannot be written or exists.
    """
    key = new_key(purpose)
    save_key(path, key)
    return key


def save_key(path: Path, key: SharedKey) -> None:
    """Write a shared key to a file that does not exist yet, for its owner only.

    Raises:
        UsageError: the file cannot be written or exists.
    """
    try:
        write_secret(path, key.text)
    except FileExistsError:
        raise UsageError("file_exists", Where(file=str(path))) from None
    except OSError as error:
        raise UsageError("file_not_written", Where(file=str(path)), problem=error.strerror or "") from None


def read_key(path: Path) -> SharedKey:
    """Return the shared key in a file.

    Raises:
        UsageError: the file cannot be read, or holds none.
    """
    try:
        text = path.read_text(encoding="ascii")
    except OSError as error:
        raise UsageError("key_not_readable", Where(file=str(path)), problem=error.strerror or "") from None
    except ValueError:
        raise UsageError("overlap_key_malformed", Where(file=str(path))) from None
    return key_of(text, Where(file=str(path)))


def key_of(text: str, where: Where | None = None) -> SharedKey:
    """Return the shared key that a file's text holds.

    Raises:
        UsageError: it holds none.
    """
    try:
        first, purpose, secret = text.splitlines()
        found = SharedKey(bytes.fromhex(secret), purpose.removeprefix("purpose ").encode().decode("unicode_escape"))
    except ValueError:
        raise UsageError("overlap_key_malformed", where) from None
    if first != FIRST or len(found.secret) != KEY_BYTES or not purpose.startswith("purpose "):
        raise UsageError("overlap_key_malformed", where)
    return found
