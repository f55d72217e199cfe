"""A finished rating on the terminal: the groups with heads and money, the account, the files."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

from shuke.cli.accounted import account, policies
from shuke.cli.columns import aligned
from shuke.cli.drifted import drifted
from shuke.locale import text
from shuke.report.pictures.ladder import ladder
from shuke.report.steps import spans
from shuke.report.summary import groups as counted
from shuke.report.titles import titles
from shuke.result import MOST_IN_WORKBOOK, Result
from shuke.scheme.spoken.money import price
from shuke.scheme.spoken.names import worded

BAR = 24
# Of more codes than these only the largest are listed.
MANY, LARGEST = 12, 10


def finished(result: Result, written: Sequence[Path], asked: Sequence[str] | None, lang: str) -> str:
    """Return what to print after a rating; ``asked`` are the formats that were asked for, if any."""
    told, rating = result.summary, result.rating
    period = [part or "…" for part in told["period"]]
    lines = [
        text(
            "terminal.rated",
            lang,
            title=worded(rating.scheme.title, lang),
            as_of=told["as_of"],
            first=period[0],
            last=period[1],
            columns="; ".join(_columns(result)),
        ),
        "",
        *groups(result, lang),
        "",
        *account(result, lang),
        *policies(result, lang),
    ]
    lines += ["", *drifted(told["drift"], rating.scheme, lang)] if told.get("drift") else []
    told_notes = told["notes"]
    lines += ["", *(f"! {note[lang]}" for note in told_notes)] if told_notes else []
    if not asked and len(result.customers) > MOST_IN_WORKBOOK:
        lines += ["", "! " + text("terminal.no_workbook", lang, most=f"{MOST_IN_WORKBOOK:,}")]
    lines += ["", text("terminal.written", lang)]
    lines += [f"  {path}" for path in sorted(written, key=lambda path: (path.suffix != ".html", path.name))]
    return "\n".join(lines)


def groups(result: Result, lang: str) -> list[str]:
    """Return the groups of every list as tables with bars of heads and money; cells as their grid."""
    scheme = result.rating.scheme
    lines = _list(result, scheme.main, result.summary["groups"], lang)
    for column in scheme.results[1:]:
        if column not in {"code", "cell"}:
            lines += ["", *_list(result, column, counted(result.rating, column), lang)]
    return lines


def _list(result: Result, column: str, given: list[dict[str, Any]], lang: str) -> list[str]:
    if column == "cell":
        return _grid(result, lang)
    shown = given
    lines = []
    if len(given) > MANY and column == "code":
        occurring = [group for group in given if group["customers"]]
        if len(occurring) > MANY:
            shown = sorted(occurring, key=lambda group: -group["customers"])[:LARGEST]
            count = {"shown": len(shown), "occurring": len(occurring), "possible": len(given)}
            lines.append("  " + text("terminal.largest_codes", lang, **count))
        else:
            shown = occurring
    return _table(result, column, shown, lang) + lines


def _table(result: Result, column: str, shown: list[dict[str, Any]], lang: str) -> list[str]:
    """Return groups as a table with bars of heads and money."""
    rows = [[titles(result.rating.scheme)[column][lang]]]
    rows[0] += [text(f"terminal.group.{name}", lang) for name in ("customers", "share", "money", "money_share")]
    rows += [
        [
            _name(result, column, group["name"], lang),
            f"{group['customers']:,}",
            _percent(group["share"]),
            price(Decimal(group["monetary"]), result.rating.currency, exact=False),
            _percent(group["monetary_share"]),
        ]
        for group in shown
    ]
    bars = [""] + [
        f"{'█' * round((group['share'] or 0) * BAR):<{BAR}} {'▒' * max(0, round((group['monetary_share'] or 0) * BAR))}"
        for group in shown
    ]
    return [f"  {line}  {bar}".rstrip() for line, bar in zip(aligned(rows), bars, strict=True)]


def _name(result: Result, column: str, name: str, lang: str) -> str:
    """Return a group as people say it: a short key as it stands, else its title."""
    if not name:
        return text("terminal.no_group", lang)
    if column == "cluster":
        return text("terminal.numbered", lang, title=titles(result.rating.scheme)[column][lang], number=name)
    groups = result.rating.scheme.groups.get(column, ())
    title = next((group.title for group in groups if group.name == name), None)
    return name if title is None or len(name) <= 2 else worded(title, lang)


def _grid(result: Result, lang: str) -> list[str]:
    """Return the cells as a grid of numbers and heads, the best corner at the top right."""
    found = ladder(result.rating)
    if found is None:
        return []
    named = titles(result.rating.scheme)
    row, column = found["row"], found["column"]
    heads = {(cell["row"], cell["column"]): cell for cell in found["cells"]}
    levels = column["levels"][::-1]
    row_spans, column_spans = spans(row), spans(column)
    lines = [["", *(column_spans.get(level, str(level)) for level in levels)]]
    for level in row["levels"]:
        cells = (heads[level, other] for other in levels)
        lines.append(
            [row_spans.get(level, str(level)), *(f"{cell['number']}: {cell['customers']:,}" for cell in cells)]
        )
    title = text("terminal.grid", lang, rows=named[row["metric"]][lang], columns=named[column["metric"]][lang])
    return [f"  {title}", *(f"  {line}".rstrip() for line in aligned(lines))]


def _columns(result: Result) -> list[str]:
    """Return, for the first source, which header was taken for what."""
    meaning = result.rating.intake.loaded[0].meaning
    return [f"{name} ← {meaning.header(name)}" for name in meaning.columns]


def _percent(share: float | None) -> str:
    return "–" if share is None else f"{share * 100:.1f} %"
