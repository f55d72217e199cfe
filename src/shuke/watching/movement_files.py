"""The files of a movement: everybody who moved, or everybody, with every part; and the figures."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from shuke.errors import UsageError, Where
from shuke.report.tables import copy_csv, copy_parquet, csv_cell
from shuke.store.folder import ResultFolder
from shuke.watching.movement import PARTED, Movement
from shuke.watching.movement_workbook import BATCH, write_workbook

NAME, SUMMARY = "movement", "movement.json"
FORMATS = ("csv", "parquet", "xlsx")
FILES = frozenset({*(f"{NAME}.{one}" for one in FORMATS), SUMMARY})


def write(found: Movement, path: Path, held: str, *, relation: str = PARTED) -> None:
    """Write the rows of a movement for which a condition holds to exactly ``path``, by its ending, sorted by customer.

    ``relation`` has the columns of the movement: all of it, or some customers as somebody may see them.
    """
    names = ", ".join(found.columns)
    ordered = f"SELECT {names} FROM {relation} WHERE {held} ORDER BY {relation}.customer_id"
    if path.suffix == ".parquet":
        copy_parquet(found.engine, ordered, path)
    elif path.suffix == ".csv":
        kinds = {row[0]: row[1] for row in found.engine.run(f"DESCRIBE {relation}")}
        cells = ", ".join(csv_cell(name, kinds[name]) for name in found.columns)
        query = f"SELECT {cells} FROM {relation} WHERE {held} ORDER BY {relation}.customer_id"
        copy_csv(found.engine, query, found.columns, path)
    else:
        write_workbook(found, path, found.engine.stream(ordered, BATCH))


def save(
    found: Movement,
    told: dict[str, Any],
    folder: Path,
    formats: Sequence[str] | None = None,
    *,
    everybody: bool = False,
) -> list[Path]:
    """Write a movement into a folder, each file whole or not at all; return their paths.

    ``everybody``: also those who are where they were; their figures may have changed.

    Raises:
        UsageError: a format is not known, or the folder cannot be written, or holds a result.
    """
    wanted = tuple(dict.fromkeys(formats or ("parquet",)))
    for one in wanted:
        if one not in FORMATS:
            raise UsageError("movement_format_unknown", value=one, known=", ".join(FORMATS))
    if (folder / "run.json").exists():
        raise UsageError("compare_into_result", Where(file=str(folder)))
    held = "TRUE" if everybody else "direction <> 'unchanged'"
    with ResultFolder(folder) as out:
        for one in wanted:
            write(found, out.file(f"{NAME}.{one}"), held)
        out.text(SUMMARY, json.dumps(told, ensure_ascii=False, indent=2) + "\n")
        written = sorted(out.hashes())
        out.commit(FILES)
    return [folder / name for name in written]
