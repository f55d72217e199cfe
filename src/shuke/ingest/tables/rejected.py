"""Rejected rows of tables, brought to the embedded engine up to a stated number; all of them are counted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from shuke.engines.duckdb import DuckDB
from shuke.engines.engine import TableEngine
from shuke.ingest.account import Account
from shuke.ingest.load import Loaded
from shuke.ingest.tables.lines import EVERYTHING
from shuke.ingest.tables.source import Source
from shuke.stages.relation import Select

MOST = 10_000
FETCHED = "rejected_lines"
KINDS = {"_source": "INTEGER", "value": "VARCHAR", "verdict": "VARCHAR"}


def bring_rejected(engine: TableEngine, desk: DuckDB, sources: Sequence[Source], total: Account) -> tuple[Loaded, ...]:
    """Make the relations ``lines_N`` of rejected rows in the embedded engine; return the tables as loaded sources."""
    of_amount = "verdict LIKE 'amount%' OR verdict LIKE '%refund'"
    value = f"CASE WHEN verdict LIKE 'date%' THEN _date WHEN {of_amount} THEN _amount END"
    rejected = Select(
        {"_source": "_source", "value": value, "verdict": "verdict"}, EVERYTHING, ("verdict IS NOT NULL",)
    )
    first = Select({name: name for name in KINDS}, rejected, order_by=tuple(KINDS), limit=MOST)
    if total.refused.rows:
        engine.bring(first, desk, FETCHED, KINDS)
    else:
        nothing = ", ".join(f"CAST(NULL AS {kind}) AS {name}" for name, kind in KINDS.items())
        desk.run(f"CREATE OR REPLACE TEMP TABLE {FETCHED} AS SELECT {nothing} WHERE FALSE")
    loaded = []
    for number, source in enumerate(sources):
        desk.run(
            f"CREATE OR REPLACE TEMP TABLE lines_{number} AS SELECT CAST(NULL AS BIGINT) AS source_row, value, verdict "
            f"FROM {FETCHED} WHERE _source = {number}"
        )
        raw = source.raw
        if total.refused.rows > MOST and number == 0:
            raw = replace(raw, notes=(*raw.notes, ("rejected_cut", {"shown": f"{MOST:,}"})))
        loaded.append(Loaded(raw, source.meaning, f"lines_{number}", in_place=False))
    return tuple(loaded)
