"""Ratings as a table of Spark's catalogue: written beside the one before, which it then replaces."""

from __future__ import annotations

from typing import Any

from pyspark.sql import SparkSession

from shuke.engines.names import parts_of
from shuke.errors import UsageError, Where

# The property by which a table is known to be ours; any other table is left alone.
MARK, VALUE = "written-by", "shuke"


def publish(session: SparkSession, frame: Any, name: str) -> None:
    """Write a frame as a table.

    Between the old table and the new one there is a moment without any, where the catalogue's format knows no swap.

    Raises:
        UsageError: there is a table of that name that was not written so.
    """
    parts = parts_of(name)
    target, new = (_quoted(one) for one in (parts, [*parts[:-1], f"{parts[-1]}_new"]))
    for one in (target, new):
        if session.catalog.tableExists(one) and not _ours(session, one):
            raise UsageError("table_not_ours", Where(file=name))
    session.sql(f"DROP TABLE IF EXISTS {new}")
    frame.createOrReplaceTempView("ratings_to_write")
    session.sql(
        f"CREATE TABLE {new} USING parquet TBLPROPERTIES ('{MARK}' = '{VALUE}') AS SELECT * FROM ratings_to_write"
    )
    session.sql(f"DROP TABLE IF EXISTS {target}")
    session.sql(f"ALTER TABLE {new} RENAME TO {target}")


def _ours(session: SparkSession, table: str) -> bool:
    rows = session.sql(f"SHOW TBLPROPERTIES {table}").collect()
    return any(row[0] == MARK and row[1] == VALUE for row in rows)


def _quoted(parts: list[str]) -> str:
    return ".".join("`" + part.replace("`", "``") + "`" for part in parts)
