"""Rounding and what is written (semantics, paragraph 4 "places, half-up" and paragraph 6 "Rounding")."""

from decimal import Decimal
from fractions import Fraction


def half_up(value: Fraction | Decimal | int, places: int) -> Decimal:
    """The exact value rounded to so many places; a tie goes away from zero."""
    exact = Fraction(value)
    doubled = 2 * abs(exact.numerator) * 10**places + exact.denominator
    units = doubled // (2 * exact.denominator)
    sign = 1 if exact < 0 and units else 0
    return Decimal((sign, tuple(int(digit) for digit in str(units)), -places))


def written(value: object) -> str:
    """A cell of a file for programs: at most 6 places, trailing zeros cut; a missing value is empty."""
    if value is None:
        return ""
    if isinstance(value, Decimal | Fraction):
        text = f"{half_up(value, 6):f}"
        return text.rstrip("0").rstrip(".")
    return str(value)
