"""The lines, orders and rejected rows of a content as relations of the embedded engine.

A settled order is one row without an order id, an open one its lines with theirs: that is how ``stages.orders`` takes
lines of which some have no order id, so the meaning of an order is written in one place.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from shuke.engines.duckdb import DuckDB
from shuke.errors import DataError
from shuke.stages.relation import literal
from shuke.store.segments import Segment, Segments
from shuke.workspace.content import Content

ORDER = {"customer_id": "VARCHAR", "order_id": "VARCHAR", "ordered_at": "DATE", "amount": "DECIMAL(18, 4)"}
LEDGER = {"load": "INTEGER", "part": "INTEGER", "ordered_on": "DATE", "rows": "BIGINT", "amount": "DECIMAL(38, 4)"}
# Texts of order lines that are kept because schemes may look at them.
BESIDE = ("product", "category", "channel", "region", "promotion")


def files(segments: Segments, wanted: Sequence[Segment]) -> str:
    """Return the table expression of some segments."""
    return f"read_parquet([{', '.join(literal(str(segments.path(one))) for one in wanted)}])"


def rows_of(segments: Segments, wanted: Sequence[Segment], kinds: dict[str, str]) -> str:
    """Return a query for the rows of some segments; of none, for no rows with these columns."""
    if wanted:
        return f"SELECT {', '.join(kinds)} FROM {files(segments, wanted)}"
    nothing = ", ".join(f"CAST(NULL AS {kind}) AS {name}" for name, kind in kinds.items())
    return f"SELECT {nothing} WHERE FALSE"


def settled(segments: Segments, content: Content) -> str:
    """Return a query for the settled orders, those left out that were opened since."""
    found = rows_of(segments, [one.orders for one in content.settled], ORDER)
    if not content.opened:
        return found
    opened = f"SELECT DISTINCT customer_id, order_id FROM {files(segments, content.opened)}"
    return f"SELECT o.* FROM ({found}) AS o ANTI JOIN ({opened}) AS gone USING (customer_id, order_id)"


def order_lines(segments: Segments, content: Content) -> str:
    """Return a query for all accepted lines as the stages take them: settled orders, and the lines of open ones."""
    whole = (
        f"SELECT customer_id, CAST(NULL AS VARCHAR) AS order_id, ordered_at, amount FROM ({settled(segments, content)})"
    )
    if not content.open_lines:
        return whole
    return f"{whole} UNION ALL {rows_of(segments, content.open_lines, ORDER)}"


def latest_order(engine: DuckDB, segments: Segments, content: Content) -> date:
    """Return the date of the latest order: an order is dated by its earliest line.

    Raises:
        DataError: there is no order.
    """
    found: list[date | None] = []
    if content.open_lines:
        segments.check([*content.open_lines, *content.opened])
        lines = files(segments, content.open_lines)
        dated = f"SELECT MIN(ordered_at) AS on_day FROM {lines} GROUP BY customer_id, order_id"
        found.append(engine.run(f"SELECT MAX(on_day) FROM ({dated})")[0][0])
    for month in sorted({one.month for one in content.settled}, reverse=True):
        # The latest month that still has a settled order has the latest of them.
        segments.check(one.orders for one in content.settled if one.month == month)
        only = replace(content, settled=tuple(one for one in content.settled if one.month == month))
        found.append(engine.run(f"SELECT MAX(ordered_at) FROM ({settled(segments, only)})")[0][0])
        if found[-1] is not None:
            break
    days = [one for one in found if one is not None]
    if not days:
        raise DataError("workspace_without_lines")
    return max(days)


def pieces(content: Content, first: str = "", last: str = "9999") -> list[Segment]:
    """Return the segments of accepted lines in which a line between two days, ISO, can stand."""
    return [one.lines for load in content.loads for one in load.lines if one.first <= last and first <= one.last]


def all_lines(segments: Segments, content: Content, first: str = "", last: str = "9999") -> str:
    """Return a query for every accepted line with the texts that were kept beside it, and the number of its load.

    Given two days, ISO, pieces that have no line between them are left out; a line outside may still be among them.
    """
    parts = []
    for load in content.loads:
        wanted = pieces(replace(content, loads=(load,)), first, last)
        if not wanted:
            continue
        kept = [name if name in load.columns else f"CAST(NULL AS VARCHAR) AS {name}" for name in BESIDE]
        parts.append(
            f"SELECT {load.number} AS load, customer_id, order_id, CAST(ordered_at AS TIMESTAMP) AS ordered_at, "
            f"CAST(amount AS DECIMAL(18, 4)) AS amount, {', '.join(kept)} FROM {files(segments, wanted)}"
        )
    nothing = {"load": "INTEGER", **ORDER, **dict.fromkeys(BESIDE, "VARCHAR")}
    return " UNION ALL ".join(parts) or rows_of(segments, (), nothing)


def keep(engine: DuckDB, name: str, query: str) -> None:
    """Compute a query once and keep its rows under a name."""
    engine.run(f"CREATE OR REPLACE TEMP TABLE {name} AS {query}")


def copy(engine: DuckDB, query: str, path: Path) -> int:
    """Write the rows of a query, in their order, as a Parquet file; return how many.

    Raises:
        UsageError: the disk is full.
    """
    options = "FORMAT parquet, PARQUET_VERSION v2, COMPRESSION zstd, ROW_GROUP_SIZE 122880, USE_TMP_FILE false"
    return int(engine.run(f"COPY ({query}) TO {literal(str(path))} ({options})")[0][0])
