"""The name of each customer: the one on the latest line, masked unless the raw one is asked for."""

from __future__ import annotations

from shuke.engines.duckdb import DuckDB
from shuke.privacy.masks import mask_name

BATCH = 50_000
# One name of each customer as it is written, and whether there are several.
NAMED = "named_customers"


def keep_names(engine: DuckDB, lines: str, *, raw: bool) -> None:
    """Keep the relation ``customer_names``: ``customer_id``, ``customer_name``; ``NAMED`` stays beside it."""
    # Most customers have one name only, and which line is the latest is asked of the others alone.
    engine.run(
        f"CREATE OR REPLACE TEMP TABLE {NAMED} AS SELECT customer_id, MIN(customer_name) AS customer_name, "
        f"MIN(customer_name) <> MAX(customer_name) AS several FROM {lines} WHERE customer_name IS NOT NULL "
        "GROUP BY customer_id"
    )
    engine.run(f"CREATE OR REPLACE TEMP TABLE customer_names AS SELECT * FROM {NAMED}")
    if engine.run("SELECT 1 FROM customer_names WHERE several LIMIT 1"):
        engine.run(
            "UPDATE customer_names SET customer_name = latest.customer_name FROM (SELECT customer_id, "
            f"ARG_MAX(customer_name, (ordered_at, customer_name)) AS customer_name FROM {lines} "
            "SEMI JOIN (SELECT customer_id FROM customer_names WHERE several) USING (customer_id) "
            "WHERE customer_name IS NOT NULL GROUP BY customer_id) AS latest "
            "WHERE customer_names.customer_id = latest.customer_id"
        )
    engine.run("ALTER TABLE customer_names DROP COLUMN several")
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
