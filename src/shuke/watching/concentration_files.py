"""The files of a concentration: the figures of every run, and the customers of the newest with their trend."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from shuke.errors import UsageError, Where
from shuke.report.tables import copy_csv, csv_cell
from shuke.store.folder import ResultFolder
from shuke.watching.concentration import COLUMNS, FOUND, Concentration

SUMMARY, TREND = "concentration.json", "trend.csv"
FILES = frozenset({SUMMARY, TREND})


def save(found: Concentration, told: dict[str, Any], folder: Path) -> list[Path]:
    """Write a concentration into a folder, each file whole or not at all; return their paths.

    Raises:
        UsageError: the folder cannot be written, or holds a result.
    """
    if (folder / "run.json").exists():
        raise UsageError("compare_into_result", Where(file=str(folder)))
    with ResultFolder(folder) as out:
        kinds = {row[0]: row[1] for row in found.engine.run(f"DESCRIBE {FOUND}")}
        cells = ", ".join(csv_cell(name, kinds[name]) for name in COLUMNS)
        query = f"SELECT {cells} FROM {FOUND} ORDER BY {FOUND}.customer_id"
        copy_csv(found.engine, query, COLUMNS, out.file(TREND))
        out.text(SUMMARY, json.dumps(told, ensure_ascii=False, indent=2) + "\n")
        written = sorted(out.hashes())
        out.commit(FILES)
    return [folder / name for name in written]
