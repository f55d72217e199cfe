"""The rated customers summed up by everything that they are grouped by: one pass, which every figure by group asks.

Law: the sums over all groups are those over the rated table.
"""

from __future__ import annotations

from dataclasses import replace

from shuke.engines.duckdb import DuckDB
from shuke.rating.placing import PLACED
from shuke.scheme.model import Scheme
from shuke.stages.fitted import Breaks, Fitted, Nested, Ordered
from shuke.stages.places import places
from shuke.stages.relation import Select

SUMMED = "summed_customers"
SUMS = {
    "_heads": "COUNT(*)",
    "monetary": "SUM(monetary)",
    "_gains": "SUM(CASE WHEN monetary > 0 THEN monetary END)",
    "frequency": "SUM(frequency)",
    "recency_days": "SUM(recency_days)",
}


def sum_up(desk: DuckDB, scheme: Scheme, fitted: Fitted) -> None:
    """Keep heads and sums of the placed table by its results and the scores of few levels, as ``SUMMED``."""
    steps = tuple(name for name, fit in fitted.scores.items() if isinstance(fit, Breaks | Nested | Ordered))
    groups = tuple(dict.fromkeys((*scheme.results, *steps)))
    if not _follows(scheme, steps):
        desk.keep(SUMMED, Select({**{name: name for name in groups}, **SUMS}, PLACED, group_by=groups))
        return
    # Whose scores are the same is in the same place, so places are found once for each of these.
    scored = Select({**{name: name for name in steps}, **SUMS}, PLACED, group_by=steps)
    sums = {f"_of_{name}": name for name in SUMS}
    renamed = Select({**{name: name for name in steps}, **sums}, scored)
    placed = replace(places(renamed, (*steps, *sums), scheme, fitted, ()), order_by=())
    desk.keep(SUMMED, Select({**{name: name for name in groups}, **{name: one for one, name in sums.items()}}, placed))


def _follows(scheme: Scheme, steps: tuple[str, ...]) -> bool:
    """Tell whether every result is told by the scores of few levels alone."""
    if len(steps) < len(scheme.scores) or scheme.clusters is not None or scheme.grace is not None or not steps:
        return False
    made = {*steps, *scheme.made, *scheme.results}
    return all(
        set(one.when.names) <= made for groups in scheme.groups.values() for one in groups if one.when is not None
    )
