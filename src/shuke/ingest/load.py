"""One source becomes lines: read in place where its types prove it clean, converted row by row where not.

Law: every record of a source is one row here, accepted (verdict NULL) or rejected with one reason.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, replace

from shuke.engines.duckdb import UNTIDY, DuckDB, Unreadable
from shuke.errors import DataError, Where, ensure
from shuke.ingest.columns import Meaning
from shuke.ingest.convert import INTEGERS, Cell
from shuke.ingest.decisions import decided
from shuke.ingest.flaws import FLAW_REASONS, counted_once
from shuke.ingest.layout.settle import settle
from shuke.ingest.layout.structure import Source, titles
from shuke.ingest.layout.units import settle_fen, told_unit
from shuke.ingest.policies import blank_keys, statuses, trials
from shuke.ingest.policies.registry import columns as policy_columns
from shuke.ingest.policies.registry import rows_needed
from shuke.ingest.raw import Raw, Reading
from shuke.ingest.understand import understood
from shuke.ingest.uniform import read_at_once
from shuke.ingest.verdicts import FAULTS, SKIPPED, conversion
from shuke.stages.relation import identifier, literal

SMALL_INTEGERS = {"TINYINT", "SMALLINT", "INTEGER", "UTINYINT", "USMALLINT", "UINTEGER"}
NESTED = ("STRUCT", "MAP", "UNION", "LIST")
# Empty cells, least and greatest value; None where the file does not say.
Statistics = tuple[int | None, str | None, str | None]
OUTPUT = ("customer_id", "order_id", "ordered_at", "amount", "customer_name", "currency")


@dataclass(frozen=True)
class Loaded:
    """One source in the engine: its relation, whether it is read in place, and what its columns mean.

    A source read in place has no rejected rows; whether its identifiers are in their final form is only known
    while they are read (``final``).
    """

    raw: Raw
    meaning: Meaning
    relation: str
    in_place: bool
    carried: tuple[str, ...] = ()
    # Columns that policies look at.
    looked_at: frozenset[str] = frozenset()

    @property
    def columns(self) -> frozenset[str]:
        """The canonical columns that the relation holds, and those that policies look at."""
        held = set(self.meaning.columns) & {*OUTPUT, *self.carried}
        return frozenset(held | {"customer_id", "ordered_at", "amount"} | self.looked_at)


def load(engine: DuckDB, raw: Raw, reading: Reading, number: int, *, in_place: bool = True) -> Loaded:
    """Return one source as the relation ``lines_N``: canonical columns, ``verdict``, ``value``, ``source_row``.

    Raises:
        UsageError: the user named a column that does not exist.
        DataError: a required column is missing, or the source cannot be read.
    """
    where = Where(file=raw.name, sheet=raw.sheet)
    reading = raw.reading or reading
    raw, meaning = understood(engine, raw, reading)
    _require_single_values(raw, meaning, where)
    raw = counted_once(raw, meaning)
    relation = f"lines_{number}"
    as_it_stands = in_place and not rows_needed(reading) and decided(reading, "amount-unit") != "fen"
    if as_it_stands and proved_clean(engine, raw, meaning) and quiet(engine, raw, meaning):
        engine.name(relation, _view(raw, meaning, reading.carried, guarded=True))
        engine.name(f"plain_{relation}", _view(raw, meaning, reading.carried, guarded=False))
        settle_fen(engine, raw, meaning, reading, f"plain_{relation}")
        return Loaded(raw, meaning, relation, in_place=True, carried=reading.carried)
    sha256 = raw.sha256
    if as_it_stands:
        raw, made = read_at_once(engine, raw, meaning, reading, relation)
        if made:
            engine.name(f"plain_{relation}", f"SELECT * FROM {relation}")
            raw = settle_fen(engine, raw, meaning, reading, relation)
            raw = replace(raw, notes=(*raw.notes, *titles(raw), *told_unit(raw)))
            return Loaded(
                raw, meaning, relation, in_place=False, looked_at=frozenset(policy_columns(raw, meaning, reading))
            )
    raw = replace(_converted(engine, raw, meaning, reading, relation), sha256=sha256)
    raw = settle(Source(engine, raw, meaning, reading, relation), conversion(raw, meaning, reading))
    skipped = ", ".join(map(literal, SKIPPED))
    if not engine.run(f"SELECT 1 FROM {relation} WHERE COALESCE(verdict, '') NOT IN ({skipped}) LIMIT 1"):
        raise DataError("file_without_rows", Where(file=raw.name, sheet=raw.sheet, row=max(raw.first_row - 1, 1)))
    finish(engine, relation, meaning, reading)
    engine.name(f"plain_{relation}", f"SELECT * FROM {relation}")
    looked_at = frozenset(policy_columns(raw, meaning, reading))
    return Loaded(raw, meaning, relation, in_place=False, carried=reading.carried, looked_at=looked_at)


def finish(engine: DuckDB, relation: str, meaning: Meaning, reading: Reading) -> None:
    """Bring the identifiers of converted rows into their final form; those without a customer are rejected."""
    for column in ("customer_id", "order_id"):
        if column in meaning.columns:
            fold(engine, relation, column)
    engine.run(f"UPDATE {relation} SET customer_id = NULL WHERE {blank_keys.is_blank(reading)}")
    engine.run(
        f"UPDATE {relation} SET verdict = 'customer_id_blank', value = NULL "
        "WHERE customer_id IS NULL AND COALESCE(verdict, '') NOT IN "
        f"({', '.join(map(literal, (*FAULTS, *FLAW_REASONS, *SKIPPED, 'customer_id_blank')))})"
    )


def quiet(engine: DuckDB, raw: Raw, meaning: Meaning) -> bool:
    """Tell whether nothing in a Parquet file's statuses and products asks for a policy."""
    texts = {name: identifier(meaning.header(name)) for name in ("status", "product") if name in meaning.columns}
    tests = {"status": statuses.is_remarkable, "product": trials.says_test}
    loud = [f"COALESCE({tests[name](column)}, FALSE)" for name, column in texts.items()]
    if any(raw.cells[meaning.columns[name]].type != "VARCHAR" for name in texts):
        return False
    source = f"read_parquet({literal(raw.path or '')})"
    return not loud or not engine.run(f"SELECT 1 FROM {source} WHERE {' OR '.join(loud)} LIMIT 1")


