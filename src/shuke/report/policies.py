"""What each policy did to the rows, in rows and money: taken out, or noticed and kept."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from shuke.ingest.policies import overlap, statuses
from shuke.ingest.policies.policy import chosen
from shuke.ingest.policies.registry import POLICIES
from shuke.locale import LANGUAGES, text
from shuke.rating import Rating
from shuke.report.text import money

NOTHING = (0, Decimal(0))


def policies(rating: Rating) -> list[dict[str, Any]]:
    """Return every policy with its value and what it did; those that did nothing have zeros."""
    reading = rating.intake.reading
    asked = {"statuses": statuses.value_of(reading), "overlap": overlap.value_of(reading)}
    told = []
    for name, policy in POLICIES.items():
        removed = rating.total.removed(name)
        rows_kept, amount_kept = rating.found.kept.get(name, NOTHING)
        told.append(
            {
                "policy": name,
                "value": reading.policies.get(name, asked.get(name, chosen(reading, policy)).choice),
                "default": name not in reading.policies,
                "rows_removed": removed.rows,
                "amount_removed": money(removed.amount),
                "rows_kept": rows_kept,
                "amount_kept": money(amount_kept),
            }
        )
    return told


def active(told: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the policies that somebody chose, or that met any row, with their words in every language."""
    return [
        {**one, "title": _worded("title", one["policy"]), "said": _worded("choice", one["policy"], one["value"])}
        for one in told
        if not one["default"] or one["rows_removed"] or one["rows_kept"] or Decimal(one["amount_removed"])
    ]


def _worded(family: str, name: str, value: str = "") -> dict[str, str]:
    key = f"policies.{family}.{name}" + (f".{value.partition(':')[0]}" if value else "")
    return {lang: text(key, lang) for lang in LANGUAGES}
