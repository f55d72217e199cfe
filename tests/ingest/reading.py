"""Sources read by the product, as plain rows: what was accepted, and what was rejected and why."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from shuke.engines.duckdb import DuckDB
from shuke.ingest.account import rejected_rows
from shuke.ingest.intake import ACCEPTED, take_in
from shuke.ingest.raw import Reading


@dataclass(frozen=True)
class Taken:
    """The accepted lines in the order of the sources, the rejected rows as (row, column, value, reason), the notes."""

    lines: list[dict[str, Any]]
    rejected: list[tuple[int, str, str, str]]
    encodings: list[str | None]
    repeated: list[tuple[str, str]]
    in_place: bool
    notes: dict[str, dict[str, Any]]

    @property
    def amounts(self) -> list[Decimal]:
        """The amounts of the accepted lines."""
        return [line["amount"] for line in self.lines]

    @property
    def customers(self) -> list[str]:
        """The customers of the accepted lines."""
        return [line["customer_id"] for line in self.lines]

    @property
    def days(self) -> list[date]:
        """The days of the accepted lines."""
        return [line["day"] for line in self.lines]


def taken(*sources: object, in_place: bool = True, **settings: Any) -> Taken:
    """Read files (or one table that lives in Python) as the product does before it rates."""
    with DuckDB() as engine:
        asked = list(sources) if isinstance(sources[0], str | Path) else sources[0]
        intake = take_in(engine, asked, Reading(**settings), in_place=in_place)
        order = "CAST(order_id AS VARCHAR)" if intake.lines.has_order_id else "NULL"
        rows = engine.run(f"SELECT customer_id, {order}, CAST(ordered_at AS DATE), amount FROM {ACCEPTED}")
        rejected = engine.run(
            f'SELECT row, "column", value, reason FROM ({rejected_rows(engine, intake)}) ORDER BY source_number, row'
        )
        names = ("customer_id", "order_id", "day", "amount")
        return Taken(
            [dict(zip(names, row, strict=True)) for row in rows],
            [(int(row), column, value, reason) for row, column, value, reason in rejected],
            [loaded.raw.encoding for loaded in intake.loaded],
            list(intake.repeated),
            any(loaded.in_place for loaded in intake.loaded),
            {key: dict(figures) for loaded in intake.loaded for key, figures in loaded.raw.notes},
        )
