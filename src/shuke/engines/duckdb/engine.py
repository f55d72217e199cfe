"""One connection to an embedded DuckDB, closed to the network and bounded in memory."""

from __future__ import annotations

import shutil
import weakref
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import duckdb

from shuke.compile.sql import order_statistics, write
from shuke.engines.duckdb.spill import private_folder
from shuke.errors import DataError, UsageError
from shuke.room import refused_by
from shuke.stages.relation import Positions, Select, literal


class Unreadable(Exception):  # noqa: N818 - named for what it is
    """The engine refuses the bytes of a source: a record of another width, a quote that never closes, damage."""


class Untidy(Exception):  # noqa: N818 - named for what it is
    """A source read in place holds an identifier that is not in its final form."""


UNTIDY = "untidy_identifier"
UNREADABLE = (
    duckdb.InvalidInputException,
    duckdb.IOException,
    duckdb.DataError,
    duckdb.InternalException,
    duckdb.SerializationException,
    duckdb.FatalException,
    duckdb.NotSupportedError,
)


# Statements that are kept as they were parsed: so many, none longer than this.
MOST_KEPT, LONGEST_KEPT = 400, 20_000


class DuckDB:
    """Runs relations and statements; what does not fit in memory spills to a private temporary folder."""

    dialect = "duckdb"

    def __init__(self, *, memory_limit: str | None = None, threads: int | None = None) -> None:
        if threads is not None and threads < 1:
            raise UsageError("threads_too_few", value=threads)
        self._spill = private_folder()
        self._connection = duckdb.connect(":memory:")
        self._statements: dict[str, duckdb.Statement] = {}
        # Also when a caller never closes: a connection alive at the end of the interpreter complains on stderr.
        self._release: weakref.finalize[..., Any] = weakref.finalize(self, _release, self._connection, self._spill)
        # Extensions would be fetched from the network at run time; nothing here may need one.
        self.run("SET autoinstall_known_extensions = false; SET autoload_known_extensions = false")
        self.run(f"SET temp_directory = {literal(str(self._spill))}")
        self.run("SET TimeZone = 'UTC'; SET enable_progress_bar = false")
        if threads is not None:
            self.run(f"SET threads = {threads}")
        if memory_limit is not None:
            self._limit(memory_limit)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the connection and remove what was spilled; a second call does nothing."""
        self._release()

    def beside(self) -> DuckDB:
        """Return another connection to the same tables, for another thread; temporary tables are not seen there.

        What was spilled is removed when nobody holds either of them any more.
        """
        other = object.__new__(type(self))
        other._spill, other._connection, other._statements = self._spill, self._connection.cursor(), {}
        other._release = weakref.finalize(other, _close, other._connection, self)
        return other

    def run(self, statement: str, parameters: Sequence[object] | None = None) -> list[tuple[Any, ...]]:
        """Run statements and return the rows of the last one.

        Raises:
            DataError: a total left the range of exact amounts, or memory ran out.
            UsageError: the disk is full.
        """
        try:
            result = self._connection.execute(self._parsed(statement), parameters)
            return result.fetchall() if result.description else []
        except duckdb.Error as error:
            raise self._told(error) from None

    def _told(self, error: duckdb.Error) -> Exception:
        """Return what an error of the engine is told as."""
        full = refused_by(str(error), self._spill)
        if full is not None:
            return full
        if isinstance(error, duckdb.ConversionException | duckdb.OutOfRangeException):
            return DataError("amount_total_out_of_range")
        if isinstance(error, duckdb.OutOfMemoryException):
            return DataError("out_of_memory")
        # What the engine has no name for is said by the libraries that decode a file for it.
        if isinstance(error, UNREADABLE) or type(error) is duckdb.Error:
            return (Untidy if UNTIDY in str(error) else Unreadable)(str(error))
        return error

    def _parsed(self, statement: str) -> str | duckdb.Statement:
        """Return a statement that was asked before as it was parsed then: a quarter of what a small table costs."""
        known = self._statements.get(statement)
        if known is None and len(statement) <= LONGEST_KEPT:
            parts = self._connection.extract_statements(statement)
            if len(parts) != 1:
                return statement
            if len(self._statements) >= MOST_KEPT:
                self._statements.pop(next(iter(self._statements)))
            known = self._statements[statement] = parts[0]
        return known or statement

    def stream(self, statement: str, batch: int) -> Iterator[tuple[Any, ...]]:
        """Yield the rows of a statement, a batch at a time; nothing else may be asked until the last one."""
        # Temporary tables belong to one connection, so this cannot be a cursor of its own.
        try:
            result = self._connection.execute(statement)
            while rows := result.fetchmany(batch):
                yield from rows
        except duckdb.Error as error:
            raise self._told(error) from None

    def rows(self, select: Select) -> list[tuple[Any, ...]]:
        """Return the rows of a relation."""
        return self.run(write(select))

    def row(self, select: Select) -> dict[str, Any]:
        """Return the only row of a relation, by column name."""
        return dict(zip(select.columns, self.rows(select)[0], strict=True))

    def keep(self, name: str, select: Select) -> None:
        """Compute a relation once and keep it under a name."""
        self.run(f"CREATE OR REPLACE TEMP TABLE {name} AS {write(select)}")

    def name(self, name: str, statement: str) -> None:
        """Give a query a name without computing it."""
        self.run(f"CREATE OR REPLACE TEMP VIEW {name} AS {statement}")

    def define(self, name: str, select: Select) -> None:
        """Give a relation a name without computing it."""
        self.name(name, write(select))

    def values_at(self, asked: Sequence[Positions], source: str | Select) -> list[list[Any]]:
        """Return order statistics of a relation, for each question the values in the order of its positions."""
        return list(self.row(order_statistics(asked, source)).values()) if asked else []

    def drop(self, *names: str) -> None:
        """Forget relations, whether they are tables or views; those that are not there are no error."""
        for name in names:
            # Asking the catalogue first what it is costs more than all of the dropping.
            try:
                self.run(f"DROP TABLE IF EXISTS {name}")
            except duckdb.CatalogException:
                self.run(f"DROP VIEW {name}")

    def columns(self, name: str) -> list[str]:
        """Return the names of a relation's columns."""
        return [row[0] for row in self.run(f"DESCRIBE {name}")]

    def may_be_empty(self, name: str, columns: Iterable[str]) -> bool:
        """Tell whether a column of a relation could be empty, for all that the engine knows without looking."""
        known = self.run(f"SELECT {', '.join(f'STATS({column})' for column in columns)} FROM {name} LIMIT 1")
        return not known or not all(isinstance(one, dict) and one.get("has_null") is False for one in known[0])

    def register(self, name: str, frame: object) -> None:
        """Make a table that lives in Python (Arrow, Polars, pandas) readable under a name."""
        try:
            self._connection.register(name, frame)
        except (duckdb.Error, TypeError):
            raise UsageError("source_unknown", kind=type(frame).__name__) from None

    def arrow(self, statement: str) -> Any:
        """Return the answer of a statement as an Arrow table (needs pyarrow)."""
        return self._connection.sql(statement).to_arrow_table()

    def matrix(self, select: Select) -> Any:
        """Return the rows of a relation, all columns DOUBLE, as a NumPy array (needs NumPy)."""
        import numpy as np

        columns = self._connection.execute(write(select)).fetchnumpy()
        return np.column_stack([np.asarray(column, dtype=np.float64) for column in columns.values()])

    @property
    def version(self) -> str:
        """The engine's version."""
        return duckdb.__version__

    @property
    def folder(self) -> Path:
        """A private folder for what a reader must write down; it goes with the connection."""
        return self._spill

    def can_open(self, source: str) -> bool:
        """Tell whether the engine can open a table expression (its first row at least)."""
        try:
            self._connection.execute(f"SELECT COUNT(*) FROM (SELECT * FROM {source} LIMIT 1)").fetchall()
        except duckdb.Error:
            return False
        return True

    def unregister(self, name: str) -> None:
        """Forget a table that was made readable."""
        self._connection.unregister(name)

    def knows_timezone(self, name: str) -> bool:
        """Tell whether a time zone's name is known."""
        return bool(self.run("SELECT 1 FROM pg_timezone_names() WHERE name = ?", [name]))

    def understands(self, date_format: str) -> bool:
        """Tell whether a date format can be read with."""
        try:
            self._connection.execute(f"SELECT TRY_STRPTIME('2024', {literal(date_format)})").fetchall()
        except duckdb.Error:
            return False
        return True

    def _limit(self, memory_limit: str) -> None:
        try:
            self._connection.execute(f"SET memory_limit = {literal(memory_limit)}")
        except duckdb.Error:
            raise UsageError("memory_limit_malformed", value=memory_limit) from None


def _close(connection: duckdb.DuckDBPyConnection, _first: DuckDB) -> None:
    """Close a connection beside another one, which lives as long as it does."""
    connection.close()


def _release(connection: duckdb.DuckDBPyConnection, folder: Path) -> None:
    connection.close()
    shutil.rmtree(folder, ignore_errors=True)
