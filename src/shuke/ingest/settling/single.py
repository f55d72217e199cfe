"""One column of a table beside the order lines, read in every form: its days, or its numbers."""

from __future__ import annotations

from dataclasses import dataclass

from shuke.engines.duckdb import DuckDB
from shuke.errors import DataError, Where
from shuke.ingest.convert import FACTOR, FLOATS, MONEY, Cell
from shuke.ingest.decisions import ask, decided
from shuke.ingest.forms import amounts, dates, plain
from shuke.ingest.forms.places import Place
from shuke.ingest.forms.styles import DECISION, Evidence, Style, style
from shuke.ingest.raw import Raw, Reading
from shuke.stages.relation import literal

RATE = "rate-scale"


@dataclass(frozen=True)
class Single:
    """A column as expressions over its source: its value, and why a cell that has none is rejected."""

    value: str
    reason: str


def days(engine: DuckDB, raw: Raw, index: int, name: str, reading: Reading) -> Single:
    """Return the local days of a column.

    Raises:
        Undecided: the order of day and month, or what a number counts, is open.
        DataError: the column mixes orders of day and month.
    """
    cell = raw.cells[index]
    read = plain.day(cell, reading.timezone, reading.date_format)
    typed = cell.type == "DATE" or cell.type.startswith("TIMESTAMP")
    if typed or reading.date_format is not None:
        zoned = "TIME ZONE" in cell.type and reading.timezone is None
        why = "date_without_zone_setting" if zoned else "date_not_understood"
        return Single(read, f"CASE WHEN {cell.trimmed} IS NULL THEN 'date_blank' ELSE {literal(why)} END")
    place = _odd(engine, raw, index, name, read)
    table = f"{place.relation}_forms"
    dates.read(engine, table, "odd", name, place, reading, epoch_1904=raw.epoch_1904)
    found = f"(SELECT %s FROM {table} WHERE text = {cell.trimmed})"
    return Single(f"COALESCE({read}, {found % 'value'})", f"COALESCE({found % 'reason'}, 'date_blank')")


def numbers(engine: DuckDB, raw: Raw, index: int, name: str, reading: Reading) -> Single:
    """Return the numbers of a column as exact decimals of nine places; percentages are shares of one.

    Raises:
        Undecided: whether a point or a comma marks the decimals, or what numbers beside percentages mean, is open.
        DataError: a percentage is below 0 % or above 100 %.
    """
    cell = raw.cells[index]
    commas = decided(reading, DECISION) == "comma"
    place = _odd(engine, raw, index, name, plain.amount(cell, FACTOR, commas=commas))
    table = f"{place.relation}_forms"
    forms, evidence = amounts.gather(engine, table, "odd", name, place)
    known = _style(engine, evidence, raw.source, cell, place, name, reading)
    if known == "comma" and not commas:
        place = _odd(engine, raw, index, name, plain.amount(cell, FACTOR, commas=True))
        forms, _ = amounts.gather(engine, table, "odd", name, place)
    amounts.read(engine, forms, known, reading, floats=cell.type in FLOATS)
    scale = _percentages(engine, raw, cell, table, place, name, reading)
    read = plain.amount(cell, FACTOR, commas=known == "comma")
    found = f"(SELECT %s FROM {table} WHERE text = {cell.trimmed})"
    value = f"COALESCE({read}, TRY_CAST({found % 'value'} AS {FACTOR})) * {scale}"
    shares = f"(SELECT share FROM {table} WHERE text = {cell.trimmed})"
    return Single(f"COALESCE({shares}, {value})", f"COALESCE({found % 'reason'}, 'amount_blank')")


