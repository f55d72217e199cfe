"""The first customer's rating in exact decimals: what the check sheet shows before a program computes it."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from shuke.stages.places import place

if TYPE_CHECKING:
    from shuke.report.workbook.book import Book
    from shuke.report.workbook.customers import Listing


@dataclass(frozen=True)
class Shown:
    """What the formulas give for the customer who is shown first; empty when nobody is rated."""

    stored: dict[str, object]
    scores: dict[str, int]
    total: Decimal | None
    tier: str

    def agrees(self, composite: str) -> bool | None:
        """Tell whether the rating computed here is the stored one; None when there is none."""
        if not self.stored:
            return None
        computed: dict[str, object] = {**self.scores, composite: self.total, "tier": self.tier}
        return all(self.stored[name] == value for name, value in computed.items())


def show(book: Book, listing: Listing) -> Shown:
    """Compute the first customer's rating in exact decimals."""
    if listing.first is None:
        return Shown({}, {}, None, "")
    stored = dict(zip(book.columns, listing.first, strict=True))
    scores = {
        name: book.breaks[name].score(_figure(stored[score.metric])) for name, score in book.scheme.scores.items()
    }
    total, tier = place(book.scheme, scores)
    return Shown(stored, scores, total, tier)


def _figure(value: object) -> Decimal | int:
    if not isinstance(value, Decimal | int):
        raise TypeError(type(value).__name__)
    return value
