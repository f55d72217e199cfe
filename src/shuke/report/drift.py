"""The drift of scores and groups against an earlier result, as figures."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from shuke.engines.duckdb import DuckDB
from shuke.rating import PLACED, Rating
from shuke.stages.drift import Bins, columns, counted, deciles, named, psi, verdict


def since_kept(rating: Rating) -> list[dict[str, Any]] | None:
    """Return the drift of a rating against the result whose break values it uses; None if that has no table.

    The main result is told where its groups are the same.
    """
    kept = rating.options.kept
    if kept is None or kept.bins is None:
        return None
    wanted = {name: few for name, few in columns(rating.scheme, rating.fitted).items() if name in kept.bins}
    main = rating.scheme.main
    lists = [[one.name for one in scheme.groups.get(main, ())] for scheme in (kept.scheme, rating.scheme)]
    if kept.scheme.main != main or lists[0] != lists[1]:
        wanted.pop(main, None)
    return drift(kept.bins, bins(rating.engine, PLACED, wanted, kept.bins))


def bins(
    engine: DuckDB, relation: str, wanted: Mapping[str, bool], as_in: Mapping[str, Bins] | None = None
) -> dict[str, Bins]:
    """Return how many customers of a table are in each bin of some columns.

    ``wanted`` says of each column whether it has few values; one that has not is cut at its deciles, or where it was
    cut in ``as_in``.
    """
    found = {}
    for column, few in wanted.items():
        edges = None
        if as_in is not None:
            edges = as_in[column].edges
        elif not few:
            ((count,),) = engine.run(f"SELECT COUNT({column}) FROM {relation}")
            cuts = engine.values_at([deciles(column, count)], relation)[0] if count else ()
            edges = tuple(dict.fromkeys(cuts))
        heads: dict[str, int] = {}
        for value, count in engine.rows(counted(column, edges, relation)):
            heads[named(value)] = heads.get(named(value), 0) + count
        found[column] = Bins(heads, edges)
    return found


def drift(old: Mapping[str, Bins], new: Mapping[str, Bins]) -> list[dict[str, Any]]:
    """Return the index of each column that both know, with what the rule of thumb says of it."""
    found = []
    for column, there in new.items():
        index = psi(old[column].heads, there.heads) if column in old else None
        if index is not None:
            found.append({"column": column, "psi": float(index), "verdict": verdict(index)})
    return found
