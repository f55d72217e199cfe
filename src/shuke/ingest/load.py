"""One source becomes lines: read in place where its types prove it clean, converted row by row where not.

Law: every record of a source is one row here, accepted (verdict NULL) or rejected with one reason.
"""

from __future__ import annotations

from dataclasses import replace

from shuke.engines.duckdb import UNTIDY, DuckDB, Unreadable
from shuke.errors import DataError, Where, ensure
from shuke.ingest.columns import Meaning
from shuke.ingest.convert import INTEGERS, Cell
from shuke.ingest.decisions import decided
from shuke.ingest.flaws import FLAW_REASONS, counted_once
from shuke.ingest.forms import identifiers
from shuke.ingest.forms.heads import DUMMIES
from shuke.ingest.forms.places import Place
from shuke.ingest.forms.plain import IDENTIFIER
from shuke.ingest.forms.products import FACTORS, plain_product
from shuke.ingest.forms.styles import DECISION as NUMBER_STYLE
from shuke.ingest.forms.styles import Style
from shuke.ingest.layout.settle import settle
from shuke.ingest.layout.structure import Source, titles
from shuke.ingest.layout.units import settle_fen, told_unit
from shuke.ingest.loaded import OUTPUT, Loaded
from shuke.ingest.policies import blank_keys, statuses, trials
from shuke.ingest.policies.registry import columns as policy_columns
from shuke.ingest.policies.registry import rows_needed
from shuke.ingest.raw import Raw, Reading
from shuke.ingest.settling import CommaStyle, Settled, in_place_notes, settle_cells
from shuke.ingest.understand import understood
from shuke.ingest.uniform import read_at_once
from shuke.ingest.verdicts import FAULTS, REASONS, SKIPPED, conversion, odd
from shuke.stages.relation import day, identifier, literal

SMALL_INTEGERS = {"TINYINT", "SMALLINT", "INTEGER", "UTINYINT", "USMALLINT", "UINTEGER"}
NESTED = ("STRUCT", "MAP", "UNION", "LIST")
# Empty cells, least and greatest value; None where the file does not say.
Statistics = tuple[int | None, str | None, str | None]
# A row with a cell that is not in plain form.
UNREAD = "customer_id IS NULL OR ordered_at IS NULL OR amount IS NULL"
# Rows looked at to find out whether most have such a cell.
SAMPLE = 2048
# Of so few rows, to keep the cells of all that may be rejected costs less than to find that out.
SMALL = 5_000
# Reasons that come before a blank customer.
BEFORE_BLANK = ("customer_id_imprecise", "order_id_imprecise", "customer_id_scientific")


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
    if as_it_stands and proved_clean(engine, raw, meaning, reading) and quiet(engine, raw, meaning):
        engine.name(relation, _view(raw, meaning, reading, guarded=True))
        engine.name(f"plain_{relation}", _view(raw, meaning, reading, guarded=False))
        settle_fen(engine, raw, meaning, reading, f"plain_{relation}")
        notes = in_place_notes(engine, raw, meaning, f"plain_{relation}")
        return Loaded(raw, meaning, relation, in_place=True, carried=reading.carried, settled=notes)
    sha256 = raw.sha256
    if as_it_stands:
        raw, made = read_at_once(engine, raw, meaning, reading, relation)
        if made and _usual_days(engine, relation, reading):
            engine.name(f"plain_{relation}", f"SELECT * FROM {relation}")
            raw = settle_fen(engine, raw, meaning, reading, relation)
            raw = replace(raw, notes=(*raw.notes, *titles(raw), *told_unit(raw)))
            looked_at = frozenset(policy_columns(raw, meaning, reading))
            notes = in_place_notes(engine, raw, meaning, relation)
            return Loaded(raw, meaning, relation, in_place=False, looked_at=looked_at, settled=notes)
    raw, found = _converted(engine, raw, meaning, reading, relation)
    raw = settle(Source(engine, replace(raw, sha256=sha256), meaning, reading, relation))
    skipped = ", ".join(map(literal, SKIPPED))
    if not engine.run(f"SELECT 1 FROM {relation} WHERE COALESCE(verdict, '') NOT IN ({skipped}) LIMIT 1"):
        raise DataError("file_without_rows", Where(file=raw.name, sheet=raw.sheet, row=max(raw.first_row - 1, 1)))
    finish(engine, relation, reading)
    _require_values(engine, raw, meaning, relation)
    _keep_cells(engine, raw, meaning, relation)
    engine.name(f"plain_{relation}", f"SELECT * FROM {relation}")
    looked_at = frozenset(policy_columns(raw, meaning, reading))
    return Loaded(raw, meaning, relation, in_place=False, carried=reading.carried, looked_at=looked_at, settled=found)