def settled(engine: DuckDB, raw: Raw) -> Raw:
    """Return a source in the form in which the engine reads all of it, as ``load`` finds out by reading."""
    if raw.otherwise is None:
        return raw
    try:
        count = engine.run(f"SELECT COUNT(*) FROM {raw.source}")[0][0]
    except Unreadable:
        return raw.otherwise()
    return raw if raw.records in {None, count} else raw.otherwise()


def _converted(engine: DuckDB, raw: Raw, meaning: Meaning, reading: Reading, relation: str) -> Raw:
    """Convert a source into a relation, record by record if it is not as regular as it looked; return it."""
    try:
        _convert(engine, raw, meaning, reading, relation)
        if raw.records is None or engine.run(f"SELECT COUNT(*) FROM {relation}")[0][0] == raw.records:
            return raw
    except Unreadable:
        if raw.otherwise is None:
            where = Where(file=raw.name, sheet=raw.sheet)
            raise DataError("source_damaged", where) from None
    ensure(raw.otherwise is not None, "a source that is not regular can be read record by record")
    raw = raw.otherwise() if raw.otherwise else raw
    _convert(engine, raw, meaning, reading, relation)
    return raw


def _require_single_values(raw: Raw, meaning: Meaning, where: Where) -> None:
    """Pass columns whose cells are single values.

    Raises:
        DataError: a column that has a meaning holds lists or structures.
    """
    for index in meaning.columns.values():
        kind = raw.cells[index].type
        if kind.endswith("]") or kind.startswith(NESTED):
            raise DataError("column_nested", replace(where, column=meaning.headers[index]), type=kind[:40])


def proved_clean(engine: DuckDB, raw: Raw, meaning: Meaning) -> bool:
    """Tell whether a Parquet file's types and statistics prove that no row can be rejected.

    The file's own statistics say that no cell is empty and that every identifier starts with a visible ASCII
    character, so none is blank; the types say that dates are dates and amounts exact.
    """
    if (
        raw.kind != "parquet"
        or meaning.parts
        or raw.unit != "yuan"
        or raw.known
        or not {"amount", "ordered_at", "customer_id"} <= set(meaning.columns)
    ):
        return False
    cells = {name: raw.cells[index] for name, index in meaning.columns.items() if name in OUTPUT}
    if not _typed_clean(cells):
        return False
    known = statistics(engine, raw)
    return all(_cells_clean(name, cell, known.get(meaning.header(name))) for name, cell in cells.items())


def _typed_clean(cells: dict[str, Cell]) -> bool:
    """Tell whether the types alone prove that amounts are exact and dates are dates."""
    amount, date = cells["amount"].type, cells["ordered_at"].type
    exact = amount in SMALL_INTEGERS or _narrow_decimal(amount)
    local = date == "DATE" or (date.startswith("TIMESTAMP") and "TIME ZONE" not in date)
    return exact and local and not {"currency", "customer_name"} & set(cells)


def _cells_clean(name: str, cell: Cell, known: Statistics | None) -> bool:
    """Tell whether a column's statistics prove that each of its cells can be used as it stands."""
    if known is None or known[0] != 0:
        return False
    _, least, greatest = known
    if name == "ordered_at":
        return least is not None and greatest is not None and "inf" not in least + greatest
    if name in {"customer_id", "order_id"}:
        if cell.type in INTEGERS:
            return True
        visible = least is not None and greatest is not None and least[:1] >= "!" and greatest[:1] <= "~"
        return cell.type == "VARCHAR" and visible
    return True


