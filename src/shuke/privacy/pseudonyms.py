"""Keyed pseudonyms: the same person, the same code, as long as the key is kept; without the key, nobody.

A plain hash of a mobile number is the mobile number: all of them can be tried in hours. So the code is an
HMAC-SHA256 under a secret of 32 bytes that lives outside the data, made once and readable by its owner only.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import os
import secrets
import unicodedata
from dataclasses import dataclass
from pathlib import Path

from shuke.errors import UsageError, Where

KEY_BYTES = 32
KEY_FILE_VARIABLE = "SHUKE_KEY_FILE"


@dataclass(frozen=True)
class Key:
    """A secret and its short public name, by which codes of different keys can be told apart."""

    secret: bytes

    @property
    def name(self) -> str:
        """Two letters derived from the secret; they say nothing about it."""
        return hashlib.sha256(b"shuke key name" + self.secret).hexdigest()[:2]

    def pseudonym(self, kind: str, value: str) -> str:
        """Return the code of a value: ``p``, the key's name, 26 characters (130 bits)."""
        plain = unicodedata.normalize("NFKC", value).strip()
        digest = hmac.new(self.secret, f"{kind}\x1f{plain}".encode(), hashlib.sha256).digest()
        return f"p{self.name}_{base64.b32encode(digest).decode('ascii').lower()[:26]}"


def key_path(environ: dict[str, str] | None = None) -> Path:
    """Return where the key lives: ``SHUKE_KEY_FILE``, else the user's configuration folder."""
    environ = dict(os.environ) if environ is None else environ
    if environ.get(KEY_FILE_VARIABLE):
        return Path(environ[KEY_FILE_VARIABLE])
    base = environ.get("XDG_CONFIG_HOME") or str(Path.home() / ".config")
    return Path(base) / "shuke" / "pseudonym.key"


def load_key(path: Path | None = None, *, create: bool = True) -> Key:
    """Return the key, made on first use with permissions for its owner only, unless ``create`` is denied.

    Raises:
        UsageError: the key file cannot be read or written, or does not hold a key.
    """
    path = path or key_path()
    try:
        if create and not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(descriptor, "w", encoding="ascii") as out:
                out.write(secrets.token_hex(KEY_BYTES) + "\n")
        secret = bytes.fromhex(path.read_text(encoding="ascii").strip())
    except OSError as error:
        raise UsageError("key_not_readable", Where(file=str(path)), problem=error.strerror or "") from None
    except ValueError:
        raise UsageError("key_malformed", Where(file=str(path))) from None
    if len(secret) < KEY_BYTES:
        raise UsageError("key_malformed", Where(file=str(path)))
    return Key(secret)
