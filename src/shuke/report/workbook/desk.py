"""What every part of the check sheet works with: cells, the chosen customer, and what has been computed so far."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from shuke.report.workbook.formulas import Lookup, cell
from shuke.report.workbook.grid import Formula, Grid
from shuke.report.workbook.shown import show
from shuke.scheme.builtin import figure

if TYPE_CHECKING:
    from shuke.report.workbook.book import Book
    from shuke.report.workbook.customers import Listing

INPUT_ROW, VERDICT_ROW, FOUND_ROW = 3, 4, 5
LABEL, VALUE, COMPUTED, STORED, FIGURE, BREAKS = 0, 1, 2, 3, 4, 5
EXACT = {"money": "exact_money", "percent": "rate"}
# What a spreadsheet computes of logarithms, deviations and long products differs in the last places.
NEAR = "0.00001"


class Desk:
    """Places cells; knows where each name's value stands, and which computed cell must equal which stored one."""

    def __init__(self, grid: Grid, book: Book, listing: Listing) -> None:
        self.grid, self.book, self.listing = grid, book, listing
        self.shown = show(book, listing)
        self.input = cell(INPUT_ROW, VALUE)
        rows = [cell(FOUND_ROW + index, VALUE) for index in range(len(listing.parts))]
        self.lookup = Lookup(listing.parts, rows)
        self.equal: list[str] = []
        # Where a name's value stands: the figures as they are stored, the scores as they are computed here.
        self.cells: dict[str, str] = {}
        # Names whose value here can differ from the stored one in its last places.
        self.loose: set[str] = set()
        self._sections = 0

    def say(self, name: str, **figures: object) -> str:
        """Return a sentence of the check sheet."""
        return self.book.say(f"check.{name}", **figures)

    def section(self, row: int, name: str, **figures: object) -> None:
        """Place a numbered heading."""
        self._sections += 1
        title = self.say(name, **figures)
        self.grid.put(row, 0, self.say("section", number=self._sections, title=title), "section")

    def stored(self, row: int, col: int, column: str, style: str, **more: object) -> str:
        """Place the stored value of a column; return its cell."""
        formula = self.lookup.value(self.book.columns.index(column), blank=self.may_be_empty(column))
        self.grid.put(row, col, Formula(formula, self.shown.stored.get(column)), style, **more)
        return cell(row, col)

    def may_be_empty(self, column: str) -> bool:
        """Tell whether a customer can have nothing in a column."""
        known = figure(self.book.scheme, column)
        return column in {*self.book.scheme.groups, *self.book.scheme.beside_tier} or (
            known is not None and known.empty
        )

    def metric(self, row: int, metric: str) -> str:
        """Place a metric of the customer in the column of values; return its cell."""
        kind = self.book.kind(metric)
        self.cells[metric] = self.stored(row, VALUE, metric, EXACT.get(kind, kind), align="right")
        return self.cells[metric]

    def computed(self, row: int, col: int, formula: str, value: object, style: str, **more: object) -> str:
        """Place a figure computed here, empty while the customer is unknown; return its cell."""
        self.grid.put(row, col, Formula(self.lookup.when_found(formula), value), style, bold=True, **more)
        return cell(row, col)

    def score(self, row: int, name: str, formula: str) -> None:
        """Place a score computed here beside the stored one."""
        kind = self.book.kind(name)
        self.cells[name] = self.computed(row, COMPUTED, formula, self.shown.computed.get(name), kind)
        self.same(name, self.cells[name], self.stored(row, STORED, name, kind))

    def same(self, name: str, computed: str, stored: str) -> None:
        """Ask that a number computed here is the stored one."""
        if name in self.loose:
            self.equal.append(f"ABS({computed}-{stored})<{NEAR}")
        elif self.book.kind(name) == "score":
            self.equal.append(f"{computed}={stored}")
        else:
            self.equal.append(f"ROUND({computed}-{stored},6)=0")

    def result(self, row: int, col: int, column: str, formula: str) -> tuple[str, str]:
        """Place a computed result over the stored one; return both cells.

        Under a scheme with grace a tier is computed by score.
        """
        if column == "tier" and self.book.scheme.grace is not None:
            column = "tier_by_score"
        kind = self.book.kind(column)
        for at in range(col):
            self.grid.put(row, at, None, top=1)
        self.grid.put(row, LABEL, self.say("here", title=self.book.title(column)), "label", top=1)
        self.grid.put(row + 1, LABEL, self.say("there", title=self.book.title(column)), "label")
        value: Any = self.shown.computed.get(column)
        computed = self.computed(row, col, formula, value, kind, top=1, align="right")
        return computed, self.stored(row + 1, col, column, kind, align="right")
