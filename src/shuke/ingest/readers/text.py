"""Delimited text: read by the engine where every record is regular, record by record where one is not."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from shuke.engines.duckdb import DuckDB
from shuke.errors import DataError, Where
from shuke.ingest.columns import DECISIVE, recognise, simplify
from shuke.ingest.convert import Cell
from shuke.ingest.decisions import ask, decided
from shuke.ingest.dialect import FULL_WIDTH, WHITESPACE, Dialect, find_dialect, first_rows
from shuke.ingest.encoding import open_text
from shuke.ingest.files import SourceFile
from shuke.ingest.layout.find import SAMPLE, expected, find
from shuke.ingest.raw import Raw, Reading
from shuke.ingest.text.blocks import unpacked
from shuke.ingest.text.clean import cleaned
from shuke.ingest.text.decoding import Decoded, text_of
from shuke.ingest.text.faults import Rules
from shuke.ingest.text.lines import Lines
from shuke.ingest.text.mojibake import garbled_cells, read_as_gbk
from shuke.ingest.text.records import BETWEEN, FEED, LONGEST_CELL, RETURN, write_records
from shuke.ingest.text.tail import End, end_of
from shuke.stages.relation import literal

# So many cells more than there are headers are still told from a file of another kind.
MORE = 3
# No table of customers has more columns; a line of more is another file.
MOST_COLUMNS = 1_024


def read_text(engine: DuckDB, file: SourceFile, reading: Reading) -> Raw:
    """Return the table of a delimited text file.

    Raises:
        DataError: the encoding cannot be proved, there is no table, or there are no rows below the headers.
        Undecided: the encoding or the delimiter is a question.
    """
    file = unpacked(file, engine.folder, reading.limits)
    text = open_text(file, engine.folder, reading)
    beginning = text_of(text.path)
    if not beginning.strip("\x00\x1a\ufeff \t\r\n"):
        raise DataError("file_empty", Where(file=file.name))
    full_width = decided(reading, "fullwidth-comma") != "text"
    dialect = find_dialect(beginning, expected(reading), full_width=full_width)
    _check(file, reading, dialect)
    layout = find(_without_trailing(first_rows(beginning, dialect, SAMPLE), dialect), reading, Where(file=file.name))
    dialect = replace(dialect, header_row=max(layout.last, dialect.preamble), headers=layout.headers)
    text, removed = cleaned(file, text, engine.folder, keep=dialect.delimiter)
    end: End = "cut" if text.cut else "whole" if text.survey.ended else end_of(text.path, dialect)
    rules = Rules(
        dialect,
        _needed(dialect, reading),
        ended=text.survey.ended and not text.cut,
        cut=end == "cut",
        marked=text.marked,
    )
    raw = Raw(
        file.name,
        "csv",
        "",
        dialect.headers,
        tuple(Cell(f"c{index}", "VARCHAR") for index in range(len(dialect.headers))),
        first_row=dialect.header_row + 1,
        encoding=text.encoding,
        delimiter=dialect.delimiter,
        notes=tuple(_notes(text, dialect, removed, end=end)),
        **layout.described(),
    )
    source = _Source(engine, file, text, rules, raw)
    sample = first_rows(text_of(text.path), dialect, SAMPLE)[dialect.header_row :]
    if not _plain(text, dialect, end):
        return source.record_by_record()
    if all(len(row) == dialect.width for row in sample):
        return source.as_it_stands()
    ragged = all(rules.needed <= len(row) <= dialect.width + MORE for row in sample)
    return source.with_ragged_rows() if ragged else source.record_by_record()


@dataclass(frozen=True)
class _Source:
    """A text file on its way to the engine."""

    engine: DuckDB
    file: SourceFile
    text: Decoded
    rules: Rules
    raw: Raw

    def as_it_stands(self) -> Raw:
        """Return the table as the engine reads it from the file itself; it must find as many records as lines."""
        dialect = self.rules.dialect
        lines = self.text.survey.lines or 0
        # A line as long as a cell may be is looked at record by record.
        options = (
            f"delim = {literal(dialect.delimiter)}, quote = '\"', escape = '\"', "
            f"strict_mode = true, null_padding = false, max_line_size = {LONGEST_CELL}, "
            f"columns = {{{_columns(dialect.width)}}}"
        )
        found = Lines(self.text.path, dialect.header_row, options, self.engine.folder)
        return replace(
            self.raw,
            source=found.source,
            # Lines that end in a carriage return alone are none for anybody but the engine.
            lines=found if self.text.survey.feeds else None,
            fault=_behind(dialect),
            detail=f"'{dialect.width}'",
            records=lines - dialect.header_row,
            simple=self.text.survey.simple,
            letters=self.text.survey.letters,
            signs=_signs(self.text, dialect),
            otherwise=self.with_ragged_rows,
        )

    def with_ragged_rows(self) -> Raw:
        """Return the table as the engine reads it when rows may end early or go on, each with its fault.

        A row that ends before a column on which a figure hangs can be half of one that was torn, and stops the
        engine: such rows are judged together with their neighbours, record by record.
        """
        dialect, survey = self.rules.dialect, self.text.survey
        if dialect.trailing or survey.lines is None or not survey.ended:
            return self.record_by_record()
        width = dialect.width
        more = [f"x{index}" for index in range(MORE)]
        columns = ", ".join([_columns(width), *(f"'{name}': 'VARCHAR'" for name in more)])
        # An empty cell is told from one that is not there by the word for NULL, which no text holds.
        source = (
            f"read_csv({literal(str(self.text.path))}, auto_detect = false, header = false, "
            f"skip = {dialect.header_row}, delim = {literal(dialect.delimiter)}, quote = '\"', escape = '\"', "
            f"strict_mode = true, null_padding = true, nullstr = {literal(BETWEEN)}, max_line_size = {LONGEST_CELL}, "
            f"columns = {{{columns}}})"
        )
        last = " ".join(
            f"WHEN TRIM({name}) <> '' THEN {width + index + 1}" for index, name in reversed([*enumerate(more)])
        )
        stop = "CAST(ERROR('a row that may be torn') AS INTEGER)"
        count = f"CASE WHEN c{self.rules.needed - 1} IS NULL THEN {stop} {last} END"
        cells = ", ".join(f"NULLIF(c{index}, '') AS c{index}" for index in range(width))
        return replace(
            self.raw,
            source=f"(SELECT {cells}, CAST({count} AS VARCHAR) AS source_count FROM {source})",
            fault="CASE WHEN source_count IS NOT NULL THEN 'wrong_number_of_columns' END",
            detail="source_count",
            records=survey.lines - dialect.header_row,
            otherwise=self.record_by_record,
        )

    def record_by_record(self) -> Raw:
        """Return the table after every record was looked at and numbered."""
        target = self.engine.folder / f"{self.file.sha256[:16]}.records.txt"
        written, broken_lines = write_records(self.file.name, self.text.path, target, self.rules)
        if not written:
            raise DataError("file_without_rows", Where(file=self.file.name, row=self.rules.dialect.header_row))
        more = "'source_row': 'BIGINT', 'source_fault': 'VARCHAR', 'source_detail': 'VARCHAR'"
        source = (
            f"read_csv({literal(str(target))}, auto_detect = false, header = false, delim = {literal(BETWEEN)}, "
            f"quote = '', escape = '', max_line_size = {1 << 27}, "
            f"columns = {{{_columns(self.rules.dialect.width)}, {more}}})"
        )
        if broken_lines:
            cells = ", ".join(f"{_with_line_breaks(index)} AS c{index}" for index in range(self.rules.dialect.width))
            source = f"(SELECT * REPLACE ({cells}) FROM {source})"
        return replace(
            self.raw, source=source, numbered=True, fault="source_fault", detail="source_detail", otherwise=None
        )


def _columns(width: int) -> str:
    return ", ".join(f"'c{index}': 'VARCHAR'" for index in range(width))


def _with_line_breaks(index: int) -> str:
    feed, back = ord(FEED), ord(RETURN)
    return f"REPLACE(REPLACE(c{index}, CHR({feed}), CHR(10)), CHR({back}), CHR(13))"


def _signs(text: Decoded, dialect: Dialect) -> tuple[str, ...] | None:
    """Return what the cells of each column have beside words, where all rows below the headers have the same."""
    of_lines = text.survey.signs.of_lines if text.survey.simple and dialect.header_row == 1 else None
    cells = () if of_lines is None else tuple(of_lines.decode("ascii").split(dialect.delimiter))
    return cells if len(cells) == dialect.width else None


def _behind(dialect: Dialect) -> str | None:
    """Return the fault of rows that have something behind the delimiter that ends every row."""
    if not dialect.trailing:
        return None
    return f"CASE WHEN TRIM(c{dialect.width - 1}) <> '' THEN 'wrong_number_of_columns' END"


def _without_trailing(rows: list[list[str]], dialect: Dialect) -> list[list[str]]:
    """Return rows without the empty cell behind the delimiter that ends every one of them."""
    if not dialect.trailing:
        return rows
    return [row[:-1] if len(row) == dialect.width and not row[-1].strip() else row for row in rows]


def _check(file: SourceFile, reading: Reading, dialect: Dialect) -> None:
    """Pass a layout that can be a table.

    Raises:
        DataError: there are more columns, or a longer header, than a table has.
        Undecided: full-width commas seem to set the columns apart.
    """
    where = Where(file=file.name, row=dialect.header_row)
    if len(dialect.headers) > MOST_COLUMNS:
        raise DataError("columns_too_many", where, count=f"{len(dialect.headers):,}", limit=f"{MOST_COLUMNS:,}")
    if max(map(len, dialect.headers), default=0) > LONGEST_CELL:
        raise DataError("cell_too_long", where, limit=f"{LONGEST_CELL:,}")
    if dialect.delimiter == FULL_WIDTH and decided(reading, "fullwidth-comma") is None:
        ask("fullwidth-comma", "fullwidth_comma", where, count=len(dialect.headers))


def _needed(dialect: Dialect, reading: Reading) -> int:
    """Return how many cells a row must have: up to the last column that a figure hangs on."""
    columns = dict(recognise(dialect.headers).columns)
    named = {simplify(header): name for name, header in reading.mapping.items()}
    columns |= {named[simple]: i for i, h in enumerate(dialect.headers) if (simple := simplify(h)) in named}
    decisive = [index for name, index in columns.items() if name in DECISIVE or name in reading.carried]
    return max(decisive) + 1 if len(decisive) > 1 else len(dialect.headers)


def _plain(text: Decoded, dialect: Dialect, end: End) -> bool:
    """Tell whether the engine can read the file, as far as its bytes and its dialect show."""
    delimited = dialect.delimiter.isascii() and dialect.delimiter != WHITESPACE and dialect.escape is None
    return delimited and text.survey.lines is not None and end != "cut" and not text.marked


def _notes(
    text: Decoded, dialect: Dialect, removed: Mapping[str, int], *, end: End
) -> list[tuple[str, Mapping[str, object]]]:
    notes: list[tuple[str, Mapping[str, object]]] = []
    if removed:
        notes.append(("characters_removed", {name: f"{count:,}" for name, count in removed.items()}))
    gbk = any(read_as_gbk(cell) for row in first_rows(text_of(text.path), dialect, SAMPLE) for cell in row)
    if (text.survey.traces or gbk) and (count := garbled_cells(text.path, dialect, gbk=gbk)):
        notes.append(("mojibake", {"count": f"{count:,}"}))
    if dialect.comments:
        notes.append(("comments_skipped", {"count": dialect.comments}))
    if end != "whole":
        notes.append((f"last_line_{end}", {}))
    return notes
