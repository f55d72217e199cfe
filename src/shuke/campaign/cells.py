"""Cells: every customer of a rated table in exactly one, by the values of one or several of its columns."""

from __future__ import annotations

from collections.abc import Sequence

from shuke.engines.duckdb import DuckDB
from shuke.errors import UsageError, ensure
from shuke.stages.relation import identifier

CELLED = "campaign_base"
MOST_CELLS = 10_000


def put_in_cells(engine: DuckDB, table: str, columns: Sequence[str], relation: str = CELLED) -> int:
    """Keep the rated table with each customer's ``cell`` as text and its number ``cell_number``; return how many.

    Law: the cells' customers add up to those of the table. A column without a value is a level of its own, ``-``.

    Raises:
        UsageError: a column is not there, or there are so many values that they are no cells.
    """
    known = engine.columns(f"SELECT * FROM {table}")
    for name in columns:
        if name not in known or name == "customer_id":
            raise UsageError("campaign_cells_unknown", name=name, known=", ".join(known[1:]))
    parts = [f"COALESCE(CAST({identifier(name)} AS VARCHAR), '-')" for name in columns]
    longest = [f"MAX(LENGTH({part}))" for part in parts]
    # Digits stand together, as a code is written: 555. Longer values are kept apart.
    apart = " || '-' || " if max(engine.run(f"SELECT {', '.join(longest)} FROM {table}")[0]) > 1 else " || "
    cell = apart.join(parts)
    ((count,),) = engine.run(f"SELECT COUNT(DISTINCT {cell}) FROM {table}")
    if count > MOST_CELLS:
        raise UsageError("campaign_cells_many", count=f"{count:,}", most=f"{MOST_CELLS:,}", name=", ".join(columns))
    levels = ", ".join(f"{part} AS level_{place}" for place, part in enumerate(parts))
    engine.run(
        f"CREATE OR REPLACE TEMP TABLE {relation} AS "
        f"SELECT *, DENSE_RANK() OVER (ORDER BY cell) - 1 AS cell_number "
        f"FROM (SELECT *, {cell} AS cell, {levels} FROM {table})"
    )
    ((before,),) = engine.run(f"SELECT COUNT(*) FROM {table}")
    ((after,),) = engine.run(f"SELECT COUNT(*) FROM {relation}")
    ensure(before == after, "customers in cells are not all customers")
    return int(count)


def sizes(engine: DuckDB, relation: str = CELLED) -> list[tuple[str, int]]:
    """Return every cell with its customers, in the order of the cells."""
    return [
        (str(cell), int(n)) for cell, n in engine.run(f"SELECT cell, COUNT(*) FROM {relation} GROUP BY 1 ORDER BY 1")
    ]
