"""Customers and orders: identifiers that are not in plain form."""

from __future__ import annotations

from shuke.ingest.forms import identifiers
from shuke.ingest.policies.blank_keys import KNOWN
from shuke.ingest.settling.table import Table
from shuke.ingest.verdicts import odd

# Words that stand for no order; what stands for no customer is for a policy to say.
NO_ORDER = frozenset(word.casefold() for word in KNOWN)


def settle_keys(table: Table) -> None:
    """Read the identifiers of a source; reject the rows whose customer is blank, or whose identifier lost digits."""
    for name, empty in (("customer_id", frozenset[str]()), ("order_id", NO_ORDER)):
        if table.odd.get(name):
            changes = identifiers.read(table.engine, table.forms(name), odd(name), name, table.place, empty)
            table.settled.changes += changes
            table.take(name, "found.value")
            table.reject(name, personal=name == "customer_id")
        if name == "customer_id":
            table.mark("customer_id IS NULL", "customer_id_blank")
