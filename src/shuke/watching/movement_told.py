"""A movement as figures and rows: the matrix, what became of everybody and by which part, and pages of customers.

Whoever may see only some customers is told what a movement of these alone would be: everything is added up anew.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from shuke.errors import UsageError
from shuke.locale import LANGUAGES, text
from shuke.movement.side import Side
from shuke.report.text import money, plain
from shuke.watch.movement.parts import DIRECTIONS, PARTS
from shuke.watching.movement import MONEY, OWNER, PARTED, Movement

Rows = list[dict[str, Any]]
MOST_ROWS = 200
# By this word a place is asked for that is none: not rated; an empty one is no group.
NOT_RATED = "-"
# How rows can be sorted: what moved most first, or what is worth most.
SORTS = ("money", "change", "steps", "customer")


@dataclass(frozen=True)
class Only:
    """Which customers of a movement are meant; None: whatever it is."""

    direction: str | None = None
    because: str | None = None
    before: str | None = None
    after: str | None = None
    moved: bool = True

    def check(self) -> None:
        """Refuse words that are no direction and no part.

        Raises:
            UsageError: one is not.
        """
        if self.direction is not None and self.direction not in DIRECTIONS:
            raise UsageError("direction_unknown", known=", ".join(DIRECTIONS))
        if self.because is not None and self.because not in PARTS:
            raise UsageError("part_unknown", known=", ".join(PARTS))

    def held(self) -> tuple[str, list[object]]:
        """Return the condition and its values."""
        found, values = ["TRUE"], list[object]()
        wanted = {"direction": self.direction, "because": self.because, "before": self.before, "after": self.after}
        for column, value in wanted.items():
            if value == NOT_RATED and column in {"before", "after"}:
                found.append(f"{column} IS NULL")
            elif value is not None:
                found.append(f"{column} = ?")
                values.append(value)
        if self.moved and self.direction is None:
            found.append("direction <> 'unchanged'")
        return " AND ".join(found), values


def summary(found: Movement, owner: tuple[str | None] | None = None) -> dict[str, Any]:
    """Return the figures of a movement; ``owner``: of the customers of one person alone, who may be nobody."""
    where, values = whose(owner)
    ask = _asker(found, where, values)
    cells = ask(f"SELECT before, after, COUNT(*), SUM({MONEY}) FROM {{}} GROUP BY 1, 2")
    told: dict[str, Any] = {
        "scheme": found.scheme,
        "old": _side(found.old, found.numbers[0], sum(row[2] for row in cells if row[0] is not None)),
        "new": _side(found.new, found.numbers[1], sum(row[2] for row in cells if row[1] is not None)),
        "places": found.kind,
        "currency": found.currency,
        "order": {
            name: _orders(found.order[end], {row[end] for row in cells}) for end, name in enumerate(("before", "after"))
        },
        "cells": _cells(found, cells),
        "directions": _directions(found, ask),
        "because": _because(ask),
        "figures": {name: _sums(name, ask) for name in found.figures},
        "touched": _touched(found, ask),
        "parts": list(PARTS),
        "notes": [{lang: text(f"movement.parts.note.{key}", lang) for lang in LANGUAGES} for key in found.notes],
    }
    if found.ladder:
        told["steps"] = _steps(ask)
    return told


def whose(owner: tuple[str | None] | None) -> tuple[str, list[object]]:
    """Return the condition for the customers of one person, and its values; None: everybody."""
    if owner is None:
        return "TRUE", []
    return ("FALSE", []) if owner[0] is None else (f"{OWNER} = ?", [owner[0]])


def page(
    found: Movement,
    only: Only,
    *,
    owner: tuple[str | None] | None = None,
    sort: str = "money",
    offset: int = 0,
    size: int = 50,
) -> tuple[Rows, int]:
    """Return some rows of those who are meant, and how many they are in all.

    Raises:
        UsageError: a word is not known.
    """
    only.check()
    if sort not in SORTS:
        raise UsageError("sort_unknown", known=", ".join(SORTS))
    held, values = only.held()
    mine, more = whose(owner)
    where, values = f"{held} AND {mine}", [*values, *more]
    ((total,),) = found.engine.run(f"SELECT COUNT(*) FROM {PARTED} WHERE {where}", values)
    rows = found.engine.run(
        f"SELECT {', '.join(found.columns)} FROM {PARTED} WHERE {where} ORDER BY {_order(found, sort)} "
        f"LIMIT {size} OFFSET {offset}",
        values,
    )
    return [dict(zip(found.columns, row, strict=True)) for row in rows], int(total)


def customer(found: Movement, customer_id: str) -> dict[str, Any] | None:
    """Return the row of one customer; None for one whom neither run rates."""
    rows = found.engine.run(f"SELECT {', '.join(found.columns)} FROM {PARTED} WHERE customer_id = ?", [customer_id])
    return dict(zip(found.columns, rows[0], strict=True)) if rows else None


def _order(found: Movement, sort: str) -> str:
    """Return the order of rows; a sort by what a movement does not have is that by money."""
    figure = found.figures[0] if found.figures else None
    if sort == "steps" and found.ladder:
        return f"ABS(steps) DESC, {MONEY} DESC, customer_id"
    if sort == "change" and figure is not None:
        return f"ABS(COALESCE({figure}_after, 0) - COALESCE({figure}_before, 0)) DESC, customer_id"
    return "customer_id" if sort == "customer" else f"{MONEY} DESC, customer_id"


def _asker(found: Movement, where: str, values: Sequence[object]) -> Any:
    def ask(statement: str) -> list[tuple[Any, ...]]:
        return found.engine.run(statement.format(f"(SELECT * FROM {PARTED} WHERE {where})"), list(values))

    return ask


def _side(side: Side, number: int, rated: int) -> dict[str, Any]:
    return {
        "run": number,
        "as_of": side.document["as_of"],
        "result": side.result,
        "rated": rated,
        "scheme_sha256": side.document["scheme"]["sha256"],
    }


def _orders(order: Sequence[str], seen: set[str | None]) -> list[str | None]:
    """Return the places in their order; no group and not rated where anybody is there."""
    return [*order, *([""] if "" in seen else []), *([None] if None in seen else [])]


def _amount(found: Movement, total: Decimal) -> str | None:
    return money(total) if found.has_money else None


def _cells(found: Movement, rows: Sequence[tuple[Any, ...]]) -> Rows:
    ranks = [{name: rank for rank, name in enumerate((*order, "", None))} for order in found.order]
    ordered = sorted(rows, key=lambda row: (ranks[0][row[0]], ranks[1][row[1]]))
    return [
        {"before": before, "after": after, "customers": heads, "monetary": _amount(found, total)}
        for before, after, heads, total in ordered
    ]


def _directions(found: Movement, ask: Any) -> dict[str, Any]:
    rows = {row[0]: row[1:] for row in ask(f"SELECT direction, COUNT(*), SUM({MONEY}) FROM {{}} GROUP BY 1")}
    return {
        name: {"customers": rows[name][0], "monetary": _amount(found, rows[name][1])}
        for name in DIRECTIONS
        if name in rows
    }


def _because(ask: Any) -> dict[str, dict[str, int]]:
    rows = ask("SELECT direction, because, COUNT(*) FROM {} WHERE because IS NOT NULL GROUP BY 1, 2")
    heads = {(direction, part): count for direction, part, count in rows}
    found = {
        direction: {part: heads[direction, part] for part in PARTS if (direction, part) in heads}
        for direction in DIRECTIONS
    }
    return {direction: parts for direction, parts in found.items() if parts}


def _sums(figure: str, ask: Any) -> dict[str, Any]:
    """Return what a figure adds up to over everybody, before, after and part by part."""
    names = ["before", "after", *PARTS[:-1]]
    sums = ", ".join(f"COALESCE(SUM({figure}_{name}), 0)" for name in names)
    (row,) = ask(f"SELECT {sums} FROM {{}}")
    told = dict(zip(names, map(plain, row), strict=True))
    return {"before": told.pop("before"), "after": told.pop("after"), "parts": told}


def _touched(found: Movement, ask: Any) -> dict[str, int]:
    """Return how many customers' figures or place each part changed."""
    names = [(part, [f"{figure}_{part} <> 0" for figure in found.figures]) for part in PARTS[:-1]]
    if found.ladder:
        names = [(part, [*held, f"steps_{part} <> 0"]) for part, held in names]
    counts = ", ".join(f"COUNT(CASE WHEN {' OR '.join(held) or 'FALSE'} THEN 1 END)" for _, held in names)
    (row,) = ask(f"SELECT {counts} FROM {{}}")
    return {part: count for (part, _), count in zip(names, row, strict=True)}


def _steps(ask: Any) -> dict[str, Mapping[str, int]]:
    """Return, for each part, how many customers it took up and down, and by how many steps together."""
    cells = ", ".join(
        f"COUNT(CASE WHEN steps_{part} > 0 THEN 1 END), COUNT(CASE WHEN steps_{part} < 0 THEN 1 END), "
        f"CAST(COALESCE(SUM(steps_{part}), 0) AS BIGINT)"
        for part in PARTS
    )
    (row,) = ask(f"SELECT {cells} FROM {{}}")
    return {
        part: {"up": row[3 * place], "down": row[3 * place + 1], "steps": row[3 * place + 2]}
        for place, part in enumerate(PARTS)
    }


__all__ = ["MOST_ROWS", "NOT_RATED", "SORTS", "Only", "customer", "page", "summary", "whose"]
