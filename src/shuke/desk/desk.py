"""The desk of a workspace: one SQLite file that terminal and server read and change at the same time.

Data, ratings and their states are immutable files elsewhere; here stands what changes after a rating was made. Each
trade owns its tables, which ``migrations/NAME.sql`` makes; the tables that speak of customers have a column
``customer_id`` with the id that the rated table has.

Law: a block that changes is kept whole and on the disk when it ends, or not at all; a block that reads sees one moment.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from importlib.resources import files
from pathlib import Path

from shuke.errors import DataError, UsageError, Where
from shuke.stages.relation import identifier
from shuke.store.durable import writing
from shuke.store.journal import settle

FILE = "desk.sqlite"
# Seconds for which a writer waits for another one.
PATIENCE = 30.0
# What is removed is overwritten: it may have been of somebody who asked that it be forgotten.
PRAGMAS = ("synchronous=FULL", "foreign_keys=ON", "secure_delete=ON")
APPLIED = "CREATE TABLE IF NOT EXISTS migrations (name TEXT PRIMARY KEY) STRICT"
COLUMN = "customer_id"


class Desk:
    """The desk of the workspace in a folder; the file is made when something is first kept."""

    def __init__(self, home: Path, patience: float = PATIENCE) -> None:
        self.path = home / FILE
        self.patience = patience

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """Yield a connection on one moment of the desk; rows come as ``sqlite3.Row``.

        Raises:
            DataError: the file is damaged.
            UsageError: it is held by others for too long, or of a newer version.
        """
        with self._told(), closing(self._opened(exists=self.path.is_file())) as db:
            db.execute("BEGIN")
            yield db
            db.execute("ROLLBACK")

    @contextmanager
    def changing(self) -> Iterator[sqlite3.Connection]:
        """Yield a connection whose changes are kept together when the block ends; whoever changes is alone.

        Raises:
            DataError: the file is damaged.
            UsageError: it is held by others for too long, cannot be written, or is of a newer version.
        """
        with self._told(), writing(self.path.parent), closing(self._opened(exists=True)) as db:
            db.execute("BEGIN IMMEDIATE")
            try:
                yield db
            except BaseException:
                db.execute("ROLLBACK")
                raise
            db.execute("COMMIT")

    def forget(self, ids: Sequence[str]) -> int:
        """Erase every row that names one of some customers; return how many rows there were."""
        if not self.path.is_file():
            return 0
        erased = 0
        with self.changing() as db:
            db.execute("CREATE TEMP TABLE gone (id TEXT PRIMARY KEY)")
            db.executemany("INSERT OR IGNORE INTO gone VALUES (?)", [(one,) for one in ids])
            for table in tables(db):
                if COLUMN in {row[1] for row in db.execute(f"PRAGMA table_info({identifier(table)})")}:
                    query = f"DELETE FROM {identifier(table)} WHERE {COLUMN} IN (SELECT id FROM gone)"
                    erased += db.execute(query).rowcount
        with self._told(), closing(self._opened(exists=True)) as db:
            # The file of recent changes still holds what was overwritten.
            db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        return erased

    def copy(self, out: Path) -> bool:
        """Write the desk as it is at one moment into a file, while others change it; False where there is none."""
        if not self.path.is_file():
            return False
        with self._told(), closing(self._opened(exists=True)) as source, closing(sqlite3.connect(out)) as target:
            source.backup(target)
        return True

    def _opened(self, *, exists: bool) -> sqlite3.Connection:
        """Return a connection with all tables there; without a file the desk is empty, and stays unwritten."""
        if exists:
            settle(self.path)
        db = sqlite3.connect(self.path if exists else ":memory:", timeout=self.patience, isolation_level=None)
        try:
            db.row_factory = sqlite3.Row
            if exists:
                db.execute("PRAGMA journal_mode=WAL")
            for pragma in PRAGMAS:
                db.execute(f"PRAGMA {pragma}")
            self._migrate(db)
        except BaseException:
            db.close()
            raise
        return db

    def _migrate(self, db: sqlite3.Connection) -> None:
        known = _migrations()
        if _applied(db) == set(known):
            return
        db.execute("BEGIN IMMEDIATE")
        try:
            db.execute(APPLIED)
            for name in self._missing(db, known):
                for statement in _statements(known[name]):
                    db.execute(statement)
                db.execute("INSERT INTO migrations VALUES (?)", (name,))
        except BaseException:
            db.execute("ROLLBACK")
            raise
        db.execute("COMMIT")

    def _missing(self, db: sqlite3.Connection, known: Iterable[str]) -> list[str]:
        """Return the migrations that the desk has not seen, in order."""
        applied = _applied(db)
        if applied - set(known):
            raise UsageError("desk_of_newer_version", Where(file=str(self.path)))
        return sorted(set(known) - applied)

    @contextmanager
    def _told(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.OperationalError as error:
            if "locked" in str(error) or "busy" in str(error):
                raise UsageError("desk_busy", Where(file=str(self.path))) from None
            raise UsageError("folder_not_writable", Where(file=str(self.path)), problem=str(error)) from None
        except sqlite3.DatabaseError as error:
            if isinstance(error, sqlite3.IntegrityError | sqlite3.ProgrammingError):
                raise
            raise DataError("desk_damaged", Where(file=str(self.path))) from None


def tables(db: sqlite3.Connection) -> list[str]:
    """Return the names of the tables of the desk, sorted."""
    query = "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name"
    return [row[0] for row in db.execute(query)]


def _migrations() -> dict[str, str]:
    folder = files("shuke.desk") / "migrations"
    found = (one for one in folder.iterdir() if one.name.endswith(".sql"))
    return {one.name.removesuffix(".sql"): one.read_text(encoding="utf-8") for one in found}


def _applied(db: sqlite3.Connection) -> set[str]:
    if not db.execute("SELECT 1 FROM sqlite_schema WHERE name = 'migrations'").fetchone():
        return set()
    return {row[0] for row in db.execute("SELECT name FROM migrations")}


def _statements(text: str) -> Iterator[str]:
    """Yield the statements of a script one by one, so that they are one transaction."""
    statement = ""
    for line in text.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""
