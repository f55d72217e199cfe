"""What people noted of a customer: a call, a visit, a reason. A note is added, never rewritten."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass


@dataclass(frozen=True)
class Note:
    """One note: when it was written (UTC, ISO 8601), by whom, and what it says."""

    number: int
    customer_id: str
    noted_at: str
    noted_by: str
    text: str


def add_note(db: sqlite3.Connection, customer_id: str, noted_at: str, noted_by: str, text: str) -> int:
    """Keep a note of a customer; return its number."""
    query = "INSERT INTO notes (customer_id, noted_at, noted_by, text) VALUES (?, ?, ?, ?) RETURNING number"
    return int(db.execute(query, (customer_id, noted_at, noted_by, text)).fetchone()[0])


def notes_of(db: sqlite3.Connection, customer_id: str) -> list[Note]:
    """Return the notes of a customer, the newest first."""
    query = "SELECT * FROM notes WHERE customer_id = ? ORDER BY number DESC"
    return [Note(**dict(row)) for row in db.execute(query, (customer_id,))]
