"""How a metric is spread over the customers, with the break values of its score."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from shuke.rating import PLACED, Rating
from shuke.report.interval import interval
from shuke.report.text import plain, share
from shuke.stages.fit import Breaks, at_positions
from shuke.stages.metrics import METRICS

BINS = 24
STEPS = (Decimal(1), Decimal(2), Decimal(5))


def distribution(rating: Rating, name: str, fitted: Breaks) -> dict[str, Any]:
    """Return the bins of one metric and the customers of each score."""
    metric = METRICS[fitted.metric]
    rows = rating.engine.run(f"SELECT {name}, COUNT(*) FROM {PLACED} GROUP BY 1")
    heads = dict(rows)
    return {
        "metric": fitted.metric,
        "score": name,
        "best": fitted.best,
        "kind": metric.kind,
        "bins": bins(rating, fitted.metric),
        "breaks": [
            {
                "score": score,
                "bound": plain(fitted.bounds.get(score)),
                "customers": heads.get(score, 0),
                "share": share(heads.get(score, 0), rating.rated),
            }
            for score in range(fitted.quantiles, 0, -1)
        ],
        "straddling": fitted.straddling,
    }


def bins(rating: Rating, metric: str) -> list[dict[str, Any]]:
    """Return contiguous bins of a round width up to the 95th percentile; the rest is one last bin."""
    count = rating.rated
    positions = [0, (count - 1) * 95 // 100, count - 1]
    (values,) = rating.engine.run(f"SELECT {at_positions(metric, positions, count)} FROM {PLACED}")[0]
    least, most_of, greatest = (Decimal(value) for value in values)
    exponent = METRICS[metric].kind
    unit = Decimal(1) if exponent in {"days", "count"} else Decimal("0.01")
    start = min(least, Decimal(0)) if exponent == "money" else least
    width = _round_width((most_of - max(start, Decimal(0))) / BINS, unit)
    origin = Decimal(0) if exponent == "money" else (least if exponent == "count" else Decimal(0))
    last = int((most_of - origin) / width) + 1
    edges = [origin + width * index for index in range(last + 1)]
    bucket = interval(metric, edges, 0, len(edges))
    rows = rating.engine.run(f"SELECT {bucket} AS bin, COUNT(*) FROM {PLACED} GROUP BY 1")
    found = {edge - 1: heads for edge, heads in rows}
    first = -1 if -1 in found else 0
    return [
        _bin(index, found.get(index, 0), origin, width, last, unit, (least, greatest))
        for index in range(first, max(found) + 1)
    ]


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