def statistics(engine: DuckDB, raw: Raw) -> dict[str, Statistics]:
    """Return a Parquet file's own statistics by column: empty cells, least and greatest value; None if unknown."""
    rows = engine.run(
        "SELECT path_in_schema, CASE WHEN COUNT(*) = COUNT(stats_null_count) THEN SUM(stats_null_count) END, "
        "CASE WHEN COUNT(*) = COUNT(stats_min_value) THEN MIN(stats_min_value) END, "
        "CASE WHEN COUNT(*) = COUNT(stats_max_value) THEN MAX(stats_max_value) END "
        f"FROM parquet_metadata({literal(raw.path or '')}) GROUP BY 1"
    )
    return {name: (nulls, least, greatest) for name, nulls, least, greatest in rows}


def _narrow_decimal(kind: str) -> bool:
    if not kind.startswith("DECIMAL("):
        return False
    width, scale = kind[8:-1].split(",")
    return int(width) <= 18 and int(scale) <= 4


def _view(raw: Raw, meaning: Meaning, carried: tuple[str, ...], *, guarded: bool) -> str:
    columns, guard = [], ""
    for name, index in meaning.columns.items():
        if name in carried:
            cell = replace(raw.cells[index], expression=identifier(raw.headers[index]))
            columns.append(f"{cell.trimmed} AS {name}")
        if name not in OUTPUT:
            continue
        column, text = identifier(raw.headers[index]), raw.cells[index].type == "VARCHAR"
        if name == "order_id" and text and guarded:
            guard = f" WHERE CASE WHEN {_untidy(column)} THEN CAST({STOP} AS BOOLEAN) ELSE TRUE END"
        number = name == "customer_id" and not text
        columns.append(f"{f'CAST({column} AS VARCHAR)' if number else column} AS {name}")
    return (
        f"SELECT {', '.join(columns)}, CAST(NULL AS VARCHAR) AS verdict "
        f"FROM read_parquet({literal(raw.path or '')}){guard}"
    )


def _convert(engine: DuckDB, raw: Raw, meaning: Meaning, reading: Reading, relation: str) -> None:
    wanted = conversion(raw, meaning, reading)
    columns = {**wanted.columns, **policy_columns(raw, meaning, reading)}
    converted = ", ".join(f"{expression} AS {name}" for name, expression in columns.items())
    held = [*columns, *(["source_row"] if raw.numbered else [])]
    engine.drop(relation, f"plain_{relation}")
    engine.run(
        f"CREATE OR REPLACE TEMP TABLE {relation} AS "
        f"SELECT {', '.join(held)}, verdict, {wanted.value} AS value, {_cells(raw, meaning, reading)} AS cells FROM ("
        f"SELECT *, {wanted.verdict} AS verdict FROM (SELECT *, {converted} FROM {raw.source}))"
    )


def _cells(raw: Raw, meaning: Meaning, reading: Reading) -> str:
    """Return the texts of the cells that have a meaning, in the order of the meaning, of rows that were rejected."""
    texts = ", ".join(raw.cells[index].text for index in meaning.columns.values())
    wanted = f"verdict IS NOT NULL OR {blank_keys.is_blank(reading)}"
    return f"CASE WHEN {wanted} THEN CAST(TO_JSON(LIST_VALUE({texts})) AS VARCHAR) END"


def fold(engine: DuckDB, relation: str, column: str) -> None:
    """Fold full-width characters in the identifiers of a table (NFKC), over the distinct values that have any."""
    changed = [(raw, folded or None) for raw, folded in _foldable(engine, relation, column) if raw != folded]
    if not changed:
        return
    engine.run(
        "CREATE OR REPLACE TEMP TABLE folded AS SELECT UNNEST(?) AS raw, UNNEST(?) AS folded",
        [[raw for raw, _ in changed], [folded for _, folded in changed]],
    )
    engine.run(f"UPDATE {relation} SET {column} = folded.folded FROM folded WHERE {relation}.{column} = folded.raw")


def _foldable(engine: DuckDB, relation: str, column: str) -> list[tuple[str, str]]:
    rows = engine.run(f"SELECT DISTINCT {column} FROM {relation} WHERE STRLEN({column}) <> LENGTH({column})")
    return [(raw, unicodedata.normalize("NFKC", raw).strip()) for (raw,) in rows]


STOP = f"ERROR({literal(UNTIDY)})"


def final(column: str) -> str:
    """Return an identifier read in place, which stops the query where it is not in its final form.

    The statistics have proved that it starts with a visible ASCII character; what is left to see is a character
    beyond ASCII, which may have to be folded, and white space at the end. A stop leads to the conversion row by
    row. Order ids are looked at where lines are grouped, customer ids once they are grouped.
    """
    return f"CASE WHEN {_untidy(column)} THEN {STOP} ELSE {column} END"


def _untidy(column: str) -> str:
    # Without characters beyond ASCII the last one is the last byte; taking it by its place is cheaper than RIGHT.
    return f"STRLEN({column}) <> LENGTH({column}) OR ARRAY_EXTRACT({column}, -1) <= ' '"
