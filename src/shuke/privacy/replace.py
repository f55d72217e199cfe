"""Identifiers that are themselves personal leave the engine only as keyed pseudonyms."""

from __future__ import annotations

from shuke.engines.duckdb import DuckDB
from shuke.privacy.detection import personal_kind
from shuke.privacy.pseudonyms import load_key

SAMPLE = 2_000
BATCH = 50_000


def replace_personal_ids(engine: DuckDB, relation: str) -> str | None:
    """Replace the customers' ids of a table if they are personal; return what kind they were, else None."""
    sample = engine.run(f"SELECT customer_id FROM {relation} ORDER BY customer_id LIMIT {SAMPLE}")
    kind = personal_kind([row[0] for row in sample])
    if kind is None:
        return None
    key = load_key()
    values = [row[0] for row in engine.run(f"SELECT customer_id FROM {relation}")]
    engine.run("CREATE OR REPLACE TEMP TABLE pseudonyms (id VARCHAR, pseudonym VARCHAR)")
    for start in range(0, len(values), BATCH):
        batch = values[start : start + BATCH]
        codes = [key.pseudonym("customer_id", value) for value in batch]
        engine.run("INSERT INTO pseudonyms SELECT UNNEST(?), UNNEST(?)", [batch, codes])
    engine.run(
        f"UPDATE {relation} SET customer_id = pseudonyms.pseudonym FROM pseudonyms "
        f"WHERE {relation}.customer_id = pseudonyms.id"
    )
    return kind
