"""A comparison in words and figures."""

from __future__ import annotations

import unicodedata
from typing import Any

from shuke.locale import text
from shuke.overlap.compare import Compared
from shuke.overlap.small import Shown


def lines(found: Compared, lang: str) -> list[str]:
    """Return the lines for the terminal: the total, then the counts, one side's tiers down and the other's across."""
    total = found.table.total
    told = text("overlap.total", lang, count=f"{total:,}") if total is not None else text("overlap.total_hidden", lang)
    head = [text("overlap.corner", lang), *found.theirs]
    rows = [[mine, *(_cell(found.table.cells[mine, other], lang) for other in found.theirs)] for mine in found.mine]
    table = [head, *rows]
    widths = [max(_width(row[column]) for row in table) for column in range(len(head))]
    shown = [
        "  " + "  ".join(" " * (width - _width(cell)) + cell for cell, width in zip(row, widths, strict=True))
        for row in table
    ]
    return [told, "", *shown, "", text("overlap.hidden", lang)]


def document(found: Compared) -> dict[str, Any]:
    """Return a comparison as plain data; a hidden count is a text."""
    return {
        "key": found.key,
        "mine": list(found.mine),
        "theirs": list(found.theirs),
        "total": found.table.total,
        "cells": [
            {"mine": mine, "theirs": other, "customers": found.table.cells[mine, other]}
            for mine in found.mine
            for other in found.theirs
        ],
    }


def _cell(count: Shown, lang: str) -> str:
    if isinstance(count, int):
        return f"{count:,}"
    return count if count == "<5" else text("overlap.hidden_cell", lang)


def _width(cell: str) -> int:
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in cell)
