"""A customer who has no place: whom the scheme excludes and why, or who bought nothing in the period."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from shuke.errors import DataError
from shuke.explain.customer import Line
from shuke.explain.numbers import worded
from shuke.locale import LANGUAGES
from shuke.scheme.model import Scheme
from shuke.scheme.spoken.conditions import condition


def excluded(scheme: Scheme, name: str) -> DataError:
    """Return what is told of a customer whom an exclusion leaves out: its rule, and no figure of the customer's."""
    one = next(exclusion for exclusion in scheme.exclude if exclusion.exclude == name)
    return DataError(
        "customer_excluded",
        exclusion={lang: worded(one.title, lang) or one.exclude for lang in LANGUAGES},
        rule={lang: condition(scheme, one.when, lang) for lang in LANGUAGES},
    )


def without_place(lines: Sequence[Line] | None, first: date | None, last: date) -> DataError:
    """Return what is told of a customer who is neither rated nor excluded; ``lines`` are their own, if at hand."""
    if not lines:
        return DataError("customer_not_rated")
    return DataError("customer_without_purchase", first=first.isoformat() if first else "…", last=last.isoformat())
