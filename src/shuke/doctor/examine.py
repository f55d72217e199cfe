"""Every check in one order; a check only looks."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from shuke.doctor.finding import Finding
from shuke.doctor.installation import installation
from shuke.doctor.workspace import workspace


def examine(home: Path | None, *, whole: bool = False) -> Iterator[Finding]:
    """Yield what is found in the installation, and in a workspace where one is given.

    ``whole``: every file of the workspace is read and compared with its hash.
    """
    yield from installation()
    if home is not None:
        yield from workspace(home, whole=whole)


__all__ = ["Finding", "examine"]
