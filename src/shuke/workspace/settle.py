"""The lines of a load become orders: settled where one day of one load has all of them, open where not.

A settled order is kept as one row, month by month, so that a rating never groups its lines again. An order that has
lines on several days, or gets more with a later load, is open: which of its lines count depends on the period, so they
are kept as lines. Law: settled orders (without those opened since) and open lines hold the money of all accepted lines.
"""

from __future__ import annotations

from dataclasses import replace

from shuke.engines.duckdb import DuckDB
from shuke.errors import ensure
from shuke.stages.relation import literal
from shuke.store.segments import Segment, Segments
from shuke.workspace.content import Content, Month
from shuke.workspace.people import PEOPLE
from shuke.workspace.relations import LEDGER, ORDER, all_lines, copy, files, keep, rows_of, settled

ORDERS, OPENING, REOPENED = "loaded_orders", "opening_orders", "reopened_orders"
COLUMNS = ", ".join(ORDER)
IN_ORDER = "ORDER BY customer_id, ordered_at, order_id, amount"


def with_orders(engine: DuckDB, segments: Segments, content: Content, lines: str) -> Content:
    """Return a content, whose last load has the lines of a relation, with these as orders and customers."""
    before = replace(content, loads=content.loads[:-1])
    keep(
        engine,
        ORDERS,
        "SELECT customer_id, order_id, MIN(ordered_at)::DATE AS ordered_at, MAX(ordered_at)::DATE AS last, "
        f"CAST(SUM(amount) AS DECIMAL(18, 4)) AS amount FROM {lines} WHERE order_id IS NOT NULL GROUP BY 1, 2",
    )
    _find_opening(engine, segments, before)
    opened = _kept(engine, segments, f"SELECT {COLUMNS} FROM {REOPENED} {IN_ORDER}")
    open_lines = _kept(engine, segments, _opening_lines(segments, before, lines, reopened=bool(opened)))
    months = _months(engine, segments, content.loads[-1].number, lines)
    _check_money(engine, segments, lines, months, open_lines, opened)
    people = f"SELECT DISTINCT customer_id FROM {PEOPLE}"
    there = rows_of(segments, content.customers, {"customer_id": "VARCHAR"})
    new = _kept(
        engine, segments, f"SELECT customer_id FROM ({people}) ANTI JOIN ({there}) USING (customer_id) ORDER BY 1"
    )
    number = content.loads[-1].number
    days = _kept(
        engine,
        segments,
        f"SELECT CAST({number} AS INTEGER) AS load, CAST(part AS INTEGER) AS part, ordered_at::DATE AS ordered_on, "
        f"COUNT(*) AS rows, CAST(SUM(amount) AS DECIMAL(38, 4)) AS amount FROM {lines} GROUP BY ALL ORDER BY ALL",
    )
    return replace(
        content,
        settled=(*content.settled, *months),
        open_lines=(*content.open_lines, *open_lines),
        opened=(*content.opened, *opened),
        customers=(*content.customers, *new),
        seen=content.seen + sum(one.rows for one in new),
        ledger=(*content.ledger, *days),
    )


def _find_opening(engine: DuckDB, segments: Segments, before: Content) -> None:
    """Keep which of the load's orders are open, and which settled orders become so, as they were."""
    opening = [f"SELECT customer_id, order_id FROM {ORDERS} WHERE ordered_at <> last"]
    segments.check([*(one.orders for one in before.settled), *before.open_lines, *before.opened])
    keys = f"SELECT customer_id, order_id FROM {ORDERS}"
    keep(
        engine,
        REOPENED,
        f"SELECT {COLUMNS} FROM ({settled(segments, before)}) SEMI JOIN ({keys}) USING (customer_id, order_id)",
    )
    opening.append(f"SELECT customer_id, order_id FROM {REOPENED}")
    if before.open_lines:
        opening.append(
            f"SELECT customer_id, order_id FROM {files(segments, before.open_lines)} "
            f"SEMI JOIN ({keys}) USING (customer_id, order_id)"
        )
    keep(engine, OPENING, f"SELECT DISTINCT customer_id, order_id FROM ({' UNION ALL '.join(opening)})")


def _opening_lines(segments: Segments, before: Content, lines: str, *, reopened: bool) -> str:
    """Return the query for lines that are open from now on: those of the load, and earlier ones of reopened orders."""
    columns = "customer_id, order_id, ordered_at::DATE AS ordered_at, amount"
    found = [f"SELECT {columns} FROM {lines} SEMI JOIN {OPENING} USING (customer_id, order_id)"]
    if reopened:
        segments.check(load.lines for load in before.loads if load.lines is not None)
        span = f"BETWEEN (SELECT MIN(ordered_at) FROM {REOPENED}) AND (SELECT MAX(ordered_at) + 1 FROM {REOPENED})"
        found.append(
            f"SELECT {columns} FROM ({all_lines(segments, before)}) SEMI JOIN {REOPENED} USING (customer_id, order_id) "
            f"WHERE ordered_at {span}"
        )
    return f"{' UNION ALL '.join(found)} {IN_ORDER}"


def _months(engine: DuckDB, segments: Segments, load: int, lines: str) -> list[Month]:
    """Keep the settled orders of the load, month by month, in the order of customers."""
    whole = (
        f"SELECT {COLUMNS} FROM {ORDERS} ANTI JOIN {OPENING} USING (customer_id, order_id) UNION ALL "
        f"SELECT customer_id, order_id, ordered_at::DATE, amount FROM {lines} WHERE order_id IS NULL"
    )
    name = "STRFTIME(ordered_at, '%Y-%m')"
    months = [row[0] for row in engine.run(f"SELECT DISTINCT {name} FROM {lines} ORDER BY 1")]
    if len(months) > 1:
        keep(engine, "settled_orders", whole)
        whole = f"SELECT {COLUMNS} FROM settled_orders"
    found = []
    for month in months:
        query = f"SELECT {COLUMNS} FROM ({whole}) WHERE {name} = {literal(month)} {IN_ORDER}"
        found += [Month(month, load, one) for one in _kept(engine, segments, query)]
    return found


def _kept(engine: DuckDB, segments: Segments, query: str) -> list[Segment]:
    """Return the segment of a query's rows; none where it has no rows."""
    segment = segments.keep(lambda path: copy(engine, query, path))
    return [segment] if segment.rows else []


def _check_money(
    engine: DuckDB,
    segments: Segments,
    lines: str,
    months: list[Month],
    open_lines: list[Segment],
    opened: list[Segment],
) -> None:
    """Assert that the orders hold the money of the load's lines, to the last ten-thousandth."""
    parts = [
        (1, rows_of(segments, [one.orders for one in months], ORDER)),
        (1, rows_of(segments, open_lines, ORDER)),
        (-1, rows_of(segments, opened, ORDER)),
        (-1, f"SELECT amount FROM {lines}"),
    ]
    sums = " UNION ALL ".join(f"SELECT {sign} * SUM(amount) AS amount FROM ({query})" for sign, query in parts)
    left = engine.run(f"SELECT COALESCE(SUM(amount), 0) FROM ({sums})")[0][0]
    ensure(left == 0, "the orders of a load differ from its lines")


__all__ = ["LEDGER", "with_orders"]
