"""What each of several files is for: order lines, interactions or customers, told by its columns alone.

A table with a customer, a kind and a date and without money is one of interactions; one with a customer and neither
money nor a date of order is one of customers. Anything else is order lines, and is told so if it is none.
"""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from shuke.engines.duckdb import DuckDB
from shuke.errors import ShukeError
from shuke.ingest.columns import INTERACTION_COLUMNS, meant
from shuke.ingest.containers.kinds import WORKBOOKS
from shuke.ingest.files import SourceFile, examine, paths, shown
from shuke.ingest.opening import open_tables
from shuke.ingest.raw import Reading
from shuke.ingest.repairs import is_repair

Role = Literal["sales", "interactions", "customers"]
HEAD = 1 << 16
ROWS = 20
# A workbook is read whole to see its headers; a larger one is taken for order lines.
MOST_BYTES = 20 << 20


@dataclass(frozen=True)
class Roles:
    """Files by what they are for."""

    sales: tuple[Path, ...]
    interactions: tuple[Path, ...] = ()
    customers: tuple[Path, ...] = ()

    def role(self, path: Path) -> Role:
        """Return what a file is for."""
        return "interactions" if path in self.interactions else "customers" if path in self.customers else "sales"


@dataclass(frozen=True)
class Beside:
    """Sources of order lines, the tables that belong to them, and what is to be told of it."""

    sources: object
    interactions: object | None
    customers: object | None
    notes: list[tuple[str, dict[str, object]]]


def by_role(sources: object, reading: Reading, interactions: object | None, customers: object | None) -> Beside:
    """Return the files of order lines among the sources, with the other tables that lie beside them.

    A table that was named counts; one that is found beside it is left, and told.
    """
    if isinstance(sources, str | Path):
        sources = [sources]
    if not isinstance(sources, Sequence) or not all(isinstance(one, str | Path) for one in sources):
        return Beside(sources, interactions, customers, [])
    found = roles(sources, reading)
    tables: dict[str, object | None] = {"interactions": interactions, "customers": customers}
    told: list[tuple[str, dict[str, object]]] = []
    for role, files in (("interactions", found.interactions), ("customers", found.customers)):
        if files:
            named = tables[role] is not None
            names = ", ".join(shown(path.name) for path in files)
            told.append((f"{role}_left" if named else f"{role}_found", {"file": names}))
            tables[role] = tables[role] if named else list(files)
    return Beside(list(found.sales), tables["interactions"], tables["customers"], told)


def roles(sources: Sequence[str | Path], reading: Reading) -> Roles:
    """Return what the files are for; where none holds order lines, all are taken for such."""
    files = list(paths(sources))
    if len(files) < 2:
        return Roles(tuple(files))
    found: dict[Role, list[Path]] = {"sales": [], "interactions": [], "customers": []}
    lines = False
    for path in files:
        role, sure = _role(path, reading)
        found[role].append(path)
        lines = lines or sure
    if not lines:
        return Roles(tuple(files))
    return Roles(*(tuple(found[role]) for role in ("sales", "interactions", "customers")))


def role_of(headers: Sequence[str]) -> tuple[Role, bool]:
    """Return what a table with such headers is for, and whether it holds order lines for certain."""
    columns = meant(headers)
    money = "amount" in columns or {"quantity", "unit_price"} <= columns.keys()
    if "customer_id" in columns and money and "ordered_at" in columns:
        return "sales", True
    if "customer_id" not in columns or money:
        return "sales", False
    if {"customer_id", "kind", "occurred_at"} <= meant(headers, INTERACTION_COLUMNS).keys():
        return "interactions", False
    return ("customers", False) if "ordered_at" not in columns and "order_id" not in columns else ("sales", False)


def _role(path: Path, reading: Reading) -> tuple[Role, bool]:
    try:
        file = examine(path, reading.limits)
        rows = [] if is_repair(file) else _first_rows(file, reading)
    except (ShukeError, OSError):
        # What is wrong with the file is told when it is read.
        return "sales", False
    best = max(rows, key=lambda row: len(meant(row)), default=[])
    return role_of(best)


def _first_rows(file: SourceFile, reading: Reading) -> list[list[str]]:
    if file.kind == "csv" and not file.gzipped:
        return _rows_of_text(file.path)
    if file.kind == "parquet" or (file.kind in WORKBOOKS and file.size <= MOST_BYTES):
        with DuckDB() as engine:
            return [list(raw.headers) for raw in open_tables(engine, file, reading)]
    return []


def _rows_of_text(path: Path) -> list[list[str]]:
    with path.open("rb") as stream:
        head = stream.read(HEAD)
    utf16 = head[:2] in {b"\xff\xfe", b"\xfe\xff"}
    for encoding in ("utf-16",) if utf16 else ("utf-8-sig", "gb18030"):
        try:
            # The last line may be cut in the middle of a character.
            lines = head.decode(encoding, "strict" if len(head) < HEAD else "ignore").splitlines()[:ROWS]
        except UnicodeDecodeError:
            continue
        if "�" not in "".join(lines):
            delimiter = max(",\t;|", key="".join(lines[:3]).count)
            return list(csv.reader(lines, delimiter=delimiter))
    return []
