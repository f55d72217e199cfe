"""Small sales files, written as people's systems write them."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from io import StringIO
from pathlib import Path

HEADERS = ("customer_id", "order_id", "ordered_at", "amount")
ROWS = (
    ("C1", "S1", "2024-01-05", "10.00"),
    ("C1", "S2", "2024-03-05", "30.00"),
    ("C2", "S3", "2024-02-05", "20.50"),
    ("C3", "S4", "2024-06-30", "7.25"),
)


def as_text(rows: Iterable[Sequence[object]], delimiter: str = ",") -> str:
    """The rows as delimited text."""
    out = StringIO()
    csv.writer(out, delimiter=delimiter, lineterminator="\n").writerows(rows)
    return out.getvalue()


def write(
    path: Path,
    rows: Iterable[Sequence[object]] = ROWS,
    headers: Sequence[str] = HEADERS,
    encoding: str = "utf-8",
    delimiter: str = ",",
) -> Path:
    """Write a sales file and return its path."""
    path.write_bytes(as_text([headers, *rows], delimiter).encode(encoding))
    return path
