"""What each engine can do and how it is written for, as data: read when planning, shown in the reference."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

# What a run can ask for and not every engine can do.
Ability = Literal["place_by_id"]


@dataclass(frozen=True)
class Capability:
    """One engine: how it is reached, how the steps that engines do differently are written, and what it lacks.

    ``order_statistics`` and ``running_totals`` say in which form these are asked for; ``kept_in`` says where what is
    computed on the way lies; ``one_snapshot`` tells whether all questions of a run see the same state of a table.
    """

    title: str
    schemes: tuple[str, ...]
    extra: str
    order_statistics: Literal["quantile_disc", "percentile_disc", "quantiles_exact", "running_totals"]
    running_totals: Literal["one window", "windows over parts"]
    kept_in: str
    one_snapshot: bool
    infinite_dates: bool = False
    # The date that a column holds where nothing was written into it.
    unwritten_date: date | None = None
    lacks: frozenset[Ability] = frozenset()


CAPABILITIES: Mapping[str, Capability] = {
    "duckdb": Capability(
        title="DuckDB",
        schemes=(),
        extra="",
        order_statistics="quantile_disc",
        running_totals="one window",
        kept_in="temporary tables of the process",
        one_snapshot=True,
    ),
    "postgres": Capability(
        title="PostgreSQL",
        schemes=("postgres", "postgresql"),
        extra="postgres",
        order_statistics="percentile_disc",
        running_totals="one window",
        kept_in="temporary tables of one transaction, which is rolled back",
        one_snapshot=True,
        infinite_dates=True,
    ),
    "clickhouse": Capability(
        title="ClickHouse",
        schemes=("clickhouse", "chdb"),
        extra="clickhouse",
        order_statistics="quantiles_exact",
        running_totals="one window",
        kept_in="temporary tables of the session, which is read-only",
        one_snapshot=False,
        unwritten_date=date(1970, 1, 1),
    ),
    "spark": Capability(
        title="Apache Spark",
        schemes=("spark", "sc", "spark-local"),
        extra="spark",
        order_statistics="running_totals",
        running_totals="windows over parts",
        kept_in="cached views of the session, in memory and on disk",
        one_snapshot=False,
        # A place by id is a number over all rows in one order, and that is one worker's work.
        lacks=frozenset({"place_by_id"}),
    ),
}


def engine_of(scheme: str) -> str | None:
    """Return the engine that a URL's scheme names."""
    return next((name for name, one in CAPABILITIES.items() if scheme in one.schemes), None)
