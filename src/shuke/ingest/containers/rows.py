"""Rows that a reader of ours makes one by one, written down as they come."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from pathlib import Path

from shuke.ingest.containers.sheet import Sheet
from shuke.ingest.limits import Limits


class Rows:
    """The rows of one sheet, written to a CSV file; the used range may not grow beyond the limits."""

    def __init__(self, path: Path, sheet: Sheet, limits: Limits) -> None:
        self.path, self.sheet = path, sheet
        self.height, self.width, self.filled = 0, 0, 0
        self._limits = limits
        self._out = path.open("w", encoding="utf-8", newline="")
        self._writer = csv.writer(self._out, quoting=csv.QUOTE_ALL, lineterminator="\n")

    def add(self, cells: Sequence[str]) -> None:
        """Write one row.

        Raises:
            DataError: the sheet has more cells than are read.
        """
        self.height += 1
        self.width = max(self.width, len(cells))
        self.hold(self.height, self.width)
        if any(cells):
            self.filled = self.height
        self._writer.writerow(cells or [""])

    def skip(self, count: int) -> None:
        """Write blank rows.

        Raises:
            DataError: the sheet has more cells than are read.
        """
        self.hold(self.height + count, max(self.width, 1))
        for _ in range(count):
            self.add(())

    def hold(self, height: int, width: int) -> None:
        """Pass a used range that can be held.

        Raises:
            DataError: it cannot.
        """
        self._limits.hold(self.sheet.name, height, width)

    def close(self) -> None:
        """Finish the file."""
        self._out.close()
