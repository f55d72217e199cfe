"""The table of interactions: who, what kind, when, how often, with which value.

Law: rows read = rows used + rows rejected, each with one reason; a row that cannot be used does not hide the others.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from shuke.engines.duckdb import DuckDB
from shuke.errors import DataError, Where, ensure
from shuke.ingest.beside import decide_beside, settings_beside
from shuke.ingest.convert import Cell, identifier
from shuke.ingest.intake import open_sources
from shuke.ingest.kinds import canonical
from shuke.ingest.load import fold, settled
from shuke.ingest.policies import blank_keys
from shuke.ingest.raw import Raw, Reading
from shuke.ingest.settling.single import days, numbers
from shuke.stages.relation import literal

RELATION = "interactions"
ROWS = "interaction_rows"
# Reason -> the canonical column that it is found in.
REASONS = {
    "customer_id_blank": "customer_id",
    "kind_blank": "kind",
    "date_blank": "occurred_at",
    "date_not_understood": "occurred_at",
    "date_invalid": "occurred_at",
    "date_is_error": "occurred_at",
    "date_partial": "occurred_at",
    "date_range": "occurred_at",
    "date_in_chinese": "occurred_at",
    "date_serial_1900": "occurred_at",
    "date_without_zone_setting": "occurred_at",
    "times_not_a_count": "times",
    "value_not_a_number": "value",
}
# How often: a whole number, perhaps with the word for times behind it.
COUNT = r"([0-9]{1,9})(\.0+)?\s*(次|times?|x)?"


@dataclass(frozen=True)
class Interactions:
    """What was read: the relation of usable rows, and what became of all of them."""

    relation: str
    rows: int
    rejected: Mapping[str, int]
    not_in_sales: int | None

    @property
    def used(self) -> int:
        """How many rows are counted."""
        return self.rows - sum(self.rejected.values())


def take_in_interactions(engine: DuckDB, source: object, reading: Reading, lines: str | None) -> Interactions:
    """Return the interactions: ``customer_id``, ``kind``, ``said``, ``occurred_on``, ``times``, ``value``.

    ``kind`` is the name of the kind, ``said`` what the table says. ``lines`` is the relation of all order lines,
    if they lie in the same engine.

    Raises:
        DataError: a column is missing, or no row can be used.
    """
    asked = settings_beside(reading, "interactions")
    raws = [settled(engine, raw) for raw in open_sources(engine, source, asked)[0]]
    parts = [_part(engine, raw, reading) for raw in raws]
    engine.run(f"CREATE OR REPLACE TEMP TABLE {ROWS} AS {' UNION ALL '.join(parts)}")
    fold(engine, ROWS, "customer_id")
    engine.run(f"UPDATE {ROWS} SET customer_id = NULL WHERE {blank_keys.is_blank(reading)}")
    engine.run(
        f"UPDATE {ROWS} SET verdict = 'customer_id_blank', value_shown = NULL, \"column\" = customer_header "
        "WHERE customer_id IS NULL AND (verdict IS NULL OR verdict <> 'wrong_number_of_columns')"
    )
    found = summed_up(engine, lines)
    if found.rows and not found.used:
        raise DataError("interactions_unusable", Where(file=raws[0].name, sheet=raws[0].sheet), rows=f"{found.rows:,}")
    return found


def summed_up(engine: DuckDB, lines: str | None) -> Interactions:
    """Name the usable ones among the rows that were taken in, and return what became of all of them."""
    engine.name(
        RELATION, f"SELECT customer_id, kind, said, occurred_on, times, value FROM {ROWS} WHERE verdict IS NULL"
    )
    counts = dict(engine.run(f"SELECT COALESCE(verdict, ''), COUNT(*) FROM {ROWS} GROUP BY 1 ORDER BY 1"))
    used = counts.pop("", 0)
    rows = engine.run(f"SELECT COUNT(*) FROM {ROWS}")[0][0]
    ensure(rows == used + sum(counts.values()), "rows of the interactions do not add up")
    strangers = None
    if lines is not None:
        strangers = engine.run(f"SELECT COUNT(*) FROM {RELATION} ANTI JOIN {lines} USING (customer_id)")[0][0]
    return Interactions(RELATION, rows, counts, strangers)


def rejected_interactions() -> str:
    """Return the query for the rejected rows of the table, with the columns of other rejected rows."""
    return (
        f"SELECT file, sheet, row, \"column\", COALESCE(value_shown, '') AS value, verdict AS reason "
        f"FROM {ROWS} WHERE verdict IS NOT NULL"
    )


def _part(engine: DuckDB, raw: Raw, reading: Reading) -> str:
    """Return the query that converts one source of interactions, each row with its verdict and its place."""
    where = Where(file=raw.name, sheet=raw.sheet)
    meaning = decide_beside(raw.headers, reading, "interactions", where)
    cells = {name: raw.cells[index] for name, index in meaning.columns.items()}
    said = cells["kind"].trimmed
    date = days(engine, raw, meaning.columns["occurred_at"], "occurred_at", reading)
    times, times_wrong = _times(cells.get("times"))
    value, value_wrong = _value(engine, raw, meaning.columns.get("value"), reading)
    row = "source_row" if raw.numbered else f"ROW_NUMBER() OVER () + {raw.first_row - 1}"
    broken = f"WHEN {raw.fault} IS NOT NULL THEN 'wrong_number_of_columns' " if raw.fault else ""
    verdict = (
        f"CASE {broken}WHEN customer_id IS NULL THEN 'customer_id_blank' WHEN said IS NULL THEN 'kind_blank' "
        f"WHEN occurred_on IS NULL THEN {date.reason} WHEN {times_wrong} THEN 'times_not_a_count' "
        f"WHEN {value_wrong} THEN 'value_not_a_number' END"
    )
    headers = {reason: meaning.header(name) for reason, name in REASONS.items() if name in meaning.columns}
    columns = " ".join(f"WHEN {literal(reason)} THEN {literal(header)}" for reason, header in headers.items())
    shown = " ".join(
        f"WHEN {literal(reason)} THEN {cells[REASONS[reason]].trimmed}"
        for reason in headers
        if REASONS[reason] not in {"customer_id", "kind"}
    )
    converted = (
        f"SELECT *, {row} AS row, {identifier(cells['customer_id'])} AS customer_id, {said} AS said, "
        f"{date.value} AS occurred_on, {times} AS times, "
        f"{value} AS value FROM {raw.source}"
    )
    return (
        f"SELECT {literal(raw.name)} AS file, {literal(raw.sheet or '')} AS sheet, row, customer_id, "
        f"{canonical('said')} AS kind, said, occurred_on, times, value, verdict, "
        f'CASE verdict {columns} END AS "column", '
        f"CASE verdict {shown} END AS value_shown, {literal(meaning.header('customer_id'))} AS customer_header "
        f"FROM (SELECT *, {verdict} AS verdict FROM ({converted}))"
    )


def _times(cell: Cell | None) -> tuple[str, str]:
    """Return how often a row counts, once where nothing is said, and the condition that it says something else."""
    if cell is None:
        return "1", "FALSE"
    number = f"TRY_CAST(REGEXP_EXTRACT({cell.trimmed}, {literal(f'^{COUNT}$')}, 1) AS INTEGER)"
    good = f"REGEXP_FULL_MATCH({cell.trimmed}, {literal(COUNT)})"
    return f"CASE WHEN {cell.trimmed} IS NULL THEN 1 WHEN {good} THEN {number} END", "times IS NULL"


def _value(engine: DuckDB, raw: Raw, index: int | None, reading: Reading) -> tuple[str, str]:
    """Return what a row says as a number, and the condition that it says something that is none."""
    kind = "DECIMAL(18, 6)"
    if index is None:
        return f"CAST(NULL AS {kind})", "FALSE"
    read = numbers(engine, raw, index, "value", reading).value
    return f"TRY_CAST({read} AS {kind})", f"value IS NULL AND {raw.cells[index].trimmed} IS NOT NULL"
