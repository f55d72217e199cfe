"""The check sheet: pick one customer, and the rating is computed again in the open, by formulas."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shuke.report.workbook import formulas
from shuke.report.workbook.formulas import Lookup, cell, cells, quoted
from shuke.report.workbook.grid import Formula, Grid
from shuke.report.workbook.shown import show

if TYPE_CHECKING:
    from xlsxwriter import Workbook

    from shuke.report.workbook.book import Book
    from shuke.report.workbook.customers import Listing
    from shuke.report.workbook.formats import Formats

INPUT_ROW, VERDICT_ROW, FOUND_ROW = 3, 4, 5
LABEL, VALUE, COMPUTED, STORED, FIGURE, BREAKS = 0, 1, 2, 3, 4, 5
WIDTHS = (34, 24, 16, 16, 66)
EXACT = {"money": "exact_money", "percent": "rate"}
GOOD, BAD, REACHED = "#C9EBCF", "#F6C7C2", "#FFF2AB"


def write_check(workbook: Workbook, formats: Formats, book: Book, listing: Listing) -> None:
    """Write the sheet with its formulas and, in them, the first customer's figures."""
    sheet = workbook.add_worksheet(book.say("sheet.check"))
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.hide_gridlines(2)
    best = max(one.quantiles for one in book.breaks.values())
    Check(Grid(sheet, formats, [*WIDTHS, *[14] * best]), book, listing).write()


