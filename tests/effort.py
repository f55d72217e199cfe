"""How much of what could be tried for ever is tried: so much in every run, all of it where somebody asks for it."""

from __future__ import annotations

import os

FULL = os.environ.get("SHUKE_EFFORT") == "full"


def times(full: int, usual: int) -> int:
    """Return how often something is tried: ``usual``, or ``full`` with ``SHUKE_EFFORT=full``."""
    return full if FULL else usual
