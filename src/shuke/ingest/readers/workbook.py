"""Workbooks of every kind: each wanted sheet a table of the texts of its cells, so that nothing loses a digit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from shuke.engines.duckdb import DuckDB
from shuke.errors import DataError, ShukeError, UsageError, Where
from shuke.ingest.columns import simplify
from shuke.ingest.convert import Cell
from shuke.ingest.decisions import ask, decided
from shuke.ingest.files import SourceFile
from shuke.ingest.layout.find import SAMPLE, best_row, expected, find, known
from shuke.ingest.raw import Raw, Reading
from shuke.ingest.sandbox.spawn import run_reader
from shuke.stages.relation import literal

ALL = "*"
Note = tuple[str, Mapping[str, object]]


@dataclass(frozen=True)
class Read:
    """One sheet that was read: its facts and its first rows."""

    facts: Mapping[str, Any]
    head: Sequence[tuple[str | None, ...]]

    @property
    def name(self) -> str:
        """The sheet's name."""
        return str(self.facts["name"])

    def shape(self, reading: Reading) -> tuple[str, ...]:
        """Return the headers as they are compared; none where it is not plain which they are."""
        try:
            headers = find(self.head, reading, Where()).headers
        except ShukeError:
            return ()
        return tuple(simplify(header) for header in headers)


def read_workbook(engine: DuckDB, file: SourceFile, reading: Reading) -> list[Raw]:
    """Return the wanted sheets of a workbook: those asked for, else the first that has data and is shown.

    Raises:
        UsageError: there is no sheet of that name.
        DataError: the workbook is damaged, protected, empty, or costs more than it may.
        Undecided: several sheets have the same headers, and nobody said whether to read all of them.
    """
    facts = _facts(engine, file, reading)
    loaded = (_read(engine, one) for one in facts["sheets"] if one["grid"])
    read = [one for one in loaded if one is not None]
    chosen = _choose(file, facts["sheets"], read, reading)
    notes = [*_book_notes(facts, read, chosen, reading)]
    return [
        replace(
            _raw(engine, file, reading, one, (*(notes if number == 0 else ()), *_sheet_notes(one))),
            epoch_1904=bool(facts.get("epoch_1904")),
        )
        for number, one in enumerate(chosen)
    ]


def _facts(engine: DuckDB, file: SourceFile, reading: Reading) -> dict[str, Any]:
    wanted = list(reading.sheets)
    request = {
        "path": str(file.path.absolute()),
        "name": file.name,
        "kind": file.kind,
        "grid": f"grid-{file.sha256[:16]}",
        "sheets": wanted or None,
        "encoding": reading.encoding or "",
        "unpacked": file.unpacked,
        "limits": asdict(reading.limits),
    }
    return run_reader(request, engine.folder, file.name, reading.limits)


def _read(engine: DuckDB, facts: Mapping[str, Any]) -> Read | None:
    """Return a sheet with its first rows; None where every cell is blank."""
    columns = ", ".join(f"c{index}" for index in range(facts["width"]))
    path = literal(str(engine.folder / facts["grid"]))
    head = engine.run(f"SELECT {columns} FROM read_parquet({path}) LIMIT {SAMPLE}")
    if not any(cell and cell.strip() for row in head for cell in row) and not _has_cells(engine, path, facts["width"]):
        return None
    return Read(facts, head)


def _has_cells(engine: DuckDB, path: str, width: int) -> bool:
    some = " OR ".join(f"TRIM(COALESCE(c{index}, '')) <> ''" for index in range(width))
    return bool(engine.run(f"SELECT COUNT(*) FROM (SELECT 1 FROM read_parquet({path}) WHERE {some} LIMIT 1)")[0][0])


def _choose(
    file: SourceFile, sheets: Sequence[Mapping[str, Any]], read: Sequence[Read], reading: Reading
) -> Sequence[Read]:
    where = Where(file=file.name)
    wanted = reading.sheets
    if wanted and ALL not in wanted:
        names = [str(sheet["name"]) for sheet in sheets]
        for name in wanted:
            if name not in names:
                raise UsageError("sheet_not_found", where, sheet=name, known=", ".join(names))
        by_name = {one.name: one for one in read}
        for name in wanted:
            if name not in by_name:
                raise DataError("workbook_empty", Where(file=file.name, sheet=name))
        return [by_name[name] for name in dict.fromkeys(wanted)]
    tables = [one for one in read if one.facts["form"] == "table"]
    if not tables:
        pivot = next((one for one in read if one.facts["form"] == "pivot"), None)
        if pivot is not None:
            raise DataError("sheet_is_pivot", Where(file=file.name, sheet=pivot.name))
        raise DataError("workbook_empty", where)
    return _alike(tables, where, reading)


