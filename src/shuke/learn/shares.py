"""Shares of a whole in six decimals that add up to exactly 1."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Context, Decimal
from fractions import Fraction

from shuke.errors import ensure

PLACES = 6
WIDE = Context(prec=60)


def shares(parts: Mapping[str, Fraction | Decimal]) -> dict[str, Decimal]:
    """Return each part's share of their total, 6 places half up, adding up to exactly 1.

    What rounding leaves over or takes too much goes to the largest share, to the first of several as large. Parts
    that are all 0 share equally. Parts are never negative.
    """
    exact = {name: Fraction(part) for name, part in parts.items()}
    ensure(bool(exact) and all(part >= 0 for part in exact.values()), "shares of parts that are missing or negative")
    total = sum(exact.values())
    if total == 0:
        exact, total = dict.fromkeys(exact, Fraction(1)), Fraction(len(exact))
    units = {name: _half_up(part / total) for name, part in exact.items()}
    # The largest is sought among the rounded shares, so that a reader of the six places finds the same one.
    largest = max(units, key=lambda name: units[name])
    units[largest] += 10**PLACES - sum(units.values())
    return {name: Decimal(count).scaleb(-PLACES, WIDE) for name, count in units.items()}


def six_places(value: Fraction | Decimal) -> Decimal:
    """Return a number that is not negative rounded half up to 6 places."""
    return Decimal(_half_up(Fraction(value))).scaleb(-PLACES, WIDE)


def _half_up(value: Fraction) -> int:
    """Return a number in whole millionths, rounded half up."""
    scaled = value * 10**PLACES
    units: int = (2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)
    return units
