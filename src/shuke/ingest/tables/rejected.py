"""Rejected rows of tables, brought to the embedded engine up to a stated number; all of them are counted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from shuke.engines.duckdb import DuckDB
from shuke.engines.engine import TableEngine
from shuke.ingest.account import Account
from shuke.ingest.loaded import Loaded
from shuke.ingest.tables.lines import EVERYTHING
from shuke.ingest.tables.source import Source, shown
from shuke.stages.relation import Select

MOST = 10_000
FETCHED = "rejected_lines"
KINDS = {"_source": "INTEGER", "value": "VARCHAR", "verdict": "VARCHAR"}


def bring_rejected(engine: TableEngine, desk: DuckDB, sources: Sequence[Source], total: Account) -> tuple[Loaded, ...]:
    """Make the relations of rejected rows in the embedded engine, as files have them; return the tables as sources.

    ``lines_N`` holds verdicts and values, ``rejected_cells_N`` the cells of each row that have a meaning.
    """
    kinds = {**KINDS, **{name: "VARCHAR" for source in sources for name in shown(source)}}
    of_amount = "verdict LIKE 'amount%' OR verdict LIKE '%refund'"
    value = f"CASE WHEN verdict LIKE 'date%' THEN _date WHEN {of_amount} THEN _amount END"
    columns = {name: value if name == "value" else name for name in kinds}
    rejected = Select(columns, EVERYTHING, ("verdict IS NOT NULL",))
    if total.refused.rows:
        first = Select({name: name for name in kinds}, rejected, order_by=tuple(kinds), limit=MOST)
        engine.bring(first, desk, FETCHED, kinds)
    else:
        nothing = ", ".join(f"CAST(NULL AS {kind}) AS {name}" for name, kind in kinds.items())
        desk.run(f"CREATE OR REPLACE TEMP TABLE {FETCHED} AS SELECT {nothing} WHERE FALSE")
    loaded = []
    for number, source in enumerate(sources):
        cells = "".join(f", {name} AS {name.removeprefix('_')}" for name in shown(source))
        desk.run(
            f"CREATE OR REPLACE TEMP TABLE lines_{number} AS SELECT CAST(NULL AS BIGINT) AS source_row, value, verdict"
            f"{cells} FROM {FETCHED} WHERE _source = {number}"
        )
        places = "".join(f", {name.removeprefix('_')}" for name in shown(source))
        desk.run(
            f"CREATE OR REPLACE TEMP TABLE rejected_cells_{number} AS SELECT rowid AS line{places} FROM lines_{number}"
        )
        raw = source.raw
        if total.refused.rows > MOST and number == 0:
            raw = replace(raw, notes=(*raw.notes, ("rejected_cut", {"shown": f"{MOST:,}"})))
        loaded.append(Loaded(raw, source.meaning, f"lines_{number}", in_place=False))
    return tuple(loaded)
