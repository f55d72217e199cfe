"""All policies, in the order in which they look at the rows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from shuke.errors import UsageError
from shuke.ingest.columns import Meaning
from shuke.ingest.policies import (
    amended,
    anonymous,
    blank_keys,
    duplicates,
    internal,
    outliers,
    overlap,
    refunds,
    review,
    statuses,
    trials,
    unnumbered,
    walk_ins,
    zero_orders,
)
from shuke.ingest.policies.ground import Ground
from shuke.ingest.policies.policy import Policy, chosen
from shuke.ingest.raw import Raw, Reading

ORDER = (
    blank_keys,
    anonymous,
    unnumbered,
    statuses,
    trials,
    internal,
    walk_ins,
    duplicates,
    amended,
    overlap,
    refunds,
    zero_orders,
    outliers,
    review,
)
POLICIES: Mapping[str, Policy] = {module.POLICY.name: module.POLICY for module in ORDER}
# Those that take rows out, or change what they belong to.
ACTING = (anonymous, statuses, trials, internal, walk_ins, duplicates, amended, overlap, refunds, outliers)


def agreed(reading: Reading) -> Reading:
    """Return a reading in which older settings and policies say the same.

    Raises:
        UsageError: a policy or its value does not exist, or the two contradict each other.
    """
    if reading.zero_orders not in {"neither", "purchase"}:
        raise UsageError("zero_orders_unknown", value=reading.zero_orders)
    for name in reading.policies:
        if name not in POLICIES:
            raise UsageError("policy_unknown", name=name, known=", ".join(POLICIES))
        chosen(reading, POLICIES[name])
    policies = dict(reading.policies)
    for name, old, new in (
        ("duplicates", "merge" if reading.deduplicate else "keep", "merge"),
        ("zero-orders", reading.zero_orders, "purchase"),
    ):
        if old == new and policies.setdefault(name, new) != new:
            raise UsageError("policy_contradicts", name=name, value=policies[name])
    return replace(
        reading,
        policies=policies,
        deduplicate=policies.get("duplicates") == "merge",
        zero_orders="purchase" if policies.get("zero-orders") == "purchase" else "neither",
    )


def columns(raw: Raw, meaning: Meaning, reading: Reading) -> dict[str, str]:
    """Return the columns that policies look at, beside those of every line, as expressions over the cells."""
    status = {"status": raw.cells[meaning.columns["status"]].trimmed} if "status" in meaning.columns else {}
    return {
        **status,
        **trials.columns(raw, meaning),
        **internal.columns(raw, meaning, reading),
        **unnumbered.columns(meaning, reading),
        **duplicates.columns(raw, reading),
    }


def rows_needed(reading: Reading) -> bool:
    """Tell whether a policy wants to take rows out, so that no source can be read in place."""
    quiet = {blank_keys.POLICY.name, zero_orders.POLICY.name, review.POLICY.name}
    return any(
        chosen(reading, policy).choice != policy.default for name, policy in POLICIES.items() if name not in quiet
    )


def apply(ground: Ground) -> None:
    """Apply every policy, each to the rows that those before it left.

    Raises:
        UsageError: a rule names a column that no source has.
        Undecided: what a policy should do is open.
    """
    for module in ACTING:
        module.apply(ground)
