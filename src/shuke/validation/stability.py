"""Whether groups would come out again from other customers of the same kind: drawn anew, fitted anew, compared."""

from __future__ import annotations

from collections.abc import Sequence

from shuke.engines.duckdb import DuckDB
from shuke.errors import ensure
from shuke.fitting import Fitting
from shuke.rating import RATED, placed_table
from shuke.saved import Saved
from shuke.stages.relation import literal

# So many customers are drawn at most: with more, only the waiting grows.
MOST = 20_000


def jaccards(engine: DuckDB, saved: Saved, table: str, names: Sequence[str], resamples: int) -> dict[str, float | None]:
    """Return for each group the mean over the draws of shared members by all members, old and new (Hennig 2007).

    Members count among the customers who were drawn. Who is drawn comes of MD5, so it is the same on every run. None
    for a group in which none of those who were drawn ever was.
    """
    scheme = saved.scheme
    main = scheme.main
    engine.run(
        f"CREATE OR REPLACE TEMP TABLE numbered AS SELECT *, ROW_NUMBER() OVER (ORDER BY customer_id) - 1 AS _number "
        f"FROM {table}"
    )
    count = engine.run("SELECT COUNT(*) FROM numbered")[0][0]
    drawn = min(count, MOST)
    metrics = tuple(scheme.metrics)
    found: dict[str, list[float]] = {name: [] for name in names}
    for turn in range(resamples):
        pick = f"MD5_NUMBER_LOWER({literal(f'{turn}-')} || CAST(_turn AS VARCHAR)) % {count}"
        engine.run(
            f"CREATE OR REPLACE TEMP TABLE {RATED} AS SELECT n.customer_id, {', '.join(f'n.{one}' for one in metrics)} "
            f"FROM (SELECT CAST({pick} AS BIGINT) AS _pick FROM (SELECT UNNEST(RANGE({drawn})) AS _turn)) "
            "JOIN numbered AS n ON n._number = _pick"
        )
        fitted = Fitting(engine, scheme, RATED, drawn).go()
        engine.keep("drawn_places", placed_table(scheme, metrics, fitted))
        rows = engine.run(
            "SELECT old, new, COUNT(*) FROM (SELECT DISTINCT customer_id, "
            f"CAST(n.{main} AS VARCHAR) AS old, CAST(d.{main} AS VARCHAR) AS new "
            "FROM drawn_places AS d JOIN numbered AS n USING (customer_id)) GROUP BY 1, 2"
        )
        for name in names:
            both = sum(heads for old, new, heads in rows if old == new == name)
            either = sum(heads for old, new, heads in rows if name in {old, new})
            if either:
                found[name].append(both / either)
    engine.drop(RATED, "drawn_places", "numbered")
    ensure(resamples > 0, "no draw was asked for")
    return {name: sum(values) / len(values) if values else None for name, values in found.items()}
