"""Rejected rows that somebody corrected: their cells take the place of the source's, and the row is converted again.

A corrected file is a ``rejected.csv`` with changed cells. It is known by its fixed columns and found by content: the
mark of the source, the sheet and the row. A row that is changed counts once, in its own source.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from shuke.engines.duckdb import DuckDB
from shuke.errors import DataError, UsageError, Where
from shuke.ingest.columns import simplify
from shuke.ingest.convert import Cell
from shuke.ingest.encoding import open_text
from shuke.ingest.files import SourceFile, examine
from shuke.ingest.load import convert_again
from shuke.ingest.loaded import Loaded
from shuke.ingest.raw import Raw, Reading
from shuke.ingest.rejected_form import FIXED, MASK, labels, mark_of
from shuke.ingest.verdicts import EXCLUDED

Key = tuple[str, str, str, int]
Note = tuple[str, dict[str, object]]
MEMBER = " › "
HEAD = 4096


@dataclass(frozen=True)
class Correction:
    """One row of a corrected file: where it stands there, why it was rejected, its cells by header."""

    file: str
    line: int
    reason: str
    cells: Mapping[str, str]


@dataclass(frozen=True)
class Repairs:
    """The corrected rows by the place of the row in its source, and the files that they come from."""

    rows: Mapping[Key, Correction]
    files: tuple[str, ...] = ()


def is_repair(file: SourceFile) -> bool:
    """Tell whether a text file is one of rejected rows, by the beginning of its first line."""
    if file.kind != "csv" or file.gzipped:
        return False
    with file.path.open("rb") as stream:
        head = stream.read(HEAD)
    first = head.removeprefix(b"\xef\xbb\xbf").splitlines()[:1]
    names = (first[0] if first else b"").replace(b'"', b"").replace(b";", b",").replace(b"\t", b",")
    return names.startswith(",".join(FIXED).encode())


def is_repaired_table(raw: Raw) -> bool:
    """Tell whether a sheet is one of rejected rows, as a spreadsheet saved it."""
    return tuple(simplify(header) for header in raw.headers[: len(FIXED)]) == FIXED


def require_repair(path: Path) -> Path:
    """Return a path that holds corrected rows.

    Raises:
        UsageError: there is no such file, or it is none of rejected rows.
    """
    if not path.is_file():
        raise UsageError("file_not_found", Where(file=str(path)))
    file = examine(path)
    if file.kind == "csv" and not is_repair(file):
        raise UsageError("repair_unknown", Where(file=file.name), columns=", ".join(FIXED))
    return path


def with_repaired(source: object, given: str | Path | Sequence[str | Path]) -> object:
    """Return sources with the files of corrected rows that belong to them.

    Raises:
        UsageError: a path holds no corrected rows, or the sources are no files.
    """
    paths = [given] if isinstance(given, str | Path) else list(given)
    if not paths:
        return source
    checked = [require_repair(Path(path)) for path in paths]
    if isinstance(source, str | Path):
        return [source, *checked]
    if isinstance(source, Sequence):
        return [*source, *checked]
    raise UsageError("repair_of_no_file")


def read_repair(engine: DuckDB, file: SourceFile, reading: Reading) -> list[list[str]]:
    """Return the rows of a corrected text file, the header first."""
    decoded = open_text(file, engine.folder, replace(reading, encoding=None))
    text = decoded.path.read_text(encoding="utf-8-sig")
    first = text.split("\n", 1)[0]
    delimiter = max(",;\t", key=first.count)
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))


def read_table(engine: DuckDB, raw: Raw) -> list[list[str]]:
    """Return the rows of a sheet of corrected rows, the header first."""
    texts = ", ".join(f"COALESCE({cell.text}, '')" for cell in raw.cells)
    return [list(raw.headers), *(list(row) for row in engine.run(f"SELECT {texts} FROM {raw.source}"))]


def gathered(tables: Sequence[tuple[str, list[list[str]]]]) -> Repairs:
    """Return the corrections of all files; of two for one row the one in the later file counts.

    Raises:
        DataError: a row has no place, or one file says two things about one row.
    """
    rows: dict[Key, Correction] = {}
    for name, table in tables:
        found: dict[Key, Correction] = {}
        for key, one in _corrections(name, table):
            if key in found and found[key].cells != one.cells:
                raise DataError("repair_twice", Where(file=name, row=one.line))
            found[key] = one
        rows.update(found)
    return Repairs(rows, tuple(name for name, _ in tables))


def _corrections(name: str, table: list[list[str]]) -> Iterator[tuple[Key, Correction]]:
    heads = [head.removeprefix("'").casefold() for head in table[0]]
    for line, row in enumerate(table[1:], 2):
        cells = dict(zip(heads, (_bare(cell) for cell in row), strict=False))
        # Rows of other tables than order lines have no mark, and are corrected there.
        if not any(cells.values()) or not cells["source"].strip():
            continue
        place = cells["row"].strip().removesuffix(".0")
        if not place.isdecimal():
            raise DataError("repair_without_place", Where(file=name, row=line))
        key = (cells["source"].strip(), cells["file"].partition(MEMBER)[2], cells["sheet"], int(place))
        own = {head: cell for head, cell in cells.items() if head not in FIXED}
        yield key, Correction(name, line, cells["reason"], own)


def _bare(cell: str) -> str:
    """Return a cell without the apostrophe that kept a spreadsheet from running it."""
    return cell[1:] if cell[:1] == "'" and cell[1:2] in "=+-@\t\r＝＋－＠" and len(cell) > 1 else cell


def repair(engine: DuckDB, loaded: Sequence[Loaded], repairs: Repairs, reading: Reading) -> list[Note]:
    """Convert the corrected rows again, in their own sources; return what is to be told.

    Raises:
        DataError: a corrected row belongs to none of the sources.
    """
    left = dict(repairs.rows)
    counts = dict.fromkeys(("corrected", "still", "unchanged", "needless"), 0)
    for number, one in enumerate(loaded):
        mark, member, sheet = mark_of(one), one.raw.name.partition(MEMBER)[2], one.raw.sheet or ""
        mine = {key[3]: row for key, row in left.items() if key[:3] == (mark, member, sheet)}
        left = {key: row for key, row in left.items() if key[:3] != (mark, member, sheet)}
        if mine:
            for name, count in _repair_source(engine, number, one, mine, reading).items():
                counts[name] += count
    if left:
        first = min(left.values(), key=lambda row: (row.file, row.line))
        raise DataError("repair_of_other_file", Where(file=first.file, row=first.line), count=len(left))
    figures = {name: f"{count:,}" for name, count in counts.items()}
    return [("repaired", {"file": ", ".join(repairs.files), **figures})] if repairs.rows else []


def _repair_source(
    engine: DuckDB, number: int, one: Loaded, mine: Mapping[int, Correction], reading: Reading
) -> dict[str, int]:
    """Convert the corrected rows of one source again; return how many there were of each kind."""
    given = _given(engine, number, one, mine)
    counts = engine.run(
        "SELECT COUNT(*) FILTER (changed AND verdict IS NOT NULL), "
        "COUNT(*) FILTER (NOT changed AND verdict IS NOT NULL), "
        f"COUNT(*) FILTER (verdict IS NULL AND reason NOT IN {EXCLUDED}) FROM {given}"
    )[0]
    changed, unchanged, needless = counts
    missing = engine.run(f"SELECT MIN(row) FROM {given} WHERE line IS NULL")[0][0]
    if missing is not None:
        raise DataError("repair_of_other_row", Where(file=mine[missing].file, row=mine[missing].line))
    cells = tuple(Cell(f"c{index}", "VARCHAR") for index, _ in enumerate(one.raw.cells))
    chosen = f"(SELECT * EXCLUDE (verdict) FROM {given} WHERE changed AND verdict IS NOT NULL)"
    raw = replace(one.raw, source=chosen, cells=cells, numbered=True, fault=None, detail="NULL", records=None, marks={})
    fixed = f"fixed_{number}"
    convert_again(engine, one, raw, reading, fixed, ("line",))
    # Whole rows and their cells are compared as the sources have them.
    kept = {"line", "source_row", "whole_row", "cells"}
    shared = [name for name in engine.columns(fixed) if name in engine.columns(f"lines_{number}") and name not in kept]
    changes = ", ".join(f"{name} = {fixed}.{name}" for name in shared)
    engine.run(f"UPDATE lines_{number} SET {changes} FROM {fixed} WHERE lines_{number}.rowid = {fixed}.line")
    corrected = engine.run(f"SELECT COUNT(*) FROM {fixed} WHERE verdict IS NULL")[0][0]
    return {"corrected": corrected, "still": changed - corrected, "unchanged": unchanged, "needless": needless}


def _given(engine: DuckDB, number: int, one: Loaded, mine: Mapping[int, Correction]) -> str:
    """Keep the corrected rows of one source as a table, each cell the given one, or the source's where it is masked.

    ``line`` is the row's place in ``lines_N``, None where there is no such row; ``changed``: a cell differs, or the
    reason was taken away, which says that the cells are right as they stand.
    """
    heads = [label.casefold() for label in labels(one)]
    texts = [json.dumps([row.cells.get(head, MASK) for head in heads]) for row in mine.values()]
    engine.run(
        "CREATE OR REPLACE TEMP TABLE given_cells AS SELECT UNNEST(?) AS row, UNNEST(?) AS given, UNNEST(?) AS reason",
        [list(mine), texts, [row.reason for row in mine.values()]],
    )
    places = {index: place for place, index in enumerate(one.meaning.columns.values())}
    columns, differing = [], []
    for index, _ in enumerate(one.raw.cells):
        if index not in places:
            columns.append(f"CAST(NULL AS VARCHAR) AS c{index}")
            continue
        new, old = f"given ->> '$[{places[index]}]'", f"cells ->> '$[{places[index]}]'"
        columns.append(f"CASE WHEN {new} = '{MASK}' THEN {old} ELSE NULLIF({new}, '') END AS c{index}")
        differing.append(f"({new} <> '{MASK}' AND TRIM({new}) <> TRIM(COALESCE({old}, '')))")
    row = "source_row" if one.raw.numbered else f"rowid + {one.raw.first_row}"
    name = f"given_{number}"
    engine.run(
        f"CREATE OR REPLACE TEMP TABLE {name} AS SELECT g.row, g.row AS source_row, g.reason, l.line, l.verdict, "
        f"{', '.join(columns)}, "
        f"COALESCE(l.cells IS NOT NULL AND (g.reason = '' OR {' OR '.join(differing)}), FALSE) AS changed "
        f"FROM given_cells AS g LEFT JOIN (SELECT rowid AS line, {row} AS row, verdict, cells FROM lines_{number}) "
        "AS l ON g.row = l.row"
    )
    return name
