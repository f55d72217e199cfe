"""The table of interactions: who, what kind, when; read like any other source."""

from __future__ import annotations

from shuke.engines.duckdb import DuckDB
from shuke.errors import DataError, Where
from shuke.ingest.columns import INTERACTION_COLUMNS, decide
from shuke.ingest.convert import date_or_time, identifier
from shuke.ingest.decisions import beside
from shuke.ingest.intake import open_sources
from shuke.ingest.load import fold, settled
from shuke.ingest.raw import Reading

RELATION = "interactions"


def take_in_interactions(engine: DuckDB, source: object, reading: Reading) -> str:
    """Return the name of a relation with ``customer_id``, ``kind``, ``occurred_on``.

    Raises:
        DataError: a column is missing, or a row has no customer or no date.
    """
    raws, _ = open_sources(
        engine, source, Reading(encoding=reading.encoding, decisions=beside(reading.decisions), limits=reading.limits)
    )
    parts = []
    for raw in (settled(engine, raw) for raw in raws):
        where = Where(file=raw.name, sheet=raw.sheet)
        meaning = decide(raw.headers, {}, where, INTERACTION_COLUMNS, INTERACTION_COLUMNS)
        cells = {name: raw.cells[index] for name, index in meaning.columns.items()}
        date = date_or_time(cells["occurred_at"], reading.timezone, reading.date_format)
        parts.append(
            f"SELECT {identifier(cells['customer_id'])} AS customer_id, {cells['kind'].trimmed} AS kind, "
            f"{date} AS occurred_on FROM {raw.source}"
        )
    engine.run(f"CREATE OR REPLACE TEMP TABLE {RELATION} AS {' UNION ALL '.join(parts)}")
    fold(engine, RELATION, "customer_id")
    broken = engine.run(
        f"SELECT COUNT(*) FROM {RELATION} WHERE customer_id IS NULL OR kind IS NULL OR occurred_on IS NULL"
    )[0][0]
    if broken:
        raise DataError("interactions_incomplete", Where(file=raws[0].name), rows=broken)
    return RELATION
