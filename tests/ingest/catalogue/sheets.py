"""Small tables as files, and what the product makes of them: accepted lines, skipped rows, notes, questions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from cli.sales import as_text
from ingest.books import workbook
from shuke.engines.duckdb import DuckDB
from shuke.ingest.account import account, rejected_rows
from shuke.ingest.intake import ACCEPTED, take_in
from shuke.ingest.raw import Reading
from shuke.locale import LANGUAGES, code, text
from shuke.stages.period import Window

Row = Sequence[object]


@dataclass
class Read:
    """What became of a source: (customer, day, amount), rejected and skipped rows, notes by key, told sentences."""

    lines: list[tuple[str, str, str]]
    rejected: list[tuple[int, str]]
    skipped: dict[str, int]
    notes: dict[str, dict[str, Any]]
    columns: dict[str, str]
    headers: tuple[str, ...]
    told: dict[str, list[str]] = field(default_factory=dict)


def sheet(folder: Path, rows: Sequence[Row], kind: str = "csv", name: str = "销售") -> Path:
    """Write rows as they are: a CSV file (blank cells empty) or a workbook."""
    if kind == "xlsx":
        return workbook(folder / f"{name}.xlsx", rows)
    path = folder / f"{name}.csv"
    path.write_bytes(as_text([["" if cell is None else str(cell) for cell in row] for row in rows], ",").encode())
    return path


def read(*sources: Path, **settings: Any) -> Read:
    """Read sources as the product does before it rates; every figure of the account is checked on the way."""
    with DuckDB() as engine:
        intake = take_in(engine, list(sources), Reading(**settings))
        lines = engine.run(f"SELECT customer_id, CAST(CAST(ordered_at AS DATE) AS VARCHAR), amount FROM {ACCEPTED}")
        rejected = engine.run(f"SELECT row, reason FROM ({rejected_rows(engine, intake)}) ORDER BY source_number, row")
        total, _ = account(engine, intake, Window(None, date.max))
        notes = [note for loaded in intake.loaded for note in loaded.raw.notes]
        first = intake.loaded[0]
        return Read(
            [(who, day, f"{amount:f}".rstrip("0").rstrip(".")) for who, day, amount in lines],
            [(int(row), reason) for row, reason in rejected],
            {kind: tally.rows for kind, tally in total.skipped.items()},
            dict(notes),
            {name: first.meaning.header(name) for name in first.meaning.columns},
            first.raw.headers,
            {
                lang: [
                    f"{code('notes', key)} {text(f'notes.{key}', lang, file='f', **figures)}" for key, figures in notes
                ]
                for lang in LANGUAGES
            },
        )
