"""The figures of notes as data for JSON and back; decimals stay exact."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

DECIMAL = "decimal"


def packed(figures: Mapping[str, object]) -> dict[str, Any]:
    """Return the figures of a note as JSON holds them."""
    return {name: _packed(value) for name, value in figures.items()}


def unpacked(figures: Mapping[str, Any]) -> dict[str, object]:
    """Return what ``packed`` wrote down."""
    return {name: Decimal(one[DECIMAL]) if isinstance(one, dict) else one for name, one in figures.items()}


def _packed(value: object) -> Any:
    if isinstance(value, Decimal):
        return {DECIMAL: f"{value:f}"}
    return value if isinstance(value, int | str) or value is None else str(value)
