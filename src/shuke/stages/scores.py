"""Break values become scores: a plain CASE on each row.

Law: equal values get equal scores, whatever the engine, the order of rows or the number of threads.
"""

from __future__ import annotations

from collections.abc import Mapping

from shuke.stages.fit import Breaks
from shuke.stages.relation import Select, number


def scores(source: str | Select, carried: tuple[str, ...], fitted: Mapping[str, Breaks]) -> Select:
    """Return the rated customers with their scores: the carried columns, then one column per score."""
    columns = {name: name for name in carried}
    columns.update({name: case(breaks) for name, breaks in fitted.items()})
    return Select(columns, source)


def case(breaks: Breaks) -> str:
    """Return the CASE that gives the greatest score whose break value is reached, else 1."""
    sign = ">=" if breaks.best == "high" else "<="
    arms = []
    for score in range(breaks.quantiles, 1, -1):
        bound = breaks.bounds[score]
        if bound is not None:
            arms.append(f"WHEN {breaks.metric} {sign} {number(bound)} THEN {score}")
    return f"CAST(CASE {' '.join(arms)} ELSE 1 END AS INTEGER)" if arms else "CAST(1 AS INTEGER)"
