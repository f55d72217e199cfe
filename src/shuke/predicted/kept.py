"""What a folder of predictions says of one customer, after its hash was compared."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from shuke.engines.duckdb import DuckDB
from shuke.errors import DataError, UsageError, Where
from shuke.locale import text
from shuke.predicted.words import sentences
from shuke.prediction.make import COLUMNS
from shuke.saved import Saved, rated_table
from shuke.stages.relation import identifier, literal
from shuke.store.folder import sha256

TABLE = "predictions.parquet"


@dataclass(frozen=True)
class Ahead:
    """The row of one customer, and what was asked when it was made."""

    row: Mapping[str, Any]
    summary: Mapping[str, Any]

    @property
    def figures(self) -> dict[str, Any]:
        """The row for programs: dates and exact numbers as text."""
        return {name: str(cell) if isinstance(cell, Decimal | date) else cell for name, cell in self.row.items()}

    def lines(self, lang: str) -> list[str]:
        """Return the row in sentences, the day first that they are as of."""
        said = sentences(self.row, int(self.summary["horizon_days"]), self.summary["currency"], lang)
        return [text("predict.as_of", lang, as_of=self.summary["as_of"]), *(f"  {line}" for line in said)]


def predicted_of(folder: Path, customer_id: str) -> Ahead:
    """Return what a folder of predictions says of a customer, by the id as it stands in the table.

    Raises:
        UsageError: the folder holds no predictions as a table that programs read.
        DataError: a file was changed or damaged, or there is no such customer.
    """
    table, told = folder / TABLE, folder / "summary.json"
    if not table.is_file() or not told.is_file():
        raise UsageError("predict_none_here", Where(file=str(folder)))
    try:
        summary = json.loads(told.read_text(encoding="utf-8"))
        intact = summary["files"][TABLE] == sha256(table)
    except (ValueError, KeyError, TypeError):
        raise DataError("result_damaged", Where(file=str(told))) from None
    if not intact:
        raise DataError("result_damaged", Where(file=str(table)))
    with DuckDB() as engine:
        query = f"SELECT {', '.join(COLUMNS)} FROM read_parquet({literal(str(table))}) WHERE customer_id = ?"
        rows = engine.run(query, [customer_id])
    if not rows:
        raise DataError("predict_no_customer")
    return Ahead(dict(zip(COLUMNS, rows[0], strict=True)), summary)


def predicted_beside(saved: Saved, customer_id: str) -> Ahead | None:
    """Return what a result says of what a rated customer will do next; None where nothing was predicted with it.

    ``customer_id``: as it stands in the table.

    Raises:
        DataError: a file of the result was changed.
    """
    document = saved.document
    if "predicted" not in document:
        return None
    names = {column: told["column"] for column, told in document["predicted"]["columns"].items()}
    with DuckDB() as engine:
        shown = ", ".join(map(identifier, names))
        rows = engine.run(f"SELECT {shown} FROM ({rated_table(engine, saved)}) WHERE customer_id = ?", [customer_id])
    row = {"customer_id": customer_id, **dict(zip(names.values(), rows[0], strict=True))}
    told = {"horizon_days": document["predicted"]["horizon_days"]}
    return Ahead(row, {**told, "currency": document["currency"], "as_of": document["as_of"]})
