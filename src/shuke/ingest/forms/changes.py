"""The log of changes: which way of writing was read as a plain value, in how many cells of which column."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from shuke.ingest.forms.characters import masked, shown

# Columns whose cells are never shown; their examples keep only the form.
PERSONAL = frozenset({"customer_id", "customer_name"})


@dataclass(frozen=True)
class Change:
    """One way of writing that was read: the column, in how many cells, and one example before and after."""

    column: str
    header: str
    form: str
    cells: int
    before: str
    after: str

    @classmethod
    def of(cls, column: str, header: str, form: str, cells: int, before: str, after: str) -> Change:
        """Return a change whose example can be shown."""
        show = masked if column in PERSONAL else shown
        return cls(column, header, form, cells, show(before), show(after))


def weightiest(changes: Iterable[Change]) -> list[Change]:
    """Return changes by the number of cells they touched, most first."""
    return sorted(changes, key=lambda change: (-change.cells, change.column, change.form))


def summary(changes: Iterable[Change]) -> dict[str, object] | None:
    """Return the figures of a sentence about all changes of a source: the one that touched most, and how many more."""
    ordered = weightiest(changes)
    if not ordered:
        return None
    most = ordered[0]
    return {
        "column": most.header,
        "cells": f"{most.cells:,}",
        "form": f"notes.form.{most.form}",
        "before": most.before,
        "after": most.after or "–",
        "others": len(ordered) - 1,
    }
