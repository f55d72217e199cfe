"""Order books: written to files, rated by the product, and read by the oracle."""

from __future__ import annotations

import csv
import os
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import shuke
from oracle import Line, identifier, local_date, money
from shuke.scheme.parse import scheme_text

SHARED = Path(os.environ.get("SHUKE_SHARED") or Path(__file__).resolve().parents[3] / "shared")
COLUMNS = ("customer_id", "order_id", "ordered_at", "amount")
INTERACTION_COLUMNS = ("customer_id", "kind", "occurred_at")
AS_OF = date(2024, 12, 31)
DEFAULT = "rfm-quintile-weighted"

Row = tuple[str, str, str, str]


@dataclass(frozen=True)
class Rated:
    """What a rating says: its rows by customer, in their order, and its summary."""

    rows: dict[str, dict[str, Any]]
    summary: dict[str, Any]

    @property
    def accounting(self) -> dict[str, Any]:
        return self.summary["accounting"]

    @property
    def as_of(self) -> date:
        return date.fromisoformat(self.summary["as_of"])


def write_csv(path: Path, rows: Iterable[Sequence[str]], columns: Sequence[str] = COLUMNS) -> Path:
    with path.open("w", encoding="utf-8", newline="") as text:
        writer = csv.writer(text, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows(rows)
    return path


def oracle_lines(rows: Iterable[Row]) -> list[Line]:
    return [
        Line(identifier(who), identifier(order) or None, local_date(when), money(amount))
        for who, order, when, amount in rows
    ]


def rate(source: Any, look: Callable[[shuke.Result], None] | None = None, **options: Any) -> Rated:
    """Rate with ids as they are; `look` may ask the open result for more."""
    result = shuke.score(source, **{"raw": True, **options})
    try:
        if look is not None:
            look(result)
        rows = {row.pop("customer_id"): row for row in result.customers.rows()}
        # What a source is called is no part of what the rating says.
        return Rated(rows, {key: told for key, told in result.summary.items() if key != "accounts"})
    finally:
        result.close()


def saved_bytes(source: Any, folder: Path, **options: Any) -> dict[str, bytes]:
    """Rate, save, and return the bytes of the tables and of the summary."""
    result = shuke.score(source, **{"raw": True, **options})
    try:
        result.save(folder, ["parquet", "csv"])
    finally:
        result.close()
    return {name: (folder / name).read_bytes() for name in ("customers.parquet", "customers.csv", "summary.json")}


def scheme_with(*changes: tuple[str, str]) -> str:
    """Return the text of the default scheme after replacements, each of which must find its place."""
    text, _ = scheme_text(DEFAULT)
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new)
    return text


def with_ties(ties: str) -> str:
    return scheme_with(("quantiles: 5}", f"quantiles: 5, ties: {ties}}}"))
