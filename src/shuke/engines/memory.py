"""Sizes of memory as people write them."""

from __future__ import annotations

import re

from shuke.errors import UsageError

UNITS = {"": 1, "K": 10**3, "M": 10**6, "G": 10**9, "T": 10**12, "KI": 2**10, "MI": 2**20, "GI": 2**30, "TI": 2**40}


def in_bytes(size: str) -> int:
    """Return a size such as ``1GB`` or ``512MiB`` in bytes.

    Raises:
        UsageError: it is none.
    """
    found = re.fullmatch(r"([0-9]+(?:\.[0-9]+)?) ?([KMGT]I?)?B?", size.strip().upper())
    if found is None:
        raise UsageError("memory_limit_malformed", value=size)
    return int(float(found[1]) * UNITS[found[2] or ""])
