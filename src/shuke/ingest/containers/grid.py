"""The cells of one sheet, written as a Parquet file of texts for the engine to read in place.

Row n of the file is row n of the sheet. Cells that the parser of values does not get right are put right here:
column ``cN`` has the text, and ``mN``, where a column has any, the mark of the cell.
"""

from __future__ import annotations

import csv
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from shuke.engines.duckdb import DuckDB
from shuke.ingest.containers.sheet import MERGED, Sheet
from shuke.stages.relation import identifier, literal

# A time of day without a date: the spreadsheet's day before its first.
NO_DATE = "1899-12-31 "
# A column of more different texts in a group of rows is written without a dictionary.
MOST_REPEATED = 2_000
CELLS, PATCHES, MERGES = "cells", "patches", "merges"


class Grids:
    """Writes grids into a folder; ``work`` holds what is needed in between."""

    def __init__(self, folder: Path, work: Path) -> None:
        self._folder, self._work = folder, work
        self._engine = DuckDB(memory_limit="1GB", threads=2)

    def from_frame(self, frame: Any, name: str, sheet: Sheet) -> list[int]:
        """Write a sheet that an Arrow table holds; return the columns that have marks."""
        self._engine.register("frame", frame)
        # The parser of values leaves out the blank columns before the first one.
        columns = ["NULL"] * sheet.first_column + [identifier(column) for column in self._engine.columns("frame")]
        marked = self._write("frame", columns, name, sheet)
        self._engine.unregister("frame")
        return marked

    def from_csv(self, path: Path, width: int, name: str, sheet: Sheet) -> list[int]:
        """Write a sheet that a CSV file of quoted cells holds; return the columns that have marks."""
        columns = ", ".join(f"'c{index}': 'VARCHAR'" for index in range(width))
        source = (
            f"read_csv({literal(str(path))}, auto_detect = false, header = false, delim = ',', quote = '\"', "
            f"escape = '\"', max_line_size = {1 << 28}, null_padding = true, parallel = false, columns = {{{columns}}})"
        )
        return self._write(source, [f"c{index}" for index in range(width)], name, sheet)

    def _write(self, source: str, columns: Sequence[str], name: str, sheet: Sheet) -> list[int]:
        width = len(columns)
        texts = ", ".join(f"{_without_no_date(column)} AS c{index}" for index, column in enumerate(columns))
        changed = {patch.column for patch in sheet.patches} | {merge.column for merge in sheet.merges}
        changed = {column for column in changed if column < width}
        select = f"SELECT {texts} FROM {source}"
        marked: list[int] = []
        if changed:
            self._engine.run(f"CREATE OR REPLACE TEMP TABLE {CELLS} AS {select}")
            marked = sorted(
                {merge.column for merge in sheet.merges} & changed
                | {patch.column for patch in sheet.patches if patch.mark and patch.column in changed}
            )
            select = self._patched(width, changed, set(marked), sheet)
        target = literal(str(self._folder / name))
        # Texts that differ from row to row are not worth a dictionary, whose making costs a quarter of the writing.
        options = f"FORMAT parquet, COMPRESSION 'uncompressed', DICTIONARY_SIZE_LIMIT {MOST_REPEATED}"
        self._engine.run(f"COPY ({select}) TO {target} ({options})")
        return marked

    def _patched(self, width: int, changed: set[int], marked: set[int], sheet: Sheet) -> str:
        """Return the query for the cells with what was found out about them."""
        patches = [(one.row, one.column, one.text or "", one.mark or "") for one in sheet.patches]
        merges = [(one.column, one.top, one.bottom) for one in sheet.merges]
        self._table(PATCHES, ("row BIGINT", "place INTEGER", "text VARCHAR", "mark VARCHAR"), patches)
        self._table(MERGES, ("place INTEGER", "top BIGINT", "bottom BIGINT"), merges)
        self._engine.run(
            f"CREATE OR REPLACE TEMP TABLE filled AS SELECT place, top, "
            f"UNNEST(RANGE(top + 1, LEAST(bottom, (SELECT COUNT(*) FROM {CELLS}) - 1) + 1)) AS row FROM {MERGES}"
        )
        columns, joins = [], []
        for index in range(width):
            if index not in changed:
                columns.append(f"{CELLS}.c{index}")
                continue
            joins.append(
                f"LEFT JOIN (SELECT row, ANY_VALUE(text) AS text, ANY_VALUE(mark) AS mark FROM {PATCHES} "
                f"WHERE place = {index} GROUP BY row) p{index} ON p{index}.row = {CELLS}.rowid "
                f"LEFT JOIN (SELECT row, ANY_VALUE(top) AS top FROM filled WHERE place = {index} GROUP BY row) "
                f"f{index} ON f{index}.row = {CELLS}.rowid "
                f"LEFT JOIN {CELLS} t{index} ON t{index}.rowid = f{index}.top"
            )
            # A cell under a merged one takes its value only where it has none of its own.
            empty = f"COALESCE({CELLS}.c{index}, '') = '' AND f{index}.top IS NOT NULL"
            columns.append(
                f"CASE WHEN p{index}.text <> '' THEN p{index}.text "
                f"WHEN {empty} THEN t{index}.c{index} ELSE {CELLS}.c{index} END AS c{index}"
            )
            if index in marked:
                columns.append(
                    f"CASE WHEN p{index}.row IS NOT NULL THEN NULLIF(p{index}.mark, '') "
                    f"WHEN {empty} AND COALESCE(t{index}.c{index}, '') <> '' THEN {literal(MERGED)} END AS m{index}"
                )
        return f"SELECT {', '.join(columns)} FROM {CELLS} {' '.join(joins)} ORDER BY {CELLS}.rowid"

    def _table(self, name: str, columns: Sequence[str], rows: Sequence[tuple[object, ...]]) -> None:
        """Make a table of many rows by way of a file: one insert a row would take its time."""
        path = self._work / f"{name}.csv"
        with path.open("w", encoding="utf-8", newline="") as out:
            csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\n").writerows(rows)
        kinds = ", ".join(f"'{column.split()[0]}': '{column.split()[1]}'" for column in columns)
        self._engine.run(
            f"CREATE OR REPLACE TEMP TABLE {name} AS SELECT * FROM read_csv({literal(str(path))}, "
            f"auto_detect = false, header = false, delim = ',', quote = '\"', escape = '\"', columns = {{{kinds}}})"
        )


def _without_no_date(column: str) -> str:
    """Return a cell's text; of a time of day alone the time, for it has no date that anybody meant."""
    if column == "NULL":
        return "CAST(NULL AS VARCHAR)"
    time = f"SUBSTR({column}, {len(NO_DATE) + 1})"
    return f"CASE WHEN STARTS_WITH({column}, {literal(NO_DATE)}) THEN {time} ELSE {column} END"
