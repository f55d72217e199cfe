"""A movement on the terminal: the matrix, what became of everybody, the parts, and those who moved most."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

from shuke.cli.columns import aligned
from shuke.locale import text
from shuke.movement.side import Side
from shuke.report.text import plain
from shuke.scheme.spoken.money import price
from shuke.scheme.spoken.names import column, worded
from shuke.watch.movement.parts import PARTS
from shuke.watching.movement import Movement
from shuke.watching.movement_told import Only, page

# A matrix of more places is not read on a terminal: the largest flows are. So many customers are named.
MOST_PLACES, MOST_FLOWS, NAMED = 9, 12, 10


def moved(found: Movement, told: Mapping[str, Any], written: Sequence[Path], lang: str) -> list[str]:
    """Return a movement as lines."""
    lines = [*_head(found, lang), "", *_matrix(found, told, lang), "", *_sums(found, told, lang)]
    lines += ["", *_parts(found, told, lang), *_names(found, lang)]
    if told["notes"]:
        lines += ["", *(f"! {note[lang]}" for note in told["notes"])]
    if written:
        lines += ["", text("terminal.written", lang), *(f"  {path}" for path in written)]
    return lines


def one(found: Movement, row: Mapping[str, Any], lang: str) -> list[str]:
    """Return one customer's movement as lines: before, every part, after, and where each part left them."""
    head = [text("movement.parts.customer", lang, customer=row["customer_id"])]
    names = [title(found, name, lang) for name in found.figures]
    steps = [text("movement.parts.steps", lang)] if found.ladder else []
    rows = [["", text("movement.parts.place", lang), *steps, *names]]
    rows.append(_line(found, row, "before", _place(found.old, row["before"], lang), lang))
    for part in PARTS[:-1]:
        there = row.get(f"place_{part}", row["after"])
        rows.append(_line(found, row, part, _place(found.old, there, lang), lang))
    if found.ladder and row["steps_grace"]:
        rows.append([text("movement.parts.name.grace", lang), "", f"{row['steps_grace']:+d}", *("" for _ in names)])
    rows.append(_line(found, row, "after", _place(found.new, row["after"], lang), lang))
    return [*_head(found, lang), *head, *(f"  {line}".rstrip() for line in aligned(rows))]


def title(found: Movement, figure: str, lang: str) -> str:
    """Return the title of a figure."""
    return column(figure, lang, found.new.scheme)


def _line(found: Movement, row: Mapping[str, Any], name: str, place: str, lang: str) -> list[str]:
    """Return what stood before or stands after, or one part, as the cells of a line."""
    end = name in {"before", "after"}
    label = text(f"movement.parts.{name}" if end else f"movement.parts.name.{name}", lang)
    steps = []
    if found.ladder:
        steps = ["" if name == "before" else f"{row['steps' if end else f'steps_{name}']:+d}"]
    cells = [_number(row[f"{figure}_{name}"], signed=not end) for figure in found.figures]
    return [label, place, *steps, *cells]


def _number(value: Decimal | None, *, signed: bool) -> str:
    if value is None:
        return "–"
    sign = "+" if signed and value > 0 else ""
    return f"{sign}{plain(value)}" if value else "0"


def _head(found: Movement, lang: str) -> list[str]:
    days = [side.document["as_of"] for side in (found.old, found.new)]
    runs = {"old": days[0], "new": days[1], "first": found.numbers[0], "second": found.numbers[1]}
    return [text("movement.parts.head", lang, title=worded(found.new.scheme.title, lang), **runs)]


def _matrix(found: Movement, told: Mapping[str, Any], lang: str) -> list[str]:
    """Return customers and money of old places by new ones; of many places only the largest flows."""
    seen = [{cell[end] for cell in told["cells"]} for end in ("before", "after")]
    downs, acrosses = (
        [name for name in told["order"][end] if name in there]
        for end, there in zip(("before", "after"), seen, strict=True)
    )
    if max(len(downs), len(acrosses)) > MOST_PLACES:
        return _flows(found, told, lang)
    heads = {
        "old": column(found.old.result, lang, found.old.scheme),
        "new": column(found.new.result, lang, found.new.scheme),
    }
    lines = [text("movement.matrix", lang, **heads), *_table(found, told, downs, acrosses, "customers", lang)]
    if found.has_money:
        lines += ["", text("movement.money", lang), *_table(found, told, downs, acrosses, "monetary", lang)]
    return lines


