"""Money as people read it: its sign, thousands apart, two places."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

from shuke.scheme.spoken.names import WIDE

SIGNS = {"CNY": "¥", "USD": "$", "EUR": "€", "GBP": "£", "JPY": "¥", "HKD": "HK$"}


def price(value: Decimal, currency: str | None, *, exact: bool = True) -> str:
    """Return money with thousands and two places; with all it has where it has more and ``exact`` is meant."""
    places = max(2, -int(value.normalize(WIDE).as_tuple().exponent)) if exact else 2
    value = value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP, WIDE)
    sign = "-" if value < 0 else ""
    return f"{sign}{SIGNS.get(currency or '', f'{currency} ' if currency else '')}{abs(value):,.{places}f}"
