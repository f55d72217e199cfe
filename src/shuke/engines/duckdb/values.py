"""The different values of a metric, kept in an engine with how many customers have each.

All that places and pictures ask of a metric with many values is in them, and they are fewer than the customers.

Law: the answers are those that the customers themselves give.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Self

from shuke.engines.duckdb.engine import DuckDB
from shuke.stages.relation import Select, number

HEADS, ALONG = "_heads", "OVER (ROWS UNBOUNDED PRECEDING)"


@dataclass(frozen=True)
class Values:
    """A relation of ``metric``, ``_heads``, and of both together up to each value: ``_upto`` and ``_total``."""

    engine: DuckDB
    metric: str
    relation: str
    # How many customers have a value, and the sum of them.
    count: int
    total: Decimal

    @classmethod
    def keep(cls, engine: DuckDB, metric: str, source: str) -> Self:
        """Keep the values of a relation's metric, ascending; ``metric`` holds exact numbers."""
        name, paid = f"values_of_{metric}", f"CAST({metric} AS DECIMAL(38, 6)) * {HEADS}"
        heads = {metric: metric, HEADS: "COUNT(*)"}
        engine.keep("heads_by_value", Select(heads, source, (f"{metric} IS NOT NULL",), (metric,), order_by=(metric,)))
        # They are sorted already, so both sums run along them.
        upto = {"_upto": f"CAST(SUM({HEADS}) {ALONG} AS BIGINT)", "_total": f"SUM({paid}) {ALONG}"}
        engine.keep(name, Select({metric: metric, HEADS: HEADS, **upto}, "heads_by_value"))
        engine.drop("heads_by_value")
        ends = engine.row(Select({"count": f"COALESCE(SUM({HEADS}), 0)", "total": f"COALESCE(SUM({paid}), 0)"}, name))
        return cls(engine, metric, name, int(ends["count"]), Decimal(ends["total"]))

    def ask(self, expressions: Sequence[str]) -> list[Any]:
        """Return aggregates over the different values."""
        columns = {f"q{index}": expression for index, expression in enumerate(expressions)}
        return list(self.engine.row(Select(columns, self.relation)).values()) if columns else []

    def at(self, positions: Sequence[int]) -> list[Any]:
        """Return the values at positions 0 … count - 1 from the least."""
        return self.ask([f"MIN(CASE WHEN _upto > {position} THEN {self.metric} END)" for position in positions])

    def reaching(self, edges: Sequence[Decimal]) -> list[tuple[int, Decimal]]:
        """Return, for each edge, how many customers have at least that, and the sum of their values."""
        below = self.ask([f"MAX(CASE WHEN {self.metric} < {number(edge)} THEN _upto END)" for edge in edges])
        wanted = ", ".join(str(one) for one in dict.fromkeys(below) if one is not None) or "NULL"
        columns = {"_upto": "_upto", "_total": "_total"}
        sums = {None: Decimal(0), **dict(self.engine.rows(Select(columns, self.relation, (f"_upto IN ({wanted})",))))}
        return [(self.count - int(one or 0), self.total - Decimal(sums[one])) for one in below]
