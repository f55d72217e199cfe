"""Tables from CSV text, gzipped or not (semantics, paragraph 1 "Canonical order-line columns")."""

import csv
import gzip
from collections.abc import Iterator, Mapping
from pathlib import Path

from .lines import Interaction, Line, identifier, local_date, money, quantity_times_price


def read_csv(
    path: str | Path,
    columns: Mapping[str, str],
    *,
    encoding: str = "utf-8-sig",
    delimiter: str | None = ",",
    zone: str | None = None,
    deduplicate: bool = False,
) -> list[Line]:
    """The order lines of a file; `columns` says which header holds which canonical column.

    Needed are `customer_id`, `ordered_at` and either `amount` or both `quantity` and `unit_price`; `order_id`
    may be absent. A row with an empty cell in a needed column is not used; a cell that cannot be read raises
    ValueError. `delimiter=None` splits at white space. `deduplicate` merges rows equal in all their columns.
    """
    amount_columns = ("amount",) if "amount" in columns else ("quantity", "unit_price")
    names = ("customer_id", "ordered_at", *amount_columns)
    lines: list[Line] = []
    seen: set[tuple[str, ...]] = set()
    rows = _rows(Path(path), encoding, delimiter)
    header = next(rows)
    needed = [header.index(columns[name]) for name in names]
    order_at = header.index(columns["order_id"]) if "order_id" in columns else None
    for row in rows:
        if deduplicate and tuple(row) in seen:
            continue
        if deduplicate:
            seen.add(tuple(row))
        who, when, *amount = (row[at] for at in needed)
        if not (identifier(who) and when.strip() and all(cell.strip() for cell in amount)):
            continue
        order = None if order_at is None else (identifier(row[order_at]) or None)
        value = money(*amount) if len(amount) == 1 else quantity_times_price(*amount)
        lines.append(Line(identifier(who), order, local_date(when, zone), value))
    return lines


def read_interactions(
    path: str | Path,
    columns: Mapping[str, str] | None = None,
    *,
    encoding: str = "utf-8-sig",
    delimiter: str | None = ",",
    zone: str | None = None,
) -> list[Interaction]:
    """The rows of an interaction table: `customer_id`, `kind`, `occurred_at`."""
    names = ("customer_id", "kind", "occurred_at")
    headers = dict(zip(names, names, strict=True)) | dict(columns or {})
    rows = _rows(Path(path), encoding, delimiter)
    header = next(rows)
    who, kind, when = (header.index(headers[name]) for name in names)
    return [Interaction(identifier(row[who]), identifier(row[kind]), local_date(row[when], zone)) for row in rows]


def _rows(path: Path, encoding: str, delimiter: str | None) -> Iterator[list[str]]:
    """The rows of a text table, the header first, empty rows left out."""
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", encoding=encoding, newline="") as text:
        rows = (row.split() for row in text) if delimiter is None else csv.reader(text, delimiter=delimiter)
        yield from (row for row in rows if row)
