"""One session of Spark; what is kept are its cached views, in the memory and on the disks of the workers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from typing import Any

from pyspark.errors import PySparkException
from pyspark.sql import SparkSession

from shuke.compile.dialects import write_for
from shuke.compile.sql import by_totals
from shuke.engines.address import Address
from shuke.engines.duckdb import DuckDB
from shuke.engines.engine import Table
from shuke.engines.problems import failed
from shuke.engines.spark.columns import find_table
from shuke.engines.spark.frames import table_of
from shuke.engines.spark.publish import publish
from shuke.engines.spark.session import TITLE, session
from shuke.stages.relation import Positions, Select, identifier

OUT_OF_RANGE = ("ARITHMETIC_OVERFLOW", "NUMERIC_VALUE_OUT_OF_RANGE", "NUMERIC_OUT_OF_SUPPORTED_RANGE", "CAST_OVERFLOW")


def connect(address: Address, memory_limit: str | None = None) -> Spark:
    """Return the session at an address; the memory of a cluster is a setting of the cluster.

    Raises:
        UsageError: it cannot be reached.
    """
    found, started = session(address)
    return Spark(found, started=started)


class Spark:
    """Runs relations in one session."""

    dialect = "spark"

    def __init__(self, spark: SparkSession, *, started: bool = False) -> None:
        self._spark, self._started = spark, started
        self._kept: list[str] = []
        self._closed = False
        self.statements: list[str] = []
        self.version = spark.version

    def close(self) -> None:
        """Let go of what was kept, and of the application if it was started here; a second call does nothing."""
        if self._closed:
            return
        self._closed = True
        for name in self._kept:
            with suppress(Exception):
                self._spark.sql(f"UNCACHE TABLE IF EXISTS {name}")
        if self._started or self._remote:
            with suppress(Exception):
                self._spark.stop()

    @property
    def _remote(self) -> bool:
        return "connect" in type(self._spark).__module__

    def rows(self, select: Select) -> list[tuple[Any, ...]]:
        """Return the rows of a relation."""
        with _told_problems():
            return [tuple(row) for row in self._sql(write_for("spark", select)).collect()]

    def row(self, select: Select) -> dict[str, Any]:
        """Return the only row of a relation, by column name."""
        return dict(zip(select.columns, self.rows(select)[0], strict=True))

    def keep(self, name: str, select: Select) -> None:
        """Compute a relation once and keep it as a cached view."""
        self._kept.append(name)
        with _told_problems():
            self._sql(f"CACHE TABLE {name} AS\n{write_for('spark', select)}")

    def define(self, name: str, select: Select) -> None:
        """Give a relation a name without computing it."""
        with _told_problems():
            self._sql(f"CREATE OR REPLACE TEMPORARY VIEW {name} AS\n{write_for('spark', select)}")

    def values_at(self, asked: Sequence[Positions], source: str | Select) -> list[list[Any]]:
        """Return order statistics of a relation, for each question the values in the order of its positions."""
        return [list(self.row(by_totals(one, source)).values()) for one in asked]

    def matrix(self, select: Select) -> Any:
        """Return the rows of a relation as a NumPy array of floats (needs NumPy)."""
        import numpy as np

        return np.asarray(self.rows(select), dtype=np.float64)

    def table(self, name: str) -> Table:
        """Return a table or view by the name that the user gave.

        Raises:
            UsageError: there is none, or it may not be read.
        """
        return find_table(self._spark, name)

    def bring(self, select: Select, desk: DuckDB, name: str, kinds: Mapping[str, str]) -> None:
        """Make a table of the embedded engine from the rows of a relation."""
        with _told_problems():
            frame = self._sql(write_for("spark", select)).toArrow()
        desk.register("brought", frame)
        columns = ", ".join(f"CAST({identifier(one)} AS {kind}) AS {identifier(one)}" for one, kind in kinds.items())
        desk.run(f"CREATE OR REPLACE TEMP TABLE {name} AS SELECT {columns} FROM brought")
        desk.unregister("brought")

    def load(self, name: str, kinds: Mapping[str, str], rows: Iterable[Sequence[object]]) -> None:
        """Keep rows that come from elsewhere as a view."""
        with _told_problems():
            self._spark.createDataFrame(table_of(kinds, rows)).createOrReplaceTempView(name)

    def write_table(self, name: str, kinds: Mapping[str, str], rows: Iterable[Sequence[object]]) -> None:
        """Write rows as a table that takes the place of the one before.

        Raises:
            UsageError: there is a table of that name that was not written so, or writing is not allowed.
        """
        with _told_problems():
            publish(self._spark, self._spark.createDataFrame(table_of(kinds, rows)), name)

    def _sql(self, statement: str) -> Any:
        self.statements.append(statement)
        return self._spark.sql(statement)


@contextmanager
def _told_problems() -> Iterator[None]:
    """Turn what the engine refuses into errors of ours; its own words may hold values of the data."""
    try:
        yield
    except PySparkException as error:
        condition = error.getCondition() or type(error).__name__
        state = error.getSqlState() or "-"
        reason = "range" if condition.startswith(OUT_OF_RANGE) else "denied" if state.startswith("42501") else None
        raise failed(TITLE, reason, f"{condition} (SQLSTATE {state})") from None
    except Exception as error:
        # The bridge to Java and the one over the network have errors of their own, for an engine that went away.
        if not type(error).__module__.startswith(("py4j", "grpc")):
            raise
        raise failed(TITLE, None, type(error).__name__) from None
