"""One read-only session of ClickHouse; what is kept are its temporary tables, on disk like any other table."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import IO, Any, cast

from clickhouse_connect.driver.client import Client
from clickhouse_connect.driver.exceptions import ClickHouseError

from shuke.compile.dialects import translate, write_for
from shuke.compile.sql import order_statistics
from shuke.engines.address import Address
from shuke.engines.clickhouse.client import TITLE, client
from shuke.engines.clickhouse.columns import find_table
from shuke.engines.clickhouse.publish import publish
from shuke.engines.duckdb import DuckDB
from shuke.engines.engine import Table
from shuke.engines.memory import in_bytes
from shuke.engines.problems import failed
from shuke.engines.transfer import csv_rows, take_csv
from shuke.stages.relation import Positions, Select, identifier

BLOCK = 1 << 20
STORED = "ENGINE = MergeTree ORDER BY tuple()"
REASONS = {407: "range", 69: "range", 241: "memory", 497: "denied", 164: "denied"}
# What the engine says of values it cannot read may hold the values.
ABOUT_VALUES = frozenset({6, 27, 32, 38, 41, 53, 70, 72, 131, 349})


def connect(address: Address, memory_limit: str | None = None) -> ClickHouse:
    """Return the database at an address.

    Raises:
        UsageError: it cannot be reached, or lets nobody in.
    """
    return ClickHouse(address, None if memory_limit is None else in_bytes(memory_limit))


class ClickHouse:
    """Runs relations in one session."""

    dialect = "clickhouse"

    def __init__(self, address: Address, memory_limit: int | None = None) -> None:
        self._address = address
        self._client: Client | None = client(address, memory_limit)
        self.version: str = str(self._client.server_version)
        self.statements: list[str] = []
        # Temporary views are young; a relation that is only named stands in front of each statement that uses it.
        self._defined: dict[str, str] = {}
        self._only_read()

    def close(self) -> None:
        """Close the session, and with it its temporary tables; a second call does nothing."""
        if self._client is not None:
            self._client.close()
            self._client = None

    def rows(self, select: Select) -> list[tuple[Any, ...]]:
        """Return the rows of a relation."""
        return self._run(self._written(select))

    def row(self, select: Select) -> dict[str, Any]:
        """Return the only row of a relation, by column name."""
        return dict(zip(select.columns, self.rows(select)[0], strict=True))

    def keep(self, name: str, select: Select) -> None:
        """Compute a relation once and keep it as a temporary table."""
        self._told(self._written(select, f"CREATE TEMPORARY TABLE {name} {STORED} AS\n"))

    def define(self, name: str, select: Select) -> None:
        """Give a relation a name without computing it."""
        self._defined[name] = write_for("clickhouse", select)
        self.statements.append(f"-- {name}:\n{self._defined[name]}")

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
        return find_table(self._open, name)

    def bring(self, select: Select, desk: DuckDB, name: str, kinds: Mapping[str, str]) -> None:
        """Make a table of the embedded engine from the rows of a relation."""
        statement = self._written(select)
        with _told_problems():
            stream = cast(IO[bytes], self._open.raw_stream(statement, fmt="CSV"))
            try:
                take_csv(desk, name, kinds, iter(lambda: stream.read(BLOCK), b""))
            finally:
                stream.close()

    def load(self, name: str, kinds: Mapping[str, str], rows: Iterable[Sequence[object]]) -> None:
        """Keep rows that come from elsewhere as a temporary table."""
        columns = ", ".join(f"{identifier(column)} {self.type_of(kind)}" for column, kind in kinds.items())
        self.statements.append(f"CREATE TEMPORARY TABLE {name} ({columns}) {STORED}")
        self._told(self.statements[-1])
        self._fill(self._open, name, rows)

    def write_table(self, name: str, kinds: Mapping[str, str], rows: Iterable[Sequence[object]]) -> None:
        """Write rows as a table that takes the place of the one before at once.

        Raises:
            UsageError: there is a table of that name that was not written so, or writing is not allowed.
        """
        writing = client(self._address)
        try:
            first = next(iter(kinds))
            columns = {column: "String" if column == first else self.type_of(kind) for column, kind in kinds.items()}
            with _told_problems():
                publish(writing, lambda table: self._fill(writing, table, rows), name, columns)
        finally:
            writing.close()

    @staticmethod
    def type_of(kind: str) -> str:
        """Return the type that holds what a type of the embedded engine holds."""
        cast = " ".join(translate("clickhouse", f"CAST(x AS {kind})").split())
        return cast[cast.rindex(" AS ") + 4 : -1]

    @property
    def _open(self) -> Client:
        if self._client is None:
            self._client = client(self._address)
            self._only_read()
        return self._client

    def _only_read(self) -> None:
        """Let the session read and make temporary tables, and nothing else, whatever its user may do."""
        try:
            self._open.command("SET readonly = 2")
        except ClickHouseError as error:
            # A user who may only read anyway cannot say so.
            if _code(error) != 164:
                raise

    @staticmethod
    def _fill(client: Client, table: str, rows: Iterable[Sequence[object]]) -> None:
        with _told_problems():
            for block in csv_rows(rows):
                client.raw_insert(table, insert_block=block, fmt="CSV")

    def _written(self, select: Select, head: str = "") -> str:
        """Return the statement of a relation, with those that it names in front."""
        statement = write_for("clickhouse", select)
        used: set[str] = set()
        waiting = [statement]
        while waiting:
            names = set(re.findall(r"\w+", waiting.pop())) & self._defined.keys() - used
            used |= names
            waiting += [self._defined[name] for name in names]
        # In the order in which they were defined each stands before those that use it.
        named = {name: text for name, text in self._defined.items() if name in used}
        told = f"-- with {', '.join(named)}\n" if named else ""
        self.statements.append(f"{told}{head}{statement}")
        before = f"WITH {', '.join(f'{name} AS ({text})' for name, text in named.items())}\n" if named else ""
        return f"{head}{before}{statement}"

    def _told(self, statement: str) -> None:
        with _told_problems():
            self._open.command(statement)

    def _run(self, statement: str) -> list[tuple[Any, ...]]:
        with _told_problems():
            return [tuple(row) for row in self._open.query(statement).result_rows]


@contextmanager
def _told_problems() -> Iterator[None]:
    """Turn what the engine refuses into errors of ours."""
    try:
        yield
    except ClickHouseError as error:
        number, text = _code(error), str(error)
        name = (re.findall(r"\(([A-Z_]{4,})\)", text) or ["-"])[-1]
        said = f"code {number} ({name})"
        if number not in ABOUT_VALUES and number is not None:
            words = re.sub(
                r"(?s)(: )?(In scope|While (processing|executing)).*", "", text.partition("DB::Exception:")[2]
            )
            said = f"{words.strip()[:160]} – {said}" if words.strip() else said
        raise failed(TITLE, REASONS.get(number or 0), said) from None


def _code(error: ClickHouseError) -> int | None:
    found = re.search(r"Code: (\d+)", str(error))
    return int(found[1]) if found else None
