"""The table of customers: one row each, with the attributes that a scheme looks at.

Law: rows read = rows of customers with a purchase in the period + of those without one + of customers who are not in
the sales + rows that repeat another + rows without a customer, which are rejected.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from shuke.engines.duckdb import DuckDB
from shuke.errors import DataError, SchemeError, Where, ensure
from shuke.ingest.attributes import flag, is_flag, position
from shuke.ingest.beside import decide_beside, settings_beside
from shuke.ingest.columns import listed
from shuke.ingest.convert import Cell, identifier
from shuke.ingest.intake import open_sources
from shuke.ingest.load import fold, settled
from shuke.ingest.policies import blank_keys
from shuke.ingest.raw import Raw, Reading
from shuke.ingest.settling.single import numbers
from shuke.scheme.model import Attribute
from shuke.stages.own import attribute
from shuke.stages.relation import literal

if TYPE_CHECKING:
    from shuke.scheme.document import Document

RELATION = "customer_attributes"
ROWS = "customer_rows"
NUMBER = "DECIMAL(18, 6)"
# Where a row stands, beside what it says.
PLACE = ("at_file", "at_sheet", "at_header", "at_row")


@dataclass(frozen=True)
class Matched:
    """What became of the rows of the customer table, and how many customers with a purchase have none there.

    ``listed`` is the relation of the embedded engine in which rejected rows have their places.
    """

    rows: int
    repeated: int
    with_purchase: int
    without_purchase: int
    not_in_sales: int
    customers_without_row: int
    rejected: int = 0
    listed: str | None = None


def match(engine: DuckDB, totals: str, lines: str, rows_of: str = ROWS, heads_of: str = RELATION) -> Matched:
    """Return how the rows taken in meet the sales.

    ``totals`` is the relation of customers of the period with their ``frequency``, ``lines`` that of all lines.
    ``rows_of`` holds the rows of the table, ``heads_of`` each customer of it once.
    """
    bought = f"SELECT customer_id FROM {totals} WHERE frequency > 0"
    rows, rejected = engine.run(f"SELECT COUNT(*), COUNT(*) - COUNT(customer_id) FROM {rows_of}")[0]
    heads, met = engine.run(
        f"SELECT COUNT(*), COUNT(bought.customer_id) FROM {heads_of} LEFT JOIN ({bought}) AS bought USING (customer_id)"
    )[0]
    unknown = engine.run(f"SELECT COUNT(*) FROM {heads_of} ANTI JOIN {lines} USING (customer_id)")[0][0]
    buyers = engine.run(f"SELECT COUNT(*) FROM ({bought})")[0][0]
    repeated = rows - rejected - heads
    found = Matched(rows, repeated, met, heads - met - unknown, unknown, buyers - met, rejected, rows_of)
    ensure(min(found.repeated, found.without_purchase, found.customers_without_row) >= 0, "a row is counted twice")
    return found


def take_in_customers(
    engine: DuckDB, source: object, reading: Reading, attributes: Mapping[str, Attribute], document: Document
) -> tuple[str, int]:
    """Return the name of a relation with ``customer_id`` and one column per attribute, one row per customer.

    Besides, how many flags of opting out say neither yes nor no; they count as yes.

    Raises:
        SchemeError: a column that the scheme names is not there.
        DataError: there is no column of customers, no row has one, one customer has rows that differ, or a cell is
            no number where the scheme wants one.
    """
    asked = settings_beside(reading, "customers")
    raws = [settled(engine, raw) for raw in open_sources(engine, source, asked)[0]]
    parts = [_part(engine, raw, attributes, document, reading) for raw in raws]
    unclear = sum(_unclear(engine, raw, attributes, document) for raw in raws)
    engine.run(f"CREATE OR REPLACE TEMP TABLE {ROWS} AS {' UNION ALL '.join(parts)}")
    one_row_each(engine, ROWS, RELATION, Where(file=raws[0].name, sheet=raws[0].sheet), reading)
    return RELATION, unclear


def place_of(raw: Raw, header: str) -> str:
    """Return the columns that say where a row of a table of customers stands, for the list of rejected rows."""
    row = "source_row" if raw.numbered else f"ROW_NUMBER() OVER () + {raw.first_row - 1}"
    where = {"file": raw.name, "sheet": raw.sheet or "", "header": header}
    return ", ".join([*(f"{literal(text)} AS at_{name}" for name, text in where.items()), f"{row} AS at_row"])


def one_row_each(engine: DuckDB, rows: str, relation: str, where: Where, reading: Reading) -> None:
    """Keep each customer of the rows once, under the name of a relation; rows without one are left out.

    Raises:
        DataError: no row has a customer, or one customer has rows that differ.
    """
    fold(engine, rows, "customer_id")
    engine.run(f"UPDATE {rows} SET customer_id = NULL WHERE {blank_keys.is_blank_here(reading)}")
    engine.run(
        f"CREATE OR REPLACE TEMP TABLE {relation} AS SELECT DISTINCT * EXCLUDE ({', '.join(PLACE)}) FROM {rows} "
        "WHERE customer_id IS NOT NULL"
    )
    found, heads = engine.run(f"SELECT COUNT(*), COUNT(DISTINCT customer_id) FROM {relation}")[0]
    blank = engine.run(f"SELECT COUNT(*) FROM {rows} WHERE customer_id IS NULL")[0][0]
    if blank and not found:
        raise DataError("customers_without_id", where, rows=f"{blank:,}")
    if found != heads:
        raise DataError("customers_contradict", where, count=found - heads)


def rejected_customers(rows: str) -> str:
    """Return the query for the rows without a customer, with the columns of other rejected rows."""
    return (
        "SELECT at_file AS file, at_sheet AS sheet, at_row AS row, at_header AS \"column\", '' AS value, "
        f"'customer_id_blank' AS reason FROM {rows} WHERE customer_id IS NULL"
    )


def _part(engine: DuckDB, raw: Raw, attributes: Mapping[str, Attribute], document: Document, reading: Reading) -> str:
    where = Where(file=raw.name, sheet=raw.sheet)
    meaning = decide_beside(raw.headers, reading, "customers", where)
    columns = [
        place_of(raw, meaning.header("customer_id")),
        f"{identifier(raw.cells[meaning.columns['customer_id']])} AS customer_id",
    ]
    for name, own in attributes.items():
        cell = _cell(raw, own, document, name)
        if is_flag(own.attribute):
            kind = "VARCHAR" if own.type == "text" else NUMBER
            columns.append(f"CAST({flag(cell.trimmed, own.type)[0]} AS {kind}) AS {attribute(name)}")
            continue
        if own.type == "text":
            columns.append(f"{cell.trimmed} AS {attribute(name)}")
            continue
        index = raw.cells.index(cell)
        number = f"CAST({numbers(engine, raw, index, f'attribute_{len(columns)}', reading).value} AS {NUMBER})"
        broken = f"{number} IS NULL AND {cell.trimmed} IS NOT NULL"
        row = "source_row" if raw.numbered else f"ROW_NUMBER() OVER () + {raw.first_row - 1}"
        cells = f"SELECT {row} AS row, {broken} AS broken FROM {raw.source}"
        found = engine.run(f"SELECT row FROM ({cells}) WHERE broken ORDER BY 1 LIMIT 1")
        if found:
            place = Where(file=raw.name, sheet=raw.sheet, row=int(found[0][0]), column=own.attribute)
            raise DataError("attribute_not_a_number", place, metric=name)
        columns.append(f"{number} AS {attribute(name)}")
    return f"SELECT {', '.join(columns)} FROM {raw.source}"


def _cell(raw: Raw, own: Attribute, document: Document, name: str) -> Cell:
    """Return the cell of the column that an attribute names: written exactly so, else compared as equal."""
    index = position(raw.headers, own.attribute)
    if index is None:
        place = document.where(("metrics", name, "attribute"))
        raise SchemeError("attribute_column_missing", place, column=own.attribute, headers=listed(raw.headers))
    return raw.cells[index]


def _unclear(engine: DuckDB, raw: Raw, attributes: Mapping[str, Attribute], document: Document) -> int:
    """Return how many flags of opting out say neither yes nor no."""
    found = 0
    for name, own in attributes.items():
        if is_flag(own.attribute):
            unknown = flag(_cell(raw, own, document, name).trimmed, own.type)[1]
            found += engine.run(f"SELECT COUNT(*) FROM {raw.source} WHERE {unknown}")[0][0]
    return found
