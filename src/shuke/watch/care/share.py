"""Who looks after a customer: the people whom the plan names for the group, else the customer's own owner."""

from __future__ import annotations

from hashlib import blake2b

from shuke.watch.care.strategy import Care


def owner_of(care: Care, customer_id: str, own: str | None) -> str | None:
    """Return the owner's name; None: the department of the group.

    Of several people each has an equal share, and keeps a customer as long as the list of people stays the same.
    """
    if not care.owners:
        return own
    drawn = int.from_bytes(blake2b(customer_id.encode(), digest_size=8).digest())
    return care.owners[drawn % len(care.owners)]
