"""Scores become a place: the composite in exact decimals, and the first tier that it reaches.

Law: every rated customer is in exactly one tier; a boundary belongs to the higher tier.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from shuke.scheme.model import Scheme
from shuke.stages.relation import Select, literal, number


def places(source: Select, carried: tuple[str, ...], scheme: Scheme) -> Select:
    """Return the rated table: the carried columns, the composite, the tier, sorted by customer."""
    name = scheme.composite.name
    placed = Select({**{column: column for column in carried}, name: composite(scheme)}, source)
    columns = {**{column: column for column in (*carried, name)}, "tier": tier(scheme)}
    return Select(columns, placed, order_by=("customer_id",))


def composite(scheme: Scheme) -> str:
    """Return the weighted sum as an expression of DECIMAL(18, 6)."""
    terms = [f"{number(weight)} * CAST({score} AS DECIMAL(4, 0))" for score, weight in scheme.composite.weights.items()]
    return f"CAST({' + '.join(terms)} AS DECIMAL(18, 6))"


def tier(scheme: Scheme) -> str:
    """Return the CASE that names the first tier whose ``at_least`` the composite reaches."""
    arms = " ".join(
        f"WHEN {scheme.composite.name} >= {number(tier.at_least)} THEN {literal(tier.tier)}"
        for tier in scheme.tiers
        if tier.at_least is not None
    )
    last = literal(scheme.tiers[-1].tier)
    return f"CASE {arms} ELSE {last} END" if arms else last


def place(scheme: Scheme, scores: Mapping[str, int]) -> tuple[Decimal, str]:
    """Return the composite and the tier of one customer, in the same arithmetic, outside any engine."""
    total = sum((weight * scores[name] for name, weight in scheme.composite.weights.items()), Decimal(0))
    for candidate in scheme.tiers:
        if candidate.at_least is None or total >= candidate.at_least:
            return total, candidate.tier
    raise AssertionError("the last tier has no floor")
