"""The columns sheet: what every column of the customers sheet means, and how it is computed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shuke.report.workbook.book import Book
from shuke.report.workbook.grid import Grid
from shuke.scheme.spoken import metrics, places, scores
from shuke.stages.fitted import Breaks, Nested, Ordered

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
    lines = [_describe(book, column) for column in book.columns]
    lines += [_strategy(book, column) for column in book.strategies]
    for row, line in enumerate(lines, start=3):
        grid.line(row, line, ["wrapped"] * len(names))
        grid.put(row, 0, line[0], "wrapped", bold=True)
    grid.write()


def _describe(book: Book, column: str) -> list[str]:
    """Return header, name, meaning, unit, way of computing and source of a column."""
    topic = _topic(book, column)
    title = book.words(book.scheme.title)
    source = book.say(f"from.{'metric' if book.is_metric(column) else topic}", title=title)
    return [book.header(column), column, _meaning(book, column, topic), _unit(book, column), _how(book, column), source]


def _strategy(book: Book, column: str) -> list[str]:
    title = book.title(column)
    return [
        book.strategy_header(column),
        "",
        book.say("meaning.strategy", result=title),
        book.say("unit.text"),
        book.say("how.strategy", result=title),
        book.say("from.strategy", title=book.words(book.scheme.title)),
    ]


def _topic(book: Book, column: str) -> str:
    """Return under which name the catalogue speaks of a column."""
    if book.is_metric(column) or column in {"customer_id", "customer_name", "cell", "code", "cluster"}:
        return column
    if column in book.scheme.results:
        return "group"
    if column in book.scheme.beside_tier:
        return column
    if column in book.scheme.scores:
        return "score"
    if column in book.attributes or column in book.ahead:
        return "ahead" if column in book.ahead else "attribute"
    return "composite" if book.kind(column) == "composite" else "other"


def _meaning(book: Book, column: str, topic: str) -> str:
    if topic == "score":
        fit = book.fitted.scores[column]
        if isinstance(fit, Breaks | Nested | Ordered):
            return book.say("meaning.score", metric=book.title(fit.metric), best=f"{fit.levels[0]:f}")
        return book.say("meaning.part")
    return book.say(f"meaning.{topic}")


def _unit(book: Book, column: str) -> str:
    kind = book.kind(column)
    if kind == "money":
        return book.currency or book.say("unit.money_unknown")
    if column in ("stability_6m", "stability_cv"):
        return book.say(f"unit.{column}")
    fit = book.fitted.scores.get(column)
    if isinstance(fit, Breaks | Nested | Ordered):
        return book.say("unit.score", least=f"{fit.levels[-1]:f}", best=f"{fit.levels[0]:f}")
    return book.say(f"unit.{ {'percent': 'rate', 'measure': 'composite', 'score': 'number'}.get(kind, kind) }")


def _how(book: Book, column: str) -> str:
    """Return how a column is computed: of what the scheme makes, its own sentences."""
    scheme, lang = book.scheme, book.lang
    lines: list[str] = []
    if column in scheme.scores:
        lines = [scores.score(scheme, column, lang)]
        if isinstance(book.fitted.scores[column], Breaks | Nested):
            lines.append(book.say("how.check", check=book.say("sheet.check")))
    elif column in scheme.own:
        lines = [metrics.own(scheme, column, scheme.own[column], lang)]
    elif scheme.composite is not None and column == scheme.composite.name:
        lines = places.composite(scheme, scheme.composite, lang)
    elif column in scheme.groups:
        lines = places.groups(scheme, column, lang)
        lines += places.grace(scheme, lang) if column == "tier" else []
    elif column in scheme.beside_tier:
        lines = [book.say(f"how.{column}")]
    elif column in scheme.results:
        made = {"cell": places.cells, "code": places.code}
        clusters = scheme.clusters
        told = (
            places.clusters(scheme, clusters, lang) if column == "cluster" and clusters else made[column](scheme, lang)
        )
        lines = [told or ""]
    else:
        topic = "attribute" if column in book.attributes else "ahead" if column in book.ahead else "other"
        lines = [book.say(f"how.{column if book.is_metric(column) or column.startswith('customer_') else topic}")]
    return (" " if lang == "en" else "").join(lines)
