"""Customers and orders: identifiers that are not in plain form."""

from __future__ import annotations

import re

from shuke.ingest.containers.kinds import WORKBOOKS
from shuke.ingest.forms import identifiers
from shuke.ingest.forms.changes import Change
from shuke.ingest.forms.characters import DIRECTION, PRIVATE, without_direction
from shuke.ingest.policies.blank_keys import KNOWN
from shuke.ingest.settling.table import Table
from shuke.ingest.verdicts import odd
from shuke.stages.relation import literal

# Words that stand for no order; what stands for no customer is for a policy to say.
NO_ORDER = frozenset(word.casefold() for word in KNOWN)
# Numbers of so many lengths may have lost zeros in front.
LENGTHS = 3


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
            _lengths(table)
    if "customer_name" in table.held:
        _names(table)


def _lengths(table: Table) -> None:
    """Tell when the customers of a workbook are numbers of several lengths: a spreadsheet takes zeros in front away."""
    if table.raw.kind not in WORKBOOKS:
        return
    others, shortest, longest, lengths = table.engine.run(
        "SELECT COUNT(*) FILTER (NOT REGEXP_FULL_MATCH(customer_id, '[1-9][0-9]*')), MIN(size), MAX(size), "
        f"COUNT(DISTINCT size) FROM (SELECT customer_id, LENGTH(customer_id) AS size FROM {table.relation} "
        "WHERE customer_id IS NOT NULL)"
    )[0]
    if not others and lengths >= LENGTHS:
        table.note("ids_vary_in_length", "customer_id", shortest=shortest, longest=longest)


def _names(table: Table) -> None:
    """Take out of names what turns the direction of writing; tell letters that only one computer knows."""
    odd_letters = f"REGEXP_MATCHES(customer_name, {literal(f'[{PRIVATE}{DIRECTION}]')})"
    found = table.engine.run(
        f"SELECT customer_name, COUNT(*) FROM {table.relation} WHERE {odd_letters} GROUP BY 1 ORDER BY 1"
    )
    turned = [(name, without_direction(name), count) for name, count in found if without_direction(name) != name]
    if turned:
        table.engine.run(
            f"UPDATE {table.relation} SET customer_name = known.name FROM "
            f"(SELECT UNNEST(?) AS text, UNNEST(?) AS name) AS known WHERE {table.relation}.customer_name = known.text",
            [[name for name, _, _ in turned], [plain for _, plain, _ in turned]],
        )
        header = table.place.header("customer_name")
        cells = sum(count for _, _, count in turned)
        table.settled.changes.append(Change.of("customer_name", header, "hidden_name", cells, *turned[0][:2]))
    private = sum(count for name, count in found if re.search(f"[{PRIVATE}]", name))
    if private:
        table.note("private_letters", "customer_name", count=private)
