"""The columns sheet: what every column of the customers sheet means, and how it is computed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shuke.locale import text
from shuke.report.workbook.book import Book, plain
from shuke.report.workbook.grid import Grid
from shuke.stages.metrics import METRICS

if TYPE_CHECKING:
    from xlsxwriter import Workbook

    from shuke.report.workbook.formats import Formats

STRATEGY = "strategy"
WIDTHS = (26, 18, 40, 18, 66, 46)


def write_columns(workbook: Workbook, formats: Formats, book: Book) -> None:
    """Write the sheet: one row per column, in the order of the customers sheet."""
    sheet = workbook.add_worksheet(book.say("sheet.columns"))
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.freeze_panes(3, 1)
    grid = Grid(sheet, formats, WIDTHS)
    grid.put(0, 0, book.say("columns.title"), "title")
    names = ["header", "name", "meaning", "unit", "how", "source"]
    grid.heads(2, [book.say(f"columns.{name}") for name in names], ["text"] * len(names))
    for row, column in enumerate([*book.columns, STRATEGY], start=3):
        grid.line(row, _describe(book, column), ["wrapped"] * len(names))
        grid.put(row, 0, _header(book, column), "wrapped", bold=True)
    grid.write()


def _describe(book: Book, column: str) -> list[str]:
    topic = _topic(book, column)
    figures = _figures(book, column)
    source = book.say(f"from.{topic if topic not in METRICS else 'metric'}", **figures)
    meaning, how = (book.say(f"{said}.{topic}", **figures) for said in ("meaning", "how"))
    return [
        _header(book, column),
        "" if column == STRATEGY else column,
        meaning,
        _unit(book, column),
        how,
        source,
    ]


def _header(book: Book, column: str) -> str:
    return text("words.column.strategy", book.lang) if column == STRATEGY else book.header(column)


def _topic(book: Book, column: str) -> str:
    """Return under which name the catalogue speaks of a column."""
    kind = book.kind(column)
    if column == STRATEGY or kind == "text" or column in METRICS:
        return column
    return "other" if kind == "number" else kind


def _unit(book: Book, column: str) -> str:
    kind = "text" if column == STRATEGY else book.kind(column)
    if kind == "money":
        return book.currency or book.say("unit.money_unknown")
    if column in ("stability_6m", "stability_cv"):
        return book.say(f"unit.{column}")
    best = book.scheme.scores[column].quantiles if kind == "score" else ""
    return book.say(f"unit.{'rate' if kind == 'percent' else kind}", best=best)


def _figures(book: Book, column: str) -> dict[str, object]:
    """Return what the sentences about a column are filled with."""
    figures: dict[str, object] = {"title": book.words(book.scheme.title)}
    if book.kind(column) == "score":
        breaks = book.breaks[column]
        figures |= {
            "best": breaks.quantiles,
            "rated": breaks.rated,
            "metric": book.title(breaks.metric),
            "direction": book.say(f"direction.{breaks.best}"),
            "ties": book.say(f"ties.{breaks.ties}"),
            "check": book.say("sheet.check"),
        }
    elif book.kind(column) == "composite":
        weights = book.scheme.composite.weights
        figures["terms"] = " + ".join(f"{plain(weight)} × {book.title(name)}" for name, weight in weights.items())
    elif column == "tier":
        floors = [
            book.say("how.last_floor", tier=tier.tier)
            if tier.at_least is None
            else book.say("how.floor", tier=tier.tier, floor=plain(tier.at_least))
            for tier in book.scheme.tiers
        ]
        figures["floors"] = ("; " if book.lang == "en" else "；").join(floors)
    return figures
