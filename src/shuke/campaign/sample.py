"""An nth-name sample: every so manyth customer of the base in the order of its cells, from a start drawn by the seed.

Law: the sample has exactly the size that was asked for, and of every cell the whole number below or above its exact
share. Within a cell customers stand by their metrics, so that the sample spreads over these too.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from shuke.campaign.cells import CELLED
from shuke.engines.duckdb import DuckDB
from shuke.errors import UsageError, ensure
from shuke.stages.relation import identifier, literal

SAMPLED = "campaign_sample"


def draw(engine: DuckDB, size: int, seed: int, metrics: Sequence[str], relation: str = CELLED) -> int:
    """Keep the sample under the name ``campaign_sample``; return how many customers the base has.

    With N customers and n wanted, the customer in place i (from 0) is taken when a multiple of N lies between
    i × n + start and (i + 1) × n + start: whole numbers only, so no share is ever rounded.

    Raises:
        UsageError: there are fewer customers than are wanted, or none.
    """
    ((everybody,),) = engine.run(f"SELECT COUNT(*) FROM {relation}")
    if not 0 < size <= everybody:
        raise UsageError("campaign_sample_size", size=f"{size:,}", customers=f"{everybody:,}")
    start = start_of(seed, everybody)
    order = ", ".join(["cell_number", *(f"{identifier(name)} NULLS LAST" for name in metrics), "customer_id"])
    engine.run(
        f"CREATE OR REPLACE TEMP TABLE {SAMPLED} AS SELECT * EXCLUDE (place) FROM "
        f"(SELECT *, ROW_NUMBER() OVER (ORDER BY {order}) - 1 AS place FROM {relation}) "
        f"WHERE ((place + 1) * {size} + {start}) // {everybody} > (place * {size} + {start}) // {everybody}"
    )
    ((taken,),) = engine.run(f"SELECT COUNT(*) FROM {SAMPLED}")
    ensure(taken == size, "the sample has another size than was asked for")
    return int(everybody)


def start_of(seed: int, everybody: int) -> int:
    """Return where the counting starts: from 0 to the number of customers, the same for the same seed everywhere."""
    digest = hashlib.sha256(f"shuke campaign start {seed}".encode()).digest()
    return int.from_bytes(digest[:8], "big") % everybody


def shuffled(seed: int) -> str:
    """Return the expression by which customers are put in an order of chance that the seed decides."""
    return f"md5({literal(f'{seed}:')} || customer_id)"
