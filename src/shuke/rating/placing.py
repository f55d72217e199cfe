"""The relations of a rating: everybody seen, those who are rated, those who are left out, and the rated table."""

from __future__ import annotations

from shuke.engines.duckdb import DuckDB
from shuke.engines.engine import Engine
from shuke.errors import DataError
from shuke.scheme.builtin import is_text
from shuke.scheme.model import Scheme
from shuke.stages import own
from shuke.stages.fitted import Fitted
from shuke.stages.metrics import Question
from shuke.stages.places import places
from shuke.stages.relation import Select
from shuke.stages.scores import scores

CUSTOMERS, RATED, PLACED = "customers_seen", "rated_customers", "placed_customers"
# Customers of whom no line lies in the period.
ELSEWHERE = "customers_elsewhere"
# The rated customers by id. To sort their few figures and place them after costs less than to sort what was placed.
BY_ID = f"(SELECT * FROM {RATED} ORDER BY customer_id) AS by_id"
# Those whom an exclusion leaves out: who, under what name, and the figures that exclusions look at.
LEFT_OUT = "excluded_customers"


def name_rated(engine: Engine, scheme: Scheme, asked: Question, figures: Select) -> tuple[int, dict[str, int]]:
    """Name the relation of rated customers with their figures; return how many they are, and who is left out.

    Raises:
        DataError: there is nobody.
    """
    heavy = not isinstance(figures.source, str) or " JOIN " in figures.source or len(scheme.scores) > 4
    excluded: dict[str, int] = {}
    if scheme.exclude:
        engine.keep("measured_customers", figures)
        counted = Select({"name": own.EXCLUDED, "heads": "COUNT(*)"}, "measured_customers", group_by=(own.EXCLUDED,))
        told = {name: count for name, count in engine.rows(counted) if name is not None}
        excluded = {one.exclude: told.get(one.exclude, 0) for one in scheme.exclude}
        kept = {name: name for name in figures.columns if name != own.EXCLUDED}
        engine.define(RATED, Select(kept, "measured_customers", (f"{own.EXCLUDED} IS NULL",)))
        left = {"customer_id": "customer_id", "exclusion": own.EXCLUDED, **{name: name for name in excluding(scheme)}}
        engine.keep(LEFT_OUT, Select(left, "measured_customers", (f"{own.EXCLUDED} IS NOT NULL",)))
    elif heavy:
        engine.keep(RATED, figures)
    else:
        engine.define(RATED, figures)
    rated: int = engine.row(Select({"count": "COUNT(*)"}, RATED))["count"]
    if not rated:
        first = asked.window.first.isoformat() if asked.window.first else "…"
        raise DataError("nobody_to_rate", first=first, last=asked.window.last.isoformat())
    return rated, excluded


def placed_table(scheme: Scheme, metrics: tuple[str, ...], fitted: Fitted, source: str = RATED) -> Select:
    """Return the rated table: the customer, some metrics, the scores and the results."""
    carried = ("customer_id", *metrics)
    texts = {name for name in metrics if is_text(scheme, name)}
    scored = scores(source, carried, fitted.scores)
    return places(scored, (*carried, *scheme.scores), scheme, fitted, texts)


def in_order(engine: DuckDB) -> bool:
    """Tell whether the rows of the rated table stand in the order of their customers, so that nobody need sort them."""
    back = "SELECT customer_id < LAG(customer_id) OVER () AS back FROM"
    return not engine.run(f"SELECT 1 FROM ({back} {PLACED}) WHERE back LIMIT 1")


def excluding(scheme: Scheme) -> tuple[str, ...]:
    """Return the metrics that the scheme's exclusions look at, each once."""
    return tuple(dict.fromkeys(name for one in scheme.exclude for name in one.when.names))
