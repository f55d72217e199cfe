"""What goes into the workbook, and what each of its columns is."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from shuke.locale import text
from shuke.scheme.builtin import figure
from shuke.scheme.spoken.names import column as titled
from shuke.stages.fitted import decimals_of
from shuke.stages.metrics import METRICS
from shuke.stages.moves import one_more_purchase

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from shuke.scheme.model import Group, Scheme
    from shuke.stages.fitted import Fitted

IDENTITY = ("customer_id", "customer_name")
# What a column that is predicted holds, by its name, else by its type.
AHEAD_MONEY = re.compile(r"expected_(amount|revenue)|(amount|revenue|value)(_(low|high))?")
AHEAD_TYPES = {"DATE": "date", "VARCHAR": "text", "BIGINT": "count"}
PERCENT = ("repurchase_rate", "refund_rate")
NUMBERED = ("cell", "cluster")


@dataclass(frozen=True)
class Book:
    """One run, ready to be written: the scheme, what it learned, the figures, the rated customers.

    ``columns`` names the rated table's columns in order: ``customer_id``, perhaps ``customer_name``, metrics,
    scores, the composite, the results. ``rows`` gives one text, integer, decimal or None per column, sorted by
    customer, and is read once. ``currency`` is an ISO code, or None when the source does not say. ``lists`` are
    the groups of the results beside the main one, ``attributes`` columns that are carried along as texts, ``ahead``
    columns that are predicted, with their name in a table of predictions and their type.
    """

    scheme: Scheme
    fitted: Fitted
    summary: Mapping[str, Any]
    columns: Sequence[str]
    rows: Iterable[Sequence[object]]
    lang: str
    currency: str | None
    lists: Mapping[str, Sequence[Mapping[str, Any]]] = field(default_factory=dict)
    attributes: frozenset[str] = frozenset()
    ahead: Mapping[str, tuple[str, str]] = field(default_factory=dict)

    def say(self, name: str, /, **figures: object) -> str:
        """Return a sentence of the workbook in the language of the book."""
        return text(f"workbook.{name}", self.lang, **figures)

    def words(self, piece: object) -> str:
        """Return a scheme's own words in the language of the book; none gives an empty text."""
        return str(getattr(piece, self.lang)) if piece is not None else ""

    def kind(self, column: str) -> str:
        """Return what a column holds: text, date, days, count, money, rate, percent, score, measure, composite, number.

        Only columns that are predicted hold dates.
        """
        return _kind_ahead(*self.ahead[column]) if column in self.ahead else self._kind(column)

    def _kind(self, column: str) -> str:
        if column in (*NUMBERED, "ratings_below"):
            return "score" if column in NUMBERED else "count"
        if column in (*IDENTITY, *self.scheme.results, *self.attributes, *self.scheme.beside_tier[:1]):
            return "text"
        if column in self.fitted.scores:
            return "score" if decimals_of(self.fitted.scores[column]) == 0 else "measure"
        if self.scheme.composite is not None and column == self.scheme.composite.name:
            return "composite"
        known = figure(self.scheme, column)
        if known is None:
            return "number"
        return "percent" if column in PERCENT else known.kind

    def is_metric(self, column: str) -> bool:
        """Tell whether a column is a built-in metric, of which the catalogue speaks."""
        return column in METRICS and column not in self.scheme.own and column not in self.ahead

    def title(self, column: str) -> str:
        """Return a column's name as people say it."""
        if column in self.ahead:
            return text(f"predict.column.{self.ahead[column][0]}", self.lang)
        return titled(column, self.lang, self.scheme)

    def header(self, column: str) -> str:
        """Return a column's header: its name, and for money the currency where it is known."""
        if self.kind(column) == "money" and self.currency:
            return self.say("header.money", title=self.title(column), currency=self.currency)
        return self.title(column)

    @property
    def strategies(self) -> Mapping[str, Mapping[str, str]]:
        """What to do, per result and group: the scheme's measures and rhythm, or a cell's next purchase."""
        found: dict[str, dict[str, str]] = {}
        for column in self.scheme.results:
            groups = self.scheme.groups.get(column, ())
            told = {group.name: self._strategy(group) for group in groups}
            if column == "cell":
                moves = one_more_purchase(self.scheme, self.fitted)
                told = {str(cell): self.say("strategy.cell", to=to) for cell, to in moves.items()}
            if any(told.values()):
                found[column] = told
        return found

    def strategy_header(self, column: str) -> str:
        """Return the header of a result's strategies; it names the result where there are several."""
        title = text("words.column.strategy", self.lang)
        if len(self.strategies) == 1:
            return title
        return self.say("header.strategy", title=title, result=self.title(column))

    def _strategy(self, group: Group) -> str:
        measures, rhythm = self.words(group.measures), self.words(group.rhythm)
        both = self.say("strategy.both", measures=measures, rhythm=rhythm)
        return both if measures and rhythm else measures or rhythm or self.words(group.direction)


def _kind_ahead(name: str, type_: str) -> str:
    if name in {"recency_days", "overdue_days"}:
        return "days"
    if name.startswith("p_") or name.endswith("_p"):
        return "percent"
    return "money" if AHEAD_MONEY.fullmatch(name) else AHEAD_TYPES.get(type_, "number")


def plain(value: Decimal | int) -> str:
    """Return a figure with its trailing zeros cut, never in powers of ten.

    >>> plain(Decimal("0.300000")), plain(Decimal("40"))
    ('0.3', '40')
    """
    return f"{Decimal(value).normalize():f}"