def _require_values(engine: DuckDB, raw: Raw, meaning: Meaning, relation: str) -> None:
    """Pass a source of which no needed column is empty from end to end.

    Raises:
        DataError: one is.
    """
    if engine.run(f"SELECT 1 FROM {relation} WHERE verdict IS NULL LIMIT 1"):
        return
    skipped = ", ".join(map(literal, SKIPPED))
    reasons = [
        row[0] for row in engine.run(f"SELECT DISTINCT verdict FROM {relation} WHERE verdict NOT IN ({skipped})")
    ]
    canonical = REASONS.get(reasons[0]) if len(reasons) == 1 and reasons[0].endswith("_blank") else None
    if canonical is not None and canonical in meaning.columns:
        place = Where(file=raw.name, sheet=raw.sheet, column=meaning.header(canonical))
        raise DataError("column_empty", place, name=canonical)


def _usual_days(engine: DuckDB, relation: str, reading: Reading) -> bool:
    """Tell whether no day of a relation stands for no date, or lies in the future."""
    first, last = engine.run(f"SELECT MIN(ordered_at), MAX(ordered_at) FROM {relation}")[0]
    return _between_dummies(first.isoformat(), last.isoformat(), reading)


def _between_dummies(first: str, last: str, reading: Reading) -> bool:
    return first[:10] > DUMMIES[1].isoformat() and last[:10] <= reading.last_day


