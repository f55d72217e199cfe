"""Which tables a scheme needs beside order lines, and the line of the document that asks for each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Literal

from shuke.scheme.builtin import figure
from shuke.scheme.document import Path
from shuke.scheme.model import Scheme, Sum


def closure(scheme: Scheme, names: Iterable[str]) -> tuple[str, ...]:
    """Return metrics with all they are made of, each once, the parts first."""
    found: dict[str, None] = {}
    for name in names:
        found.update(dict.fromkeys((*closure(scheme, scheme.parts(name)), name)))
    return tuple(found)


def tables(scheme: Scheme, names: Iterable[str]) -> Mapping[str, Literal["interactions", "customers"]]:
    """Return the metrics, among some and their parts, that come of another table than order lines, with the table."""
    found: dict[str, Literal["interactions", "customers"]] = {}
    for name in closure(scheme, names):
        known = figure(scheme, name)
        if known is not None and (known.table in ("interactions", "customers")):
            found[name] = known.table
    return found


def asked_at(scheme: Scheme, metric: str) -> Path:
    """Return the path of the document at which a metric is asked for; nowhere for one that only a caller wants."""
    for name, score in scheme.scores.items():
        if not isinstance(score, Sum) and metric in closure(scheme, (score.metric,)):
            return ("metrics", metric) if metric in scheme.own else ("scores", name, "metric")
    if metric in scheme.own:
        return ("metrics", metric)
    for key, groups in (("tiers", scheme.tiers), ("stages", scheme.stages), ("segments", scheme.segments)):
        for index, group in enumerate(groups):
            if group.when is not None and metric in group.when.names:
                return (key, index, "when")
    return ("exclude",) if any(metric in one.when.names for one in scheme.exclude) else ("",)
