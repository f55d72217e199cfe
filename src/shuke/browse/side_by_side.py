"""Two schemes on the same customers: which places of the one are which of the other, with heads and money."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from shuke.browse.preview import Trial, titled
from shuke.placed import Placed
from shuke.report.summary import groups
from shuke.report.text import money, share
from shuke.scheme.spoken.names import column, worded
from shuke.whatif.compare import NO_GROUP, NOT_RATED, Amount, Comparison, Side, compare

PLACES = 6


def side_by_side(trials: tuple[Trial, Trial], a: tuple[str, str], b: tuple[str, str], lang: str) -> dict[str, Any]:
    """Return two schemes, each a text and its name, side by side on the figures of one run; both lack nothing.

    Raises:
        SchemeError: one of them is wrong.
    """
    with trials[0].lock, trials[1].lock:
        first, second = trials[0].place(*a), trials[1].place(*b)
        found = compare(first, second)
        listed = [titled(first, lang), titled(second, lang)]
        return document(found, listed, lang, paid=first.paid)


def rated_side_by_side(first: Placed, second: Placed, lang: str) -> dict[str, Any]:
    """Return two ratings of the same customers side by side."""
    listed = []
    for one in (first, second):
        titles = {group.name: group.title for group in one.scheme.groups.get(one.scheme.main, ())}
        listed.append(
            [
                {**group, "title": worded(words, lang) if (words := titles.get(group["name"])) else group["name"]}
                for group in groups(one, one.scheme.main)
            ]
        )
    return document(compare(first, second), listed, lang, paid=True)


def document(found: Comparison, listed: list[list[dict[str, Any]]], lang: str, *, paid: bool) -> dict[str, Any]:
    """Return a comparison as plain data; without money where the figures hold none."""

    def amount(one: Amount) -> dict[str, Any]:
        return {"customers": one.customers, "monetary": money(one.money) if paid else None}

    whole = sum((cell.customers for cell in found.cells), 0)
    return {
        "as_of": found.as_of,
        "currency": found.currency,
        "kind": found.kind,
        "a": _side(found.first, listed[0], lang),
        "b": _side(found.second, listed[1], lang),
        "cells": [
            {
                "before": _place(cell.before),
                "after": _place(cell.after),
                "stays": found.expected.get(cell.before) == cell.after,
                "share": share(cell.customers, whole),
                **amount(Amount(cell.customers, cell.money)),
            }
            for cell in found.cells
        ],
        "both": amount(found.both),
        "only_a": amount(found.only[0]),
        "only_b": amount(found.only[1]),
        "moved": amount(found.moved),
        "up": amount(found.up) if found.up else None,
        "down": amount(found.down) if found.down else None,
        "agreeing": round(float(Decimal(found.agreeing.numerator) / found.agreeing.denominator), PLACES),
    }


def _side(side: Side, listed: list[dict[str, Any]], lang: str) -> dict[str, Any]:
    return {
        "id": side.scheme.scheme,
        "title": worded(side.scheme.title, lang),
        "result": side.result,
        "result_title": column(side.result, lang, side.scheme),
        "rated": side.rated,
        "groups": listed,
    }


def _place(name: str) -> str | None:
    """Return a place by its name: an empty one for no group, None for those whom the scheme does not rate."""
    return None if name == NOT_RATED else "" if name == NO_GROUP else name
