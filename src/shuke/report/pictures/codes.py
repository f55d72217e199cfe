"""Codes of one digit per score: heads and money of each, and the segment that it belongs to."""

from __future__ import annotations

from decimal import Decimal
from itertools import product
from typing import Any

from shuke.rating import SUMMED, Rating
from shuke.report.steps import axis, level
from shuke.report.summary import MOST_CODES, groups, possible_codes
from shuke.report.text import average
from shuke.stages.fitted import Breaks, Nested, Ordered
from shuke.stages.places import holds


def codes(rating: Rating) -> dict[str, Any] | None:
    """Return the codes of a scheme that writes them, the best first; None for another scheme.

    Of very many possible codes only those are told that somebody has.
    """
    code = rating.scheme.code
    if code is None:
        return None
    axes = [axis(rating.scheme, name, rating.fitted.scores[name]) for name in code.digits]
    column = _coloured_by(rating)
    scores = _scores(rating)
    rows = []
    for one in groups(rating, "code"):
        name = one.pop("name")
        given = scores.get(name)
        rows.append(
            {
                "code": name,
                **one,
                "average": average(Decimal(one["monetary"]), one["customers"]),
                "scores": given,
                "group": _group(rating, column, given, name) if column and given else None,
            }
        )
    return {
        "digits": [found or {"score": name} for found, name in zip(axes, code.digits, strict=True)],
        "best": code.best,
        "result": column,
        "rows": rows,
    }


def _scores(rating: Rating) -> dict[str, list[int | str]]:
    """Return the scores behind each code."""
    digits = rating.scheme.code.digits if rating.scheme.code else ()
    names = ", ".join(digits)
    found = {
        row[0]: [level(score) for score in row[1:]]
        for row in rating.engine.run(f"SELECT DISTINCT code, {names} FROM {SUMMED}")
    }
    if possible_codes(rating) > MOST_CODES:
        return found
    fits = [rating.fitted.scores[name] for name in digits]
    levels = [fit.levels for fit in fits if isinstance(fit, Breaks | Nested | Ordered)]
    everything = [[level(score) for score in one] for one in product(*levels)]
    names_of = [one["name"] for one in groups(rating, "code") if one["name"]]
    return dict(zip(names_of, everything, strict=True)) | found


def _coloured_by(rating: Rating) -> str | None:
    """Return the result whose groups the code alone decides: it gives the codes their colours."""
    digits = {*(rating.scheme.code.digits if rating.scheme.code else ()), "code"}
    for column, named in rating.scheme.groups.items():
        if all(group.at_least is None and set(group.when.names if group.when else ()) <= digits for group in named):
            return column
    return None


def _group(rating: Rating, column: str, scores: list[int | str], code: str) -> str | None:
    digits = rating.scheme.code.digits if rating.scheme.code else ()
    row: dict[str, Any] = {name: Decimal(score) for name, score in zip(digits, scores, strict=True)}
    row["code"] = code
    return next((group.name for group in rating.scheme.groups[column] if holds(group, rating.scheme, row)), None)
