"""Attributes of customers that are carried into the rated table as they stand: a region, an industry, a size.

A column of the customer table counts before a column of the order lines; of the lines, the customer's latest one that
says anything does.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from shuke.engines.duckdb import DuckDB
from shuke.errors import UsageError, Where
from shuke.ingest.beside import decide_beside, settings_beside
from shuke.ingest.columns import listed, recognise, simplify
from shuke.ingest.convert import identifier as customer
from shuke.ingest.customers import PLACE, one_row_each, place_of
from shuke.ingest.intake import ACCEPTED, Intake, open_sources
from shuke.ingest.load import settled
from shuke.ingest.raw import Raw, Reading
from shuke.ingest.synonyms import SYNONYMS
from shuke.stages.relation import identifier

LINE_COLUMNS = ("region", "channel", "category", "product", "salesperson", "promotion")
OF_LINES, OF_CUSTOMERS = "attributes_of_lines", "attributes_of_customers"
TABLE_ROWS = "carried_rows"


@dataclass(frozen=True)
class Carried:
    """A carried column: its name in the rated table, the header it comes from, and the expression of it."""

    column: str
    header: str
    expression: str


def column_name(wanted: str, taken: Sequence[str]) -> str:
    """Return the name under which a header stands in the rated table: letters, digits and low lines."""
    plain = re.sub(r"\W+", "_", unicodedata.normalize("NFKC", wanted).strip().casefold()).strip("_") or "attribute"
    plain = f"_{plain}" if plain[0].isdigit() else plain
    while plain in taken:
        plain += "_"
    return plain


def carry(
    engine: DuckDB, intake: Intake, source: object | None, reading: Reading, wanted: Sequence[str], taken: Sequence[str]
) -> tuple[Carried, ...]:
    """Keep the relations of the wanted attributes, one row per customer; return their columns.

    Raises:
        UsageError: neither the customer table nor the lines have a column of that name.
        DataError: the customer table says two things about one customer.
    """
    raws = [] if source is None else _tables(engine, source, reading)
    words = engine.run("SELECT keyword_name FROM duckdb_keywords() WHERE keyword_category = 'reserved'")
    # A column of that name would hide the places of rows.
    reserved = ["rowid", *(row[0] for row in words)]
    found: list[Carried] = []
    of_table: dict[str, list[int | None]] = {}
    of_lines: dict[str, str] = {}
    headers = [header for raw in raws for header in raw.headers]
    for name in wanted:
        column = column_name(name, [*taken, *reserved, *(one.column for one in found)])
        canonical = _canonical(name)
        indices = [_index(raw, name, canonical) for raw in raws]
        parts = []
        if any(index is not None for index in indices):
            of_table[column] = indices
            parts.append(f"t.{identifier(column)}")
        if canonical in LINE_COLUMNS and canonical in intake.columns:
            of_lines[column] = canonical
            parts.append(f"l.{identifier(column)}")
        if not parts:
            lines = [one for one in LINE_COLUMNS if one in intake.columns]
            raise UsageError("carry_unknown", name=name, known=listed([*headers, *lines]) or "-")
        header = next((raw.headers[i] for raw, i in zip(raws, indices, strict=True) if i is not None), name)
        found.append(Carried(column, header, f"COALESCE({', '.join(parts)})"))
    _keep_table(engine, raws, of_table, reading)
    _keep_lines(engine, of_lines)
    return tuple(found)


def line_columns(wanted: Sequence[str]) -> tuple[str, ...]:
    """Return the columns of order lines that wanted attributes can come from."""
    return tuple(one for one in map(_canonical, wanted) if one in LINE_COLUMNS)


def _canonical(name: str) -> str:
    """Return the canonical name that a header or a name means, or the name itself."""
    return name if name in SYNONYMS else next(iter(recognise([name], LINE_COLUMNS).columns), name)


def _tables(engine: DuckDB, source: object, reading: Reading) -> list[Raw]:
    return [settled(engine, raw) for raw in open_sources(engine, source, settings_beside(reading, "customers"))[0]]


def _index(raw: Raw, name: str, canonical: str) -> int | None:
    for key in (str.strip, simplify):
        same = [index for index, header in enumerate(raw.headers) if key(header) == key(name)]
        if same:
            return same[0]
    return recognise(raw.headers, LINE_COLUMNS).columns.get(canonical)


def _keep_table(engine: DuckDB, raws: Sequence[Raw], wanted: dict[str, list[int | None]], reading: Reading) -> None:
    parts = []
    for number, raw in enumerate(raws):
        where = Where(file=raw.name, sheet=raw.sheet)
        meaning = decide_beside(raw.headers, reading, "customers", where)
        cells = [
            place_of(raw, meaning.header("customer_id")),
            f"{customer(raw.cells[meaning.columns['customer_id']])} AS customer_id",
        ]
        for column, indices in wanted.items():
            index = indices[number]
            cell = "NULL" if index is None else raw.cells[index].trimmed
            cells.append(f"CAST({cell} AS VARCHAR) AS {identifier(column)}")
        parts.append(f"SELECT {', '.join(cells)} FROM {raw.source}")
    nowhere = (f"NULL AS {name}" for name in PLACE)
    empty = ", ".join(
        [*nowhere, "CAST(NULL AS VARCHAR) AS customer_id", *(f"NULL AS {identifier(name)}" for name in wanted)]
    )
    query = " UNION ALL ".join(parts) if wanted else f"SELECT {empty} WHERE FALSE"
    engine.run(f"CREATE OR REPLACE TEMP TABLE {TABLE_ROWS} AS {query}")
    where = Where(file=raws[0].name, sheet=raws[0].sheet) if raws else Where()
    one_row_each(engine, TABLE_ROWS, OF_CUSTOMERS, where, reading)


def _keep_lines(engine: DuckDB, wanted: dict[str, str]) -> None:
    latest = ", ".join(
        f"ARG_MAX({one}, (ordered_at, {one})) FILTER ({one} IS NOT NULL) AS {identifier(column)}"
        for column, one in wanted.items()
    )
    query = (
        f"SELECT customer_id, {latest} FROM {ACCEPTED} GROUP BY customer_id"
        if wanted
        else ("SELECT CAST(NULL AS VARCHAR) AS customer_id WHERE FALSE")
    )
    engine.run(f"CREATE OR REPLACE TEMP TABLE {OF_LINES} AS {query}")