def finish(engine: DuckDB, relation: str, reading: Reading) -> None:
    """Reject the converted rows whose customer says that it is not known."""
    engine.run(f"UPDATE {relation} SET customer_id = NULL WHERE {blank_keys.is_blank_here(reading)}")
    engine.run(
        f"UPDATE {relation} SET verdict = 'customer_id_blank', value = NULL "
        "WHERE customer_id IS NULL AND COALESCE(verdict, '') NOT IN "
        f"({', '.join(map(literal, (*FAULTS, *FLAW_REASONS, *BEFORE_BLANK, *SKIPPED, 'customer_id_blank')))})"
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
        # Asking for the fault finds the rows at which the engine stops.
        count = engine.run(f"SELECT COUNT(*), MAX({raw.fault or 'NULL'}) FROM {raw.source}")[0][0]
        if raw.records in {None, count}:
            return raw
    except Unreadable:
        pass
    return settled(engine, raw.otherwise())


def _converted(engine: DuckDB, raw: Raw, meaning: Meaning, reading: Reading, relation: str) -> tuple[Raw, Settled]:
    """Convert a source into a relation, record by record if it is not as regular as it looked; return both."""
    raw = _read(engine, raw, meaning, reading, relation)
    return raw, _settled(engine, raw, meaning, reading, relation)


def convert_again(
    engine: DuckDB, one: Loaded, raw: Raw, reading: Reading, relation: str, besides: tuple[str, ...]
) -> None:
    """Convert rows of a source that was read before, under what it was found to be; they keep columns ``besides``."""
    asked = replace(reading, decisions={**one.settled.answers, **reading.decisions})
    _convert(engine, raw, one.meaning, asked, relation, _style(asked), besides)
    _settled(engine, raw, one.meaning, asked, relation, besides)
    finish(engine, relation, reading)


def _style(reading: Reading) -> Style | None:
    """Return the number style that plain cells have to be read in, where it is known beforehand."""
    return "comma" if decided(reading, NUMBER_STYLE) == "comma" else None


def _settled(
    engine: DuckDB, raw: Raw, meaning: Meaning, reading: Reading, relation: str, besides: tuple[str, ...] = ()
) -> Settled:
    """Read the cells of a relation that are not in plain form, and what policies make of them."""
    style = _style(reading)
    try:
        found = settle_cells(engine, raw, meaning, reading, relation, style)
    except CommaStyle:
        _convert(engine, raw, meaning, reading, relation, "comma", besides)
        found = settle_cells(engine, raw, meaning, reading, relation, "comma")
    numbered = policy_columns(raw, meaning, reading).get("order_id")
    if numbered is not None and found.changes:
        # Days that were read only now are orders too.
        engine.run(f"UPDATE {relation} SET order_id = {numbered} WHERE order_id IS NULL")
    return found


def _read(engine: DuckDB, raw: Raw, meaning: Meaning, reading: Reading, relation: str) -> Raw:
    """Convert the plain cells of a source, in another way if it is not as regular as it looked; return it."""
    try:
        _convert(engine, raw, meaning, reading, relation, _style(reading))
        if raw.records is None or engine.run(f"SELECT COUNT(*) FROM {relation}")[0][0] == raw.records:
            return raw
    except Unreadable:
        if raw.otherwise is None:
            where = Where(file=raw.name, sheet=raw.sheet)
            raise DataError("source_damaged", where) from None
    ensure(raw.otherwise is not None, "a source that is not regular can be read record by record")
    return _read(engine, raw.otherwise(), meaning, reading, relation) if raw.otherwise else raw


def _require_single_values(raw: Raw, meaning: Meaning, where: Where) -> None:
    """Pass columns whose cells are single values.

    Raises:
        DataError: a column that has a meaning holds lists or structures.
    """
    for index in meaning.columns.values():
        kind = raw.cells[index].type
        if kind.endswith("]") or kind.startswith(NESTED):
            raise DataError("column_nested", replace(where, column=meaning.headers[index]), type=kind[:40])


def proved_clean(engine: DuckDB, raw: Raw, meaning: Meaning, reading: Reading) -> bool:
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
    return all(_cells_clean(name, cell, known.get(meaning.header(name)), reading) for name, cell in cells.items())


def _typed_clean(cells: dict[str, Cell]) -> bool:
    """Tell whether the types alone prove that amounts are exact and dates are dates."""
    amount, date = cells["amount"].type, cells["ordered_at"].type
    exact = amount in SMALL_INTEGERS or _narrow_decimal(amount)
    local = date == "DATE" or (date.startswith("TIMESTAMP") and "TIME ZONE" not in date)
    return exact and local and not {"currency", "customer_name"} & set(cells)


def _cells_clean(name: str, cell: Cell, known: Statistics | None, reading: Reading) -> bool:
    """Tell whether a column's statistics prove that each of its cells can be used as it stands."""
    if known is None or known[0] != 0:
        return False
    _, least, greatest = known
    if name == "ordered_at":
        if least is None or greatest is None or "inf" in least + greatest:
            return False
        # Days that stand for no date, or lie in the future, are looked for row by row.
        return _between_dummies(least, greatest, reading)
    if name in {"customer_id", "order_id"}:
        if cell.type in INTEGERS:
            return least is not None and int(least) > 0
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


def _view(raw: Raw, meaning: Meaning, reading: Reading, *, guarded: bool) -> str:
    columns, guard = [], ""
    for name, index in meaning.columns.items():
        if name in reading.carried:
            cell = replace(raw.cells[index], expression=identifier(raw.headers[index]))
            columns.append(f"{cell.trimmed} AS {name}")
        if name not in OUTPUT:
            continue
        column, text = identifier(raw.headers[index]), raw.cells[index].type == "VARCHAR"
        if name == "order_id" and text and guarded:
            guard = f" WHERE CASE WHEN {untidy(column)} THEN CAST({STOP} AS BOOLEAN) ELSE TRUE END"
        number = name == "customer_id" and not text
        columns.append(f"{f'CAST({column} AS VARCHAR)' if number else column} AS {name}")
    if set(FACTORS) <= meaning.columns.keys():
        columns.append(f"{_in_place_product(raw, meaning)} AS calculated")
    return (
        f"SELECT {', '.join(columns)}, CAST(NULL AS VARCHAR) AS verdict "
        f"FROM read_parquet({literal(raw.path or '')}){guard}"
    )


def _in_place_product(raw: Raw, meaning: Meaning) -> str:
    """Return quantity × unit price over the columns of the file itself."""
    indices = (meaning.columns[name] for name in FACTORS)
    quantity, price = (replace(raw.cells[i], expression=identifier(raw.headers[i])) for i in indices)
    return plain_product(quantity, price)


def _convert(
    engine: DuckDB,
    raw: Raw,
    meaning: Meaning,
    reading: Reading,
    relation: str,
    style: Style | None,
    besides: tuple[str, ...] = (),
) -> None:
    """Convert the cells that are in plain form, and keep the text of the others beside them."""
    wanted = conversion(raw, meaning, reading, style)
    columns = {**wanted.columns, **policy_columns(raw, meaning, reading)}
    helpers, converted, texts = (
        ", ".join(f"{expression} AS {name}" for name, expression in part.items())
        for part in (wanted.helpers, columns, {odd(name): text for name, text in wanted.odd.items()})
    )
    held = [*columns, *besides, *(["source_row"] if raw.numbered else [])]
    rows = f"SELECT *, {converted}, {wanted.verdict} AS verdict FROM (SELECT *, {helpers} FROM "
    cells = f"CASE WHEN {_doubtful(reading)} THEN {_texts(raw, meaning)} END"
    small = raw.records is not None and raw.records <= SMALL
    if not small and _mostly_odd(engine, f"{rows}(SELECT * FROM {raw.source} LIMIT {SAMPLE}))"):
        cells = "CAST(NULL AS VARCHAR)"
    engine.drop(relation, f"plain_{relation}")
    engine.run(
        f"CREATE OR REPLACE TEMP TABLE {relation} AS SELECT {', '.join(held)}, {texts}, verdict, "
        f"CASE WHEN verdict IS NOT NULL THEN {wanted.value} END AS value, {cells} AS cells "
        f"FROM ({rows}{raw.source}))"
    )


def _mostly_odd(engine: DuckDB, rows: str) -> bool:
    """Tell whether most rows of a sample have a cell that is not in plain form."""
    try:
        plain, count = engine.run(f"SELECT COUNT(CASE WHEN {UNREAD} THEN NULL ELSE 1 END), COUNT(*) FROM ({rows})")[0]
    except Unreadable:
        return False
    return bool(2 * plain < count)


def _doubtful(reading: Reading) -> str:
    """Return the condition that a row may be rejected, before the cells that are not in plain form are read."""
    ends = f"{day(DUMMIES[1])} AND {literal(reading.last_day)}"
    return (
        f"verdict IS NOT NULL OR {UNREAD} OR ordered_at NOT BETWEEN {ends} OR ordered_at = {day(DUMMIES[1])} "
        f"OR {blank_keys.is_blank_here(reading)}"
    )


def _texts(raw: Raw, meaning: Meaning) -> str:
    """Return the texts of a row's cells that have a meaning, in the order of the meaning."""
    texts = ", ".join(raw.cells[index].text for index in meaning.columns.values())
    return f"CAST(TO_JSON(LIST_VALUE({texts})) AS VARCHAR)"


def _keep_cells(engine: DuckDB, raw: Raw, meaning: Meaning, relation: str) -> None:
    """Keep the cells of the rejected rows, of those that were not kept while they were read."""
    missing = f"verdict IS NOT NULL AND verdict NOT IN ({', '.join(map(literal, SKIPPED))}) AND cells IS NULL"
    asked = f"SELECT rowid FROM {relation} WHERE {missing} ORDER BY rowid"
    places = [place for (place,) in engine.run(asked)]
    if places:
        engine.run(
            f"UPDATE {relation} SET cells = found.cells FROM (SELECT place, {_texts(raw, meaning)} AS cells "
            f"FROM {raw.at(places, asked)}) AS found WHERE {relation}.rowid = found.place"
        )


def fold(engine: DuckDB, relation: str, column: str) -> None:
    """Bring the identifiers of a table into the form that those of order lines have."""
    place = Place(relation, "rowid", "", None, {column: column}, {})
    table = f"{relation}_{column}_forms"
    identifiers.read(engine, table, column, column, place)
    engine.run(f"UPDATE {relation} SET {column} = found.value FROM {table} AS found WHERE {column} = found.text")


STOP = f"ERROR({literal(UNTIDY)})"


def final(column: str) -> str:
    """Return an identifier read in place, which stops the query where it is not in its final form.

    The statistics have proved that it starts with a visible ASCII character. A stop leads to the conversion row by
    row. Order ids are looked at where lines are grouped, customer ids once they are grouped.
    """
    return f"CASE WHEN {untidy(column)} THEN {STOP} ELSE {column} END"


def untidy(column: str) -> str:
    """Return the condition that an identifier is not in its final form; the cheap tests come first.

    Only what starts with a digit, an apostrophe or an equals sign can be suspect, and of the numbers only those with
    a point or a plus sign; of what is plain nothing is.
    """
    plain = f"REGEXP_FULL_MATCH({column}, {literal(IDENTIFIER)})"
    marked = f"CONTAINS({column}, '.') OR CONTAINS({column}, '+') OR {column} < '(' OR {column} >= '='"
    return (
        f"CASE WHEN STRLEN({column}) <> LENGTH({column}) OR SUBSTR({column}, -1) <= ' ' THEN TRUE "
        f"WHEN {column} >= '>' THEN FALSE WHEN {marked} THEN NOT {plain} AND ({identifiers.suspect(column)}) "
        "ELSE FALSE END"
    )
