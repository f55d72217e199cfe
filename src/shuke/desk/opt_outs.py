"""Who wants no marketing, as somebody noted it: customers by the id that the workspace keeps."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class OptOut:
    """A customer who wants no marketing; since when (UTC, ISO 8601), and who noted it."""

    customer_id: str
    noted_at: str
    noted_by: str


def noted(db: sqlite3.Connection) -> set[str]:
    """Return everybody who wants no marketing."""
    return {row[0] for row in db.execute("SELECT customer_id FROM opt_outs")}


def listed(db: sqlite3.Connection, offset: int = 0, size: int | None = None) -> tuple[list[OptOut], int]:
    """Return a part of those who want no marketing, the latest first, and how many there are."""
    total = int(db.execute("SELECT COUNT(*) FROM opt_outs").fetchone()[0])
    query = "SELECT * FROM opt_outs ORDER BY noted_at DESC, customer_id LIMIT ? OFFSET ?"
    rows = db.execute(query, (-1 if size is None else size, offset))
    return [OptOut(**dict(row)) for row in rows], total


def note(db: sqlite3.Connection, ids: Iterable[str], at: str, by: str) -> int:
    """Note that customers want no marketing; return how many did before this not."""
    query = "INSERT OR IGNORE INTO opt_outs (customer_id, noted_at, noted_by) VALUES (?, ?, ?)"
    return db.executemany(query, [(one, at, by) for one in ids]).rowcount


def take_back(db: sqlite3.Connection, customer_id: str) -> bool:
    """Leave a customer in again; tell whether they were left out."""
    return db.execute("DELETE FROM opt_outs WHERE customer_id = ?", (customer_id,)).rowcount > 0
