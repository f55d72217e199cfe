"""A campaign as a folder: the list of those to contact, everybody it is about, its cells, and the manifest.

``list.*`` holds only those who are contacted; who is held out stands in ``audience.parquet``, which is for measuring
and is never sent out.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from datetime import date, datetime, time
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from shuke.campaign.arms import HELD_OUT
from shuke.engines.duckdb import DuckDB
from shuke.errors import DataError, UsageError, Where
from shuke.locale import text
from shuke.report.tables import copy_csv, copy_parquet, csv_cell
from shuke.report.workbook.formats import Formats
from shuke.report.workbook.grid import write_cell, write_text
from shuke.report.workbook.write import EXCEL_ROWS
from shuke.result import known_formats
from shuke.stages.relation import identifier, literal
from shuke.store.folder import ResultFolder, sha256
from shuke.version import __version__

AUDIENCE, MANIFEST, CELLS = "audience.parquet", "campaign.json", "cells.csv"
LOOK, RESPONSES = "look-", "responses.parquet"
LISTS = ("list.csv", "list.xlsx", "list.parquet")
FILES = frozenset({AUDIENCE, MANIFEST, CELLS, *LISTS})
FORMAT = 1
DEFAULT = ("csv", "xlsx")
BATCH = 10_000
LIST_COLUMNS = ("customer_id", "cell", "offer", "channel", "key_code")


def save(
    engine: DuckDB, audience: str, cells: str, document: dict[str, Any], folder: Path, formats: Sequence[str], lang: str
) -> list[Path]:
    """Write a campaign into a folder, each file whole or not at all, the manifest last; return the paths.

    A campaign is the record of who was contacted and held out: it is never replaced.

    Raises:
        UsageError: the folder cannot be written, or holds a result or a campaign.
    """
    if (folder / "run.json").exists():
        raise UsageError("campaign_into_result", Where(file=str(folder)))
    if (folder / MANIFEST).exists():
        raise UsageError("campaign_there", Where(file=str(folder)))
    with ResultFolder(folder) as out:
        names = [f"list.{kind}" for kind in known_formats(formats) or DEFAULT]
        write_lists(engine, audience, out, names, lang, document["as_of"])
        _plain_csv(engine, cells, out.file(CELLS))
        hashes = out.hashes()
        told = {
            "format": FORMAT,
            **document,
            "counts": counts(engine, audience),
            "list_sha256": _list_hash(engine, _contacts(audience)),
            "lang": lang,
            "files": hashes,
            "versions": {"shuke": __version__},
        }
        out.text(MANIFEST, json.dumps(told, ensure_ascii=False, indent=2) + "\n")
        document.update(told)
        names = sorted(out.hashes())
        out.commit(FILES)
    return [folder / name for name in names]


def write_lists(engine: DuckDB, audience: str, out: ResultFolder, names: Sequence[str], lang: str, as_of: str) -> None:
    """Write everybody of a campaign, and the lists of those who are contacted, each by the name of its file."""
    copy_parquet(engine, f"SELECT * FROM {audience} ORDER BY customer_id", out.file(AUDIENCE))
    for name in names:
        write_list(engine, audience, out.file(name), lang, as_of)


def write_list(engine: DuckDB, audience: str, path: Path, lang: str, as_of: str) -> None:
    """Write the list of those who are contacted to a path, by its ending."""
    contacts = _contacts(audience)
    ordered = f"SELECT * FROM ({contacts}) AS contacts ORDER BY contacts.customer_id"
    if path.suffix == ".parquet":
        copy_parquet(engine, ordered, path)
    elif path.suffix == ".csv":
        _csv(engine, contacts, path)
    else:
        _xlsx(engine, ordered, path, lang, as_of)


def counts(engine: DuckDB, audience: str) -> list[list[Any]]:
    """Return how many customers of a campaign have which arm, offer and channel."""
    grouped = f"SELECT arm, offer, channel, COUNT(*) FROM {audience} GROUP BY ALL ORDER BY ALL"
    return [list(row) for row in engine.run(grouped)]


def open_campaign(folder: Path) -> dict[str, Any]:
    """Return the manifest of a campaign after checking that its audience is the one that was written.

    Raises:
        UsageError: the folder holds no campaign.
        DataError: the manifest or the audience is damaged.
    """
    path = folder / MANIFEST
    if not path.is_file():
        raise UsageError("campaign_not_here", Where(file=str(folder)))
    try:
        document: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        # Between the two: what stood there before somebody was taken out, should that have been broken off.
        known = (document["files"][AUDIENCE], document.get("before"))
        intact = document["format"] == FORMAT and sha256(folder / AUDIENCE) in known
    except (OSError, ValueError, KeyError, TypeError):
        raise DataError("result_damaged", Where(file=str(path))) from None
    if not intact:
        raise DataError("result_damaged", Where(file=str(folder / AUDIENCE)))
    return document


def audience_of(folder: Path) -> str:
    """Return the table expression of everybody a campaign is about."""
    return f"read_parquet({literal(str(folder / AUDIENCE))})"


def _contacts(audience: str) -> str:
    return f"SELECT {', '.join(LIST_COLUMNS)} FROM {audience} WHERE arm <> {literal(HELD_OUT)}"


def _list_hash(engine: DuckDB, contacts: str) -> str:
    """Return the hash of a list: of its rows as text, whatever formats it is written in."""
    digest = hashlib.sha256()
    for row in engine.stream(f"SELECT * FROM ({contacts}) AS contacts ORDER BY contacts.customer_id", BATCH):
        digest.update(json.dumps(row, ensure_ascii=False).encode() + b"\n")
    return digest.hexdigest()


def _csv(engine: DuckDB, contacts: str, path: Path) -> None:
    """Write the list as UTF-8 with a byte-order mark, no cell of which a spreadsheet would run."""
    cells = ", ".join(csv_cell(name, "VARCHAR") for name in LIST_COLUMNS)
    copy_csv(engine, f"SELECT {cells} FROM ({contacts}) AS contacts ORDER BY contacts.customer_id", LIST_COLUMNS, path)


def _plain_csv(engine: DuckDB, relation: str, path: Path) -> None:
    rows = engine.run(f"DESCRIBE {relation}")
    cells = ", ".join(csv_cell(identifier(name), kind) for name, kind, *_ in rows)
    copy_csv(engine, f"SELECT {cells} FROM {relation} ORDER BY ALL", [row[0] for row in rows], path)


def _xlsx(engine: DuckDB, ordered: str, path: Path, lang: str, as_of: str) -> None:
    """Write the list as a workbook, text as text; a full sheet goes on on the next. The same list, the same bytes."""
    from xlsxwriter import Workbook

    with TemporaryDirectory(prefix="shuke-", ignore_cleanup_errors=True) as spill:
        workbook = Workbook(str(path), {"constant_memory": True, "tmpdir": spill})
        workbook.set_properties({"created": datetime.combine(date.fromisoformat(as_of), time())})
        formats, sheet, place = Formats(workbook), None, EXCEL_ROWS
        for row in engine.stream(ordered, BATCH):
            if sheet is None or place >= EXCEL_ROWS:
                sheet, place = _sheet(workbook, formats, lang), 1
            for column, value in enumerate(row):
                write_cell(sheet, place, column, value, formats.get("text"))
            place += 1
        if sheet is None:
            _sheet(workbook, formats, lang)
        workbook.close()


def _sheet(workbook: Any, formats: Formats, lang: str) -> Any:
    sheet = workbook.add_worksheet()
    sheet.freeze_panes(1, 1)
    for column, name in enumerate(LIST_COLUMNS):
        sheet.set_column(column, column, 24 if name in {"customer_id", "key_code"} else 14)
        write_text(sheet, 0, column, text(f"campaign.column.{name}", lang), formats.head("text"))
    return sheet
