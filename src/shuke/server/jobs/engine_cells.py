"""Two rated tables, cell by cell."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from shuke.engines.duckdb import DuckDB
from shuke.stages.relation import identifier, literal

ID = "customer_id"


def compared(one: Path, other: Path) -> dict[str, Any]:
    """Return how many cells two tables have, how many are equal, and in which columns the others stand.

    A customer or a column that is in one of them alone makes all of its cells unequal.
    """
    with DuckDB() as engine:
        for name, path in (("one", one), ("other", other)):
            engine.name(name, f"SELECT * FROM read_parquet({literal(str(path))})")
        here, there = engine.columns("one"), engine.columns("other")
        columns = list(dict.fromkeys((*here, *there)))
        both = [name for name in columns if name in here and name in there]
        told = [f"COUNT(*) FILTER ({_same(name)})" for name in both]
        rows, *equal = engine.run(
            f"SELECT COUNT(*), {', '.join(told)} FROM one FULL JOIN other ON one.{ID} = other.{ID}"
        )[0]
    by = {name: rows - equal[both.index(name)] if name in both else rows for name in columns}
    cells = rows * len(columns)
    differing = {name: count for name, count in by.items() if count}
    return {
        "customers": rows,
        "columns": len(columns),
        "cells": cells,
        "equal": cells - sum(by.values()),
        "differing": differing,
    }


def _same(name: str) -> str:
    cell = identifier(name)
    return f"one.{ID} IS NOT NULL AND other.{ID} IS NOT NULL AND one.{cell} IS NOT DISTINCT FROM other.{cell}"
