"""Excel workbooks: every cell as the text of its value, so that amounts and identifiers stay exact."""

from __future__ import annotations

from typing import Any

import fastexcel

from shuke.engines.duckdb import DuckDB
from shuke.errors import DataError, UsageError, Where
from shuke.ingest.convert import Cell
from shuke.ingest.files import SourceFile
from shuke.ingest.layout.find import SAMPLE, find
from shuke.ingest.raw import Raw, Reading
from shuke.stages.relation import identifier


def read_workbook(engine: DuckDB, file: SourceFile, reading: Reading) -> Raw:
    """Return the table of one sheet: the one asked for, else the first that is not empty.

    Raises:
        UsageError: there is no sheet of that name.
        DataError: the workbook is damaged, protected by a password, or empty.
    """
    try:
        book = fastexcel.read_excel(file.path)
        names = book.sheet_names
        name = _choose(book, file, reading.sheet)
        sheet = book.load_sheet(name, header_row=None, skip_rows=0, dtypes="string")
    except fastexcel.FastExcelError as error:
        key = "file_has_password" if "assword" in str(error) else "workbook_damaged"
        raise DataError(key, Where(file=file.name)) from None
    table = f"sheet_{file.sha256[:16]}"
    engine.register(f"{table}_arrow", sheet)
    engine.run(f"CREATE OR REPLACE TEMP TABLE {table} AS SELECT * FROM {table}_arrow")
    engine.unregister(f"{table}_arrow")
    columns = [row[0] for row in engine.run(f"DESCRIBE {table}")]
    head = engine.run(f"SELECT * FROM {table} ORDER BY rowid LIMIT {SAMPLE}")
    layout = find(head, reading, Where(file=file.name, sheet=name))
    others = tuple(other for other in names if other != name)
    notes = (("note_other_sheets", {"read": name, "others": ", ".join(others)}),) if others else ()
    numbered = ", ".join(f"{identifier(column)} AS c{index}" for index, column in enumerate(columns))
    return Raw(
        file.name,
        "xlsx",
        f"(SELECT {numbered}, rowid + 1 AS source_row FROM {table} WHERE rowid >= {layout.last})",
        layout.headers,
        tuple(Cell(f"c{index}", "VARCHAR") for index in range(len(columns))),
        first_row=layout.last + 1,
        numbered=True,
        sheet=name,
        notes=notes,
        **layout.described(),
    )


def _choose(book: Any, file: SourceFile, wanted: str | None) -> str:
    names: list[str] = book.sheet_names
    if wanted is not None:
        if wanted not in names:
            raise UsageError("sheet_not_found", Where(file=file.name), sheet=wanted, known=", ".join(names))
        return wanted
    for name in names:
        if book.load_sheet(name, header_row=None, n_rows=1).height:
            return name
    raise DataError("workbook_empty", Where(file=file.name))
