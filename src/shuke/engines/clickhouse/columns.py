"""A table of ClickHouse: found by name, its columns told by what they hold."""

from __future__ import annotations

import re

from clickhouse_connect.driver.client import Client
from clickhouse_connect.driver.exceptions import ClickHouseError

from shuke.engines.engine import Column, Kind, Table
from shuke.engines.names import parts_of
from shuke.errors import UsageError, Where
from shuke.stages.relation import identifier

DIGITS = {"8": 3, "16": 5, "32": 10, "64": 20, "128": 39, "256": 77}
SIMPLE: dict[str, Kind] = {
    "String": "text",
    "UUID": "text",
    "Float32": "float",
    "Float64": "float",
    "BFloat16": "float",
    "Date": "date",
    "Date32": "date",
}
WRAPPED = re.compile(r"(?:Nullable|LowCardinality)\((.*)\)")


def find_table(client: Client, name: str) -> Table:
    """Return a table or view.

    Raises:
        UsageError: there is none, or it may not be read.
    """
    expression = ".".join(map(identifier, parts_of(name)))
    try:
        described = client.query(f"DESCRIBE TABLE {expression}").result_rows
    except ClickHouseError as error:
        key = "table_denied" if "ACCESS_DENIED" in str(error) else "table_not_found"
        raise UsageError(key, Where(file=name)) from None
    return Table(expression, tuple(column(row[0], row[1]) for row in described))


def column(name: str, declared: str) -> Column:
    """Return what a column of a type holds."""
    bare = declared
    while wrapped := WRAPPED.fullmatch(bare):
        bare = wrapped[1]
    if bare in SIMPLE:
        return Column(name, SIMPLE[bare], declared)
    if bare.startswith(("Enum", "FixedString")):
        return Column(name, "text", declared)
    if whole := re.fullmatch(r"U?Int(\d+)", bare):
        return Column(name, "integer", declared, DIGITS[whole[1]])
    if exact := re.fullmatch(r"Decimal\((\d+), ?(\d+)\)", bare):
        return Column(name, "decimal", declared, int(exact[1]), int(exact[2]))
    if time := re.fullmatch(r"DateTime(?:64)?(?:\((?:\d+)?(?:, ?)?(?:'([^']+)')?\))?", bare):
        # Every time here is a moment; what it reads on a clock is a matter of the zone.
        return Column(name, "instant", declared, zone=time[1])
    return Column(name, "other", declared)
