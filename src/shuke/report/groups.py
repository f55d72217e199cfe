"""The groups of a result as a report shows them: heads, money, habits, and the scheme's own words for each."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from shuke.locale import LANGUAGES
from shuke.rating import SUMMED, Rating
from shuke.report.summary import groups
from shuke.report.text import average, money
from shuke.scheme.model import Scheme
from shuke.scheme.sentences import rule

TEXTS = ("title", "meaning", "direction", "measures", "department", "success", "rhythm")


def told(rating: Rating, column: str, given: list[dict[str, Any]] | None = None) -> list[dict[str, Any]]:
    """Return the groups of a result column, those of ``given`` figures if they are known already."""
    query = f"SELECT {column}, SUM(frequency), SUM(recency_days) FROM {SUMMED} GROUP BY 1"
    habits = {"" if name is None else str(name): (int(n), int(days)) for name, n, days in rating.engine.run(query)}
    texts = group_texts(rating.scheme, column)
    found = []
    for group in given if given is not None else groups(rating, column):
        purchases, days = habits.get(group["name"], (0, 0))
        total = Decimal(group["monetary"])
        found.append(
            {
                **group,
                **texts.get(group["name"], {}),
                "average": average(total, group["customers"]),
                "purchases": purchases,
                "average_order": average(total, purchases),
                "average_days": average(Decimal(days), group["customers"]),
            }
        )
    return found


def lists(rating: Rating) -> list[dict[str, Any]]:
    """Return the named or numbered lists beside the main one; codes and cells have pictures of their own."""
    beside = [column for column in rating.scheme.results[1:] if column not in {"code", "cell"}]
    return [{"column": column, "groups": told(rating, column)} for column in beside]


def crossed(rating: Rating) -> dict[str, Any] | None:
    """Return how two named lists of a scheme meet: heads and money of every pair; None for a single list."""
    named = [column for column in rating.scheme.results if column in rating.scheme.groups]
    if len(named) < 2:
        return None
    row, column = named[:2]
    pairs = rating.engine.run(
        f"SELECT COALESCE({row}, ''), COALESCE({column}, ''), SUM(_heads), SUM(monetary) FROM {SUMMED} "
        "GROUP BY 1, 2 ORDER BY 1, 2"
    )
    return {
        "row": row,
        "column": column,
        "cells": [
            {
                "row": one,
                "column": other,
                "customers": int(heads),
                "monetary": money(Decimal(total)),
                "average": average(Decimal(total), int(heads)),
            }
            for one, other, heads, total in pairs
        ],
    }


def group_texts(scheme: Scheme, column: str) -> dict[str, dict[str, Any]]:
    """Return the scheme's own words for each group of a result column, by language, and the group's rule."""
    found = {}
    for group in scheme.groups.get(column, ()):
        words = {name: part.model_dump() if (part := getattr(group, name)) else None for name in TEXTS}
        found[group.name] = {**words, "rule": {lang: rule(scheme, group, lang) for lang in LANGUAGES}}
    return found
