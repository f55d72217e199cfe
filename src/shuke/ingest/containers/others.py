"""What the sheets of the other workbook formats are: old Excel, binary Excel, OpenDocument."""

from __future__ import annotations

from pathlib import Path

from shuke.errors import DataError
from shuke.ingest.containers.sheet import Sheet, State
from shuke.ingest.limits import Limits

STATES: dict[str, State] = {"visible": "visible", "hidden": "hidden", "veryhidden": "very_hidden"}


def look(path: Path, name: str, kind: str, limits: Limits) -> list[Sheet]:
    """Return the sheets of a workbook in their order.

    Raises:
        DataError: the workbook is damaged.
    """
    import fastexcel

    try:
        book = fastexcel.read_excel(path)
        names = book.sheet_names
    except fastexcel.FastExcelError as error:
        key = "file_has_password" if "assword" in str(error) else "workbook_damaged"
        raise DataError(key) from None
    return [Sheet(one) for one in names]
