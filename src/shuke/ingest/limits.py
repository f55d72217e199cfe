"""How much one untrusted file may cost: what is refused before reading, and what reading may use up."""

from __future__ import annotations

from dataclasses import dataclass

from shuke.errors import DataError, Where

MEGABYTE = 1 << 20
GIGABYTE = 1 << 30


@dataclass(frozen=True)
class Limits:
    """The limits of one file; a file beyond one of them is refused with what it has and what is allowed.

    The defaults are for a person's own files at the command line; whoever takes files from strangers sets
    ``file_bytes`` and lowers the rest. Where the system knows no limit on memory (Windows), time alone stops a
    reader.
    """

    # The file as it lies on the disk; None: whatever its size.
    file_bytes: int | None = None
    # What is packed into a zip archive or workbook: its size, how many times smaller it was made, how many parts.
    unpacked_bytes: int = 2 * GIGABYTE
    ratio: int = 100
    members: int = 2000
    # The used range of a sheet, blank cells included.
    cells: int = 20_000_000
    columns: int = 1024
    # What the process that reads an untrusted file may use.
    memory_bytes: int = 4 * GIGABYTE
    cpu_seconds: int = 120
    wall_seconds: int = 300
    output_bytes: int = 4 * GIGABYTE

    def hold(self, sheet: str, rows: int, columns: int) -> None:
        """Pass a used range that can be held.

        Raises:
            DataError: it has too many cells, or too many columns.
        """
        where, told = Where(sheet=sheet), {"rows": f"{rows:,}", "columns": f"{columns:,}"}
        if columns > self.columns:
            raise DataError("range_too_wide", where, **told, limit=f"{self.columns:,}")
        if rows * columns > self.cells:
            raise DataError("range_too_large", where, **told, limit=f"{self.cells:,}")

    def memory_for(self, unpacked: int) -> int:
        """Return the memory that reading ``unpacked`` bytes may take: a small file needs little."""
        return min(self.memory_bytes, GIGABYTE + 16 * unpacked)
