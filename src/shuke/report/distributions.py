"""How every metric of a scheme is spread over the customers, with the break values of its scores."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise
from typing import Any

from shuke.rating import PLACED, SUMMED, Rating
from shuke.report.interval import interval
from shuke.report.order import Order
from shuke.report.steps import centre, level, steps
from shuke.report.text import plain, share
from shuke.scheme.builtin import Kind, figure
from shuke.stages.fitted import Breaks, Total

BINS = 24
# Of a metric that is a text, so many values are told, the most frequent first.
MOST_VALUES = 12
STEPS = (Decimal(1), Decimal(2), Decimal(5))


def positions(count: int) -> list[int]:
    """Return the positions, from the least, that decide the bins."""
    return [0, (count - 1) * 95 // 100, count - 1]


def distributions(rating: Rating, order: Order) -> list[dict[str, Any]]:
    """Return the spread of every metric the scheme uses: once per score that has break values, else once."""
    return list(_distributions(rating, order))


def _distributions(rating: Rating, order: Order) -> Iterator[dict[str, Any]]:
    for metric in rating.scheme.metrics:
        known = figure(rating.scheme, metric)
        kind: Kind = known.kind if known else "number"
        scored = {name: fit for name, fit in rating.fitted.scores.items() if _of(fit) == metric}
        with_breaks = {name: fit for name, fit in scored.items() if isinstance(fit, Breaks)}
        base = {"metric": metric, "kind": kind, "best": known.best if known else "high"}
        base |= _spread(rating, metric, kind, order)
        for name, fit in with_breaks.items():
            yield {**base, "score": name, "best": fit.best, **_breaks(rating, name, fit)}
        if not with_breaks:
            yield {**base, "score": next(iter(scored), None), "breaks": [], "straddling": None, "centre": None}


def _of(fit: object) -> str | None:
    return None if isinstance(fit, Total) else getattr(fit, "metric", None)


def _breaks(rating: Rating, name: str, fit: Breaks) -> dict[str, Any]:
    query = f"SELECT {name}, SUM(_heads) FROM {SUMMED} GROUP BY 1"
    heads = {level(score): int(count) for score, count in rating.engine.run(query)}
    return {
        "breaks": [
            {
                **one,
                "customers": heads.get(one["score"], 0),
                "share": share(heads.get(one["score"], 0), rating.rated),
            }
            for one in steps(rating.scheme, fit)
        ],
        "straddling": fit.straddling if fit.kind in {"quantiles", "rank_bands"} else None,
        "centre": centre(rating.scheme, name, fit),
    }


def _counted(rating: Rating, name: str) -> list[tuple[Any, int]]:
    return [(value, heads) for value, heads in rating.engine.run(f"SELECT {name}, COUNT(*) FROM {PLACED} GROUP BY 1")]


def _spread(rating: Rating, metric: str, kind: Kind, order: Order) -> dict[str, Any]:
    """Return the bins of a number or the values of a text, and how many customers have none."""
    spread_of = rating.spreads.get(metric) or order.values(metric)
    given = spread_of.count if spread_of else rating.engine.run(f"SELECT COUNT({metric}) FROM {PLACED}")[0][0]
    spread: dict[str, Any] = {"missing": rating.rated - given, "bins": [], "values": None}
    if kind == "text":
        counted = [(value, heads) for value, heads in _counted(rating, metric) if value is not None]
        ordered = sorted(counted, key=lambda one: (-one[1], one[0]))
        spread["values"] = [{"value": value, "customers": heads} for value, heads in ordered[:MOST_VALUES]]
        spread["other_values"] = sum(heads for _, heads in ordered[MOST_VALUES:])
    elif given:
        spread["bins"] = bins(rating, metric, kind, given, order)
    return spread


def bins(rating: Rating, metric: str, kind: Kind, count: int, order: Order) -> list[dict[str, Any]]:
    """Return contiguous bins of a round width up to the 95th percentile; the rest is one last bin."""
    least, most_of, greatest = order.at(metric, positions(count), count)
    unit = _unit(kind, greatest)
    start = min(least, Decimal(0)) if kind == "money" else least
    width = _round_width((most_of - max(start, Decimal(0))) / BINS, unit)
    origin = least if kind == "count" else Decimal(0)
    last = max(1, int((most_of - origin) / width) + 1)
    edges = [origin + width * index for index in range(last + 1)]
    found = {edge - 1: heads for edge, heads in _reaching(rating, metric, edges, order).items()}
    first = -1 if -1 in found else 0
    return [
        _bin(index, found.get(index, 0), origin, width, last, unit, (least, greatest))
        for index in range(first, max(found) + 1)
    ]


def _reaching(rating: Rating, metric: str, edges: list[Decimal], order: Order) -> dict[int, int]:
    """Return the number of customers by how many of the edges their value reaches."""
    spread = rating.spreads.get(metric)
    if spread is not None:
        return spread.counted(edges)
    values = order.values(metric)
    if values is not None:
        reached = [values.count, *(heads for heads, _ in values.reaching(edges)), 0]
        return {bin_: more - fewer for bin_, (more, fewer) in enumerate(pairwise(reached)) if more > fewer}
    bucket = interval(metric, edges, 0, len(edges))
    query = f"SELECT {bucket} AS bin, COUNT(*) FROM {PLACED} WHERE {metric} IS NOT NULL GROUP BY 1"
    return dict(rating.engine.run(query))


def _unit(kind: Kind, greatest: Decimal) -> Decimal:
    """Return the step by which the bins are named: days and pieces, cents, a thousandth of a rate's size."""
    if kind in {"days", "count"}:
        return Decimal(1)
    if kind == "money":
        return Decimal("0.01")
    size = greatest.adjusted() if greatest else 0
    return min(Decimal("0.01"), max(Decimal("0.000001"), Decimal(1).scaleb(size - 2)))


def _bin(
    index: int,
    customers: int,
    origin: Decimal,
    width: Decimal,
    last: int,
    unit: Decimal,
    ends: tuple[Decimal, Decimal],
) -> dict[str, Any]:
    low = ends[0] if index == -1 else origin + width * index
    high = ends[1] if index == last else origin + width * (index + 1) - unit
    return {"from": plain(low), "to": plain(max(low, high)), "customers": customers}


def _round_width(raw: Decimal, unit: Decimal) -> Decimal:
    """Return the next of 1, 2, 5, 10, 20, 50 … units that is at least the raw width."""
    scale = unit
    while True:
        for step in STEPS:
            if step * scale >= raw:
                return step * scale
        scale *= 10
