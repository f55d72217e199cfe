"""What a refresh changed, to be published instead of the whole table: who entered, who left, and whose row differs.

Law: the table of the run before, with the changed rows in place of theirs, without those who left, and with the days
since the latest purchase moved on by the days between the two, is the whole table now.

Nobody is looked up in the old table for it. Whoever had an order come or go is known from the totals; of everybody else
the figures are the same but for the days that passed, so the old place follows from the old break values.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise
from pathlib import Path

from shuke.engines.duckdb import DuckDB
from shuke.errors import UsageError, Where
from shuke.rating import PLACED, Rating, placed_table
from shuke.saved import open_saved
from shuke.scheme.builtin import is_text
from shuke.scheme.model import Scheme
from shuke.stages import own
from shuke.stages.fitted import Breaks, Fitted, Nested, Ordered
from shuke.stages.places import places
from shuke.stages.relation import Select, number
from shuke.stages.scores import scores
from shuke.workspace.content import Run, Totals
from shuke.workspace.relations import copy
from shuke.workspace.totals import CHANGED, REFUNDS, plain_metrics

FILE = "changes.parquet"
DAYS = "recency_days"
# Spans of no more whole numbers than these are listed.
MOST_LISTED = 100
ENTERED, LEFT, DIFFERS = "entered", "left", "changed"


@dataclass(frozen=True)
class Before:
    """The run that the changes are told against."""

    run: Run
    fitted: Fitted
    as_of: date


def before(folder: Path, run: Run) -> Before:
    """Return what the changes need to know of the run before them.

    Raises:
        DataError: its manifest is damaged.
    """
    return Before(run, open_saved(folder).fitted, date.fromisoformat(run.as_of))


def require_before(run: Run | None, rating: Rating, kept: Totals | None, home: Path) -> Run:
    """Return the run to tell changes against; ``kept`` are the totals that the rating started from.

    Raises:
        UsageError: there is none under this very scheme, or everybody's figures may have changed.
    """
    fits = rating.fitted.scores.values()
    placeable = (
        not rating.scheme.exclude
        and rating.scheme.grace is None
        and not any(isinstance(fit, Ordered | Nested) for fit in fits)
    )
    figures = set(rating.columns) - rating.scheme.made - set(rating.scheme.results) - {"customer_id"}
    same = run is not None and kept is not None and run.basis == kept.basis
    if (
        run is None
        or run.scheme_sha256 != rating.fingerprint
        or not (same and placeable and figures <= plain_metrics())
    ):
        raise UsageError("changes_unknown", Where(file=str(home)), scheme=rating.scheme.scheme)
    return run


def write_changes(rating: Rating, earlier: Before, path: Path) -> int:
    """Write the changed rows, sorted by customer: the id, ``change``, then the rated columns; return how many."""
    engine = rating.engine
    columns = [name for name in rating.columns if name != "customer_id"]
    _place_changed(engine, rating)
    _compare(engine, rating, earlier, columns)
    empty = ", ".join(f"NULL AS {name}" for name in columns)
    listed = ", ".join(columns)
    change = f"CASE WHEN frequency_before = 0 THEN '{ENTERED}' ELSE '{DIFFERS}' END AS change"
    query = (
        f"SELECT customer_id, {change}, {listed} "
        f"FROM placed_changed JOIN (SELECT customer_id, frequency_before FROM {CHANGED}) USING (customer_id) "
        f"UNION ALL BY NAME SELECT customer_id, '{DIFFERS}' AS change, {listed} FROM placed_otherwise "
        "UNION ALL BY NAME "
        f"SELECT customer_id, '{LEFT}' AS change, {empty} FROM {CHANGED} WHERE frequency = 0 AND frequency_before > 0 "
        "ORDER BY customer_id"
    )
    return copy(engine, query, path)


def _place_changed(engine: DuckDB, rating: Rating) -> None:
    """Name the places of customers whose orders changed, from their totals alone."""
    metrics = rating.scheme.metrics
    wanted = tuple(name for name in rating.columns if name in metrics)
    refunds = f"SELECT *, monetary - gross AS {REFUNDS} FROM {CHANGED}"
    engine.define("measured_changed", own.rated(f"({refunds}) AS changed", rating.question, ()))
    placed = placed_table(rating.scheme, wanted, rating.fitted, "measured_changed")
    engine.define("placed_changed", replace(placed, order_by=()))


def _compare(engine: DuckDB, rating: Rating, earlier: Before, columns: list[str]) -> None:
    """Keep the rows of other customers whom other break values give another score or place."""
    scheme, metrics = rating.scheme, rating.scheme.metrics
    moved = (rating.question.as_of - earlier.as_of).days
    placed = [name for name in columns if name not in metrics]
    now = {f"now_{name}": name for name in placed}
    then = {name: f"CAST({name} - {moved} AS INTEGER)" if name == DAYS else name for name in metrics}
    source = Select({"customer_id": "customer_id", **then, **now}, PLACED, (between(scheme, earlier, rating, moved),))
    carried = ("customer_id", *metrics, *now)
    texts = {name for name in metrics if is_text(scheme, name)}
    again = places(
        scores(source, carried, earlier.fitted.scores), (*carried, *scheme.scores), scheme, earlier.fitted, texts
    )
    engine.define("placed_before", replace(again, order_by=()))
    differs = " OR ".join(f"{name} IS DISTINCT FROM now_{name}" for name in placed if name in again.columns)
    shown = ", ".join(
        f"now_{name} AS {name}" if name in placed else f"{name} + {moved} AS {name}" if name == DAYS else name
        for name in columns
    )
    engine.run(
        f"CREATE OR REPLACE TEMP TABLE placed_otherwise AS SELECT customer_id, {shown} FROM placed_before "
        f"ANTI JOIN {CHANGED} USING (customer_id) WHERE {differs or 'FALSE'}"
    )


def between(scheme: Scheme, earlier: Before, rating: Rating, moved: int) -> str:
    """Return a condition on the metrics without which nobody's place differs: a value between old and new bounds.

    It holds for everybody where a place hangs on more than scores in steps.
    """
    then, now = earlier.fitted, rating.fitted
    looked_at = {name for groups in scheme.groups.values() for one in groups if one.when for name in one.when.names}
    if then.composite != now.composite or now.centres is not None or (moved and DAYS in looked_at):
        return "TRUE"
    found = []
    for name, fit in now.scores.items():
        before = then.scores[name]
        if isinstance(fit, Breaks) and isinstance(before, Breaks) and fit.last == before.last:
            found += apart(before, fit, moved if fit.metric == DAYS else 0)
        elif fit != before or (moved and getattr(fit, "metric", None) == DAYS):
            return "TRUE"
    return f"({' OR '.join(found)})" if found else "FALSE"


def apart(then: Breaks, now: Breaks, moved: int) -> list[str]:
    """Return the conditions of the values that have another score now than their value had ``moved`` days ago."""
    bounds = sorted({*(bound for bound, _ in now.steps), *(bound + moved for bound, _ in then.steps)})
    if not bounds:
        return []
    # Between two bounds a score is the same, so one value tells it: the one that belongs to the part.
    high, found, whole = now.best == "high", list[str](), list[int]()
    inside = [bounds[0] - 1, *bounds] if high else [*bounds, bounds[-1] + 1]
    for (low, up), value in zip(pairwise([None, *bounds, None]), inside, strict=True):
        if then.score(value - moved) == now.score(value):
            continue
        if isinstance(low, int) and isinstance(up, int) and up - low <= MOST_LISTED:
            whole += range(low, up) if high else range(low + 1, up + 1)
            continue
        above, below = (">=", "<") if high else (">", "<=")
        parts = [f"{now.metric} {above} {number(low)}"] if low is not None else []
        parts += [f"{now.metric} {below} {number(up)}"] if up is not None else []
        found.append(f"({' AND '.join(parts)})")
    # A figure that is computed is computed once for a list, and once for each end of each span.
    return [*found, f"{now.metric} IN ({', '.join(map(str, whole))})"] if whole else found


def since(earlier: Before) -> Mapping[str, object]:
    """Return what the manifest says of the run that the changes are told against."""
    return {"run": earlier.run.number, "as_of": earlier.run.as_of, "manifest": earlier.run.manifest}
