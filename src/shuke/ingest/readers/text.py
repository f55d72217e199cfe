"""Delimited text: read by the engine where every record is regular, record by record where one is not."""

from __future__ import annotations

import csv
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from shuke.engines.duckdb import DuckDB
from shuke.errors import DataError, Where
from shuke.ingest.convert import Cell
from shuke.ingest.dialect import WHITESPACE, Dialect, find_dialect, first_rows
from shuke.ingest.encoding import find_encoding, first_text, write_utf8
from shuke.ingest.files import SourceFile
from shuke.ingest.layout.find import SAMPLE, find
from shuke.ingest.raw import Raw, Reading
from shuke.stages.relation import literal

# Excel's own limit; a larger cell is a quote that was never closed.
LONGEST_CELL = 1 << 20


def read_text(engine: DuckDB, file: SourceFile, reading: Reading) -> Raw:
    """Return the table of a delimited text file.

    Raises:
        DataError: the encoding cannot be proved, there is no table, or there are no rows below the headers.
    """
    encoding = find_encoding(file, reading.encoding)
    text = first_text(file, encoding)
    if not text.strip():
        raise DataError("file_empty", Where(file=file.name))
    dialect = find_dialect(text, tuple(reading.mapping.values()))
    layout = find(first_rows(text, dialect.delimiter, SAMPLE), reading, Where(file=file.name))
    dialect = Dialect(dialect.delimiter, layout.last, layout.headers)
    path = file.path
    if encoding not in {"utf-8", "ascii"} or file.gzipped:
        path = engine.folder / f"{file.sha256[:16]}.txt"
        write_utf8(file, encoding, path)

    def irregular() -> Raw:
        return replace(_irregular(engine, file, path, dialect, encoding), **layout.described())

    if dialect.delimiter == WHITESPACE or _has_blank_lines(path):
        return irregular()
    return replace(_regular(file, path, dialect, encoding, irregular), **layout.described())


def _regular(file: SourceFile, path: Path, dialect: Dialect, encoding: str, otherwise: Callable[[], Raw]) -> Raw:
    columns = ", ".join(f"'c{index}': 'VARCHAR'" for index in range(len(dialect.headers)))
    source = (
        f"read_csv({literal(str(path))}, auto_detect = false, header = false, skip = {dialect.header_row}, "
        f"delim = {literal(dialect.delimiter)}, quote = '\"', escape = '\"', strict_mode = true, "
        f"null_padding = false, max_line_size = {LONGEST_CELL * 8}, columns = {{{columns}}})"
    )
    return Raw(
        file.name,
        "csv",
        source,
        dialect.headers,
        tuple(Cell(f"c{index}", "VARCHAR") for index in range(len(dialect.headers))),
        first_row=dialect.header_row + 1,
        encoding=encoding,
        delimiter=dialect.delimiter,
        otherwise=otherwise,
    )


def _irregular(engine: DuckDB, file: SourceFile, path: Path, dialect: Dialect, encoding: str) -> Raw:
    target = engine.folder / f"{file.sha256[:16]}.records.csv"
    width = len(dialect.headers)
    written = 0
    with target.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\n")
        for row, cells in _records(file, path, dialect):
            padded = (cells + [""] * width)[:width]
            writer.writerow([row, len(cells), *padded])
            written += 1
    if not written:
        raise DataError("file_without_rows", Where(file=file.name, row=dialect.header_row))
    columns = ", ".join(
        [
            "'source_row': 'BIGINT'",
            "'source_width': 'BIGINT'",
            *(f"'c{index}': 'VARCHAR'" for index in range(width)),
        ]
    )
    source = (
        f"read_csv({literal(str(target))}, auto_detect = false, header = false, delim = ',', quote = '\"', "
        f"escape = '\"', max_line_size = {LONGEST_CELL * 8}, columns = {{{columns}}})"
    )
    return Raw(
        file.name,
        "csv",
        source,
        dialect.headers,
        tuple(Cell(f"c{index}", "VARCHAR") for index in range(width)),
        numbered=True,
        fault=f"CASE WHEN source_width <> {width} THEN 'wrong_number_of_columns' END",
        detail="CAST(source_width AS VARCHAR)",
        encoding=encoding,
        delimiter=dialect.delimiter,
    )


def _records(file: SourceFile, path: Path, dialect: Dialect) -> Iterator[tuple[int, list[str]]]:
    """Yield each record below the header with its row as a spreadsheet counts it; blank lines are rows, no records."""
    csv.field_size_limit(min(LONGEST_CELL, sys.maxsize))
    with path.open(encoding="utf-8-sig", newline="") as stream:
        if dialect.delimiter == WHITESPACE:
            for number, line in enumerate(stream, 1):
                if number > dialect.header_row and line.strip():
                    yield number, line.split()
            return
        lines = _Lines(stream)
        row = 0
        for row, cells in enumerate(csv.reader(lines, delimiter=dialect.delimiter), 1):
            first, lines.first = lines.first, lines.number + 1
            if row > dialect.header_row and cells:
                yield row, cells
            last = (first, cells)
        if row and lines.quotes % 2 and (lines.number > last[0] or last[1][-1].endswith(("\n", "\r"))):
            raise DataError("quote_not_closed", Where(file=file.name, row=row))


class _Lines:
    """The lines of a file, with how many were taken and how many quotation marks they held."""

    def __init__(self, stream: Iterable[str]) -> None:
        self._lines = iter(stream)
        self.number, self.first, self.quotes = 0, 1, 0

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = next(self._lines)
        self.number += 1
        self.quotes += line.count('"')
        return line


def _has_blank_lines(path: Path) -> bool:
    """Tell whether a line is empty: the engine skips such lines, and row numbers would then be wrong."""
    tail = b""
    with path.open("rb") as stream:
        while block := stream.read(1 << 20):
            seam = tail + block
            if b"\n\n" in seam or b"\n\r\n" in seam or b"\r\r" in seam:
                return True
            tail = seam[-2:]
    return False
