"""The same order in two sources with different lines: all of them count, or the later source has the last word.

The later source is the one that is named later; of a folder, the one whose name comes later.
"""

from __future__ import annotations

from shuke.ingest.policies.ground import Ground
from shuke.ingest.policies.overlap import shared_days
from shuke.ingest.policies.policy import Policy, chosen
from shuke.ingest.verdicts import REPLACED

POLICY = Policy("amended", ("keep", "latest"), "keep", (REPLACED,))


def apply(ground: Ground) -> None:
    """Give the lines of an order that a later source holds too the verdict that they were replaced."""
    if chosen(ground.reading, POLICY).choice == "keep":
        return
    rows = ground.union(
        {"customer_id": "customer_id", "order_id": "order_id"}, "order_id IS NOT NULL", needs=("order_id",)
    )
    latest = f"SELECT *, MAX(source) OVER (PARTITION BY customer_id, order_id) AS latest FROM ({rows})"
    ground.mark_rows(f"SELECT source, row FROM ({latest}) WHERE source < latest", REPLACED)


def split_orders(ground: Ground) -> int:
    """Return how many orders have accepted lines in several sources that share their days."""
    candidates = shared_days(ground)
    if not candidates:
        return 0
    found: int = ground.engine.run(
        f"SELECT COUNT(*) FROM (SELECT 1 FROM ({candidates}) WHERE order_id IS NOT NULL "
        "GROUP BY customer_id, order_id HAVING COUNT(DISTINCT source) > 1)"
    )[0][0]
    return found
