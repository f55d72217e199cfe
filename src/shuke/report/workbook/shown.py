"""The first customer's rating in exact decimals: what the check sheet shows before a program computes it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from shuke.stages.fitted import Row, Value
from shuke.stages.places import place

if TYPE_CHECKING:
    from shuke.report.workbook.book import Book
    from shuke.report.workbook.customers import Listing


@dataclass(frozen=True)
class Shown:
    """What the formulas give for the customer who is shown first; empty when nobody is rated."""

    stored: Mapping[str, Value | str | None]
    computed: Mapping[str, Value | str | None]

    @property
    def agrees(self) -> bool | None:
        """Whether the rating computed here is the stored one; None when there is none."""
        if not self.stored:
            return None
        names = {name for name in self.computed if name in self.stored}
        # What a customer keeps by grace is not told by the figures.
        names -= {"tier"} if "tier_by_score" in names else set()
        return all(self.stored[name] == self.computed[name] for name in names)

    def number(self, name: str) -> Decimal:
        """Return a computed number; none is 0."""
        value = self.computed.get(name)
        return Decimal(value if value is not None else 0)


def show(book: Book, listing: Listing) -> Shown:
    """Compute the first customer's rating in exact decimals."""
    if listing.first is None:
        return Shown({}, {})
    stored = {
        name: _value(value) for name, value in zip(book.columns, listing.first, strict=True) if name not in book.ahead
    }
    made = {*book.scheme.made, *book.scheme.results, *book.scheme.beside_tier}
    row: Row = {name: value for name, value in stored.items() if name not in made}
    return Shown(stored, place(book.scheme, book.fitted, row, stored))


def _value(value: object) -> Value | str | None:
    if value is None or isinstance(value, int | Decimal | str):
        return value
    raise TypeError(type(value).__name__)
