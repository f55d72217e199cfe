"""``shuke scheme names``: the names that vendors give to cells, and the way from one to another."""

from __future__ import annotations

import json
from collections.abc import Iterator
from fractions import Fraction
from typing import TYPE_CHECKING, Annotated, Any

import typer

from shuke.cli.shared import Language, language, say

if TYPE_CHECKING:
    from shuke.scheme.names import Conflict, Ground, NameSet, Translation

MOST_CELLS = 30


def names(
    name_set: Annotated[str | None, typer.Argument(metavar="[SET]", help="A set of names; default: list them.")] = None,
    to: Annotated[str | None, typer.Option(metavar="SET", help="Translate into the names of this set.")] = None,
    lang: Language = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """List sets of segment names, show one, or translate one into another with the loss shown."""
    from shuke.errors import UsageError
    from shuke.scheme.names import name_set as read
    from shuke.scheme.names import name_set_ids, translate

    spoken = language(lang)
    if name_set is None:
        if to is not None:
            raise UsageError("names_from_missing", known=", ".join(name_set_ids()))
        every = [read(one) for one in name_set_ids()]
        _print(as_json, [_brief(one) for one in every], _listed(every, spoken))
        return
    one = read(name_set)
    if to is None:
        _print(as_json, _whole(one), _shown(one, spoken))
        return
    found = translate(one, read(to))
    _print(as_json, _translated(found), _told(found, spoken))


def _print(as_json: bool, data: Any, lines: Iterator[str]) -> None:
    if as_json:
        say(json.dumps(data, ensure_ascii=False, indent=2))
        return
    for line in lines:
        say(line)


def _listed(every: list[NameSet], lang: str) -> Iterator[str]:
    from shuke.scheme.names import conflicts

    for one in every:
        title = one.title.model_dump()[lang]
        yield _text("list", lang, id=one.id, title=title, names=len(one.segments), cells=len(one.shape.cells))
    yield from _conflicts([one for one in conflicts(tuple(every)) if one.apart], lang)


def _shown(one: NameSet, lang: str) -> Iterator[str]:
    from shuke.scheme.names import conflicts, name_set_ids
    from shuke.scheme.names import name_set as read

    yield f"{one.id}  {one.title.model_dump()[lang]} ({_text(f'cube.{one.cube}', lang)})"
    yield _text("source", lang, source=one.source)
    if one.note is not None:
        yield one.note.model_dump()[lang]
    for segment in one.segments:
        cells = one.cells[segment.name]
        claims = segment.claims(one.shape)
        shown = _cells(cells, lang) if claims else _text("none_read", lang)
        if claims and not cells:
            shown = _text("never", lang)
        mark = one.mark_of(segment.name)
        told = f" [{_text(f'mark.{mark}', lang)}]" if mark != "read" else ""
        yield f"  {one.title_of(segment.name, lang)} ({segment.name}): {shown}{told}"
    if one.unnamed and len(one.unnamed) < len(one.shape.cells):
        yield _text("unnamed", lang, count=len(one.unnamed), codes=_cells(one.unnamed, lang))
    if one.overlapping:
        yield _text("overlaps", lang, count=len(one.overlapping))
    others = tuple(read(other) for other in name_set_ids() if other != one.id)
    found = [conflict for other in others for conflict in conflicts((one, other))]
    yield from _conflicts([conflict for conflict in found if conflict.apart], lang)


def _told(found: Translation, lang: str) -> Iterator[str]:
    from shuke.scheme.names import conflicts

    yield _text("title", lang, one=found.of.title.model_dump()[lang], other=found.to.title.model_dump()[lang])
    yield _rule(found.ground, lang)
    for row in found.rows:
        parts = []
        for share in row.to:
            title = _text("no_name", lang) if share.name is None else found.to.title_of(share.name, lang)
            parts.append(title if len(row.to) == 1 else f"{title} {_percent(share.share)}")
        kind = _text(f"kind.{row.kind}", lang)
        yield f"  {found.of.title_of(row.name, lang)} → {', '.join(parts) or '?'} [{kind}]"
    yield _text("loss", lang, loss=_percent(found.loss), unclear=_percent(found.unclear))
    for key, of, listed in (
        ("ambiguous", found.of, found.ambiguous),
        ("without", found.of, found.without),
        ("unreached", found.to, found.unreached),
    ):
        if listed:
            yield _text(key, lang, names=", ".join(of.title_of(name, lang) for name in listed))
    yield from _conflicts(list(conflicts((found.of, found.to))), lang)


def _conflicts(found: list[Conflict], lang: str) -> Iterator[str]:
    if found:
        yield _text("conflicts", lang)
    for one in found:
        key = "conflict_apart" if one.apart else "conflict"
        first, second = (_cells(cells, lang) for cells in one.cells)
        yield "  " + _text(
            key, lang, word=one.word, one=first, other=second, one_set=one.one[0], other_set=one.other[0]
        )


def _rule(ground: Ground, lang: str) -> str:
    told = _text("rule_halved" if ground.halved else "rule_kept", lang, axes=" ".join(ground.axes))
    ignored = _text("rule_ignored", lang, axes=" ".join(ground.ignored)) if ground.ignored else ""
    return f"{told} {ignored}".rstrip()


def _cells(cells: tuple[str, ...], lang: str) -> str:
    from shuke.locale import text

    shown = " ".join(cells[:MOST_CELLS])
    return (
        shown if len(cells) <= MOST_CELLS else text("importing.more", lang, shown=shown, count=len(cells) - MOST_CELLS)
    )


def _percent(share: Fraction) -> str:
    tenths = int(share * 1000 + Fraction(1, 2))
    return f"{tenths // 10}.{tenths % 10} %" if tenths % 10 else f"{tenths // 10} %"


def _text(key: str, lang: str, **figures: object) -> str:
    from shuke.locale import text

    return text(f"importing.names.{key}", lang, **figures)


def _brief(one: NameSet) -> dict[str, Any]:
    return {"id": one.id, "title": one.title.model_dump(), "cube": one.cube, "source": one.source}


def _whole(one: NameSet) -> dict[str, Any]:
    segments = [
        {
            "name": segment.name,
            "title": {"en": segment.en, "zh": segment.zh},
            "cells": list(one.cells[segment.name]),
            "claims": list(segment.claims(one.shape)),
            "known": one.mark_of(segment.name),
        }
        for segment in one.segments
    ]
    note = one.note.model_dump() if one.note else None
    written = {"written": one.written, "note": note, "segments": segments}
    return {**_brief(one), **written, "unnamed": list(one.unnamed), "overlapping": list(one.overlapping)}


def _translated(found: Translation) -> dict[str, Any]:
    """Return a translation as plain data; shares are exact fractions, written as text."""
    rows = [
        {
            "name": row.name,
            "cells": row.cells,
            "kind": row.kind,
            "to": [{"name": share.name, "cells": str(share.cells), "share": str(share.share)} for share in row.to],
        }
        for row in found.rows
    ]
    ground = {"axes": found.ground.axes, "high_and_low": found.ground.halved, "ignored": found.ground.ignored}
    return {
        "from": found.of.id,
        "to": found.to.id,
        "ground": ground,
        "names": rows,
        "loss": str(found.loss),
        "unclear": str(found.unclear),
        "ambiguous": list(found.ambiguous),
        "without": list(found.without),
        "unreached": list(found.unreached),
    }
