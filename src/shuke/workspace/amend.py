"""An order that a later load holds too is replaced by it, if that is the policy: its earlier lines count no longer.

Law: what is left of the earlier loads is what they would have given without the replaced orders, but for the account,
where their rows stay read and count as merged.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal

from shuke.engines.duckdb import DuckDB
from shuke.ingest.verdicts import REPLACED
from shuke.stages.relation import literal
from shuke.store.segments import Segments
from shuke.workspace.content import Content, Load, Part, Piece
from shuke.workspace.relations import LEDGER, ORDER, copy, files, keep, rows_of, settled

KEYS, REMOVED = "replaced_orders", "replaced_days"
Tally = tuple[int, Decimal]


def without_orders(engine: DuckDB, segments: Segments, content: Content, orders: str) -> Content:
    """Return a content without the lines of the orders that a relation names, where it has any.

    The relation ``orders`` holds ``customer_id`` and ``order_id``.
    """
    there = f"SELECT customer_id, order_id FROM ({rows_of(segments, content.open_lines, ORDER)})"
    segments.check([*(one.orders for one in content.settled), *content.open_lines, *content.opened])
    once = f"SELECT o.* FROM ({settled(segments, content)}) AS o SEMI JOIN {orders} USING (customer_id, order_id)"
    keep(engine, "once_settled", once)
    keep(
        engine,
        KEYS,
        "SELECT DISTINCT customer_id, order_id FROM "
        f"(SELECT customer_id, order_id FROM once_settled UNION ALL {there}) "
        f"SEMI JOIN {orders} USING (customer_id, order_id)",
    )
    if not engine.run(f"SELECT COUNT(*) FROM {KEYS}")[0][0]:
        return content
    segments.check(piece.lines for load in content.loads for piece in load.lines)
    columns = ", ".join(f"{name} {kind}" for name, kind in LEDGER.items())
    engine.run(f"CREATE OR REPLACE TEMP TABLE {REMOVED} ({columns})")
    loads = tuple(_without(engine, segments, load) for load in content.loads)
    in_order = "ORDER BY customer_id, ordered_at, order_id, amount"
    names = ", ".join(ORDER)
    lines = rows_of(segments, content.open_lines, ORDER)
    kept = f"SELECT {names} FROM ({lines}) ANTI JOIN {KEYS} USING (customer_id, order_id)"
    opened = segments.keep(lambda path: copy(engine, f"SELECT {names} FROM once_settled {in_order}", path))
    open_lines = segments.keep(lambda path: copy(engine, f"{kept} {in_order}", path))
    ledger = segments.keep(lambda path: copy(engine, f"SELECT * FROM {REMOVED} ORDER BY load, part, ordered_on", path))
    return replace(
        content,
        loads=loads,
        opened=(*content.opened, *([opened] if opened.rows else [])),
        open_lines=(open_lines,) if open_lines.rows else (),
        ledger=(*content.ledger, ledger),
    )


def _without(engine: DuckDB, segments: Segments, load: Load) -> Load:
    """Return a load without the lines of replaced orders, and note in the ledger's table what that takes."""
    pieces, tallies = [], dict[int, Tally]()
    for piece in load.lines:
        file = files(segments, [piece.lines])
        found: list[tuple[int, date, int, Decimal]] = engine.run(
            f"SELECT part, ordered_at::DATE, COUNT(*), SUM(amount) FROM {file} "
            f"SEMI JOIN {KEYS} USING (customer_id, order_id) GROUP BY ALL ORDER BY ALL"
        )
        if not found:
            pieces.append(piece)
            continue
        for part, on, rows, amount in found:
            before = tallies.get(part, (0, Decimal(0)))
            tallies[part] = (before[0] + rows, before[1] + amount)
            row = f"{load.number}, {part}, DATE {literal(on.isoformat())}, {-rows}, {-amount}"
            engine.run(f"INSERT INTO {REMOVED} VALUES ({row})")
        query = f"SELECT * FROM {file} ANTI JOIN {KEYS} USING (customer_id, order_id) ORDER BY ALL"
        left = segments.keep(lambda path, query=query: copy(engine, query, path))  # type: ignore[misc]
        if left.rows:
            pieces.append(Piece(piece.first, piece.last, left))
    parts = tuple(_merged(part, tallies.get(place)) for place, part in enumerate(load.parts))
    return replace(load, lines=tuple(pieces), parts=parts)


def _merged(part: Part, more: Tally | None) -> Part:
    """Return a part in which further rows count as replaced."""
    if more is None:
        return part
    rows, amount = part.merged.get(REPLACED, (0, "0"))
    merged: Mapping[str, tuple[int, str]] = {
        **part.merged,
        REPLACED: (rows + more[0], f"{Decimal(amount) + more[1]:f}"),
    }
    return replace(part, merged=merged)