def carried(engine: DuckDB, lines: str, name: str, place: Where, reading: Reading) -> str:
    """Return the money of a column that order lines carry along as text; NULL where a cell is no amount.

    Raises:
        Undecided: whether a point or a comma marks the decimals is open.
    """
    cell = Cell(name, "VARCHAR")
    commas = decided(reading, DECISION) == "comma"
    relation = f"carried_{name}"

    def gathered(*, commas: bool) -> tuple[amounts.Amounts, Evidence]:
        odd = f"CASE WHEN {plain.amount(cell, commas=commas)} IS NULL THEN {cell.trimmed} END"
        engine.drop(relation)
        engine.run(f"CREATE TEMP TABLE {relation} AS SELECT 1 AS row, {odd} AS odd FROM {lines}")
        return amounts.gather(engine, f"{relation}_forms", "odd", name, ofcolumn)

    ofcolumn = _Unnumbered(relation, "row", place.file or "", None, {name: place.column or name}, {})
    forms, evidence = gathered(commas=commas)
    known = _style(engine, evidence, lines, cell, ofcolumn, name, reading)
    if known == "comma" and not commas:
        forms, _ = gathered(commas=True)
    amounts.read(engine, forms, known, reading)
    found = f"(SELECT value FROM {forms.table} WHERE text = {cell.trimmed})"
    return f"COALESCE({plain.amount(cell, commas=known == 'comma')}, TRY_CAST({found} AS {MONEY}))"


class _Unnumbered(Place):
    """The place of cells whose rows are those of several sources together."""

    def where(self, column: str, row: int | None = None) -> Where:
        """Return the column's place for a message."""
        return Where(self.file or None, column=self.headers[column])


def _odd(engine: DuckDB, raw: Raw, index: int, name: str, read: str) -> Place:
    """Name the cells of a column that are not in plain form."""
    relation = f"single_{name}_{index}"
    row = "source_row" if raw.numbered else f"ROW_NUMBER() OVER () + {raw.first_row - 1}"
    odd = f"CASE WHEN {read} IS NULL THEN {raw.cells[index].trimmed} END"
    engine.drop(relation)
    engine.run(f"CREATE TEMP TABLE {relation} AS SELECT {row} AS row, {odd} AS odd FROM {raw.source}")
    header, letter = raw.headers[index], raw.letter(index)
    return Place(relation, "row", raw.name, raw.sheet, {name: header}, {name: letter})


def _style(
    engine: DuckDB, evidence: Evidence, source: str, cell: Cell, place: Place, name: str, reading: Reading
) -> Style:
    proof = plain.points(cell)
    unclear = evidence.cells["comma"] or (evidence.cells["open"] and not evidence.cells["point"])
    if proof is None or not unclear or decided(reading, DECISION) is not None:
        return style([evidence], reading)
    count, text = engine.run(f"SELECT COUNT(*), MIN({cell.text}) FROM {source} WHERE {proof}")[0]
    examples = {"point": (str(text), place.where(name))} if count else {}
    return style([evidence, Evidence({"point": int(count)}, examples)], reading)


def _percentages(engine: DuckDB, raw: Raw, cell: Cell, table: str, place: Place, name: str, reading: Reading) -> str:
    """Read percentages as shares of one; return what the numbers beside them are multiplied by."""
    number = "TRY_CAST(REGEXP_REPLACE(folded, ' ?%$', '') AS DECIMAL(19, 9))"
    percent = "reason = 'amount_is_percent' AND ENDS_WITH(folded, '%')"
    engine.run(
        f"CREATE OR REPLACE TEMP TABLE {table} AS SELECT *, "
        f"CASE WHEN {percent} THEN CAST({number} * CAST('0.01' AS DECIMAL(3, 2)) AS {FACTOR}) END AS share FROM {table}"
    )
    count, first, text = engine.run(
        f"SELECT COUNT(share), MIN(first), ARG_MIN(text, first) FROM {table} WHERE {percent}"
    )[0]
    if not count:
        return "1"
    wrong = engine.run(f"SELECT MIN(first) FROM {table} WHERE share < 0 OR share > 1")[0][0]
    if wrong is not None:
        raise DataError("rate_out_of_range", place.where(name, int(wrong)))
    bare = engine.run(f"SELECT COUNT(*) FROM {raw.source} WHERE REGEXP_FULL_MATCH({cell.text}, '[0-9.]*[1-9][0-9.]*')")[
        0
    ][0]
    if not bare:
        return "1"
    answer = decided(reading, RATE)
    if answer is None:
        ask(RATE, "rate_scale_open", place.where(name, int(first)), example=text, count=f"{bare:,}")
    return "CAST('0.01' AS DECIMAL(3, 2))" if answer == "percent" else "1"
