"""A table of PostgreSQL as rows of text: one read-only transaction, every value as the server writes it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from shuke.engines.address import Address
from shuke.engines.engine import Column
from shuke.engines.postgres.engine import connect
from shuke.engines.whole import Whole, exact
from shuke.stages.relation import identifier


def read_whole(address: Address, name: str) -> Whole:
    """Return a table's columns and its rows as CSV, read while they are asked for.

    Raises:
        UsageError: the server cannot be reached, or there is no such table, or it may not be read.
    """
    engine = connect(address)
    try:
        engine.only_read()
        table = engine.table(name)
        columns = tuple(column for column in table.columns if column.kind != "other")
    except BaseException:
        engine.close()
        raise
    asked = f"SELECT {', '.join(map(_asked, columns))} FROM {table.expression}"
    return Whole(columns, _blocks(engine, asked))


def _blocks(engine: Any, asked: str) -> Iterator[bytes]:
    try:
        yield from engine.csv(asked)
    finally:
        engine.close()


def _asked(column: Column) -> str:
    name = identifier(column.name)
    return exact(column, name, "TRUNC") if column.kind == "decimal" else name
