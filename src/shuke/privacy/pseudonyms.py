"""Keyed pseudonyms: the same person, the same code, as long as the key is kept; without the key, nobody.

A plain hash of a mobile number is the mobile number: all of them can be tried in hours. So the code is an
HMAC-SHA256 under a secret of 32 bytes that lives outside the data (``shuke.privacy.keys``). For each purpose a
secret of its own is derived from it, so that codes of different purposes cannot be joined.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
from dataclasses import dataclass
from functools import cached_property

from shuke.privacy.spelling import comparable

RESULT = "result"


@dataclass(frozen=True)
class Key:
    """A secret and its short public name, by which codes of different keys can be told apart."""

    secret: bytes

    @property
    def name(self) -> str:
        """Two letters derived from the secret; they say nothing about it."""
        return hashlib.sha256(b"shuke key name" + self.secret).hexdigest()[:2]

    def coder(self, purpose: str = RESULT) -> Coder:
        """Return what makes the codes of one purpose."""
        return Coder(self.name, hmac.new(self.secret, f"shuke purpose\x1f{purpose}".encode(), hashlib.sha256).digest())

    def pseudonym(self, kind: str, value: str, purpose: str = RESULT) -> str:
        """Return the code of a value: ``p``, the key's name, 26 characters (130 bits)."""
        return self.coder(purpose).code(kind, value)


@dataclass(frozen=True)
class Coder:
    """The secret of one purpose; ``prefix`` and ``key`` stand before every code."""

    key: str
    secret: bytes
    prefix: str = "p"

    @cached_property
    def _mac(self) -> hmac.HMAC:
        return hmac.new(self.secret, digestmod=hashlib.sha256)

    def code(self, kind: str, value: str) -> str:
        """Return the code of a value in the spelling in which it is compared."""
        return self.exact(kind, comparable(value))

    def exact(self, kind: str, value: str) -> str:
        """Return the code of a value as it is written."""
        mac = self._mac.copy()
        mac.update(f"{kind}\x1f{value}".encode())
        # Twenty bytes are the fewest that hold 26 characters and need no filling.
        return f"{self.prefix}{self.key}_{base64.b32encode(mac.digest()[:20]).decode('ascii').lower()[:26]}"
