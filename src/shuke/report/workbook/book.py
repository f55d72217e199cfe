"""What goes into the workbook, and what each of its columns is."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from shuke.locale import knows, text
from shuke.stages.metrics import METRICS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from shuke.scheme.model import Scheme
    from shuke.stages.fit import Breaks

IDENTITY = ("customer_id", "customer_name")
PERCENT = ("repurchase_rate", "refund_rate")


@dataclass(frozen=True)
class Book:
    """One run, ready to be written: the scheme, its break values, the figures, the rated customers.

    ``columns`` names the rated table's columns in order: ``customer_id``, perhaps ``customer_name``, metrics,
    scores, the composite, ``tier``. ``rows`` gives one text, integer, decimal or None per column, sorted by
    customer, and is read once. ``currency`` is an ISO code, or None when the source does not say.
    """

    scheme: Scheme
    breaks: Mapping[str, Breaks]
    summary: Mapping[str, Any]
    columns: Sequence[str]
    rows: Iterable[Sequence[object]]
    lang: str
    currency: str | None

    def say(self, name: str, /, **figures: object) -> str:
        """Return a sentence of the workbook in the language of the book."""
        return text(f"workbook.{name}", self.lang, **figures)

    def words(self, piece: object) -> str:
        """Return a scheme's own words in the language of the book; none gives an empty text."""
        return str(getattr(piece, self.lang)) if piece is not None else ""

    def kind(self, column: str) -> str:
        """Return what a column holds: text, days, count, money, rate, percent, score, composite or number."""
        if column in (*IDENTITY, "tier"):
            return "text"
        if column in METRICS:
            return "percent" if column in PERCENT else METRICS[column].kind
        if column in self.scheme.scores:
            return "score"
        return "composite" if column == self.scheme.composite.name else "number"

    def title(self, column: str) -> str:
        """Return a column's name as people say it."""
        for key in (f"words.metric.{column}", f"words.column.{column}"):
            if knows(key):
                return text(key, self.lang)
        return column

    def header(self, column: str) -> str:
        """Return a column's header: its name, and for money the currency where it is known."""
        if self.kind(column) == "money" and self.currency:
            return self.say("header.money", title=self.title(column), currency=self.currency)
        return self.title(column)

    def strategies(self) -> dict[str, str]:
        """Return, per tier, what to do and how often."""
        found = {}
        for tier in self.scheme.tiers:
            advice, rhythm = self.words(tier.advice), self.words(tier.rhythm)
            both = self.say("strategy.both", advice=advice, rhythm=rhythm)
            found[tier.tier] = both if advice and rhythm else advice or rhythm
        return found


def plain(value: Decimal | int) -> str:
    """Return a figure with its trailing zeros cut, never in powers of ten.

    >>> plain(Decimal("0.300000")), plain(Decimal("40"))
    ('0.3', '40')
    """
    return f"{Decimal(value).normalize():f}"
