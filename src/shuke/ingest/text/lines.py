"""Some records of a text of which every record is one line: taken out by their numbers, without parsing the others."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from shuke.stages.relation import literal

# For more records than this the engine reads the whole text again.
MOST = 10_000


@dataclass(frozen=True)
class Lines:
    """A text whose records are its lines: how the engine reads it, from which line on, and where some may be put."""

    path: Path
    skip: int
    options: str
    folder: Path

    @property
    def source(self) -> str:
        """The table expression of all records."""
        return self._read(self.path, self.skip)

    def at(self, places: Sequence[int]) -> str:
        """Return the table expression of the records at some places, counted from 0 and rising, with ``place``."""
        target = self.folder / f"{self.path.stem[:32]}.some"
        wanted = iter(places)
        number = next(wanted, -1) + self.skip
        with self.path.open("rb", buffering=1 << 20) as stream, target.open("wb") as out:
            for line_number, line in enumerate(stream):
                if line_number != number:
                    continue
                out.write(line)
                place = next(wanted, None)
                if place is None:
                    break
                number = place + self.skip
        return f"(SELECT *, {list(places)}[ROW_NUMBER() OVER ()] AS place FROM {self._read(target, 0)})"

    def _read(self, path: Path, skip: int) -> str:
        return f"read_csv({literal(str(path))}, auto_detect = false, header = false, skip = {skip}, {self.options})"
