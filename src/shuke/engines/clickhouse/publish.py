"""Ratings as a table of ClickHouse: a new one is filled, then takes the old one's place at once."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from clickhouse_connect.driver.client import Client

from shuke.engines.names import parts_of
from shuke.errors import UsageError, Where
from shuke.stages.relation import identifier, literal

# The comment by which a table is known to be ours; any other table is left alone.
MARK = "Written by Shuke"


def publish(client: Client, fill: Callable[[str], None], name: str, columns: Mapping[str, str]) -> None:
    """Write a table of the given columns that ``fill`` fills, in the order of the first.

    Raises:
        UsageError: there is a table of that name that was not written so.
    """
    parts = parts_of(name)
    new = [*parts[:-1], f"{parts[-1]}_new"]
    there, left = _ours(client, parts, name), _ours(client, new, name)
    target, filled = (".".join(map(identifier, one)) for one in (parts, new))
    if left:
        client.command(f"DROP TABLE {filled} SYNC")
    defined = ", ".join(f"{identifier(column)} {kind}" for column, kind in columns.items())
    order = identifier(next(iter(columns)))
    client.command(f"CREATE TABLE {filled} ({defined}) ENGINE = MergeTree ORDER BY {order} COMMENT {literal(MARK)}")
    try:
        fill(filled)
        if there:
            client.command(f"EXCHANGE TABLES {filled} AND {target}")
        else:
            client.command(f"RENAME TABLE {filled} TO {target}")
    except BaseException:
        client.command(f"DROP TABLE IF EXISTS {filled} SYNC")
        raise
    if there:
        client.command(f"DROP TABLE {filled} SYNC")


def _ours(client: Client, parts: list[str], name: str) -> bool:
    """Tell whether there is a table of a name, written by us.

    Raises:
        UsageError: there is one of another.
    """
    database = literal(parts[-2]) if len(parts) > 1 else "currentDatabase()"
    query = f"SELECT comment FROM system.tables WHERE database = {database} AND name = {literal(parts[-1])}"
    found = client.query(query).result_rows
    if found and found[0][0] != MARK:
        raise UsageError("table_not_ours", Where(file=name))
    return bool(found)
