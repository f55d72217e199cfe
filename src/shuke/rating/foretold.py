"""What may be predicted of the rated customers beside their places: asked for by who rates, joined to the rated table.

Models stand above a rating, which knows of them only what is here.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Protocol

from shuke.engines.duckdb import DuckDB
from shuke.rating.placing import PLACED
from shuke.stages.orders import Lines
from shuke.stages.relation import identifier

PREFIX = "predicted_"


@dataclass(frozen=True)
class Foretold:
    """What was predicted: a relation with one row a customer, its columns, and the figures for summary and report.

    ``columns`` are those of the relation beside ``customer_id``; once they stand in the rated table, ``shown`` names
    each column there with its name here, and ``types`` tells what it holds.
    """

    relation: str
    columns: Sequence[str]
    horizon: int
    summary: Mapping[str, Any]
    figures: Mapping[str, Any]
    shown: Mapping[str, str]
    types: Mapping[str, str]


class Foresee(Protocol):
    """Predicts what the customers of some lines will do after a day."""

    def __call__(self, engine: DuckDB, lines: Lines, as_of: date, zero_orders: str) -> Foretold:
        """Return what was predicted; its relation lies in the engine."""


def join(engine: DuckDB, told: Foretold, taken: Collection[str]) -> Foretold:
    """Put the columns of a prediction behind those of the placed table; ``taken`` are names that it has besides.

    A name that is taken stands with ``predicted_`` before it.
    """
    there, shown = {*engine.columns(PLACED), *taken}, dict[str, str]()
    for name in told.columns:
        column = name
        while column in there:
            column = f"{PREFIX}{column}"
        there.add(column)
        shown[column] = name
    added = ", ".join(f"a.{identifier(name)} AS {identifier(column)}" for column, name in shown.items())
    engine.run(
        f"CREATE OR REPLACE TEMP TABLE {PLACED} AS SELECT p.*, {added} FROM {PLACED} AS p "
        f"LEFT JOIN {told.relation} AS a USING (customer_id)"
    )
    types = dict(row[:2] for row in engine.run(f"DESCRIBE SELECT {', '.join(map(identifier, shown))} FROM {PLACED}"))
    return replace(told, shown=shown, types=types)
