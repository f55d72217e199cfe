"""An engine with the tables of the book in it, written by the engine's own driver."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from . import book
from .clusters import INTERPRETED, LIGHT

PASSWORD = "geheim"
TYPES = {"text": "TEXT", "number": "NUMERIC(18, 6)"}


@dataclass(frozen=True)
class Filled:
    """An engine's URL, what runs a statement in it beside the product, and the options by which it is named."""

    name: str
    url: str
    run: Callable[..., list[tuple[Any, ...]]]
    options: dict[str, Any] = field(default_factory=dict)


@contextmanager
def filled_postgres(url: str, tables: tuple[Sequence[Any], ...]) -> Iterator[Filled]:
    import psycopg

    os.environ["PGPASSWORD"] = PASSWORD
    connection = psycopg.connect(url, autocommit=True)

    def run(statement: str, *rows: Sequence[Any]) -> list[tuple[Any, ...]]:
        with connection.cursor() as cursor:
            if rows:
                cursor.executemany(statement, rows)
                return []
            cursor.execute(statement)
            return cursor.fetchall() if cursor.description else []

    orders, contacts, people = tables
    columns = {"customer_id": "TEXT", "order_id": "TEXT", "ordered_at": "TIMESTAMP", "amount": "NUMERIC(24, 6)"}
    columns |= dict.fromkeys((*book.LINE_COLUMNS, "remark"), "TEXT")
    _create(run, "orders", columns, [tuple(row.values()) for row in orders])
    _create(run, "contacts", {"customer_id": "VARCHAR(40)", "kind": "TEXT", "occurred_at": "DATE"}, contacts)
    kinds = {name: TYPES[kind] for name, kind in book.ATTRIBUTES.items()}
    _create(run, "people", {"customer_id": "TEXT", **kinds}, people)
    yield Filled("postgres", url, run)
    connection.close()


@contextmanager
def filled_chdb(folder: Path, tables: tuple[Sequence[Any], ...]) -> Iterator[Filled]:
    import clickhouse_connect

    client = clickhouse_connect.get_client(interface="chdb", path=str(folder))

    def run(statement: str) -> list[tuple[Any, ...]]:
        if statement.lstrip().upper().startswith(("SELECT", "DESCRIBE", "SHOW")):
            return [tuple(row) for row in client.query(statement).result_rows]
        client.command(statement)
        return []

    orders, contacts, people = tables
    stored = "ENGINE = MergeTree ORDER BY tuple()"
    columns = {
        "customer_id": "Nullable(String)",
        "order_id": "LowCardinality(Nullable(String))",
        "ordered_at": "Nullable(DateTime64(3, 'UTC'))",
        "amount": "Nullable(Decimal(24, 6))",
    }
    columns |= dict.fromkeys((*book.LINE_COLUMNS, "remark"), "Nullable(String)")
    kinds = {"text": "Nullable(String)", "number": "Nullable(Decimal(18, 6))"}
    attributes = {"customer_id": "String", **{name: kinds[kind] for name, kind in book.ATTRIBUTES.items()}}
    contact = {"customer_id": "String", "kind": "Enum('consultation', 'complaint', 'visit', 'campaign')"}
    for name, types, rows in (
        ("orders", columns, [tuple(row.values()) for row in orders]),
        ("contacts", {**contact, "occurred_at": "Date"}, contacts),
        ("people", attributes, people),
    ):
        run(f"CREATE TABLE {name} ({', '.join(f'`{column}` {kind}' for column, kind in types.items())}) {stored}")
        client.insert(name, [list(row) for row in rows], column_names=list(types))
    yield Filled("clickhouse", f"chdb://{folder}", run)
    client.close()


@contextmanager
def filled_spark(folder: Path, tables: tuple[Sequence[Any], ...]) -> Iterator[Filled]:
    """Spark in this process, two threads, tables under a folder; what the product asks goes to sessions of its own."""
    from pyspark.sql import SparkSession

    settings = {
        **INTERPRETED,
        "spark.sql.shuffle.partitions": "2",
        "spark.sql.timestampType": "TIMESTAMP_NTZ",
        "spark.driver.memory": "1g",
        "spark.driver.extraJavaOptions": LIGHT,
        "spark.ui.enabled": "false",
        "spark.log.level": "ERROR",
        "spark.driver.bindAddress": "127.0.0.1",
        "spark.driver.host": "127.0.0.1",
    }
    builder = SparkSession.builder.master("local[2]")
    started = {"spark.sql.warehouse.dir": str(folder / "warehouse"), **settings}
    for name, value in started.items():
        builder = builder.config(name, value)
    session = builder.getOrCreate()

    def run(statement: str) -> list[tuple[Any, ...]]:
        return [tuple(row) for row in session.sql(statement).collect()]

    fill_spark(session, tables)
    more = "&".join(f"{name}={value}" for name, value in settings.items() if name.startswith("spark.sql."))
    yield Filled("spark", f"spark-local:///default?threads=2&{more}", run)
    session.stop()


def fill_spark(session: Any, tables: tuple[Sequence[Any], ...]) -> None:
    import pyarrow as pa

    orders, contacts, people = tables
    types = {"ordered_at": pa.timestamp("us"), "amount": pa.decimal128(24, 6)}
    rows = {name: pa.array([row[name] for row in orders], types.get(name, pa.string())) for name in orders[0]}
    kinds = {"text": pa.string(), "number": pa.decimal128(18, 6)}
    columns = dict(zip(("customer_id", *book.ATTRIBUTES), zip(*people, strict=True), strict=True))
    kind = {"customer_id": pa.string(), **{name: kinds[one] for name, one in book.ATTRIBUTES.items()}}
    told = dict(zip(("customer_id", "kind", "occurred_at"), zip(*contacts, strict=True), strict=True))
    for name, table in (
        ("orders", pa.table(rows)),
        ("contacts", pa.table({column: list(cells) for column, cells in told.items()})),
        ("people", pa.table({column: pa.array(cells, kind[column]) for column, cells in columns.items()})),
    ):
        session.createDataFrame(table).write.mode("overwrite").saveAsTable(name)


def _create(run: Callable[..., Any], name: str, columns: dict[str, str], rows: Sequence[Sequence[Any]]) -> None:
    run(
        f"CREATE TABLE {name} ({', '.join(f'{column!r} {kind}' for column, kind in columns.items())})".replace("'", '"')
    )
    run(f"INSERT INTO {name} VALUES ({', '.join(['%s'] * len(columns))})", *rows)
