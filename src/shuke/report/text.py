"""Exact figures as text: money with at least two places and no more than it has, shares to six places."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

CENT = Decimal("0.01")


def money(value: Decimal | int | None) -> str:
    """Return an amount exactly, with at least two decimals: ``12`` is ``12.00``, ``0.0051`` stays."""
    exact = Decimal(value or 0)
    places = max(2, -int(exact.normalize().as_tuple().exponent))
    return f"{exact:.{places}f}" if places > 2 else f"{exact.quantize(CENT):f}"


def share(part: Decimal | int, whole: Decimal | int) -> float | None:
    """Return a share rounded to six places; None where there is no positive whole."""
    if whole <= 0:
        return None
    return float((Decimal(part) / Decimal(whole)).quantize(Decimal("0.000001"), ROUND_HALF_UP))


def average(total: Decimal, count: int) -> str | None:
    """Return total / count to two decimals, half up; None for nobody."""
    return f"{(total / count).quantize(CENT, ROUND_HALF_UP):f}" if count else None


def plain(value: Decimal | int | None) -> str | None:
    """Return a number without trailing zeros: ``150.5000`` is ``150.5``."""
    if value is None or isinstance(value, int):
        return None if value is None else str(value)
    return f"{value.normalize():f}"
