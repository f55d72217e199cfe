"""Quotients in exact integers: rounded half up, away from zero, alike on every engine and in Python."""

from __future__ import annotations

from decimal import Context, Decimal
from fractions import Fraction

WIDE = Context(prec=120)


def half_up(dividend: str, divisor: str, places: int) -> str:
    """Return ``dividend / divisor`` of two integer expressions, rounded half up to ``places`` decimals.

    The divisor is positive; a divisor of 0 gives NULL.
    """
    scaled = f"CAST({dividend} AS HUGEINT) * {10**places}"
    quotient = f"(2 * ABS({scaled}) + {divisor}) // NULLIF(2 * {divisor}, 0)"
    signed = f"CASE WHEN {dividend} < 0 THEN -({quotient}) ELSE {quotient} END"
    unit = "0." + "1".rjust(places, "0")
    return f"CAST({signed} AS DECIMAL(18, 0)) * CAST('{unit}' AS DECIMAL({places}, {places}))"


def units(value: str, scale: int) -> str:
    """Return a decimal expression of at most ``scale`` places as a whole number of its least units."""
    width = 18 if scale <= 4 else 28
    return f"CAST(CAST({value} AS DECIMAL({width}, {scale})) * {10**scale} AS HUGEINT)"


def from_float(value: str, places: int) -> str:
    """Return a floating-point expression as a decimal of some places, rounded half up.

    A product, a sum and a floor are single operations that every engine does alike; casts of floats are not.
    """
    whole = f"CAST(CAST(FLOOR({value} * {10**places} + 0.5) AS BIGINT) AS DECIMAL(19, 0))"
    unit = "0." + "1".rjust(places, "0")
    return f"CAST({whole} * CAST('{unit}' AS DECIMAL({places}, {places})) AS DECIMAL({max(18, places + 19)}, {places}))"


def rounded(value: Fraction | Decimal, places: int) -> Decimal:
    """Return a number rounded half up (away from zero) to ``places`` decimals."""
    exact = Fraction(value)
    size = (2 * abs(exact.numerator) * 10**places + exact.denominator) // (2 * exact.denominator)
    return Decimal(size if exact >= 0 else -size).scaleb(-places, WIDE)


def trimmed(value: Decimal) -> Decimal:
    """Return an equal decimal without trailing zeros and without an exponent."""
    return Decimal(f"{value.normalize(WIDE):f}")


def steps_below(value: Fraction, step: Decimal) -> Decimal:
    """Return the greatest multiple of ``step`` that is at most ``value``."""
    return Decimal(value // Fraction(step)) * step
