"""What one person may see of a run: everybody or their own customers, ids as they are or masked."""

from __future__ import annotations

import hmac
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass
from hashlib import blake2b

from shuke.errors import ensure
from shuke.privacy.masked import mask_id

HALF = 1 << 32
ROUNDS = range(4)
# Words that stand where a customer's would, and mean something else.
TAKEN = frozenset({"summary"})
SAFE = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-.")


@dataclass(frozen=True)
class Scope:
    """The customers whose ``owner`` column has a value (None: all of them), and whether personal columns are masked.

    An owner whose value is None has no customers. ``without``: customers who are left out, by their ids in the table.
    ``secret`` is needed where they are: by it a masked customer can be asked for without being named.
    """

    owner: tuple[str, str | None] | None = None
    masked: bool = False
    secret: bytes = b""
    without: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        """Refuse to mask without a secret."""
        ensure(not self.masked or len(self.secret) >= 16, "masked customers are told apart without a secret")


def reference(customer_id: str) -> str:
    """Return the word by which a customer is asked for in an address: the id itself where it is safe there.

    >>> reference("C0001"), reference("a/b")
    ('C0001', '~YS9i')
    """
    plain = SAFE.issuperset(customer_id) and customer_id.strip(".") and customer_id not in TAKEN
    return customer_id if plain else f"~{urlsafe_b64encode(customer_id.encode()).decode().rstrip('=')}"


def named_by(word: str) -> str | None:
    """Return the id that a word of an address stands for; None where it is none.

    >>> named_by("C0001"), named_by("~YS9i"), named_by("~?")
    ('C0001', 'a/b', None)
    """
    if not word.startswith("~"):
        return word
    try:
        return urlsafe_b64decode(word[1:] + "=" * (-len(word[1:]) % 4)).decode()
    except ValueError:
        return None


def token(scope: Scope, run: str, place: int) -> str:
    """Return the word by which a masked customer is asked for: their place in a run's table, enciphered."""
    left, right = place, 0
    for step in ROUNDS:
        left, right = right, left ^ _mixed(scope, run, step, right)
    return f"~~{left:08x}{right:08x}"


def place_of(scope: Scope, run: str, word: str) -> int | None:
    """Return the place in a run's table that a word stands for; None for a word that nobody was given."""
    digits = word.removeprefix("~~")
    if len(digits) != 16 or len(word) != 18 or set(digits) - set("0123456789abcdef"):
        return None
    left, right = int(digits[:8], 16), int(digits[8:], 16)
    for step in reversed(ROUNDS):
        left, right = right ^ _mixed(scope, run, step, left), left
    return left if hmac.compare_digest(str(right), "0") else None


def _mixed(scope: Scope, run: str, step: int, half: int) -> int:
    found = blake2b(f"{run}\x1f{step}\x1f{half}".encode(), digest_size=4, key=scope.secret[:64])
    return int.from_bytes(found.digest()) % HALF


__all__ = ["Scope", "mask_id", "named_by", "place_of", "reference", "token"]
