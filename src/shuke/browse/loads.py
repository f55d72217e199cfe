"""What became of everything that was loaded into a workspace: files, columns, rows and money, rejected rows by page.

Law: of each load, rows read = rows used + rows merged + rows rejected, and so the money, as it was asserted when it was
loaded.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from shuke.browse.history import told
from shuke.engines.duckdb import DuckDB
from shuke.errors import NotFound, Where
from shuke.ingest.verdicts import EXCLUDED, REASONS
from shuke.locale import code, knows, text
from shuke.report.text import money
from shuke.stages.relation import literal
from shuke.store.states import State
from shuke.workspace import Workspace
from shuke.workspace.content import Content, Load, Part, Table
from shuke.workspace.relations import files
from shuke.workspace.told import unpacked

Pair = tuple[int, Decimal]
NOTHING: Pair = (0, Decimal(0))
MOST_ON_A_PAGE = 200


@dataclass(frozen=True)
class Rejected:
    """A page of rejected rows, and how many there are."""

    rows: list[dict[str, Any]]
    total: int


def loads(space: Workspace, lang: str) -> list[dict[str, Any]]:
    """Return what there is to say of each load, the latest first."""
    _, content = space.head()
    made = _made(space, content)
    return [_told(load, made.get(load.number), lang) for load in reversed(content.loads)]


def tables(space: Workspace, lang: str) -> list[dict[str, Any]]:
    """Return the tables of interactions and of customers, the latest first, with what became of their rows."""
    return [_beside(one, lang) for one in reversed(space.head()[1].tables)]


def load(space: Workspace, number: int, lang: str) -> dict[str, Any]:
    """Return one load with the columns, the account and the notes of each of its tables.

    Raises:
        NotFound: there is no such load.
    """
    _, content = space.head()
    found = _found(space, content, number)
    parts = [_part(part, place, found, lang) for place, part in enumerate(found.parts)]
    return {**_told(found, _made(space, content).get(number), lang), "parts": parts, "reading": dict(found.reading)}


def rejected(
    space: Workspace,
    number: int,
    lang: str,
    page: int = 1,
    size: int = 50,
    *,
    reasons: Sequence[str] = (),
    part: int | None = None,
) -> Rejected:
    """Return a page of a load's rejected rows: place, what is wrong, and the cells as they may be shown.

    Raises:
        NotFound: there is no such load.
        DataError: the file that keeps them is damaged.
    """
    found = _found(space, space.head()[1], number)
    if found.rejected is None:
        return Rejected([], 0)
    space.segments.check([found.rejected])
    held = [f"verdict IN ({', '.join(map(literal, reasons))})"] if reasons else []
    held += [f"part = {int(part)}"] if part is not None else []
    where = f" WHERE {' AND '.join(held)}" if held else ""
    source = f"{files(space.segments, [found.rejected])}{where}"
    start, count = (page - 1) * size, min(size, MOST_ON_A_PAGE)
    with DuckDB(threads=1) as engine:
        total = engine.run(f"SELECT COUNT(*) FROM {source}")[0][0]
        rows = engine.run(
            f"SELECT part, row, verdict, value, cells FROM {source} ORDER BY part, row, verdict "
            f"LIMIT {count} OFFSET {start}"
        )
    return Rejected([_row(found, lang, *row) for row in rows], total)


def reason_title(reason: str, lang: str) -> str:
    """Return a reason of rejection, a kind of merging or of skipping in words."""
    key = next((f"words.{kind}.{reason}" for kind in ("reason", "merged") if knows(f"words.{kind}.{reason}")), None)
    return text(key, lang) if key else reason


def _found(space: Workspace, content: Content, number: int) -> Load:
    if not 1 <= number <= len(content.loads):
        raise NotFound("load_unknown", Where(file=str(space.home)), number=number)
    return content.loads[number - 1]


def _made(space: Workspace, content: Content) -> dict[int, State]:
    """Return the state in which each load was made, by the load's number."""
    found: dict[int, State] = {}
    names = {one.number: [file.name for file in one.files] for one in content.loads}
    for number in space.states.numbers():
        state = space.states.read(number)
        load = state.did.get("load")
        if state.did["action"] == "load" and load in names and state.did["files"][: len(names[load])] == names[load]:
            found[load] = state
    return found


