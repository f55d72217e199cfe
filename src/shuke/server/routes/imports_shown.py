"""What is told of loads: files, columns, accounts of rows and money, rejected rows, and an undo."""

from __future__ import annotations

from typing import Any

from shuke.server.answers import Told


class StateShown(Told):
    """One change of the workspace: what was done, when, and that in words."""

    number: int
    at: str
    action: str
    what: str


class FileShown(Told):
    """A file that was loaded."""

    name: str
    size: int


class Figures(Told):
    """Rows, and their money as text."""

    rows: int
    amount: str


class ByReason(Figures):
    """Rows and money of one reason; ``wanted``: left out on purpose, not for a fault."""

    reason: str
    code: str | None
    title: str
    wanted: bool


class AccountShown(Told):
    """What became of every row and cent: read = used + merged + rejected."""

    read: Figures
    used: Figures
    merged: Figures
    rejected: Figures
    rejected_by: list[ByReason]
    merged_by: list[ByReason]
    skipped_by: list[ByReason]


class LoadShown(Told):
    """One load; ``state`` is the change that brought it."""

    number: int
    state: StateShown | None
    files: list[FileShown]
    first: str | None
    last: str | None
    currency: str | None
    account: AccountShown
    known: int
    replaced: int


class ColumnShown(Told):
    """A column as it was taken, and whether its cells are kept."""

    header: str
    meaning: str | None
    title: str | None
    kept: bool


class NoteShown(Told):
    """Something that was done or should be known."""

    key: str
    code: str | None
    text: str


class PartShown(Told):
    """One table of a load, a file or a sheet of one."""

    part: int
    name: str
    sheet: str | None
    kind: str
    encoding: str | None
    columns: list[ColumnShown]
    account: AccountShown
    notes: list[NoteShown]


class LoadDetail(LoadShown):
    """One load with everything that is known of its tables."""

    parts: list[PartShown]
    reading: dict[str, Any]


class TableShown(Told):
    """A table beside the order lines, of interactions or of customers."""

    role: str
    title: str
    file: FileShown
    headers: list[str]
    read: int
    kept: int
    known: int
    forgotten: int


class UndoShown(Told):
    """Where an undo goes back to, and what it takes back."""

    to: int
    takes_back: StateShown


class Imports(Told):
    """Everything that was loaded, the latest first."""

    loads: list[LoadShown]
    tables: list[TableShown]
    undo: UndoShown | None


class CellShown(Told):
    """A cell of a rejected row, as it may be shown."""

    header: str
    value: str | None


class RejectedShown(Told):
    """A rejected row: where it stands, what is wrong, and its cells."""

    part: int
    file: str
    sheet: str | None
    row: int
    reason: str
    code: str | None
    title: str
    column: str | None
    value: str | None
    cells: list[CellShown]
