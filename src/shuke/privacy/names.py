"""The name of each customer: the one on the latest line, masked unless the raw one is asked for."""

from __future__ import annotations

from shuke.engines.duckdb import DuckDB
from shuke.privacy.masks import mask_name

BATCH = 50_000


def keep_names(engine: DuckDB, lines: str, *, raw: bool) -> None:
    """Keep the relation ``customer_names``: ``customer_id``, ``customer_name``."""
    engine.run(
        "CREATE OR REPLACE TEMP TABLE customer_names AS "
        "SELECT customer_id, ARG_MAX(customer_name, (ordered_at, customer_name)) AS customer_name "
        f"FROM {lines} WHERE customer_name IS NOT NULL GROUP BY customer_id"
    )
    if raw:
        return
    names = [row[0] for row in engine.run("SELECT DISTINCT customer_name FROM customer_names")]
    engine.run("CREATE OR REPLACE TEMP TABLE name_masks (name VARCHAR, mask VARCHAR)")
    for start in range(0, len(names), BATCH):
        batch = names[start : start + BATCH]
        engine.run("INSERT INTO name_masks SELECT UNNEST(?), UNNEST(?)", [batch, [mask_name(name) for name in batch]])
    engine.run(
        "UPDATE customer_names SET customer_name = name_masks.mask FROM name_masks "
        "WHERE customer_names.customer_name = name_masks.name"
    )
