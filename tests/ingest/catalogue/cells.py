"""One column of cells as a file, and what the product makes of each cell: its value, or why it is none."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from shuke.engines.duckdb import DuckDB
from shuke.ingest.intake import take_in
from shuke.ingest.raw import Reading
from shuke.locale import LANGUAGES, code, text

PLAIN = {"customer_id": "C{n}", "order_id": "S{n}", "ordered_at": "2024-01-05", "amount": "7"}


@dataclass(frozen=True)
class Column:
    """The values of a column's cells (None where the row was rejected), the reasons, and what is told of them."""

    values: list[Any]
    reasons: list[str | None]
    changes: dict[str, int]
    examples: dict[str, tuple[str, str]]
    notes: dict[str, dict[str, Any]]
    currencies: list[str | None]
    shown: list[str | None]

    @property
    def codes(self) -> list[str | None]:
        """The codes of the reasons; every reason has a sentence in every language."""
        for reason in filter(None, self.reasons):
            assert all(text(f"words.reason.{reason}", lang) for lang in LANGUAGES)
        return [reason and code("reasons", reason) for reason in self.reasons]

    @property
    def noted(self) -> set[str | None]:
        """The codes of the notes; every note has a sentence in every language."""
        for key, figures in self.notes.items():
            assert all(text(f"notes.{key}", lang, file="f", **figures) for lang in LANGUAGES)
        return {code("notes", key) for key in self.notes}


def column(folder: Path, name: str, cells: Sequence[str], beside: Sequence[str] = (), **settings: Any) -> Column:
    """Read a file with one column of cells, the other columns plain; ``beside`` are cells of a currency column."""
    names = [*PLAIN, *(["currency"] if beside else [])]
    path = folder / "sales.csv"
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, quoting=csv.QUOTE_ALL)
        writer.writerow(names)
        for number, cell in enumerate(cells):
            row = {one: form.format(n=number) for one, form in PLAIN.items()} | {name: cell}
            writer.writerow([*row.values(), *(beside[number : number + 1] if beside else [])])
    return column_of(path, name, **settings)


def column_of(source: object, name: str, **settings: Any) -> Column:
    """Read a source and return one of its columns, row by row."""
    with DuckDB() as engine:
        (loaded,) = take_in(engine, source, Reading(**settings), in_place=False).loaded
        held = loaded.columns
        currency = "currency" if "currency" in held else "NULL"
        rows = engine.run(f"SELECT {name}, verdict, {currency}, value FROM {loaded.relation} ORDER BY rowid")
    return Column(
        [None if verdict else value for value, verdict, _, _ in rows],
        [verdict for _, verdict, _, _ in rows],
        {change.form: change.cells for change in loaded.settled.changes},
        {change.form: (change.before, change.after) for change in loaded.settled.changes},
        dict(loaded.settled.notes),
        [code for _, _, code, _ in rows],
        [value for _, _, _, value in rows],
    )
