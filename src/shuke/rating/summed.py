"""The rated customers summed up by everything that they are grouped by: one pass, which every figure by group asks.

Law: the sums over all groups are those over the rated table.
"""

from __future__ import annotations

from shuke.engines.duckdb import DuckDB
from shuke.rating.placing import PLACED
from shuke.scheme.model import Scheme
from shuke.stages.fitted import Breaks, Fitted, Nested, Ordered

SUMMED = "summed_customers"


def stepped(fitted: Fitted) -> tuple[str, ...]:
    """Return the scores that have few levels."""
    return tuple(name for name, fit in fitted.scores.items() if isinstance(fit, Breaks | Nested | Ordered))


def sum_up(desk: DuckDB, scheme: Scheme, fitted: Fitted) -> None:
    """Keep heads and sums of the placed table by its results and the scores of few levels, as ``SUMMED``."""
    groups = ", ".join(dict.fromkeys((*scheme.results, *stepped(fitted))))
    desk.run(
        f"CREATE OR REPLACE TEMP TABLE {SUMMED} AS SELECT {f'{groups}, ' if groups else ''}COUNT(*) AS heads, "
        "SUM(monetary) AS monetary, SUM(CASE WHEN monetary > 0 THEN monetary END) AS gains, "
        "SUM(frequency) AS frequency, SUM(recency_days) AS recency_days "
        f"FROM {PLACED}{f' GROUP BY {groups}' if groups else ''}"
    )
