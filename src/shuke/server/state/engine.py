"""The state database: SQLite in the workspace, or any other by its URL; reading and changing as two kinds of block."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, create_engine, event, text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DatabaseError, OperationalError
from sqlalchemy.orm import Session

from shuke.errors import DataError, UsageError
from shuke.server.errors import Unavailable
from shuke.server.state.remembered import Remembered

# Seconds for which a writer waits for another one: somebody who asks, and work that nobody waits for.
PATIENCE, LONG_PATIENCE = 5.0, 60.0
# What is removed is overwritten: it may have been of somebody who asked that it be forgotten.
PRAGMAS = ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "secure_delete=ON")
CHANGING = "shuke_changing"
# In a database of others our tables stand in a schema of their own.
SCHEMA = "shuke"
ALONE = 7_468_105_753


class State:
    """One state database, opened once for a process."""

    def __init__(self, url: str | URL, patience: float = PATIENCE) -> None:
        self.url = _known(url)
        self.engine = create_engine(self.url, **_options(self.url, patience))
        if self.is_sqlite:
            event.listen(self.engine, "connect", _prepare)
            event.listen(self.engine, "begin", _begin)
        self._writing = self.engine.execution_options(**{CHANGING: True})
        own = self.url.database if self.is_sqlite else None
        self.remembered = Remembered(Path(own).absolute() if own else None)

    @property
    def is_sqlite(self) -> bool:
        """Whether it is a file."""
        return self.url.get_backend_name() == "sqlite"

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """Yield a session in which one moment of the database is read."""
        with _told(), Session(self.engine, expire_on_commit=False) as session, session.begin():
            yield session

    @contextmanager
    def changing(self) -> Iterator[Session]:
        """Yield a session whose changes are kept together when the block ends, or not at all.

        Raises:
            Unavailable: the database cannot be reached, or is held by others for too long.
        """
        with _told(), Session(self._writing, expire_on_commit=False) as session, session.begin():
            yield session

    @contextmanager
    def connected(self) -> Iterator[Connection]:
        """Yield a connection in one transaction, alone, for changes of the tables themselves."""
        with _told(), self._writing.begin() as connection:
            if not self.is_sqlite:
                connection.execute(text(f"SELECT pg_advisory_xact_lock({ALONE})"))
                connection.execute(text(f"CREATE SCHEMA IF NOT EXISTS {SCHEMA}"))
            yield connection

    def wipe(self) -> None:
        """Empty the file of recent changes, which holds what was overwritten since; a database of others sees to it."""
        if self.is_sqlite:
            connection = self.engine.raw_connection()
            try:
                connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
            finally:
                connection.close()

    def close(self) -> None:
        """Give back every connection."""
        self.remembered.close()
        self.engine.dispose()


def sqlite_url(path: Path) -> URL:
    """Return the URL of a database in a file."""
    return URL.create("sqlite", database=str(path.absolute()))


def _known(url: str | URL) -> URL:
    try:
        found = make_url(url)
    except ArgumentError:
        raise UsageError("state_url", problem="?") from None
    if found.password is not None:
        raise UsageError("state_password")
    if found.get_backend_name() in {"postgresql", "postgres"}:
        return found.set(drivername="postgresql+psycopg")
    if found.get_backend_name() != "sqlite":
        raise UsageError("state_url", problem=found.get_backend_name())
    return found


def _options(url: URL, patience: float) -> dict[str, Any]:
    if url.get_backend_name() == "sqlite":
        # Transactions are begun by us: which kind depends on what the block is for.
        return {"connect_args": {"isolation_level": None, "check_same_thread": False, "timeout": patience}}
    return {"pool_pre_ping": True, "connect_args": {"options": f"-csearch_path={SCHEMA}", "connect_timeout": 10}}


def _prepare(connection: sqlite3.Connection, record: object) -> None:
    del record
    for pragma in (
        "journal_mode=WAL",
        "synchronous=FULL",
        "foreign_keys=ON",
        "secure_delete=ON",
    ):
        connection.execute(f"PRAGMA {pragma}")


def _begin(connection: Connection) -> None:
    # A block that changes takes its turn before it reads, so that it never has to give up what it read.
    kind = "IMMEDIATE" if connection.get_execution_options().get(CHANGING) else "DEFERRED"
    connection.exec_driver_sql(f"BEGIN {kind}")


@contextmanager
def _told() -> Iterator[None]:
    try:
        yield
    except OperationalError as error:
        raise Unavailable("state_unreachable") from error
    except DatabaseError as error:
        # Of its own kind it is where the file is no sound database.
        if type(error.orig) is not sqlite3.DatabaseError:
            raise
        raise DataError("server_state_damaged", problem=str(error.orig)) from None
