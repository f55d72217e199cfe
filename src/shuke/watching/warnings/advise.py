"""What a workspace's own gaps advise: thresholds for silence, in days and in the customer's own rhythm."""

from __future__ import annotations

from datetime import date

from shuke.engines.duckdb import DuckDB
from shuke.watch.warnings.advise import PERCENTS, SILENCES, Advice, Threshold, quantiles, silences, tried
from shuke.watch.warnings.figures import ORDERS
from shuke.watching.warnings.document import document_of
from shuke.watching.warnings.evaluated import bought, keep_orders
from shuke.watching.warnings.runs import find
from shuke.workspace import Workspace


def advise(space: Workspace, run: int | None = None) -> Advice:
    """Return thresholds advised from what was known on the day of a run, by default the newest.

    Raises:
        SchemeErrors: the document is wrong.
        NotFound: there is no such run.
        DataError: a file of the workspace is damaged.
    """
    horizon, past = document_of(space)[1].horizon_days, find(space, run)
    as_of = date.fromisoformat(past.run.as_of)
    with DuckDB() as engine:
        keep_orders(engine, space, past.content, as_of)
        engine.run(f"CREATE OR REPLACE TEMP TABLE {SILENCES} AS {silences(ORDERS, bought(past.content))}")
        gaps, *found = engine.run(quantiles())[0]
        by_days, by_rhythm = (
            tuple(Threshold(*map(int, row)) for row in engine.run(tried(as_of, horizon, rhythm=rhythm)))
            for rhythm in (False, True)
        )
    measured = tuple((percent, int(value)) for percent, value in zip(PERCENTS, found, strict=True) if value is not None)
    return Advice(int(gaps), measured, by_days, by_rhythm, horizon)
