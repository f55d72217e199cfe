"""A measured result as files: the figures for programs, and every cell for a spreadsheet."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path
from typing import TYPE_CHECKING

from shuke.campaign_kept.folder import RESPONSES
from shuke.campaigns.responses import MEASURED
from shuke.engines.duckdb import DuckDB
from shuke.errors import UsageError, Where
from shuke.report.tables import BOM, FORMULA, copy_parquet
from shuke.store.folder import ResultFolder

if TYPE_CHECKING:
    from shuke.campaigns.measured import Measured

RESULT, CELLS = "result.json", "cells.csv"
FILES = frozenset({RESULT, CELLS, RESPONSES})
COLUMNS = (
    "customers",
    "contacted",
    "responses",
    "held_out",
    "held_responses",
    "raw",
    "estimate",
    "low",
    "high",
    "above",
)


def save_result(found: Measured, folder: Path, responses: DuckDB | None = None) -> list[Path]:
    """Write a result into a folder, each file whole or not at all; return the paths.

    With the engine that measured, who of the campaign responded is written too.

    Raises:
        UsageError: the folder cannot be written, or holds a result of a rating or a campaign.
    """
    if (folder / "run.json").exists() or (folder / "campaign.json").exists():
        raise UsageError("campaign_into_result", Where(file=str(folder)))
    with ResultFolder(folder) as out:
        out.text(RESULT, json.dumps(found.told(), ensure_ascii=False, indent=2) + "\n")
        lines = io.StringIO()
        table = csv.writer(lines, lineterminator="\n")
        table.writerow(["cell", *COLUMNS, "verdict"])
        for one in found.cells.cells:
            # A cell may be named by an attribute of the customers, which may look like a formula.
            name = (
                f"'{one.cell}"
                if re.match(FORMULA, one.cell) and not re.fullmatch(r"[-+]?[0-9.]+", one.cell)
                else one.cell
            )
            figures = [getattr(one, column) for column in COLUMNS]
            table.writerow(
                [name, *(f"{value:.8f}" if isinstance(value, float) else value for value in figures), one.verdict]
            )
        out.text(CELLS, BOM + lines.getvalue())
        if responses is not None:
            rows = f"SELECT customer_id, orders, revenue FROM {MEASURED} WHERE orders <> 0 OR revenue <> 0"
            copy_parquet(responses, f"{rows} ORDER BY customer_id", out.file(RESPONSES))
        names = sorted(out.hashes())
        out.commit(FILES)
    return [folder / name for name in names]
