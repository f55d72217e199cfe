"""How far a distribution has moved: the population stability index of two ratings, exact to its sixth place.

PSI = sum over all bins of (new share - old share) * ln(new share / old share). Shares are exact; the logarithm is that
of decimal arithmetic, so that the figure is the same on every machine. It is told, and decides nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Context, Decimal
from fractions import Fraction
from typing import Literal

from shuke.scheme.model import Scheme
from shuke.stages.fitted import Breaks, Fitted, Nested, Ordered, Value
from shuke.stages.relation import Positions, Select, number
from shuke.stages.rounding import rounded

# A figure that is in no steps is cut at the deciles of the earlier rating.
PARTS = 10
EXACT = Context(prec=60)
WATCH, SHIFTED = Decimal("0.1"), Decimal("0.25")
Verdict = Literal["stable", "watch", "shifted"]


@dataclass(frozen=True)
class Bins:
    """How many customers are in each bin of a column: one bin per value, or those between ``edges``."""

    heads: Mapping[str, int]
    edges: tuple[Value, ...] | None = None


def psi(old: Mapping[str, int], new: Mapping[str, int]) -> Decimal | None:
    """Return the index of two counts by bin, to 6 places; None where one of them counts nobody.

    A bin that only one of them fills counts half a customer in the other; one that neither fills counts nothing.
    """
    wholes = sum(old.values()), sum(new.values())
    if not all(wholes):
        return None
    total = Decimal(0)
    for name in sorted({*old, *new}):
        heads = old.get(name, 0), new.get(name, 0)
        if any(heads):
            before, after = (Fraction(max(2 * n, 1), 2 * whole) for n, whole in zip(heads, wholes, strict=True))
            total = EXACT.add(total, EXACT.multiply(_decimal(after - before), EXACT.ln(_decimal(after / before))))
    return rounded(total, 6)


def verdict(index: Decimal | float) -> Verdict:
    """Return what the rule of thumb says: below 0.1 stable, up to 0.25 worth a look, above that shifted."""
    exact = Decimal(str(index))
    if exact < WATCH:
        return "stable"
    return "watch" if exact <= SHIFTED else "shifted"


def columns(scheme: Scheme, fitted: Fitted) -> dict[str, bool]:
    """Return the columns whose drift is told, scores, composite and main result; whether each has few values."""
    found = {name: isinstance(fit, Breaks | Nested | Ordered) for name, fit in fitted.scores.items()}
    if fitted.composite is not None and scheme.composite is not None:
        found[scheme.composite.name] = False
    return {**found, scheme.main: True}


def deciles(column: str, count: int) -> Positions:
    """Return the order statistics at which a column without steps is cut: the last value of each tenth."""
    return Positions(column, tuple(max(0, -(-part * count // PARTS) - 1) for part in range(1, PARTS)), count)


def counted(column: str, edges: tuple[Value, ...] | None, source: str | Select) -> Select:
    """Return the heads of each bin of a column."""
    place = column
    if edges is not None:
        arms = " ".join(f"WHEN {column} <= {number(edge)} THEN {rank}" for rank, edge in enumerate(edges))
        place = f"CASE WHEN {column} IS NULL THEN NULL {arms} ELSE {len(edges)} END"
    return Select({"_bin": place, "_heads": "COUNT(*)"}, source, group_by=(place,))


def named(value: object) -> str:
    """Return the name of a bin: equal numbers have equal names, whatever their type."""
    if value is None:
        return ""
    return f"{value.normalize():f}" if isinstance(value, Decimal) else str(value)


def _decimal(value: Fraction) -> Decimal:
    return EXACT.divide(Decimal(value.numerator), Decimal(value.denominator))
