"""Everything that a workspace holds of one person, as tables, and as one file that they can be given.

Law: what is told here is what erasing takes away: lines, tables beside them, results, what was found out, campaigns,
and what people and plans put on the desk.
"""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from shuke.campaign_kept.folder import AUDIENCE, LOOK, RESPONSES
from shuke.campaign_kept.taken_out import campaigns_in
from shuke.desk import Desk
from shuke.desk.desk import COLUMN, tables
from shuke.engines.duckdb import DuckDB
from shuke.errors import NotFound, UsageError, Where
from shuke.report.tables import FORMULA
from shuke.saved import open_saved, rated_table
from shuke.stages.relation import identifier, literal
from shuke.store.durable import create, writing
from shuke.workspace.beside import customers_of
from shuke.workspace.content import Content
from shuke.workspace.find import MEMORY, THREADS, kept_ids, written_forms
from shuke.workspace.forget import GONE, names_in_rejected
from shuke.workspace.forgotten import table
from shuke.workspace.home import CAMPAIGNS, Workspace
from shuke.workspace.kept import KINDS
from shuke.workspace.relations import all_lines, files

DOCUMENT = "data.json"
# The files of an archive carry no time of their own.
EPOCH = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True)
class Rows:
    """Rows that name a person, cell by cell as text, and None for empty."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str | None, ...], ...]


@dataclass(frozen=True)
class Held:
    """A person as kept: their ids, and every table that has rows of them, by a name of its own."""

    customers: tuple[str, ...]
    tables: Mapping[str, Rows]

    def document(self) -> dict[str, Any]:
        """Return everything as data for JSON: of each table its rows, by column."""
        told = {
            name: [dict(zip(one.columns, row, strict=True)) for row in one.rows] for name, one in self.tables.items()
        }
        return {"customers": list(self.customers), **told}

    def archive(self) -> bytes:
        """Return a zip file with everything as one document, and each table as a file for spreadsheets."""
        made = io.BytesIO()
        with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as packed:
            text = json.dumps(self.document(), ensure_ascii=False, indent=2) + "\n"
            packed.writestr(zipfile.ZipInfo(DOCUMENT, EPOCH), text)
            for name, rows in self.tables.items():
                packed.writestr(zipfile.ZipInfo(f"{name}.csv", EPOCH), _csv(rows))
        return made.getvalue()


def held(space: Workspace, value: str) -> Held:
    """Return everything that is held of a person: named as their files do, or as they are kept.

    Raises:
        NotFound: nothing is.
        DataError: a file of the workspace is damaged.
    """
    content, written = space.head()[1], written_forms(value)
    with DuckDB(memory_limit=MEMORY, threads=THREADS) as engine:
        table(engine, GONE, written)
        found = {name: rows for name, rows in _tables(space, engine, content) if rows.rows}
        found |= _desk(space, written)
        known = kept_ids(space, engine)
    customers = sorted({*known, *(row[0] for rows in found.values() for row in rows.rows if row[0] in written)})
    if not found and not customers:
        raise NotFound("person_unknown")
    return Held(tuple(str(one) for one in customers), found)


def _tables(space: Workspace, engine: DuckDB, content: Content) -> Iterator[tuple[str, Rows]]:
    segments, theirs = space.segments, f"customer_id IN (SELECT id FROM {GONE})"
    segments.check([piece.lines for load in content.loads for piece in load.lines])
    lines = f"SELECT * EXCLUDE (load), load FROM ({all_lines(segments, content)}) WHERE {theirs}"
    yield "lines", _asked(engine, f"{lines} ORDER BY ordered_at, order_id, amount")
    yield "rejected", _rejected(space, engine, content)
    said = [one.rows for one in content.tables if one.role == "interactions" and one.rows is not None]
    if said:
        segments.check(said)
        wanted = "customer_id, kind, said, occurred_on, times, value"
        rows = f"SELECT {wanted} FROM {files(segments, said)} WHERE {theirs} AND verdict IS NULL"
        yield "interactions", _asked(engine, f"{rows} ORDER BY occurred_on, kind")
    path = customers_of(engine, segments, content)
    if path is not None:
        whole = f"read_parquet({literal(str(path))})"
        first = engine.columns(f"SELECT * FROM {whole}")[0]
        yield "customer", _asked(engine, f"SELECT * FROM {whole} WHERE {identifier(first)} IN (SELECT id FROM {GONE})")
    for run in sorted(content.runs.values(), key=lambda one: one.number):
        saved = open_saved(space.run_folder(run))
        if "changes_since" not in saved.document:
            rated = f"SELECT * FROM ({rated_table(engine, saved)}) WHERE {theirs}"
            yield f"rating-{run.number}-{run.as_of}", _asked(engine, rated)
    for kind in KINDS:
        for file in sorted((space.home / kind).glob("[0-9]*/*.parquet")):
            named = f"{kind}-{int(file.parent.name)}-{file.stem}"
            yield named, _asked(engine, f"SELECT * FROM read_parquet({literal(str(file))}) WHERE {theirs}")
    for folder in campaigns_in(space.home / CAMPAIGNS):
        for file in (folder / AUDIENCE, *sorted(folder.glob(f"{LOOK}*/{RESPONSES}"))):
            named = f"campaign-{folder.name}-{file.stem}{'' if file.parent == folder else f'-{file.parent.name}'}"
            yield named, _asked(engine, f"SELECT * FROM read_parquet({literal(str(file))}) WHERE {theirs}")


def _rejected(space: Workspace, engine: DuckDB, content: Content) -> Rows:
    """Return their rejected rows, as they are kept: of a personal table what was wrong, and the other cells."""
    found: list[tuple[str | None, ...]] = []
    for load in content.loads:
        if load.rejected is None:
            continue
        space.segments.check([load.rejected])
        theirs = names_in_rejected(load.parts)
        query = f"SELECT part, row, verdict, cells FROM {files(space.segments, [load.rejected])} WHERE {theirs}"
        for part, row, verdict, cells in engine.run(query):
            found.append((load.parts[part].name, str(row), verdict, cells))
    return Rows(("file", "row", "reason", "cells"), tuple(found))


def _desk(space: Workspace, written: Sequence[str]) -> dict[str, Rows]:
    """Return what people and plans put on the desk about them, table by table."""
    found = {}
    marks = ", ".join("?" for _ in written)
    with Desk(space.home).reading() as db:
        for name in tables(db):
            columns = tuple(row[1] for row in db.execute(f"PRAGMA table_info({identifier(name)})"))
            if COLUMN in columns:
                rows = db.execute(
                    f"SELECT * FROM {identifier(name)} WHERE {COLUMN} IN ({marks})", list(written)
                ).fetchall()
                if rows:
                    texts = (tuple(None if one is None else str(one) for one in row) for row in rows)
                    found[name.replace("_", "-")] = Rows(columns, tuple(texts))
    return found


def _asked(engine: DuckDB, query: str) -> Rows:
    columns = tuple(engine.columns(query))
    rows = engine.run(query)
    return Rows(columns, tuple(tuple(None if one is None else str(one) for one in row) for row in rows))


def _csv(rows: Rows) -> str:
    """Return rows as a spreadsheet opens them: a text that it would take for a formula has an apostrophe before it."""
    made = io.StringIO()
    made.write("\ufeff")
    writer = csv.writer(made)
    writer.writerow(rows.columns)
    for row in rows.rows:
        writer.writerow("" if one is None else f"'{one}" if _runs(one) else one for one in row)
    return made.getvalue()


def _runs(cell: str) -> bool:
    return re.match(FORMULA, cell) is not None and re.fullmatch(r"-?[0-9]+(\.[0-9]+)?", cell) is None


def write(found: Held, path: Path) -> None:
    """Write everything as a file, whole or not at all.

    Raises:
        UsageError: it is there already, or cannot be written.
    """
    with writing(path.parent):
        if not create(path, found.archive()):
            raise UsageError("person_file_there", Where(file=str(path)))