class Check:
    """Places the sections one under the other; each knows the cells of the one before."""

    def __init__(self, grid: Grid, book: Book, listing: Listing) -> None:
        self.grid = grid
        self.book = book
        self.listing = listing
        self.shown = show(book, listing)
        self.input = cell(INPUT_ROW, VALUE)
        rows = [cell(FOUND_ROW + index, VALUE) for index in range(len(listing.parts))]
        self.lookup = Lookup(listing.parts, rows)
        self.equal: list[str] = []

    def write(self) -> None:
        """Place all sections and write the sheet; the verdict stands on top and looks at all of them."""
        row = self._customer()
        row, scores = self._scores(row + 1)
        row, total = self._sum(row + 1, scores)
        self._tiers(row + 1, total)
        self._verdict()
        self.grid.write()

    def _say(self, name: str, **figures: object) -> str:
        return self.book.say(f"check.{name}", **figures)

    def _stored(self, row: int, col: int, column: str, style: str, **more: object) -> str:
        """Place the stored value of a column; return its cell."""
        formula = self.lookup.value(self.book.columns.index(column))
        self.grid.put(row, col, Formula(formula, self.shown.stored.get(column)), style, **more)
        return cell(row, col)

    def _computed(self, row: int, col: int, formula: str, value: object, style: str, **more: object) -> str:
        """Place a figure computed here, empty while the customer is unknown; return its cell."""
        self.grid.put(row, col, Formula(self.lookup.when_found(formula), value), style, bold=True, **more)
        return cell(row, col)

    def _customer(self) -> int:
        """Place the input, where it was found, and the name."""
        grid, shown = self.grid, self.shown.stored
        grid.put(0, 0, self._say("title"), "title")
        grid.put(1, 0, self._say("lead"), "lead")
        grid.put(INPUT_ROW, LABEL, self._say("customer"), "label")
        grid.put(INPUT_ROW, VALUE, shown.get("customer_id"), "input")
        source = f"={formulas.column(self.listing.parts[0], 0)}"
        prompt = {"input_title": self._say("customer"), "input_message": self._say("prompt")}
        rule = {"validate": "list", "source": source, "show_error": False, **prompt}
        grid.sheet.data_validation(INPUT_ROW, VALUE, INPUT_ROW, VALUE, rule)
        grid.sheet.ignore_errors({"number_stored_as_text": self.input.replace("$", "")})
        row = FOUND_ROW
        for index, part in enumerate(self.listing.parts):
            at = 2 if shown and index == 0 else 0
            grid.put(row, LABEL, self._say("found", sheet=part.name))
            grid.put(row, VALUE, Formula(f"={formulas.row_of(part, self.input)}", at), "score", align="left")
            row += 1
        if "customer_name" in self.book.columns:
            name = self.lookup.value(self.book.columns.index("customer_name"))
            grid.put(row, LABEL, self.book.title("customer_name"))
            grid.put(row, VALUE, Formula(f'{name}&""', shown.get("customer_name")), "plain")
            row += 1
        return row

    def _scores(self, row: int) -> tuple[int, dict[str, str]]:
        """Place the figures, the break values and the scores; return the row after, and each score's cell."""
        book, grid = self.book, self.grid
        best = max(book.breaks[name].quantiles for name in book.scheme.scores)
        head, others = row + 1, BREAKS + best - 1
        titles = [self._say(name) for name in ("score", "value", "computed", "stored", "figure")]
        grid.put(row, 0, self._say("scores"), "section")
        grid.heads(head, titles, ["text", "number", "number", "number", "beside"])
        for score in range(best, 0, -1):
            style = grid.formats.get("head", align="right", num_format=self._say("break_format"))
            grid.put(head, BREAKS + best - score, score, style)
        scores = {}
        for at, name in enumerate(book.scheme.scores, start=head + 1):
            breaks = book.breaks[name]
            kind = book.kind(breaks.metric)
            style = EXACT.get(kind, kind)
            grid.put(at, 0, book.title(name), "label")
            grid.put(at, FIGURE, self._say(breaks.best, metric=book.header(breaks.metric)), indent=1)
            for score, bound in breaks.bounds.items():
                shown = self._say("nobody") if bound is None else bound
                grid.put(at, BREAKS + best - score, shown, style, align="right")
            grid.put(at, others, self._say("others"), align="right")
            value = self._stored(at, VALUE, breaks.metric, style)
            formula = formulas.score(value, cells(at, BREAKS, at, others - 1), breaks.best)
            scores[name] = self._computed(at, COMPUTED, formula, self.shown.scores.get(name), "score")
            self.equal.append(f"{scores[name]}={self._stored(at, STORED, name, 'score')}")
        title, computed = cell(head, BREAKS, fix="row"), cell(head + 1, COMPUTED, fix="col")
        reached = {
            "type": "formula",
            "criteria": f"={title}={computed}",
            "format": grid.formats.get("plain", bg_color=REACHED),
        }
        grid.sheet.conditional_format(head + 1, BREAKS, head + len(scores), others, reached)
        return head + len(scores) + 1, scores

    def _sum(self, row: int, scores: dict[str, str]) -> tuple[int, str]:
        """Place the weighted sum; return the row after, and the composite's cell."""
        book, grid, shown = self.book, self.grid, self.shown
        weights = book.scheme.composite.weights
        titles = [self._say(name) for name in ("score", "weight", "score", "points")]
        grid.put(row, 0, self._say("sum"), "section")
        grid.heads(row + 1, titles, ["text", "number", "number", "number"])
        first = row + 2
        for at, (name, weight) in enumerate(weights.items(), start=first):
            score = shown.scores.get(name)
            grid.put(at, 0, book.title(name), "label")
            grid.put(at, VALUE, weight, "composite")
            self._computed(at, COMPUTED, scores[name], score, "score")
            points = f"{cell(at, VALUE)}*{cell(at, COMPUTED)}"
            self._computed(at, STORED, points, None if score is None else weight * score, "composite")
        total = first + len(weights)
        formula = formulas.composite(cells(first, VALUE, total - 1, VALUE), cells(first, COMPUTED, total - 1, COMPUTED))
        composite, stored = self._result(total, STORED, book.scheme.composite.name, formula, shown.total)
        self.equal.append(f"ROUND({composite}-{stored},{formulas.PLACES})=0")
        grid.put(total, FIGURE, self._say("rounding"), "lead", indent=1)
        return total + 2, composite

    def _tiers(self, row: int, total: str) -> None:
        """Place the floors and the tier."""
        book, grid = self.book, self.grid
        tiers = book.scheme.tiers
        titles = [self._say("tier"), self._say("floor"), self._say("name"), ""]
        grid.put(row, 0, self._say("tiers"), "section")
        grid.heads(row + 1, titles, ["text", "number", "beside", "text"])
        first, end = row + 2, row + 1 + len(tiers)
        for rank, one in enumerate(tiers):
            grid.put(first + rank, 0, one.tier, grid.formats.tier(rank, len(tiers)))
            floor = self._say("others") if one.at_least is None else one.at_least
            grid.put(first + rank, VALUE, floor, "composite", align="right")
            grid.put(first + rank, COMPUTED, book.words(one.title), indent=1)
        floors = cells(first, VALUE, end - 1, VALUE) if len(tiers) > 1 else None
        formula = formulas.tier(cells(first, 0, end, 0), floors, total)
        computed, stored = self._result(end + 1, VALUE, "tier", formula, self.shown.tier)
        self.equal.append(f"EXACT({computed},{stored})")

    def _result(self, row: int, col: int, column: str, formula: str, value: object) -> tuple[str, str]:
        """Place a computed result over the stored one; return both cells."""
        kind = self.book.kind(column)
        for at in range(col):
            self.grid.put(row, at, None, top=1)
        self.grid.put(row, LABEL, self._say("here", title=self.book.title(column)), "label", top=1)
        self.grid.put(row + 1, LABEL, self._say("there", title=self.book.title(column)), "label")
        computed = self._computed(row, col, formula, value, kind, top=1, align="right")
        return computed, self._stored(row + 1, col, column, kind, align="right")

    def _verdict(self) -> None:
        """Place whether everything computed here is what is stored."""
        agrees, differs, unknown = (self._say(name) for name in ("agrees", "differs", "unknown"))
        same = f"IF(AND({','.join(self.equal)}),{quoted(agrees)},{quoted(differs)})"
        formula = f"=IF({self.lookup.missing},{quoted(unknown)},{same})"
        shown = self.shown.agrees(self.book.scheme.composite.name)
        value = unknown if shown is None else agrees if shown else differs
        self.grid.put(VERDICT_ROW, LABEL, self._say("verdict"), "label")
        self.grid.put(VERDICT_ROW, VALUE, Formula(formula, value), "label", border=1)
        for words, colour in ((agrees, GOOD), (differs, BAD)):
            style = self.grid.formats.get("label", bg_color=colour)
            rule = {"type": "cell", "criteria": "==", "value": quoted(words), "format": style}
            self.grid.sheet.conditional_format(VERDICT_ROW, VALUE, VERDICT_ROW, VALUE, rule)