def _alike(tables: Sequence[Read], where: Where, reading: Reading) -> Sequence[Read]:
    """Return the first sheet whose headers mean something, and the others of its shape where all are wanted."""
    first = next((one for one in tables if _means_something(one, reading)), tables[0])
    shape = first.shape(reading)
    alike = [one for one in tables if shape and one.shape(reading) == shape]
    if len(alike) < 2:
        return [first]
    answer = "all" if ALL in reading.sheets else decided(reading, "sheets")
    if answer is None:
        ask("sheets", "sheets_alike", where, count=len(alike), sheets=_listed([one.name for one in alike]))
    return alike if answer == "all" else [first]


def _means_something(one: Read, reading: Reading) -> bool:
    """Tell whether a sheet has headers of which some are known, unlike a page of remarks."""
    wanted = frozenset(map(simplify, expected(reading)))
    best = best_row(one.head, wanted)
    return best is not None and known(one.head[best], wanted) >= 2


def _raw(engine: DuckDB, file: SourceFile, reading: Reading, one: Read, notes: tuple[Note, ...]) -> Raw:
    layout = find(one.head, reading, Where(file=file.name, sheet=one.name))
    width, marked = one.facts["width"], one.facts["marked"]
    path = literal(str(engine.folder / one.facts["grid"]))
    cells = [f"c{index}" for index in range(width)]
    marks = [f"m{index}" for index in marked]
    source = (
        f"(SELECT {', '.join([*cells, *marks])}, file_row_number + 1 AS source_row "
        f"FROM read_parquet({path}, file_row_number = true) WHERE file_row_number >= {layout.last})"
    )
    return Raw(
        file.name,
        file.kind,
        source,
        layout.headers,
        tuple(Cell(cell, "VARCHAR") for cell in cells),
        first_row=layout.last + 1,
        numbered=True,
        sheet=one.name,
        notes=notes,
        marks={index: f"m{index}" for index in marked},
        **layout.described(),
    )


def _book_notes(facts: Mapping[str, Any], read: Sequence[Read], chosen: Sequence[Read], reading: Reading) -> list[Note]:
    """Return what is to be said of the workbook as a whole."""
    notes: list[Note] = []
    names = [one.name for one in chosen]
    others = [one.name for one in read if one.name not in names]
    if len(names) > 1:
        notes.append(("sheets_together", {"count": len(names), "sheets": _listed(names)}))
    if others:
        notes.append(("note_other_sheets", {"read": _listed(names), "others": _listed(others)}))
    hidden = [one for one in facts["sheets"] if one["state"] != "visible" and one["name"] not in names]
    notes += [("sheet_hidden", {"sheet": one["name"], "rows": f"{one['last_row']:,}"}) for one in hidden]
    if facts.get("macros"):
        notes.append(("macros_ignored", {}))
    return notes


def _sheet_notes(one: Read) -> list[Note]:
    """Return what is to be said of one sheet."""
    facts, sheet = one.facts, one.name
    notes: list[Note] = []
    blank = facts["last_row"] - facts["rows"]
    if blank > 0:
        notes.append(("blank_rows_dropped", {"sheet": sheet, "count": f"{blank:,}"}))
    if facts["hidden_rows"]:
        notes.append(("rows_hidden", {"sheet": sheet, "count": f"{facts['hidden_rows']:,}"}))
    if facts["hidden_columns"]:
        notes.append(("columns_hidden", {"sheet": sheet, "columns": _listed(facts["hidden_columns"])}))
    if facts["merged"]["ranges"]:
        ranges, cells = facts["merged"]["ranges"], facts["merged"]["cells"]
        notes.append(("merged_filled", {"sheet": sheet, "ranges": f"{ranges:,}", "cells": f"{cells:,}"}))
    if facts["zeros"]:
        notes.append(("zeros_back", {"sheet": sheet, "count": f"{facts['zeros']:,}"}))
    return notes


def _listed(names: Sequence[str]) -> str:
    return ", ".join(names[:12]) + (" …" if len(names) > 12 else "")
