"""The summary sheet: the scheme, the groups in customers and money with a chart, and where every row went."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING, Any

from shuke.locale import knows, text
from shuke.report.workbook.grid import Grid

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from xlsxwriter import Workbook
    from xlsxwriter.chart import Chart

    from shuke.report.workbook.book import Book
    from shuke.report.workbook.formats import Formats

CHART_ROWS = 15
# More bars than these would not be read; of more groups only those are listed that somebody is in.
MOST_BARS = 30
LABELLED = 12
SHORT = 3
WIDTHS = (28, 38, 15, 15, 18, 15, 18)
KINDS = ["text", "text", "count", "percent", "money", "percent", "money"]
CUSTOMERS, MONEY = "#2F5D8A", "#D9912B"


def write_summary(workbook: Workbook, formats: Formats, book: Book) -> None:
    """Write the sheet; every figure in it is a plain value."""
    sheet = workbook.add_worksheet(book.say("sheet.summary"))
    sheet.hide_gridlines(2)
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    grid = Grid(sheet, formats, WIDTHS)
    row = _head(grid, book) + 1
    shown = occurring(book.summary["groups"])
    below = _groups(grid, book, book.scheme.main, shown, row)
    if 0 < len(shown) <= MOST_BARS:
        chart = _chart(workbook, book, shown, row + 2)
        sheet.insert_chart(below + 1, 0, chart, {"description": book.say("summary.chart_description")})
        below += 1 + CHART_ROWS
    for column, groups in book.lists.items():
        below = _groups(grid, book, column, occurring(groups), below + 1)
    below = _accounting(grid, book, below + 1)
    _people(grid, book, below + 1)
    grid.write()


def occurring(groups: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """Return the groups to list: all of a few, of many those that somebody is in."""
    return [group for group in groups if len(groups) <= MOST_BARS or group["customers"]]


def _head(grid: Grid, book: Book) -> int:
    """Place what was rated and how; return the row after it."""
    scheme, summary = book.scheme, book.summary
    first, last = summary["period"]
    period = (
        book.say("summary.period_range", first=first, last=last) if first else book.say("summary.period_all", last=last)
    )
    lines = [
        ("scheme", f"{book.words(scheme.title)} ({scheme.scheme})"),
        ("source", scheme.source),
        ("as_of", str(summary["as_of"])),
        ("period", period),
        ("currency", book.currency),
    ]
    grid.put(0, 0, book.say("summary.title"), "title")
    row = 2
    for name, value in lines:
        if value:
            grid.put(row, 0, book.say(f"summary.{name}"), "label")
            grid.put(row, 1, value, "text")
            row += 1
    return row


def _groups(grid: Grid, book: Book, column: str, groups: Sequence[Mapping[str, Any]], row: int) -> int:
    """Place the groups of a result; return the row after the total."""
    named = book.scheme.groups.get(column, ())
    ranks = {group.name: rank for rank, group in enumerate(named)}
    titles = {group.name: book.words(group.title) for group in named}
    names = ["name", "customers", "share", "monetary", "monetary_share", "average"]
    title = book.title(column)
    grid.put(row, 0, book.say("summary.groups", result=title), "section")
    grid.heads(row + 1, [title, *(book.say(f"summary.{name}") for name in names)], KINDS)
    row += 2
    customers, money = 0, Decimal(0)
    for group in groups:
        name, count, amount = str(group["name"]), int(group["customers"]), Decimal(group["monetary"])
        share, money_share = group["share"], group["monetary_share"]
        label = name or book.say("label.no_group")
        values = [label, titles.get(name, ""), count, share, amount, money_share, _average(amount, count)]
        grid.line(row, values, KINDS)
        if name in ranks:
            grid.put(row, 0, name, grid.formats.tier(ranks[name], len(ranks)))
        customers, money, row = customers + count, money + amount, row + 1
    whole, money_whole = (1 if customers else None), (1 if money > 0 else None)
    total = [book.say("label.total"), "", customers, whole, money, money_whole, _average(money, customers)]
    grid.line(row, total, KINDS, bold=True, top=1)
    return row + 1


def _average(amount: Decimal, count: int) -> Decimal | None:
    return (amount / count).quantize(Decimal("0.01"), ROUND_HALF_UP) if count else None


def _chart(workbook: Workbook, book: Book, groups: Sequence[Mapping[str, Any]], first: int) -> Chart:
    """Return the bars of both shares per group; their figures are stored in the chart too."""
    name, last = book.say("sheet.summary"), first + len(groups) - 1
    titles = {group.name: book.words(group.title) for group in book.scheme.groups.get(book.scheme.main, ())}
    # A short key is its own name; of longer ones people read the title beside it.
    short = all(len(str(group["name"])) <= SHORT or not titles.get(group["name"]) for group in groups)
    at = 0 if short else 1
    names = [str(group["name"]) if short else titles.get(group["name"], "") for group in groups]
    chart = workbook.add_chart({"type": "column"})
    for col, key, colour in ((3, "share", CUSTOMERS), (5, "monetary_share", MONEY)):
        chart.add_series(
            {
                "name": book.say(f"summary.{key}"),
                "categories": [name, first, at, last, at],
                "values": [name, first, col, last, col],
                "categories_data": names,
                "values_data": [group[key] for group in groups],
                "fill": {"color": colour},
                "gap": 80,
                "overlap": -5,
                "data_labels": {"value": len(groups) <= LABELLED, "num_format": "0.0%", "font": {"size": 9}},
            }
        )
    chart.set_title({"name": book.say("summary.chart"), "name_font": {"size": 12, "bold": True}, "overlay": False})
    chart.set_y_axis({"num_format": "0%", "major_gridlines": {"visible": True, "line": {"color": "#E1E5E9"}}})
    chart.set_x_axis({"label_position": "low"})
    chart.set_legend({"position": "bottom"})
    chart.set_size({"width": 940, "height": 22 * (CHART_ROWS - 1)})
    return chart


def _accounting(grid: Grid, book: Book, row: int) -> int:
    """Place the rows and the money: read = used + merged + rejected; return the row after."""
    told: Mapping[str, Any] = book.summary["accounting"]
    rejected = sum(told["rows_rejected"].values())
    parts = [told["rows_used"], told["rows_merged"], rejected]
    money = [Decimal(told[f"amount_{name}"]) for name in ("used", "merged", "rejected")]
    read = Decimal(told["amount_read"])
    lines: list[tuple[str, str, object, object]] = [
        (book.say("summary.read"), "", told["rows_read"], read),
        (book.say("summary.used"), "", parts[0], money[0]),
        (book.say("summary.merged"), "", parts[1], money[1]),
        (book.say("summary.rejected"), "", rejected, money[2]),
        *(("", _reason(book, "reason", key), rows, None) for key, rows in told["rows_rejected"].items()),
    ]
    row = _section(grid, book, "accounting", [book.say("summary.rows"), book.say("summary.amount")], row)
    row = _lines(grid, lines, row)
    balanced = told["rows_read"] == sum(parts) and read == sum(money, Decimal(0))
    row = _identity(grid, _told(book, "", balanced), [sum(parts), sum(money, Decimal(0))], row)
    beside = [
        (book.say("summary.beside"), book.say(f"summary.{name}"), told[f"rows_{name}"], _money(told, name))
        for name in ("before_period", "after_as_of")
    ]
    return _lines(grid, beside, row)


def _people(grid: Grid, book: Book, row: int) -> None:
    """Place the customers: seen = rated + not rated."""
    told: Mapping[str, Any] = book.summary["customers"]
    absent = told["not_rated"]
    lines: list[tuple[str, str, object, object]] = [
        (book.say("summary.seen"), "", told["seen"], None),
        (book.say("summary.rated"), "", told["rated"], None),
        (book.say("summary.not_rated"), "", sum(absent.values()), None),
        *(("", _reason(book, "not_rated", key), people, None) for key, people in absent.items()),
    ]
    total = told["rated"] + sum(absent.values())
    row = _section(grid, book, "people", [book.say("summary.customers"), ""], row)
    row = _lines(grid, lines, row)
    _identity(grid, _told(book, "people_", told["seen"] == total), [total, None], row)


def _section(grid: Grid, book: Book, name: str, heads: Sequence[str], row: int) -> int:
    grid.put(row, 0, book.say(f"summary.{name}"), "section")
    grid.heads(row + 1, ["", "", *heads], ["text", "text", "count", "money"])
    return row + 2


def _lines(grid: Grid, lines: Sequence[tuple[str, str, object, object]], row: int) -> int:
    for line in lines:
        grid.line(row, line, ["text", "text", "count", "money"])
        row += 1
    return row


def _identity(grid: Grid, said: list[str], totals: list[object], row: int) -> int:
    """Place the sum of the parts and whether it is the whole."""
    grid.line(row, [*said, *totals], ["text", "text", "count", "money"], bold=True, top=1)
    return row + 1


def _told(book: Book, name: str, balanced: bool) -> list[str]:
    verdict = "balanced" if balanced else "unbalanced"
    return [book.say(f"summary.{name}sum"), book.say(f"summary.{name}{verdict}")]


def _money(told: Mapping[str, Any], name: str) -> Decimal | None:
    amount = told.get(f"amount_{name}")
    return None if amount is None else Decimal(amount)


def _reason(book: Book, topic: str, key: str) -> str:
    for one in book.scheme.exclude:
        if topic == "not_rated" and one.exclude == key and one.title is not None:
            return book.words(one.title)
    return text(f"words.{topic}.{key}", book.lang) if knows(f"words.{topic}.{key}") else key
