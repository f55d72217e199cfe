"""A client of ClickHouse by an address: over HTTP to a server, or to chDB, the same engine in this process."""

from __future__ import annotations

from typing import Any

import clickhouse_connect
from clickhouse_connect.driver.client import Client
from clickhouse_connect.driver.exceptions import ClickHouseError

from shuke.engines.address import Address
from shuke.engines.problems import unreachable

TITLE = "ClickHouse"
# Ways of the server that the same statement could mean other things by.
SETTINGS: dict[str, Any] = {
    "join_use_nulls": 1,
    "prefer_column_name_to_alias": 1,
    "aggregate_functions_null_for_empty": 1,
    "transform_null_in": 0,
    "count_distinct_implementation": "uniqExact",
    "decimal_check_overflow": 1,
    # Of tables that replace or collapse rows in the background, only the rows that stay.
    "final": 1,
    "session_timezone": "UTC",
    "format_csv_null_representation": "",
    "max_query_size": 1 << 24,
    "max_ast_elements": 1 << 20,
    "max_expanded_ast_elements": 1 << 22,
    "max_parser_depth": 10_000,
    "max_ast_depth": 10_000,
}
# A step may take long, and its session must outlive it.
SESSION_SECONDS, ANSWER_SECONDS = 3_600, 86_400


def client(address: Address, memory_limit: int | None = None) -> Client:
    """Return a client with a session of its own.

    Raises:
        UsageError: the server cannot be reached, or lets nobody in.
    """
    settings = dict(SETTINGS)
    if memory_limit is not None:
        # What does not fit goes to disk from half of it on.
        settings.update(max_memory_usage=memory_limit, max_bytes_before_external_group_by=memory_limit // 2)
        settings["max_bytes_before_external_sort"] = memory_limit // 2
    try:
        if address.scheme == "chdb":
            path = f"/{address.database}" if address.database else None
            return clickhouse_connect.get_client(interface="chdb", path=path, settings=settings)
        given = dict(address.settings)
        return clickhouse_connect.get_client(
            host=address.host or "localhost",
            port=address.port or 0,
            username=address.user,
            password=address.password or "",
            database=address.database or "__default__",
            secure=given.get("secure", "").lower() in {"1", "true", "yes"},
            verify=given.get("verify", "true").lower() not in {"0", "false", "no"},
            client_name="shuke",
            autogenerate_session_id=True,
            connect_timeout=int(given.get("connect_timeout", "15")),
            send_receive_timeout=ANSWER_SECONDS,
            settings={**settings, "session_timeout": SESSION_SECONDS},
        )
    except (ClickHouseError, OSError, ValueError) as error:
        raise unreachable(TITLE, address.shown, error) from None
