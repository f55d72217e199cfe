"""One PostgreSQL transaction: a snapshot is read, temporary tables are kept in it, and nothing is ever committed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, cast

import psycopg
from psycopg.conninfo import make_conninfo
from psycopg.types.numeric import FloatLoader

from shuke.compile.dialects import translate, write_for
from shuke.compile.sql import order_statistics
from shuke.engines.address import Address
from shuke.engines.duckdb import DuckDB
from shuke.engines.engine import Table
from shuke.engines.memory import in_bytes
from shuke.engines.postgres.columns import find_table
from shuke.engines.postgres.publish import publish
from shuke.engines.problems import failed, too_slow, unreachable
from shuke.engines.transfer import csv_rows, take_csv
from shuke.stages.relation import Positions, Select, identifier

TITLE = "PostgreSQL"
# What a result may depend on is fixed here, not by the server or the user.
SETTINGS = ("timezone = 'UTC'", "datestyle = 'ISO'", "extra_float_digits = 1", "standard_conforming_strings = on")
OUT_OF_RANGE, DENIED, MISSING = "22003", "42501", "42P01"
# The server went down, or an administrator ended the connection.
ENDED = frozenset({"57P01", "57P02", "57P03"})
CANCELLED = "57014"


def connect(address: Address, memory_limit: str | None = None) -> Postgres:
    """Return the database at an address.

    Raises:
        UsageError: it cannot be reached, or lets nobody in.
    """
    settings: dict[str, Any] = dict(address.settings)
    given = {
        "host": address.host,
        "port": address.port,
        "user": address.user,
        "dbname": address.database,
        "password": address.password,
    }
    settings.update({name: value for name, value in given.items() if value is not None})
    settings.setdefault("application_name", "shuke")
    settings.setdefault("connect_timeout", 15)
    try:
        return Postgres(psycopg.connect(make_conninfo(**settings)), memory_limit)
    except psycopg.Error as error:
        raise unreachable(TITLE, address.shown, error) from None


class Postgres:
    """Runs relations in one transaction; what is kept are its temporary tables."""

    dialect = "postgres"

    def __init__(self, connection: psycopg.Connection[tuple[Any, ...]], memory_limit: str | None = None) -> None:
        self._connection = connection
        self.statements: list[str] = []
        self._seconds: int | None = None
        connection.adapters.register_loader("float4", FloatLoader)
        self._run("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        for setting in SETTINGS:
            self._run(f"SET LOCAL {setting}")
        if memory_limit is not None:
            self._run(f"SET LOCAL work_mem = '{in_bytes(memory_limit) // 1024}kB'")

    def close(self) -> None:
        """Roll the transaction back and close the connection; a second call does nothing."""
        if not self._connection.closed:
            self._connection.rollback()
            self._connection.close()

    @property
    def version(self) -> str:
        """The server's version."""
        number = self._connection.info.server_version
        return f"{number // 10000}.{number % 10000}"

    def rows(self, select: Select) -> list[tuple[Any, ...]]:
        """Return the rows of a relation."""
        return self._asked(write_for("postgres", select))

    def row(self, select: Select) -> dict[str, Any]:
        """Return the only row of a relation, by column name."""
        return dict(zip(select.columns, self.rows(select)[0], strict=True))

    def keep(self, name: str, select: Select) -> None:
        """Compute a relation once and keep it as a temporary table."""
        self._told(f"CREATE TEMPORARY TABLE {name} ON COMMIT DROP AS\n{write_for('postgres', select)}")
        # Without figures of its size the planner takes a new table for a small one.
        self._run(f"ANALYZE {name}")

    def define(self, name: str, select: Select) -> None:
        """Give a relation a name without computing it."""
        self._told(f"CREATE OR REPLACE TEMPORARY VIEW {name} AS\n{write_for('postgres', select)}")

    def values_at(self, asked: Sequence[Positions], source: str | Select) -> list[list[Any]]:
        """Return order statistics of a relation, for each question the values in the order of its positions."""
        return list(self.row(order_statistics(asked, source)).values()) if asked else []

    def matrix(self, select: Select) -> Any:
        """Return the rows of a relation as a NumPy array of floats (needs NumPy)."""
        import numpy as np

        return np.asarray(self.rows(select), dtype=np.float64)

    def table(self, name: str) -> Table:
        """Return a table or view by the name that the user gave.

        Raises:
            UsageError: there is none, or it may not be read.
        """
        return find_table(self._run, name)

    def bring(self, select: Select, desk: DuckDB, name: str, kinds: Mapping[str, str]) -> None:
        """Make a table of the embedded engine from the rows of a relation."""
        statement = write_for("postgres", select)
        self.statements.append(statement)
        take_csv(desk, name, kinds, self.csv(statement))

    def csv(self, statement: str) -> Iterator[bytes]:
        """Yield the rows of a statement as CSV."""
        try:
            with (
                self._connection.cursor() as cursor,
                cursor.copy(_sql(f"COPY ({statement}) TO STDOUT (FORMAT csv)")) as rows,
            ):
                yield from (bytes(block) for block in rows)
        except psycopg.Error as error:
            raise self._problem(error) from None

    def only_read(self, seconds: int) -> None:
        """Let the transaction read and do nothing else, not even make temporary tables, so long for each question."""
        self._run("SET TRANSACTION READ ONLY")
        self._run(f"SET LOCAL statement_timeout = {seconds * 1_000}")
        self._seconds = seconds

    def load(self, name: str, kinds: Mapping[str, str], rows: Iterable[Sequence[object]]) -> None:
        """Keep rows that come from elsewhere as a temporary table."""
        columns = ", ".join(f"{identifier(column)} {self.type_of(kind)}" for column, kind in kinds.items())
        self._told(f"CREATE TEMPORARY TABLE {name} ({columns}) ON COMMIT DROP")
        self._fill(name, rows)
        self._run(f"ANALYZE {name}")

    def write_table(self, name: str, kinds: Mapping[str, str], rows: Iterable[Sequence[object]]) -> None:
        """Write rows as a table, in a transaction of its own that is committed whole.

        Raises:
            UsageError: there is a table of that name that was not written so, or writing is not allowed.
        """
        self._connection.rollback()
        columns = {column: self.type_of(kind) for column, kind in kinds.items()}
        publish(self._run, lambda table: self._fill(table, rows), name, columns)
        self._connection.commit()

    @staticmethod
    def type_of(kind: str) -> str:
        """Return the type that holds what a type of the embedded engine holds."""
        text = 'TEXT COLLATE "C"'
        return text if kind == "VARCHAR" else translate("postgres", f"CAST(NULL AS {kind})")[len("CAST(NULL AS ") : -1]

    def _fill(self, table: str, rows: Iterable[Sequence[object]]) -> None:
        try:
            with (
                self._connection.cursor() as cursor,
                cursor.copy(_sql(f"COPY {table} FROM STDIN (FORMAT csv)")) as copy,
            ):
                for block in csv_rows(rows):
                    copy.write(block)
        except psycopg.Error as error:
            raise self._problem(error) from None

    def _asked(self, statement: str) -> list[tuple[Any, ...]]:
        self.statements.append(statement)
        return self._run(statement)

    def _told(self, statement: str) -> None:
        self.statements.append(statement)
        self._run(statement)

    def _run(self, statement: str, parameters: Sequence[object] | None = None) -> list[tuple[Any, ...]]:
        try:
            with self._connection.cursor() as cursor:
                cursor.execute(_sql(statement), parameters)
                return cursor.fetchall() if cursor.description else []
        except psycopg.Error as error:
            raise self._problem(error) from None

    def may_write(self, name: str) -> bool:
        """Tell whether this user may change the rows of a table, or the table itself."""
        ways = "INSERT, UPDATE, DELETE, TRUNCATE"
        return bool(self._run("SELECT has_table_privilege(to_regclass(%s), %s)", [name, ways])[0][0])

    def _problem(self, error: psycopg.Error) -> Exception:
        if error.sqlstate == CANCELLED and self._seconds is not None:
            return too_slow(self._seconds)
        if error.sqlstate in ENDED or (error.sqlstate is None and self._connection.closed):
            return failed(TITLE, "lost", "")
        kinds = {OUT_OF_RANGE: "range", DENIED: "denied", MISSING: "missing"}
        # What the server says of data may hold the data; of all else its own words help most.
        words = error.diag.message_primary or type(error).__name__
        said = words if not (error.sqlstate or "").startswith("22") else f"SQLSTATE {error.sqlstate}"
        return failed(TITLE, kinds.get(error.sqlstate or ""), said)


def _sql(statement: str) -> Any:
    """Return a statement of ours as the driver wants it; it holds no text of anybody else but as literals."""
    return cast(Any, statement)
