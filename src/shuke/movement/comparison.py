"""A finished comparison as its caller holds it: the matrix, the sums, the table of who moved, and its files."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from shuke.errors import UsageError, Where
from shuke.locale import LANGUAGES, preferred_language, text
from shuke.movement.moves import MOVED, Amount, Moves
from shuke.movement.side import Side
from shuke.movement.workbook import write_workbook
from shuke.report.tables import copy_csv, copy_parquet, csv_cell
from shuke.report.text import money
from shuke.result import MOST_IN_WORKBOOK, Table, known_formats
from shuke.store.folder import ResultFolder

SUMMARY = "summary.json"
FILES = frozenset({"moved.csv", "moved.xlsx", "moved.parquet", SUMMARY})


@dataclass(frozen=True)
class Comparison(Moves):
    """Who moved between two results; it holds an engine until ``close``."""

    @property
    def moved(self) -> Table:
        """Everybody who is in another place, came or went; sorted by ``customer_id``."""
        count = sum(amount.customers for name, amount in self.totals.items() if name != "unchanged")
        return Table(self.engine, MOVED, self.columns, count)

    @property
    def summary(self) -> dict[str, Any]:
        """The figures, as in ``summary.json``."""
        return {
            "compare": {
                "old": _side(self.old),
                "new": _side(self.new),
                "places": self.kind,
                "same_rule": self.same_rule,
                "currency": self.currency,
                "directions": {name: self._amount(amount) for name, amount in self.totals.items()},
                "because": self.because,
                "cells": [
                    {"before": cell.before, "after": cell.after, **self._amount(Amount(cell.customers, cell.money))}
                    for cell in self.cells
                ],
                "drift": list(self.drift),
                "notes": [
                    {lang: text(f"movement.note.{key}", lang, **figures) for lang in LANGUAGES}
                    for key, figures in self.notes
                ],
            }
        }

    def close(self) -> None:
        """Let go of the engine; the summary stays."""
        self.engine.close()

    def save(self, folder: str | Path, formats: Sequence[str] | None = None, lang: str | None = None) -> list[Path]:
        """Write the table of who moved and the summary into a folder, each whole or not at all; return their paths.

        Raises:
            UsageError: a format is not known, or the folder cannot be written, or holds a result.
        """
        few = len(self.moved) <= MOST_IN_WORKBOOK
        wanted = known_formats(formats) if formats else ("parquet", "xlsx") if few else ("parquet",)
        folder = Path(folder)
        if (folder / "run.json").exists():
            raise UsageError("compare_into_result", Where(file=str(folder)))
        order = f"SELECT {', '.join(self.columns)} FROM {MOVED} ORDER BY customer_id"
        with ResultFolder(folder) as out:
            if "parquet" in wanted:
                copy_parquet(self.engine, order, out.file("moved.parquet"))
            if "csv" in wanted:
                kinds = {row[0]: row[1] for row in self.engine.run(f"DESCRIBE {MOVED}")}
                cells = ", ".join(csv_cell(name, kinds[name]) for name in self.columns)
                query = f"SELECT {cells} FROM {MOVED} ORDER BY {MOVED}.customer_id"
                copy_csv(self.engine, query, self.columns, out.file("moved.csv"))
            if "xlsx" in wanted:
                write_workbook(self, out.file("moved.xlsx"), lang or preferred_language())
            out.text(SUMMARY, json.dumps(self.summary, ensure_ascii=False, indent=2) + "\n")
            names = sorted(out.hashes())
            out.commit(FILES)
        return [folder / name for name in names]

    def _amount(self, amount: Amount) -> dict[str, Any]:
        return {"customers": amount.customers, "monetary": money(amount.money) if self.has_money else None}


def _side(side: Side) -> dict[str, Any]:
    return {
        "scheme": side.scheme.scheme,
        "scheme_sha256": side.document["scheme"]["sha256"],
        "manifest_sha256": side.sha256,
        "as_of": side.document["as_of"],
        "period": side.document["period"],
        "result": side.result,
        "rated": side.rated,
    }
