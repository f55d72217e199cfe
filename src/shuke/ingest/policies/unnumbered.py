"""Sources without order numbers: each line is an order, or all lines of one customer on one day are."""

from __future__ import annotations

from shuke.ingest.columns import Meaning
from shuke.ingest.policies.policy import Policy, chosen
from shuke.ingest.raw import Reading

POLICY = Policy("lines-without-order", ("each", "day"), "each")


def columns(meaning: Meaning, reading: Reading) -> dict[str, str]:
    """Return the column ``order_id`` of a source that has none, where days are orders."""
    if "order_id" in meaning.columns or chosen(reading, POLICY).choice == "each":
        return {}
    return {"order_id": "STRFTIME(ordered_at, '%Y-%m-%d')"}