def _told(load: Load, made: State | None, lang: str) -> dict[str, Any]:
    first, last = load.days or (None, None)
    return {
        "number": load.number,
        "state": told(made, lang) if made else None,
        "files": [{"name": file.name, "size": file.size} for file in load.files],
        "first": first,
        "last": last,
        "currency": load.currency,
        "account": _account(load.parts, lang),
        "known": load.known,
        "replaced": sum(load.personal.values()),
    }


def _account(parts: Iterable[Part], lang: str) -> dict[str, Any]:
    """Return what became of every row and cent of some tables."""
    read, families = NOTHING, {"rejected": dict[str, Pair](), "merged": dict[str, Pair](), "skipped": dict[str, Pair]()}
    for part in parts:
        read = _add(read, _pair(part.read))
        for name, tallies in (("rejected", part.rejected), ("merged", part.merged), ("skipped", part.skipped)):
            for reason, pair in tallies.items():
                families[name][reason] = _add(families[name].get(reason, NOTHING), _pair(pair))
    merged, refused = (_sum(families[name]) for name in ("merged", "rejected"))
    used = (read[0] - merged[0] - refused[0], read[1] - merged[1] - refused[1])
    return {
        "read": _figures(read),
        "used": _figures(used),
        "merged": _figures(merged),
        "rejected": _figures(refused),
        **{f"{name}_by": _by(tallies, lang) for name, tallies in families.items()},
    }


def _by(tallies: Mapping[str, Pair], lang: str) -> list[dict[str, Any]]:
    """Return rows and money by reason, the most rows first."""
    ordered = sorted(tallies.items(), key=lambda item: (-item[1][0], item[0]))
    return [
        {
            "reason": reason,
            "code": code("reasons", reason),
            "title": reason_title(reason, lang),
            "wanted": reason in EXCLUDED,
            **_figures(pair),
        }
        for reason, pair in ordered
    ]


def _part(part: Part, place: int, load: Load, lang: str) -> dict[str, Any]:
    meanings = {index: name for name, index in part.columns.items()}
    notes = ((key, unpacked(figures)) for key, figures in part.notes)
    return {
        "part": place,
        "name": part.name,
        "sheet": part.sheet,
        "kind": part.kind,
        "encoding": part.encoding,
        "columns": [
            {
                "header": header,
                "meaning": name,
                "title": text(f"words.canonical.{name}", lang) if name else None,
                "kept": name in {*load.columns, "customer_id", "ordered_at", "amount", "quantity", "unit_price"},
            }
            for index, header in enumerate(part.headers)
            for name in [meanings.get(index)]
        ],
        "account": _account([part], lang),
        "notes": [
            {"key": key, "code": code("notes", key), "text": text(f"notes.{key}", lang, file=part.name, **figures)}
            for key, figures in notes
        ],
    }


def _row(
    load: Load, lang: str, part: int, row: int, verdict: str, value: str | None, cells: str | None
) -> dict[str, Any]:
    source = load.parts[part]
    heads = [source.headers[index] if index < len(source.headers) else name for name, index in source.columns.items()]
    blamed = REASONS.get(verdict)
    column = next((head for head, name in zip(heads, source.columns, strict=True) if name == blamed), None)
    shown = json.loads(cells) if cells else []
    return {
        "part": part,
        "file": source.name,
        "sheet": source.sheet,
        "row": row,
        "reason": verdict,
        "code": code("reasons", verdict),
        "title": reason_title(verdict, lang),
        "column": column,
        "value": value,
        "cells": [{"header": head, "value": cell} for head, cell in zip(heads, shown, strict=False)],
    }


def _beside(table: Table, lang: str) -> dict[str, Any]:
    return {
        "role": table.role,
        "title": text(f"terminal.inspect.role.{table.role}", lang),
        "file": {"name": table.file.name, "size": table.file.size},
        "headers": list(table.headers),
        "read": table.read,
        "kept": table.rows.rows if table.rows else 0,
        "known": table.known,
        "forgotten": table.forgotten,
    }


def _pair(pair: tuple[int, str]) -> Pair:
    return pair[0], Decimal(pair[1])


def _add(one: Pair, other: Pair) -> Pair:
    return one[0] + other[0], one[1] + other[1]


def _sum(tallies: Mapping[str, Pair]) -> Pair:
    total = NOTHING
    for pair in tallies.values():
        total = _add(total, pair)
    return total


def _figures(pair: Pair) -> dict[str, Any]:
    return {"rows": pair[0], "amount": money(pair[1])}
