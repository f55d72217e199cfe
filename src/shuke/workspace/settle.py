"""The lines of a load become orders: settled where one day of one load has all of them, open where not.

A settled order is kept as one row, month by month, so that a rating never groups its lines again. An order that has
lines on several days, or gets more with a later load, is open: which of its lines count depends on the period, so they
are kept as lines. Law: settled orders (without those opened since) and open lines hold the money of all accepted lines.
"""

from __future__ import annotations

import calendar
from dataclasses import replace

from shuke.engines.duckdb import DuckDB
from shuke.errors import ensure
from shuke.stages.relation import day
from shuke.store.segments import Segment, Segments
from shuke.workspace.amend import without_orders
from shuke.workspace.content import Content, Month
from shuke.workspace.people import PEOPLE
from shuke.workspace.relations import LEDGER, ORDER, all_lines, copy, files, keep, pieces, rows_of, settled

ORDERS, OPENING, REOPENED = "loaded_orders", "opening_orders", "reopened_orders"
COLUMNS = ", ".join(ORDER)
PEOPLE_KINDS = {"customer_id": "VARCHAR"}
# So many small files of one kind are kept before they become one.
MANY = 16
IN_ORDER = "ORDER BY customer_id, ordered_at, order_id, amount"


def with_orders(engine: DuckDB, segments: Segments, content: Content, lines: str, *, latest: bool = False) -> Content:
    """Return a content, whose last load has the lines of a relation, with these as orders and customers.

    ``latest``: orders that earlier loads have too are replaced.
    """
    before = replace(content, loads=content.loads[:-1])
    keep(
        engine,
        ORDERS,
        "SELECT customer_id, order_id, MIN(ordered_at)::DATE AS ordered_at, MAX(ordered_at)::DATE AS last, "
        f"CAST(SUM(amount) AS DECIMAL(18, 4)) AS amount FROM {lines} WHERE order_id IS NOT NULL GROUP BY 1, 2",
    )
    _find_opening(engine, segments, before)
    if latest:
        before = without_orders(engine, segments, before, ORDERS)
        content = replace(before, loads=(*before.loads, content.loads[-1]))
        # They are gone, so nothing of them is opened; the load's own lines of them are open all the same.
        engine.run(f"DELETE FROM {REOPENED}")
    opened = _kept(engine, segments, f"SELECT {COLUMNS} FROM {REOPENED} {IN_ORDER}")
    open_lines = _kept(engine, segments, _opening_lines(engine, segments, before, lines, reopened=bool(opened)))
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
        customers=_merged(engine, segments, (*content.customers, *new), PEOPLE_KINDS, "customer_id"),
        seen=content.seen + sum(one.rows for one in new),
        ledger=_merged(engine, segments, (*content.ledger, *days), LEDGER, "load, part, ordered_on"),
    )


def _find_opening(engine: DuckDB, segments: Segments, before: Content) -> None:
    """Keep which of the load's orders are open, and which settled orders become so, as they were."""
    opening = [f"SELECT customer_id, order_id FROM {ORDERS} WHERE ordered_at <> last"]
    # Order numbers mostly rise with time: months whose numbers all lie elsewhere are not looked into.
    least, greatest = engine.run(f"SELECT MIN(order_id), MAX(order_id) FROM {ORDERS}")[0]
    meeting = tuple(
        one
        for one in before.settled
        if None not in {one.least, least} and one.least <= greatest and least <= one.greatest
    )
    before = replace(before, settled=meeting)
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


def _opening_lines(engine: DuckDB, segments: Segments, before: Content, lines: str, *, reopened: bool) -> str:
    """Return the query for lines that are open from now on: those of the load, and earlier ones of reopened orders."""
    columns = "customer_id, order_id, ordered_at::DATE AS ordered_at, amount"
    found = [f"SELECT {columns} FROM {lines} SEMI JOIN {OPENING} USING (customer_id, order_id)"]
    if reopened:
        ends = engine.run(f"SELECT MIN(ordered_at), MAX(ordered_at) FROM {REOPENED}")[0]
        span = (ends[0].isoformat(), ends[1].isoformat())
        segments.check(pieces(before, *span))
        found.append(
            f"SELECT {columns} FROM ({all_lines(segments, before, *span)}) "
            f"SEMI JOIN {REOPENED} USING (customer_id, order_id) "
            f"WHERE ordered_at >= {day(ends[0])} AND ordered_at < {day(ends[1])} + 1"
        )
    return f"{' UNION ALL '.join(found)} {IN_ORDER}"


def _months(engine: DuckDB, segments: Segments, load: int, lines: str) -> list[Month]:
    """Keep the settled orders of the load, month by month, in the order of customers."""
    whole = (
        f"SELECT {COLUMNS} FROM {ORDERS} ANTI JOIN {OPENING} USING (customer_id, order_id) UNION ALL "
        f"SELECT customer_id, order_id, ordered_at::DATE, amount FROM {lines} WHERE order_id IS NULL"
    )
    days = "SELECT DISTINCT ordered_at::DATE AS on_day FROM"
    months = f"SELECT DISTINCT DATE_TRUNC('month', on_day)::DATE FROM ({days} {lines}) ORDER BY 1"
    firsts = [row[0] for row in engine.run(months)]
    if len(firsts) > 1:
        keep(engine, "settled_orders", whole)
        whole = f"SELECT {COLUMNS} FROM settled_orders"
    found = []
    for first in firsts:
        last = first.replace(day=calendar.monthrange(first.year, first.month)[1])
        month = f"{first:%Y-%m}"
        held = f"ordered_at BETWEEN {day(first)} AND {day(last)}"
        query = f"SELECT {COLUMNS} FROM ({whole}) WHERE {held} {IN_ORDER}"
        for one in _kept(engine, segments, query):
            ends = engine.run(f"SELECT MIN(order_id), MAX(order_id) FROM {files(segments, [one])}")[0]
            found.append(Month(month, load, one, *ends))
    return found


def _merged(
    engine: DuckDB, segments: Segments, those: tuple[Segment, ...], kinds: dict[str, str], order: str
) -> tuple[Segment, ...]:
    """Return segments with the same rows, the small ones in one when they are many; the largest is not touched."""
    if len(those) <= MANY:
        return those
    largest = max(those, key=lambda one: one.rows)
    small = [one for one in those if one is not largest]
    segments.check(small)
    query = f"{rows_of(segments, small, kinds)} ORDER BY {order}"
    return (largest, segments.keep(lambda path: copy(engine, query, path)))


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
