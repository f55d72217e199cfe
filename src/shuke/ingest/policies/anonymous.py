"""Rows without a customer: faults of the source, or sales to people whom nobody asked."""

from __future__ import annotations

from shuke.ingest.policies.ground import Ground
from shuke.ingest.policies.policy import Policy, chosen

VERDICT = "excluded_anonymous"
POLICY = Policy("anonymous", ("reject", "exclude"), "reject", (VERDICT,))


def apply(ground: Ground) -> None:
    """Say of rows without a customer that they were left out on purpose, where the policy says so."""
    if chosen(ground.reading, POLICY).choice == "exclude":
        for number, _ in ground.tables():
            # Of such a row the money counts, so it must be readable, and a day as well.
            ground.engine.run(
                f"UPDATE lines_{number} SET verdict = '{VERDICT}' WHERE verdict = 'customer_id_blank' "
                "AND ordered_at IS NOT NULL AND amount IS NOT NULL"
            )
