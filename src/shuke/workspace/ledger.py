"""The account of everything loaded, for a period: from what was kept of each table and the ledger of its days."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from shuke.engines.duckdb import DuckDB
from shuke.ingest.account import Account, together
from shuke.stages.orders import inside
from shuke.stages.period import Window
from shuke.stages.relation import day
from shuke.store.segments import Segments
from shuke.workspace.content import Content
from shuke.workspace.relations import LEDGER, rows_of


def account(engine: DuckDB, segments: Segments, content: Content, window: Window) -> tuple[Account, list[Account]]:
    """Return the account of all loads together, and of each table, both checked."""
    places = [(load.number, place) for load in content.loads for place, _ in enumerate(load.parts)]
    parts = {where: _started(content, *where) for where in places}
    before = "FALSE" if window.first is None else f"ordered_on < {day(window.first)}"
    days = inside(window).replace("ordered_at", "ordered_on")
    phase = f"CASE WHEN {days} THEN 'inside' WHEN {before} THEN 'before' ELSE 'after' END"
    for load, place, when, rows, amount in engine.run(
        f"SELECT load, part, {phase} AS phase, SUM(rows), SUM(amount) FROM "
        f"({rows_of(segments, content.ledger, LEDGER)}) GROUP BY ALL ORDER BY ALL"
    ):
        getattr(parts[load, place], when).add(int(rows), Decimal(amount))
    return together(parts.values()), list(parts.values())


def _started(content: Content, load: int, place: int) -> Account:
    """Return the account of a table without its accepted rows."""
    part = content.loads[load - 1].parts[place]
    found = Account(part.name, part.sheet)
    found.read.add(part.read[0], Decimal(part.read[1]))
    families: Mapping[str, Mapping[str, tuple[int, str]]] = {
        "rejected": part.rejected,
        "merged_by": part.merged,
        "skipped": part.skipped,
    }
    for family, tallies in families.items():
        for reason, (rows, amount) in tallies.items():
            getattr(found, family)[reason].add(rows, Decimal(amount))
    return found
