"""A split of resources on the terminal: one table per resource, and the worth of one more hour."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from shuke.cli.columns import aligned
from shuke.locale import text
from shuke.watching.resources import COLUMNS, Told


def shown(found: Told, written: Sequence[Path], lang: str) -> list[str]:
    """Return the split as lines."""
    document = found.document()
    lines = [text("resources.head", lang, run=found.run, as_of=found.as_of)]
    if not found.own:
        lines.append(text("resources.built_in", lang))
    for one in document["resources"]:
        lines += ["", *_resource(one, lang)]
    lines += ["", text("resources.rule", lang)]
    if written:
        lines += ["", text("terminal.written", lang), *(f"  {path}" for path in written)]
    return lines


def _resource(one: dict[str, Any], lang: str) -> list[str]:
    unit = one["unit"] or text("resources.unit", lang)
    lines = [text("resources.of", lang, title=one["title"], capacity=one["capacity"], unit=unit)]
    rows = [[text(f"resources.column.{name}", lang) for name in COLUMNS[1:]]]
    rows += [[str(share[name]) if share[name] is not None else "–" for name in COLUMNS[1:]] for share in one["shares"]]
    lines += [f"  {line}".rstrip() for line in aligned(rows)]
    if one["missing"] != "0.00":
        lines.append(text("resources.missing", lang, hours=one["missing"], unit=unit))
    if one["next_place"] is None:
        lines.append(text("resources.full", lang, hours=one["left"], unit=unit))
    else:
        lines.append(text("resources.next", lang, place=one["next_place"], worth=one["next_worth"], unit=unit))
    return [*lines, text("resources.by_money" if one["by_money"] else "resources.by_worth", lang)]
