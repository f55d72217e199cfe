"""Lines below zero: netted into their order, left out, or orders of their own."""

from __future__ import annotations

from shuke.ingest.policies.ground import Ground
from shuke.ingest.policies.policy import Policy, chosen

VERDICT = "excluded_refund"
POLICY = Policy("refunds", ("net", "exclude", "separate"), "net", (VERDICT,))


def apply(ground: Ground) -> None:
    """Leave lines below zero out, or take their order id away, so that each is an order of its own."""
    choice = chosen(ground.reading, POLICY).choice
    if choice == "exclude":
        ground.mark("amount < 0", VERDICT, "CAST(amount AS VARCHAR)")
    if choice == "separate":
        for number, _ in ground.tables("order_id"):
            ground.engine.run(f"UPDATE lines_{number} SET order_id = NULL WHERE verdict IS NULL AND amount < 0")
