"""A table of PostgreSQL as rows of text: one read-only transaction, every value as the server writes it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from shuke.engines.address import Source
from shuke.engines.engine import Column
from shuke.engines.postgres.engine import connect
from shuke.engines.whole import Whole, exact
from shuke.stages.relation import identifier

MONEY = "money"


def read_whole(source: Source) -> Whole:
    """Return a table's columns and its rows as CSV, read while they are asked for.

    Raises:
        UsageError: the server cannot be reached, or there is no such table, or it may not be read.
    """
    engine = connect(source.address)
    try:
        engine.only_read(source.bounds.seconds)
        table = engine.table(source.table)
        columns = tuple(column for column in map(_of_money, table.columns) if column.kind != "other")
        writes = engine.may_write(table.expression)
    except BaseException:
        engine.close()
        raise
    # One more than may be: that there are too many is known without reading them.
    asked = f"SELECT {', '.join(map(_asked, columns))} FROM {table.expression} LIMIT {source.bounds.rows + 1}"
    return Whole(columns, _blocks(engine, asked), writes)


def _of_money(column: Column) -> Column:
    return replace(column, kind="decimal", digits=24, scale=4) if column.declared == MONEY else column


def _blocks(engine: Any, asked: str) -> Iterator[bytes]:
    try:
        yield from engine.csv(asked)
    finally:
        engine.close()


def _asked(column: Column) -> str:
    name = identifier(column.name)
    if column.declared == MONEY:
        # Its text has the signs of the server's country.
        return f"CAST({name} AS numeric)"
    return exact(column, name, "TRUNC") if column.kind == "decimal" else name
