"""The course of a scheme's runs as figures, and pages of the customers who slide, rise or are likely to be lost."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from shuke.errors import UsageError
from shuke.report.text import money, plain
from shuke.stages.drift import psi, verdict
from shuke.stages.places import grid
from shuke.stages.relation import literal
from shuke.watch.movement.expected import FEWEST, LEVEL, Chance, Period, alike, expected, left_or_fell
from shuke.watching.course import DIRECTIONS, MONEY, OWNER, SPEEDS, Course

SORTS = ("risk", "fallen", "speed", "money")
DIGITS = 6
Rows = list[dict[str, Any]]


def summary(found: Course, owner: tuple[str | None] | None = None) -> dict[str, Any]:
    """Return the figures of a course; ``owner``: how many of one person's customers go which way, and nothing else.

    What is likely is learned from all customers of a place, and told of all of them alone.
    """
    near = alike(found.periods)
    now = found.periods[-1].heads(1) if found.periods else {}
    flows = expected(near, now, found.order, ladder=found.ladder)
    where, values = _whose(owner)
    ways = dict(found.engine.run(f"SELECT way, COUNT(*) FROM {SPEEDS} WHERE {where} GROUP BY 1", values))
    return {
        "scheme": found.scheme,
        "result": found.newest.result,
        "order": list(found.order),
        "places": "ladder" if found.ladder else "list",
        "grid": _grid(found),
        "level": None if found.level is None else found.level.replace('"', ""),
        "currency": found.newest.document["currency"],
        "runs": [] if owner else [_run(found, place) for place in range(len(found.runs))],
        "ways": {name: ways[name] for name in DIRECTIONS if name in ways},
        "leaving": [] if owner else _leaving(found, near, now),
        "expected": None
        if flows is None or owner
        else {
            "periods": len(near),
            "days": near[-1].days,
            "level": LEVEL,
            "flows": [
                {
                    "before": flow.before,
                    "after": flow.after,
                    "chance": round(flow.chance, DIGITS),
                    "customers": round(flow.customers, 1),
                    "low": flow.low,
                    "high": flow.high,
                }
                for flow in flows
            ],
        },
        "fewest_periods": FEWEST,
        "left_out": found.left_out,
    }


def page(
    found: Course,
    *,
    way: str | None = None,
    place: str | None = None,
    owner: tuple[str | None] | None = None,
    sort: str = "risk",
    offset: int = 0,
    size: int = 50,
) -> tuple[Rows, int]:
    """Return some customers of the newest run with their course, and how many they are in all.

    By ``risk`` those of the places that were left most often come first, of these those who fell furthest.

    Raises:
        UsageError: a word is not known.
    """
    if way is not None and way not in DIRECTIONS:
        raise UsageError("direction_unknown", known=", ".join(DIRECTIONS))
    if sort not in SORTS:
        raise UsageError("sort_unknown", known=", ".join(SORTS))
    risks = risk_of(found)
    where, values = _whose(owner)
    for column, value in (("way", way), ("place", place)):
        if value is not None:
            where, values = f"{where} AND {column} = ?", [*values, value]
    ((total,),) = found.engine.run(f"SELECT COUNT(*) FROM {SPEEDS} WHERE {where}", values)
    names = [name for name in found.engine.columns(SPEEDS) if name != OWNER]
    rows = found.engine.run(
        f"SELECT {', '.join(names)} FROM {SPEEDS} WHERE {where} ORDER BY {_order(sort, risks)} "
        f"LIMIT {size} OFFSET {offset}",
        values,
    )
    return [_row(found, dict(zip(names, row, strict=True)), risks) for row in rows], int(total)


def risk_of(found: Course) -> Mapping[str, Chance]:
    """Return, for each place, how often its customers left or fell in the past."""
    near = alike(found.periods)
    told = {place: left_or_fell(near, place, found.worse) for place in found.order}
    return {place: shares["left_or_fell"] for place, shares in told.items() if shares}


def customer(found: Course, customer_id: str) -> dict[str, Any] | None:
    """Return the course of one customer; None for one whom the newest run does not rate."""
    names = [name for name in found.engine.columns(SPEEDS) if name != OWNER]
    rows = found.engine.run(f"SELECT {', '.join(names)} FROM {SPEEDS} WHERE customer_id = ?", [customer_id])
    return _row(found, dict(zip(names, rows[0], strict=True)), risk_of(found)) if rows else None


def _whose(owner: tuple[str | None] | None) -> tuple[str, list[object]]:
    if owner is None:
        return "TRUE", []
    return ("FALSE", []) if owner[0] is None else (f"{OWNER} = ?", [owner[0]])


def _order(sort: str, risks: Mapping[str, Chance]) -> str:
    if sort == "risk":
        arms = " ".join(f"WHEN {literal(place)} THEN {risk.share!r}" for place, risk in risks.items())
        first = f"CASE place {arms} ELSE 0 END DESC, " if arms else ""
        return f"{first}fallen DESC, {MONEY} DESC, customer_id"
    order = {"fallen": "fallen DESC, falls DESC", "speed": "speed ASC NULLS LAST", "money": f"{MONEY} DESC"}
    return f"{order[sort]}, customer_id"


def _row(found: Course, row: dict[str, Any], risks: Mapping[str, Chance]) -> dict[str, Any]:
    risk = risks.get(row["place"])
    total = row.pop(MONEY)
    told = {
        name: plain(value) if name in {"level", "speed", "fallen", "risen"} else value for name, value in row.items()
    }
    return {
        **told,
        "monetary": money(total) if found.has_money else None,
        "risk": None if risk is None else _chance(risk),
    }


def _grid(found: Course) -> list[int] | None:
    """Return how many rows and columns the cells of a grid have; None for places that are none."""
    cells = grid(found.newest.scheme, found.newest.saved.fitted)
    return None if found.newest.result != "cell" or cells is None else [len(cells.rows), len(cells.columns)]


def _chance(found: Chance) -> dict[str, float]:
    return {name: round(value, DIGITS) for name, value in vars(found).items()}


def _run(found: Course, place: int) -> dict[str, Any]:
    """Return a run, with how many stayed since the one before and how far the shares of places moved."""
    run = found.runs[place]
    told: dict[str, Any] = {"run": run.number, "as_of": run.as_of, "rated": run.rated}
    if place == 0:
        return {**told, "days": None, "stayed": None, "of": None, "psi": None, "verdict": None}
    period = found.periods[place - 1]
    stayed, of = period.stayed
    index = psi(period.heads(0), period.heads(1))
    return {
        **told,
        "days": period.days,
        "stayed": stayed,
        "of": of,
        "psi": None if index is None else float(index),
        "verdict": None if index is None else verdict(index),
    }


def _leaving(found: Course, near: Sequence[Period], now: Mapping[str, int]) -> Rows:
    """Return, for each place, how often it was left, and how often left or fallen from, per period of the past."""
    told = []
    for place in found.order:
        shares = left_or_fell(near, place, found.worse)
        if shares or now.get(place):
            told.append(
                {
                    "place": place,
                    "customers": now.get(place, 0),
                    "periods": sum(1 for one in near if one.of(place)),
                    **{name: _chance(shares[name]) if name in shares else None for name in ("left", "left_or_fell")},
                }
            )
    return told
