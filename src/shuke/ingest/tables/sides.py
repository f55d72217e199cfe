"""Tables beside the order lines, of interactions and of customers: files, or tables of the same database."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from shuke.engines.duckdb import DuckDB
from shuke.engines.engine import Column, Table, TableEngine
from shuke.errors import DataError, SchemeError, Where
from shuke.ingest.attributes import position
from shuke.ingest.beside import decide_beside
from shuke.ingest.columns import listed
from shuke.ingest.convert import FACTOR
from shuke.ingest.customers import NUMBER, RELATION, ROWS, Matched, take_in_customers
from shuke.ingest.interactions import Interactions, take_in_interactions
from shuke.ingest.kinds import canonical
from shuke.ingest.raw import Reading
from shuke.ingest.tables import cells, keys
from shuke.ingest.tables.lines import ACCEPTED
from shuke.scheme.model import Attribute
from shuke.stages import own
from shuke.stages.metrics import Question
from shuke.stages.relation import Select, identifier

if TYPE_CHECKING:
    from shuke.scheme.document import Document

COUNTS = "interaction_counts"
BATCH = 10_000


def is_file(source: object) -> bool:
    """Tell whether a source is something that the embedded engine reads: a file, or a table in Python."""
    return not isinstance(source, str | Path) or Path(source).exists()


def keep_interactions(
    engine: TableEngine, desk: DuckDB, source: object, reading: Reading, asked: Question
) -> Interactions:
    """Keep what the scheme counts of interactions, per customer, in the engine; return what became of their rows.

    Raises:
        DataError: a column is missing, or a row has no customer, no kind or no date.
    """
    if is_file(source):
        contacts = take_in_interactions(desk, source, reading, None)
        if own.kinds_of_interaction(asked):
            desk.keep(COUNTS, own.interactions(contacts.relation, asked))
            _load(engine, desk, COUNTS)
        each = {"customer_id": "customer_id", "_rows": "COUNT(*)"}
        desk.keep("interacting", Select(each, contacts.relation, group_by=("customer_id",)))
        _load(engine, desk, "interacting")
        return replace(contacts, not_in_sales=_strangers(engine, "interacting", "COALESCE(SUM(_rows), 0)"))
    name = str(source)
    where, table = Where(file=name), engine.table(name)
    meaning = decide_beside([column.name for column in table.columns], reading, "interactions", where)
    held = {canonical: table.columns[index] for canonical, index in meaning.columns.items()}
    date = cells.local_date(held["occurred_at"], "occurred_at", reading.timezone, where)
    said = cells.plain(held["kind"])
    columns = {"kind": canonical(said), "said": said, "occurred_on": f"CAST({date} AS DATE)", **_figures(held, where)}
    found = _keyed(engine, table, held["customer_id"], columns, "interacting", where)
    missing = "customer_id IS NULL OR kind IS NULL OR occurred_on IS NULL"
    broken = engine.row(Select({"_rows": "COUNT(*)"}, found, (missing,)))["_rows"]
    if broken:
        raise DataError("interactions_incomplete", where, rows=broken)
    engine.define("interactions", found)
    if own.kinds_of_interaction(asked):
        engine.keep(COUNTS, own.interactions("interactions", asked))
    rows = engine.row(Select({"_n": "COUNT(*)"}, "interactions"))["_n"]
    return Interactions("interactions", rows, {}, _strangers(engine, "interactions", "COUNT(*)"))


def _strangers(engine: TableEngine, relation: str, counted: str) -> int:
    """Return how many rows belong to customers who are not in the sales."""
    found = engine.row(Select({"_n": counted}, f"{relation} ANTI JOIN {ACCEPTED} USING (customer_id)"))["_n"]
    return int(found)


def _figures(held: Mapping[str, Column], where: Where) -> dict[str, str]:
    """Return how often each row counts and which value it has, for a table of interactions."""
    found = {"times": "1", "value": f"CAST(NULL AS {NUMBER})"}
    for name, kind in (("times", "INTEGER"), ("value", NUMBER)):
        if name in held:
            found[name] = f"CAST({cells.number(held[name], name, where, FACTOR)} AS {kind})"
    if "times" in held:
        found["times"] = f"COALESCE({found['times']}, 1)"
    return found


def keep_customers(
    engine: TableEngine,
    desk: DuckDB,
    source: object,
    reading: Reading,
    attributes: Mapping[str, Attribute],
    document: Document,
) -> None:
    """Keep one row of attributes per customer in the engine, under the name of the embedded engine's relation.

    Raises:
        SchemeError: a column that the scheme names is not there.
        DataError: no row has a customer, one customer has rows that differ, or a cell is no number.
    """
    if is_file(source):
        take_in_customers(desk, source, reading, attributes, document)
        _load(engine, desk, RELATION)
        _load(engine, desk, ROWS)
        return
    name = str(source)
    where, table = Where(file=name), engine.table(name)
    headers = [column.name for column in table.columns]
    meaning = decide_beside(headers, reading, "customers", where)
    columns = {
        own.attribute(metric): _attribute(table, one, metric, document, where) for metric, one in attributes.items()
    }
    key = table.columns[meaning.columns["customer_id"]]
    engine.keep(ROWS, _keyed(engine, table, key, columns, "described", where))
    names = ("customer_id", *columns)
    given = ("customer_id IS NOT NULL",)
    engine.keep(RELATION, Select({column: column for column in names}, ROWS, given, group_by=names))
    row = engine.row(Select({"_rows": "COUNT(*)", "_heads": "COUNT(DISTINCT customer_id)"}, RELATION))
    blank = 0 if row["_rows"] else engine.row(Select({"_n": "COUNT(*)"}, ROWS))["_n"]
    if blank:
        raise DataError("customers_without_id", where, rows=f"{blank:,}")
    if row["_rows"] != row["_heads"]:
        raise DataError("customers_contradict", where, count=row["_rows"] - row["_heads"])


def match(engine: TableEngine, totals: str) -> Matched:
    """Return how the rows of the customer table meet the sales, as ``ingest.customers.match`` does."""
    engine.define("buyers", Select({"customer_id": "customer_id", "_bought": "1"}, totals, ("frequency > 0",)))
    read = engine.row(Select({"_n": "COUNT(*)", "_given": "COUNT(customer_id)"}, ROWS))
    rows, rejected = read["_n"], read["_n"] - read["_given"]
    met = engine.row(
        Select({"_n": "COUNT(*)", "_met": "COUNT(_bought)"}, f"{RELATION} LEFT JOIN buyers USING (customer_id)")
    )
    unknown = engine.row(Select({"_n": "COUNT(*)"}, f"{RELATION} ANTI JOIN {ACCEPTED} USING (customer_id)"))["_n"]
    buyers = engine.row(Select({"_n": "COUNT(*)"}, "buyers"))["_n"]
    heads, found = met["_n"], met["_met"]
    repeated = rows - rejected - heads
    return Matched(rows, repeated, found, heads - found - unknown, unknown, buyers - found, rejected)


def _keyed(
    engine: TableEngine, table: Table, key: Column, columns: Mapping[str, str], name: str, where: Where
) -> Select:
    """Return rows of a table with the customer's key in its final form."""
    rows = Select({"_customer_id": cells.key(key, where), **columns}, table.expression)
    engine.define(f"{name}_rows", rows)
    folded = keys.load_folded(engine, f"{name}_folded", "_customer_id", f"{name}_rows")
    text = "COALESCE(_folded_customer_id, _customer_id)" if folded else "_customer_id"
    source = f"{name}_rows" + (f" LEFT JOIN {name}_folded USING (_customer_id)" if folded else "")
    return Select({"customer_id": f"NULLIF({text}, '')", **{column: column for column in columns}}, source)


def _attribute(table: Table, one: Attribute, metric: str, document: Document, where: Where) -> str:
    headers = [column.name for column in table.columns]
    index = position(headers, one.attribute)
    if index is None:
        place = document.where(("metrics", metric, "attribute"))
        raise SchemeError("attribute_column_missing", place, column=one.attribute, headers=listed(headers))
    column = table.columns[index]
    if one.type == "text":
        return cells.plain(column)
    return f"CAST({cells.number(column, 'attribute', where, FACTOR)} AS {NUMBER})"


def _load(engine: TableEngine, desk: DuckDB, name: str) -> None:
    described = desk.run(f"DESCRIBE {name}")
    kinds = {row[0]: row[1] for row in described}
    columns = ", ".join(map(identifier, kinds))
    rows: Iterator[tuple[Any, ...]] = desk.stream(f"SELECT {columns} FROM {name}", BATCH)
    engine.load(name, kinds, rows)
