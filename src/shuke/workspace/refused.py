"""Rejected rows are kept with their load, as they may be shown, and come back as the relations that reports read."""

from __future__ import annotations

from collections.abc import Sequence

from shuke.engines.duckdb import DuckDB
from shuke.ingest.account import refused
from shuke.ingest.columns import Meaning
from shuke.ingest.intake import Intake
from shuke.ingest.loaded import Loaded
from shuke.ingest.raw import Raw
from shuke.ingest.rejected_form import MASK, PERSONAL
from shuke.ingest.rejects import spread_cells
from shuke.ingest.settling.table import Settled
from shuke.privacy.cells import mask_columns, mask_rejected
from shuke.stages.relation import literal
from shuke.store.segments import Segment, Segments
from shuke.workspace.content import Content, Part
from shuke.workspace.relations import copy, files
from shuke.workspace.told import unpacked

KINDS = {"part": "INTEGER", "row": "BIGINT", "verdict": "VARCHAR", "value": "VARCHAR", "cells": "VARCHAR"}


def keep_refused(engine: DuckDB, segments: Segments, intake: Intake, *, raw: bool) -> Segment | None:
    """Keep the rejected rows of a load: part, row as a person counts it, verdict, the cell, and all cells as JSON."""
    spread_cells(engine, intake)
    parts = []
    for number, loaded in enumerate(intake.loaded):
        if loaded.in_place:
            continue
        cells = [f"k{place}" for place, _ in enumerate(loaded.meaning.columns)]
        if not raw:
            mask_rejected(engine, f"lines_{number}")
            hidden = {cells[place] for place, name in enumerate(loaded.meaning.columns) if name in PERSONAL}
            mask_columns(engine, f"rejected_cells_{number}", MASK, hidden)
        row = "lines.source_row" if loaded.raw.numbered else f"lines.rowid + {loaded.raw.first_row}"
        listed = f"CAST(TO_JSON(LIST_VALUE({', '.join(f'c.{one}' for one in cells)})) AS VARCHAR)"
        parts.append(
            f"SELECT {number} AS part, {row} AS row, lines.verdict AS verdict, lines.value AS value, {listed} AS cells "
            f"FROM lines_{number} AS lines LEFT JOIN rejected_cells_{number} AS c ON c.line = lines.rowid "
            f"WHERE {refused()}"
        )
    if not parts:
        return None
    query = f"SELECT {', '.join(KINDS)} FROM ({' UNION ALL '.join(parts)}) ORDER BY part, row, verdict"
    segment = segments.keep(lambda path: copy(engine, query, path))
    return segment if segment.rows else None


def bring_back(engine: DuckDB, segments: Segments, content: Content) -> tuple[Loaded, ...]:
    """Make the relations of rejected rows, ``lines_N`` and ``rejected_cells_N``; return every table as a source."""
    found: list[Loaded] = []
    for load in content.loads:
        for place, part in enumerate(load.parts):
            number = len(found)
            if load.rejected is None:
                found.append(_source(part, number, refused=False))
                continue
            rows = _rows(segments, load.rejected, place)
            engine.run(
                f"CREATE OR REPLACE TEMP TABLE lines_{number} AS "
                f"SELECT row AS source_row, verdict, value, cells FROM ({rows})"
            )
            cells = "".join(f", cells ->> '$[{index}]' AS k{index}" for index, _ in enumerate(part.columns))
            engine.run(
                f"CREATE OR REPLACE TEMP TABLE rejected_cells_{number} AS "
                f"SELECT rowid AS line{cells} FROM lines_{number}"
            )
            found.append(_source(part, number, refused=True))
    return tuple(found)


def _rows(segments: Segments, rejected: Segment, place: int) -> str:
    return f"SELECT {', '.join(KINDS)} FROM {files(segments, [rejected])} WHERE part = {place} ORDER BY row, verdict"


def _source(part: Part, number: int, *, refused: bool) -> Loaded:
    """Return a table of a load as the source that it was."""
    notes: Sequence[tuple[str, dict[str, object]]] = [(key, unpacked(figures)) for key, figures in part.notes]
    raw = Raw(
        part.name,
        part.kind,
        literal(part.name),
        part.headers,
        (),
        numbered=True,
        sheet=part.sheet,
        encoding=part.encoding,
        skipped={kind: rows for kind, (rows, _) in part.skipped.items()},
        sha256=part.sha256,
        notes=tuple(notes),
    )
    return Loaded(raw, Meaning(part.columns, part.headers), f"lines_{number}", in_place=not refused, settled=Settled())
