"""Orders of the company itself, of its employees or dealers: by rules over columns, which only the user can know.

A rule is ``COLUMN=VALUE``; the column is a header of the source or a canonical name, and ``*`` in the value stands
for anything: ``internal=exclude:渠道=内购,customer_name=*员工*``.
"""

from __future__ import annotations

import re

from shuke.errors import UsageError
from shuke.ingest.columns import Meaning, simplify
from shuke.ingest.policies.ground import Ground
from shuke.ingest.policies.policy import Policy, chosen
from shuke.ingest.raw import Raw, Reading
from shuke.stages.relation import literal

VERDICT = "excluded_internal"
POLICY = Policy("internal", ("keep", "exclude"), "keep", (VERDICT,), listing=("exclude",), needs_list=("exclude",))


def columns(raw: Raw, meaning: Meaning, reading: Reading) -> dict[str, str]:
    """Return the column ``internal`` of a source: whether one of the rules holds; without rules there is none."""
    value = chosen(reading, POLICY)
    if value.choice == "keep":
        return {}
    tests = []
    for rule in value.listed:
        name, pattern = _rule(rule)
        index = _index(raw, meaning, name)
        if index is not None:
            like = re.sub(r"([%_\\])", r"\\\1", pattern).replace("*", "%")
            tests.append(f"COALESCE({raw.cells[index].trimmed} LIKE {literal(like)} ESCAPE '\\', FALSE)")
    return {"internal": " OR ".join(tests) if tests else "FALSE"}


def apply(ground: Ground) -> None:
    """Take the rows out for which a rule holds.

    Raises:
        UsageError: a rule names a column that no source has.
    """
    value = chosen(ground.reading, POLICY)
    for rule in value.listed:
        name, _ = _rule(rule)
        if all(_index(one.raw, one.meaning, name) is None for one in ground.loaded):
            headers = ", ".join(header for one in ground.loaded[:1] for header in one.raw.headers)
            raise UsageError("policy_column_unknown", name=POLICY.name, column=name, headers=headers)
    if value.choice == "exclude":
        ground.mark("internal", VERDICT, needs=("internal",))


def _rule(rule: str) -> tuple[str, str]:
    name, sign, pattern = rule.partition("=")
    if not sign or not name.strip() or not pattern.strip():
        raise UsageError("policy_value_unknown", name=POLICY.name, value=rule, known="exclude:COLUMN=VALUE,…")
    return name.strip(), pattern.strip()


def _index(raw: Raw, meaning: Meaning, name: str) -> int | None:
    if name in meaning.columns:
        return meaning.columns[name]
    return next((index for index, header in enumerate(raw.headers) if simplify(header) == simplify(name)), None)
