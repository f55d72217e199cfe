"""One relation of the canonical SQL in an engine's own dialect; what cannot be said raises and is never guessed."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import cast

from sqlglot import ErrorLevel, exp, parse_one

from shuke.compile.capabilities import CAPABILITIES
from shuke.compile.dialects import clickhouse, postgres, spark
from shuke.compile.dialects.passes import Pass, quote_names
from shuke.compile.running import parted, windowed
from shuke.compile.sql import Totals, write
from shuke.stages.relation import Select

PASSES: Mapping[str, tuple[Pass, ...]] = {
    "postgres": postgres.PASSES,
    "clickhouse": clickhouse.PASSES,
    "spark": spark.PASSES,
}
TOTALS: Mapping[str, Totals] = {"one window": windowed, "windows over parts": parted}


def write_for(dialect: str, select: Select) -> str:
    """Return the statement of a relation for an engine."""
    totals = TOTALS[CAPABILITIES[dialect].running_totals]
    text = write(select, "", totals)
    return text if dialect == "duckdb" else translate(dialect, text)


@lru_cache(maxsize=256)
def translate(dialect: str, text: str) -> str:
    """Return canonical SQL in another dialect.

    Raises:
        UnsupportedError: the dialect has no words for it.
    """
    tree = cast(exp.Expression, parse_one(text, dialect="duckdb"))
    for one in (*PASSES[dialect], quote_names):
        tree = one(tree)
    return tree.sql(dialect=dialect, unsupported_level=ErrorLevel.RAISE, pretty=True, max_text_width=100)
