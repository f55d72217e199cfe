"""Clusters: their centres on every score, their sizes, and what their customers are like on average."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from shuke.rating import PLACED, Rating
from shuke.report.text import average, plain
from shuke.scheme.builtin import figure
from shuke.stages.fitted import Breaks, Linear, Nested, Ordered, Scale


def clusters(rating: Rating) -> dict[str, Any] | None:
    """Return the clusters of a scheme that makes them, 1 first; None for another scheme."""
    fitted = rating.fitted.centres
    if fitted is None:
        return None
    fits = [rating.fitted.scores.get(name) for name in fitted.of]
    scored = Breaks | Linear | Nested | Ordered | Scale
    metrics = list(dict.fromkeys(fit.metric for fit in fits if isinstance(fit, scored)))
    sums = ", ".join(f"SUM({metric}), COUNT({metric})" for metric in metrics)
    rows = rating.engine.run(f"SELECT cluster, {sums} FROM {PLACED} GROUP BY 1") if metrics else []
    found = {row[0]: row[1:] for row in rows}
    ranks = range(1, len(fitted.centres) + 1)
    return {
        "of": list(fitted.of),
        "order_by": fitted.order_by,
        "seed": fitted.seed,
        "centres": [[plain(part) for part in centre] for centre in fitted.centres],
        "sizes": list(fitted.sizes),
        "silhouettes": [[k, str(plain(value))] for k, value in sorted(fitted.silhouettes.items())],
        "metrics": [{"metric": metric, "kind": _kind(rating, metric)} for metric in metrics],
        "means": [_means(found.get(rank, (None, 0) * len(metrics))) for rank in ranks],
    }


def _means(sums: tuple[Any, ...]) -> list[str | None]:
    pairs = zip(sums[::2], sums[1::2], strict=True)
    return [average(Decimal(total), heads) if total is not None else None for total, heads in pairs]


def _kind(rating: Rating, metric: str) -> str:
    known = figure(rating.scheme, metric)
    return known.kind if known else "number"
