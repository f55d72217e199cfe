"""The check sheet's scores: each kind by a formula over the figure and what was learned for it."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from shuke.report.workbook import formulas
from shuke.report.workbook.desk import BREAKS, FIGURE, LABEL
from shuke.report.workbook.formulas import cell, cells
from shuke.stages.fitted import PLACES, Breaks, Linear, Nested, Ordered, Scale, Total

if TYPE_CHECKING:
    from shuke.report.workbook.desk import Desk

REACHED = "#FFF2AB"


class Scores:
    """Places the scores one under the other, in the order of the scheme."""

    def __init__(self, desk: Desk) -> None:
        self.desk, self.book, self.grid = desk, desk.book, desk.grid

    def write(self, row: int) -> int:
        """Place the section from a row on; return the row after it."""
        if not self.book.scheme.scores:
            return row
        desk = self.desk
        desk.section(row, "scores")
        titles = [desk.say(name) for name in ("score", "value", "computed", "stored", "figure")]
        self.grid.heads(row + 1, titles, ["text", "number", "number", "number", "beside"])
        row += 2
        for name, fit in self.book.fitted.scores.items():
            self.grid.put(row, LABEL, self.book.title(name), "label")
            if isinstance(fit, Breaks):
                row = self._steps(row, name, fit)
            elif isinstance(fit, Nested):
                row = self._nested(row, name, fit)
            elif isinstance(fit, Ordered):
                row = self._ordered(row, name, fit)
            elif isinstance(fit, Linear):
                row = self._linear(row, name, fit)
            elif isinstance(fit, Scale):
                row = self._scale(row, name, fit)
            else:
                row = self._total(row, name, fit)
        return row

    def _figure(self, row: int, sentence: str, metric: str) -> None:
        self.grid.put(row, FIGURE, self.desk.say(sentence, metric=self.book.header(metric)), indent=1)

    def _beside(self, row: int, values: list[object], labels: list[object], style: str) -> None:
        """Place numbers to the right, and under each what it is."""
        for at, (value, label) in enumerate(zip(values, labels, strict=True), start=BREAKS):
            self.grid.put(row, at, value, style if not isinstance(value, str) else "plain", align="right")
            self.grid.put(row + 1, at, label, "note", align="right")

    def _steps(self, row: int, name: str, fit: Breaks) -> int:
        """Place a score in steps: the bounds from the best end, and under each its score."""
        desk, kind = self.desk, self.book.kind(fit.metric)
        value = desk.metric(row, fit.metric)
        self._figure(row, fit.best, fit.metric)
        self.grid.put(row + 1, FIGURE, desk.say("score_of"), "note", align="right")
        told = {score for _, score in fit.steps} | {fit.last}
        empty = [score for score in fit.empty if score not in told]
        bounds: list[object] = [bound for bound, _ in fit.steps]
        scores: list[object] = [*(score for _, score in fit.steps), fit.last, *empty]
        nobody = [desk.say("nobody")] * len(empty)
        self._beside(row, [*bounds, desk.say("others"), *nobody], scores, _style(kind))
        count = len(bounds)
        last = cell(row + 1, BREAKS + count)
        formula = last
        if count:
            ends = cells(row, BREAKS, row, BREAKS + count - 1)
            formula = formulas.step_score(value, ends, cells(row + 1, BREAKS, row + 1, BREAKS + count), fit.best)
        desk.score(row, name, formulas.or_else(value, formula, last) if desk.may_be_empty(fit.metric) else formula)
        self._mark(row + 1, BREAKS, BREAKS + count, desk.cells[name])
        return row + 2

    def _mark(self, row: int, first: int, last: int, computed: str) -> None:
        """Let the score that the customer has stand out."""
        rule = {
            "type": "formula",
            "criteria": f"={cell(row, first, fix='row').replace('$', '')}={computed}",
            "format": self.grid.formats.get("plain", bg_color=REACHED),
        }
        self.grid.sheet.conditional_format(row, first, row, last, rule)

    def _nested(self, row: int, name: str, fit: Nested) -> int:
        """Place a score inside groups: one line of bounds per group, the group that counts found by its key."""
        desk, style = self.desk, _style(self.book.kind(fit.metric))
        value = desk.metric(row, fit.metric)
        within = ", ".join(map(self.book.title, fit.within))
        sentence = desk.say(f"nested_{fit.best}", metric=self.book.header(fit.metric), within=within)
        self.grid.put(row, FIGURE, sentence, indent=1)
        levels = range(fit.greatest, 1, -1)
        for at, score in enumerate(levels, start=BREAKS):
            self.grid.put(row, at, score, "head", align="right", num_format=desk.say("break_format"))
        first = row + 1
        for line, (group, part) in enumerate(sorted(fit.parts.items(), reverse=True), start=first):
            self.grid.put(line, FIGURE, "-".join(map(str, group)), "text", align="right")
            reached = {score: bound for bound, score in part.steps}
            better = None
            for at, score in enumerate(levels, start=BREAKS):
                # A score that nobody has is passed over: who reaches it reaches a better one.
                better = reached.get(score, better)
                shown = desk.say("nobody") if better is None else better
                self.grid.put(line, at, shown, "plain" if better is None else style, align="right")
        end = max(first, first + len(fit.parts) - 1)
        # Always a text, as the keys are, even of a single score.
        key = '""&' + '&"-"&'.join(desk.cells[other] for other in fit.within)
        keys, bounds = cells(first, FIGURE, end, FIGURE), cells(first, BREAKS, end, BREAKS + len(levels) - 1)
        desk.score(row, name, formulas.nested_score(value, key, keys, bounds, fit.best))
        return end + 1

    def _ordered(self, row: int, name: str, fit: Ordered) -> int:
        """Place a score by place, which one customer's figures do not tell: it is taken over."""
        desk = self.desk
        desk.metric(row, fit.metric)
        self._figure(row, "by_place", fit.metric)
        desk.cells[name] = desk.stored(row, 3, name, "score")
        return row + 1

    def _linear(self, row: int, name: str, fit: Linear) -> int:
        """Place points per unit and their ends."""
        desk = self.desk
        value = desk.metric(row, fit.metric)
        self._figure(row, "points_of", fit.metric)
        low, high = self._ends(row, fit.at_least, fit.at_most, 1)
        self._beside(row, [fit.points], [desk.say("per_unit")], "measure")
        product = f"{formulas.or_else(value, value, '0')}*{cell(row, BREAKS)}"
        desk.score(row, name, f"ROUND({formulas.clamped(product, low, high)},{PLACES})")
        return row + 2

    def _ends(
        self, row: int, at_least: Decimal | None, at_most: Decimal | None, after: int
    ) -> tuple[str | None, str | None]:
        """Place the ends of a score to the right; return their cells, None for an end that it has not."""
        found: list[str | None] = []
        at = BREAKS + after
        for end, said in ((at_least, "at_least"), (at_most, "at_most")):
            if end is None:
                found.append(None)
                continue
            self.grid.put(row, at, end, "measure", align="right")
            self.grid.put(row + 1, at, self.desk.say(said), "note", align="right")
            found.append(cell(row, at))
            at += 1
        return found[0], found[1]

    def _scale(self, row: int, name: str, fit: Scale) -> int:
        """Place a metric on a common scale."""
        desk = self.desk
        value = desk.metric(row, fit.metric)
        self._figure(row, f"scale_{fit.best}_log" if fit.log else f"scale_{fit.best}", fit.metric)
        labels: list[object] = [desk.say("origin"), desk.say("width"), desk.say("missing")]
        self._beside(row, [fit.origin, fit.width, fit.lowest], labels, "measure")
        origin, width, lowest = (cell(row, BREAKS + at) for at in range(3))
        place = f"ROUND(LN(1+MAX({value},0)),9)" if fit.log else value
        distance = f"({place}-{origin})" if fit.best == "high" else f"({origin}-{place})"
        formula = f"IF({width}=0,0,ROUND({distance}/{width},{PLACES}))"
        desk.loose.add(name)
        desk.score(row, name, formulas.or_else(value, formula, lowest) if desk.may_be_empty(fit.metric) else formula)
        return row + 2

    def _total(self, row: int, name: str, fit: Total) -> int:
        """Place a sum of other scores."""
        desk = self.desk
        self.grid.put(row, FIGURE, desk.say("sum_of"), indent=1)
        weights: list[object] = list(fit.weights.values())
        self._beside(row, weights, [self.book.title(other) for other in fit.weights], "measure")
        low, high = self._ends(row, fit.at_least, fit.at_most, len(weights))
        terms = [f"{cell(row, at)}*{desk.cells[other]}" for at, other in enumerate(fit.weights, start=BREAKS)]
        if any(other in desk.loose for other in fit.weights) or fit.scale > PLACES:
            desk.loose.add(name)
        desk.score(row, name, formulas.clamped("+".join(terms), low, high))
        return row + 2


def _style(kind: str) -> str:
    return {"money": "exact_money", "percent": "rate"}.get(kind, kind)
