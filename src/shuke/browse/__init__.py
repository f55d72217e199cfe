"""Kept runs, read for people: pages of customers, sums, one customer, two runs side by side. No HTTP here.

Law: whoever may see only some customers gets the answers that a run of these customers alone would give; a customer
outside is told of in the same words as one who is not there.
"""

from __future__ import annotations

from shuke.browse.columns import Column, Value
from shuke.browse.comparison import Comparisons
from shuke.browse.filters import Condition, Filter, condition
from shuke.browse.pages import Page, Sums, page, sums
from shuke.browse.runs import Listed, Runs
from shuke.browse.scope import Scope
from shuke.browse.shelf import Shelf
from shuke.browse.tables import Table

__all__ = [
    "Column",
    "Comparisons",
    "Condition",
    "Filter",
    "Listed",
    "Page",
    "Runs",
    "Scope",
    "Shelf",
    "Sums",
    "Table",
    "Value",
    "condition",
    "page",
    "sums",
]
