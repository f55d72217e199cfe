"""The check sheet's results: composite, cluster, cell, code, and the groups by their conditions."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from shuke.report.workbook import formulas
from shuke.report.workbook.conditions import condition
from shuke.report.workbook.desk import BREAKS, COMPUTED, FIGURE, LABEL, STORED, VALUE
from shuke.report.workbook.formulas import cell, cells
from shuke.report.workbook.grid import Formula
from shuke.scheme.builtin import figure
from shuke.scheme.sentences import rule
from shuke.stages.places import grid as cells_of
from shuke.stages.places import holds

if TYPE_CHECKING:
    from shuke.report.workbook.desk import Desk
    from shuke.scheme.model import Group


class Places:
    """Places what comes of the scores, in the order in which one needs the other."""

    def __init__(self, desk: Desk) -> None:
        self.desk, self.book, self.grid = desk, desk.book, desk.grid
        self._total: str | None = None

    def write(self, row: int) -> int:
        """Place all results from a row on; return the row after them."""
        row = self._composite(row)
        row = self._clusters(row)
        row = self._cell(row)
        row = self._code(row)
        for column, groups in self.book.scheme.groups.items():
            row = self._groups(row, column, groups)
        return row

    def _composite(self, row: int) -> int:
        """Place the weighted sum."""
        desk, book, grid = self.desk, self.book, self.grid
        fitted, composite = book.fitted.composite, book.scheme.composite
        if fitted is None or composite is None:
            return row
        desk.section(row, "sum")
        titles = [desk.say(name) for name in ("score", "weight", "score", "points")]
        grid.heads(row + 1, titles, ["text", "number", "number", "number"])
        first = row + 2
        known = bool(desk.shown.stored)
        for at, (name, weight) in enumerate(fitted.weights.items(), start=first):
            score = desk.shown.number(name) if known else None
            grid.put(at, LABEL, book.title(name), "label")
            grid.put(at, VALUE, weight, "composite")
            desk.computed(at, COMPUTED, desk.cells[name], score, book.kind(name))
            points = f"{cell(at, VALUE)}*{cell(at, COMPUTED)}"
            desk.computed(at, STORED, points, None if score is None else weight * score, "composite")
        end = first + len(fitted.weights)
        self._total = f"SUMPRODUCT({cells(first, VALUE, end - 1, VALUE)},{cells(first, COMPUTED, end - 1, COMPUTED)})"
        if any(name in desk.loose for name in fitted.weights) or fitted.scale > formulas.PLACES:
            desk.loose.add(composite.name)
        computed, stored = desk.result(end, STORED, composite.name, f"ROUND({self._total},{formulas.PLACES})")
        desk.cells[composite.name] = computed
        desk.same(composite.name, computed, stored)
        grid.put(end, FIGURE, desk.say("rounding"), "lead", indent=1)
        return end + 3

    def _clusters(self, row: int) -> int:
        """Place the distances to the centres; the nearest is the cluster."""
        desk, grid, centres = self.desk, self.grid, self.book.fitted.centres
        if centres is None:
            return row
        desk.section(row, "clusters")
        last = BREAKS + len(centres.of) - 1
        heads = [self.book.title("cluster"), desk.say("distance")]
        grid.heads(row + 1, heads, ["text", "number"])
        for at, name in enumerate(centres.of, start=BREAKS):
            grid.put(row + 1, at, self.book.title(name), grid.formats.head("number"))
        here = row + 2
        grid.put(here, FIGURE, desk.say("this_customer"), "note", align="right")
        known = bool(desk.shown.stored)
        for at, name in enumerate(centres.of, start=BREAKS):
            desk.computed(here, at, desk.cells[name], desk.shown.number(name) if known else None, "measure")
        mine = cells(here, BREAKS, here, last)
        first = here + 1
        for line, centre in enumerate(centres.centres, start=first):
            grid.put(line, LABEL, line - first + 1, "score", align="left")
            grid.put(line, FIGURE, desk.say("centre"), "note", align="right")
            for at, part in enumerate(centre, start=BREAKS):
                grid.put(line, at, part, "measure", align="right")
            distance = sum(
                ((desk.shown.number(name) - part) ** 2 for name, part in zip(centres.of, centre, strict=True)),
                Decimal(0),
            )
            formula = f"SUMXMY2({mine},{cells(line, BREAKS, line, last)})"
            desk.computed(line, VALUE, formula, distance if known else None, "measure")
        end = first + len(centres.centres)
        distances = cells(first, VALUE, end - 1, VALUE)
        return self._numbered(end, "cluster", f"MATCH(MIN({distances}),{distances},0)")

    def _cell(self, row: int) -> int:
        """Place the number of the cell: its row and column in the grid, the best first."""
        desk, grid, asked = self.desk, self.grid, self.book.scheme.cells
        found = cells_of(self.book.scheme, self.book.fitted)
        if asked is None or found is None:
            return row
        desk.section(row, "cell", columns=len(found.columns))
        places = []
        for line, (name, levels) in enumerate(
            ((asked.rows, found.rows), (asked.columns, found.columns)), start=row + 1
        ):
            grid.put(line, LABEL, self.book.title(name), "label")
            grid.put(line, FIGURE, desk.say("levels"), "note", align="right")
            for at, level in enumerate(levels, start=BREAKS):
                grid.put(line, at, level, "measure", align="right")
            place = f"MATCH({desk.cells[name]},{cells(line, BREAKS, line, BREAKS + len(levels) - 1)},0)"
            score = desk.shown.computed.get(name)
            at_level = None if score is None else [Decimal(one) for one in levels].index(Decimal(score)) + 1
            places.append(desk.computed(line, VALUE, place, at_level, "score"))
        return self._numbered(row + 3, "cell", f"({places[0]}-1)*{len(found.columns)}+{places[1]}")

    def _numbered(self, row: int, column: str, formula: str) -> int:
        computed, stored = self.desk.result(row, VALUE, column, formula)
        self.desk.cells[column] = computed
        self.desk.equal.append(f"{computed}={stored}")
        return row + 3

    def _code(self, row: int) -> int:
        """Place the code: one digit per score, or its mirror image."""
        desk, code = self.desk, self.book.scheme.code
        if code is None:
            return row
        desk.section(row, "code")
        digits = []
        for name in code.digits:
            levels = self.book.fitted.scores[name].levels  # type: ignore[union-attr]
            turn = int(levels[0] + levels[-1])
            digits.append(desk.cells[name] if code.best == "highest" else f"({turn}-{desk.cells[name]})")
        if code.best == "lowest":
            self.grid.put(row + 1, FIGURE, desk.say("turned"), "lead", indent=1)
        computed, stored = desk.result(row + 1, VALUE, "code", '""&' + "&".join(digits))
        desk.cells["code"] = computed
        desk.equal.append(f"EXACT({computed},{stored})")
        return row + 4

    def _groups(self, row: int, column: str, groups: tuple[Group, ...]) -> int:
        """Place a list of groups: whether each one's condition holds, and the first of them that does."""
        desk, book, grid = self.desk, self.book, self.grid
        desk.section(row, "groups", result=book.title(column))
        row = self._looked_at(row + 1, groups)
        heads = [book.title(column), desk.say("holds"), desk.say("name"), "", desk.say("condition")]
        grid.heads(row, heads, ["text", "number", "beside", "text", "beside"])
        first, end = row + 1, row + len(groups)
        known = {name: figure(book.scheme, name) for name in desk.cells}
        texts = {"code", *(name for name, one in known.items() if one is not None and one.kind == "text")}
        for line, group in enumerate(groups, start=first):
            grid.put(line, LABEL, group.name, grid.formats.tier(line - first, len(groups)))
            grid.put(line, COMPUTED, book.words(group.title), indent=1)
            grid.put(line, FIGURE, rule(book.scheme, group, book.lang), indent=1)
            codes = None
            if group.codes:
                codes = cell(line, BREAKS)
                grid.put(line, BREAKS, f",{','.join(group.codes)},", "note")
            asked = condition(group, desk.cells, texts, self._total, codes)
            value = int(holds(group, book.scheme, desk.shown.computed)) if desk.shown.stored else None
            grid.put(line, VALUE, Formula(desk.lookup.when_found(f"IF({asked},1,0)"), value), "holds")
        formula = formulas.first_that_holds(cells(first, LABEL, end, LABEL), cells(first, VALUE, end, VALUE))
        computed, stored = desk.result(end + 1, VALUE, column, formula)
        desk.equal.append(f"EXACT({computed},{stored})")
        return end + 4

    def _looked_at(self, row: int, groups: tuple[Group, ...]) -> int:
        """Place the figures that the conditions look at and that do not stand on the sheet yet."""
        names = dict.fromkeys(name for group in groups if group.when for name in group.when.names)
        for name in names:
            if name not in self.desk.cells:
                self.grid.put(row, LABEL, self.book.header(name), "label")
                self.desk.metric(row, name)
                row += 1
        return row
