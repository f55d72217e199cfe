"""A comparison of two results on the terminal: the matrix, what it adds up to, causes, drift."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from shuke.cli.columns import aligned, width
from shuke.cli.drifted import drifted
from shuke.locale import text
from shuke.movement.comparison import Comparison
from shuke.movement.moves import Cell
from shuke.movement.side import Side
from shuke.scheme.spoken.money import price
from shuke.scheme.spoken.names import column, worded

# A matrix with more places than this is not read on a terminal; the largest flows are.
MOST_PLACES = 12
MOST_FLOWS = 12
WIDEST = 110


def compared(found: Comparison, written: Sequence[Path], lang: str) -> list[str]:
    """Return a comparison as lines."""
    lines = [*_head(found, lang), "", *_matrix(found, lang), "", *_sums(found, lang)]
    lines += ["", *drifted(found.drift, found.new.scheme, lang)] if found.drift else []
    lines += (
        ["", *(f"! {text(f'movement.note.{key}', lang, **told)}" for key, told in found.notes)] if found.notes else []
    )
    if written:
        lines += ["", text("terminal.written", lang), *(f"  {path}" for path in written)]
    return lines


def _head(found: Comparison, lang: str) -> list[str]:
    sides = (found.old, found.new)
    titles = [worded(side.scheme.title, lang) for side in sides]
    days = {"old": found.old.document["as_of"], "new": found.new.document["as_of"]}
    if titles[0] == titles[1]:
        return [text("movement.head", lang, title=titles[0], **days)]
    return [text("movement.head_two", lang, first=titles[0], second=titles[1], **days)]


def _matrix(found: Comparison, lang: str) -> list[str]:
    """Return customers and money of old places by new ones; of many places only the largest flows."""
    seen = {cell.before for cell in found.cells}, {cell.after for cell in found.cells}
    downs, acrosses = (
        [name for name in order if name in there] for order, there in zip(found.order, seen, strict=True)
    )
    if max(len(downs), len(acrosses)) > MOST_PLACES:
        return _flows(found, lang)
    titles = {"old": _title(found.old, lang), "new": _title(found.new, lang)}
    lines = [text("movement.matrix", lang, **titles), *_table(found, downs, acrosses, _heads, lang)]
    if found.has_money:
        lines += ["", text("movement.money", lang), *_table(found, downs, acrosses, _money, lang)]
    return lines


def _table(
    found: Comparison,
    downs: Sequence[str | None],
    acrosses: Sequence[str | None],
    shown: Callable[[Comparison, Cell], str],
    lang: str,
) -> list[str]:
    """Return one table; where its heads make it too wide, numbers stand for them and are told below."""
    cells = {(cell.before, cell.after): cell for cell in found.cells}
    heads = [_place(found.new, name, lang) for name in acrosses]
    rows = [
        [
            _place(found.old, down, lang),
            *(shown(found, cells[down, across]) if (down, across) in cells else "·" for across in acrosses),
        ]
        for down in downs
    ]
    corner = _title(found.old, lang)
    lines = aligned([[corner, *heads], *rows])
    if width(lines[0]) <= WIDEST:
        return [f"  {line}" for line in lines]
    numbers = [str(number) for number in range(1, len(heads) + 1)]
    legend = " · ".join(
        text("whatif.numbered", lang, number=number, name=name) for number, name in zip(numbers, heads, strict=True)
    )
    return [f"  {line}" for line in (*aligned([[corner, *numbers], *rows]), legend)]


def _flows(found: Comparison, lang: str) -> list[str]:
    """Return the largest flows from one place to another."""
    flows = [cell for cell in found.cells if cell.before != cell.after]
    largest = sorted(flows, key=lambda cell: -cell.customers)[:MOST_FLOWS]
    rows = [
        [
            f"{_place(found.old, cell.before, lang)} → {_place(found.new, cell.after, lang)}",
            _heads(found, cell),
            *([_money(found, cell)] if found.has_money else []),
        ]
        for cell in largest
    ]
    return [text("movement.flows", lang), *(f"  {line}" for line in aligned(rows or [["–"]]))]


def _sums(found: Comparison, lang: str) -> list[str]:
    """Return the customers and the money of each direction, and why those who changed place did."""
    rows, causes = [], []
    for direction, amount in found.totals.items():
        told = [
            text("movement.cause", lang, cause=text(f"movement.because.{cause}", lang), count=f"{count:,}")
            for cause, count in found.because.get(direction, {}).items()
        ]
        money = [price(amount.money, found.currency, exact=False)] if found.has_money else []
        rows.append([text(f"movement.direction.{direction}", lang), f"{amount.customers:,}", *money])
        causes.append(" · ".join(told))
    lines = [f"  {line}  {told}".rstrip() for line, told in zip(aligned(rows), causes, strict=True)]
    return [text("movement.sums", lang), *lines]


def _heads(found: Comparison, cell: Cell) -> str:
    del found
    return f"{cell.customers:,}"


def _money(found: Comparison, cell: Cell) -> str:
    return price(cell.money, found.currency, exact=False)


def _title(side: Side, lang: str) -> str:
    return column(side.result, lang, side.scheme)


def _place(side: Side, name: str | None, lang: str) -> str:
    """Return a place as people read it: a group's title where it has one beside its key."""
    if not name:
        return text("movement.not_rated" if name is None else "movement.no_group", lang)
    for group in side.scheme.groups.get(side.result, ()):
        if group.name == name and group.title is not None and side.result != "tier":
            return worded(group.title, lang)
    return name