def _table(
    found: Movement,
    told: Mapping[str, Any],
    downs: Sequence[str | None],
    acrosses: Sequence[str | None],
    what: str,
    lang: str,
) -> list[str]:
    cells = {(cell["before"], cell["after"]): cell for cell in told["cells"]}
    rows = [["", *(_place(found.new, name, lang) for name in acrosses)]]
    for down in downs:
        line = [_place(found.old, down, lang)]
        for across in acrosses:
            cell = cells.get((down, across))
            line.append("·" if cell is None else _amount(found, cell, what, lang))
        rows.append(line)
    return [f"  {line}" for line in aligned(rows)]


def _amount(found: Movement, cell: Mapping[str, Any], what: str, lang: str) -> str:
    if what == "customers":
        return f"{cell['customers']:,}"
    return price(Decimal(cell["monetary"]), found.currency, exact=False)


def _flows(found: Movement, told: Mapping[str, Any], lang: str) -> list[str]:
    flows = [cell for cell in told["cells"] if cell["before"] != cell["after"]]
    rows = [
        [
            f"{_place(found.old, cell['before'], lang)} → {_place(found.new, cell['after'], lang)}",
            _amount(found, cell, "customers", lang),
            *([_amount(found, cell, "monetary", lang)] if found.has_money else []),
        ]
        for cell in sorted(flows, key=lambda cell: -cell["customers"])[:MOST_FLOWS]
    ]
    return [text("movement.flows", lang), *(f"  {line}" for line in aligned(rows or [["–"]]))]


def _sums(found: Movement, told: Mapping[str, Any], lang: str) -> list[str]:
    """Return the customers and the money of each direction, and by which part they moved."""
    rows, causes = [], []
    for direction, amount in told["directions"].items():
        money = [_amount(found, amount, "monetary", lang)] if found.has_money else []
        rows.append([text(f"movement.direction.{direction}", lang), f"{amount['customers']:,}", *money])
        parts = told["because"].get(direction, {})
        causes.append(
            " · ".join(
                text("movement.cause", lang, cause=text(f"movement.parts.name.{part}", lang), count=f"{count:,}")
                for part, count in parts.items()
            )
        )
    lines = [f"  {line}  {cause}".rstrip() for line, cause in zip(aligned(rows), causes, strict=True)]
    return [text("movement.sums", lang), *lines]


def _parts(found: Movement, told: Mapping[str, Any], lang: str) -> list[str]:
    """Return what each part did to the sum of each figure, which is before + parts = after."""
    names = [title(found, name, lang) for name in found.figures]
    rows = [["", *([text("movement.parts.up_down", lang)] if found.ladder else []), *names]]
    for name in ("before", *PARTS, "after"):
        end = name in {"before", "after"}
        label = text(f"movement.parts.{name}" if end else f"movement.parts.name.{name}", lang)
        steps = []
        if found.ladder:
            steps = ["" if end else f"{told['steps'][name]['up']:,} / {told['steps'][name]['down']:,}"]
        if name == "grace" and not any(told.get("steps", {}).get("grace", {}).values()):
            continue
        sums = [told["figures"][one] for one in found.figures]
        cells = [_number(Decimal(one[name] if end else one["parts"].get(name, "0")), signed=not end) for one in sums]
        rows.append([label, *steps, *cells])
    return [text("movement.parts.sums", lang), *(f"  {line}".rstrip() for line in aligned(rows))]


def _names(found: Movement, lang: str) -> list[str]:
    """Return those with the most money who moved, and by which part."""
    rows, total = page(found, Only(), size=NAMED)
    if not rows:
        return []
    told = [
        [
            row["customer_id"],
            f"{_place(found.old, row['before'], lang)} → {_place(found.new, row['after'], lang)}",
            text(f"movement.parts.name.{row['because']}", lang),
        ]
        for row in rows
    ]
    head = text("movement.parts.names", lang, shown=len(rows), total=f"{total:,}")
    return ["", head, *(f"  {line}" for line in aligned(told))]


def _place(side: Side, name: str | None, lang: str) -> str:
    """Return a place as people read it: a group's title where it has one beside its key."""
    if not name:
        return text("movement.not_rated" if name is None else "movement.no_group", lang)
    for group in side.scheme.groups.get(side.result, ()):
        if group.name == name and group.title is not None and side.result != "tier":
            return worded(group.title, lang)
    return name
