"""A prediction as files: the table, the months, the model, the summary, and the rows that were rejected."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from shuke.errors import UsageError, Where
from shuke.predicted.documents import model, month, summary
from shuke.predicted.ground import Ground
from shuke.predicted.workbook import write_workbook
from shuke.prediction.make import COLUMNS, PREDICTED
from shuke.report.tables import copy_csv, copy_parquet, csv_cell, write_rejected, write_suggestions
from shuke.store.folder import ResultFolder

FILES = frozenset(
    {
        "predictions.parquet",
        "predictions.csv",
        "predictions.xlsx",
        "forecast.csv",
        "model.json",
        "rejected.csv",
        "suggestions.csv",
        "summary.json",
    }
)
BOM = "\ufeff"


def save(told: Ground, folder: Path, formats: tuple[str, ...], lang: str, *, rejected: bool = True) -> list[Path]:
    """Write a prediction's files into a folder, each whole or not at all; return their paths.

    ``rejected``: those of the rows that were rejected too.

    Raises:
        UsageError: the folder cannot be written, or holds a rating.
    """
    if (folder / "run.json").exists():
        raise UsageError("predict_into_result", Where(file=str(folder)))
    engine, names = told.rating.engine, ", ".join(COLUMNS)
    ordered = f"SELECT {names} FROM {PREDICTED} ORDER BY customer_id"
    with ResultFolder(folder) as out:
        if "parquet" in formats:
            copy_parquet(engine, ordered, out.file("predictions.parquet"))
        if "csv" in formats:
            kinds = dict(row[:2] for row in engine.run(f"DESCRIBE SELECT {names} FROM {PREDICTED}"))
            cells = ", ".join(csv_cell(name, kinds[name]) for name in COLUMNS)
            query = f"SELECT {cells} FROM {PREDICTED} ORDER BY {PREDICTED}.customer_id"
            copy_csv(engine, query, COLUMNS, out.file("predictions.csv"))
        if "xlsx" in formats:
            write_workbook(told, out.file("predictions.xlsx"), lang)
        out.text("forecast.csv", _months(told))
        if rejected:
            write_rejected(told.rating, out.file("rejected.csv"))
        if rejected and any(key == "alike_customers" for key, _ in told.rating.found.notes):
            write_suggestions(told.rating, out.file("suggestions.csv"))
        out.text("model.json", _json(model(told.made)))
        out.text("summary.json", _json({**summary(told), "files": out.hashes()}))
        written = sorted(out.hashes())
        out.commit(FILES)
    return [folder / name for name in written]


def _months(told: Ground) -> str:
    """Return the months as CSV."""
    rows = [month(one) for one in told.made.months]
    lines = [
        BOM + ",".join(rows[0]),
        *(",".join("" if cell is None else cell for cell in row.values()) for row in rows),
    ]
    return "".join(f"{line}\r\n" for line in lines)


def _json(document: Any) -> str:
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"
