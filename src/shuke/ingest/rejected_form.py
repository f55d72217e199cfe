"""The form of ``rejected.csv``, which is written and read back: fixed columns, then the cells under their headers."""

from __future__ import annotations

from shuke.ingest.loaded import Loaded

FIXED = ("file", "sheet", "row", "column", "value", "reason", "code", "source")
# What stands in place of a cell that may not be shown.
MASK = "***"
PERSONAL = ("customer_id", "customer_name")


def labels(loaded: Loaded) -> tuple[str, ...]:
    """Return the headers under which a source's cells stand, one for each column that has a meaning.

    A header that is the name of a fixed column, or stands twice, gets a number behind it.
    """
    found: dict[str, str] = dict.fromkeys(FIXED, "")
    for index in loaded.meaning.columns.values():
        header = " ".join(loaded.raw.headers[index].split()) or "-"
        name, copy = header, 2
        while name.casefold() in found:
            name, copy = f"{header} ({copy})", copy + 1
        found[name.casefold()] = name
    return tuple(name for name in found.values() if name)


def mark_of(loaded: Loaded) -> str:
    """Return the mark of a source's content; a letter first, so that no spreadsheet takes it for a number."""
    return f"s{loaded.raw.sha256[:16]}" if loaded.raw.sha256 else ""
