"""Where the cells of a source stand: its relation in the engine, its file and sheet, its headers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from shuke.errors import Where


@dataclass(frozen=True)
class Place:
    """A source while its cells are read; ``row`` is the expression of a row's number as a person counts it."""

    relation: str
    row: str
    file: str
    sheet: str | None
    headers: Mapping[str, str]
    letters: Mapping[str, str]

    def header(self, column: str) -> str:
        """Return the source's own name of a canonical column."""
        return self.headers[column]

    def where(self, column: str, row: int | None = None) -> Where:
        """Return a cell's place for a message."""
        return Where(self.file, self.sheet, row, self.headers[column], letter=self.letters.get(column))
