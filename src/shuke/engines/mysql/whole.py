"""A table of MySQL or MariaDB as rows of text: one read-only transaction, every value as the server writes it."""

from __future__ import annotations

import struct
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from typing import Any

import pymysql
from pymysql.converters import encoders
from pymysql.cursors import SSCursor

from shuke.engines.address import Address, Source
from shuke.engines.engine import Column, Kind
from shuke.engines.names import parts_of
from shuke.engines.problems import failed, too_slow, unreachable
from shuke.engines.transfer import csv_rows
from shuke.engines.whole import Whole, exact
from shuke.errors import UsageError, Where

TITLE = "MySQL"
PORT, PATIENCE = 3306, 15
SETTINGS = frozenset({"ssl", "ssl_ca", "connect_timeout"})
# Times in UTC, zero dates as they are, text in double quotation marks is a name nowhere.
SESSION = ("SET SESSION time_zone = '+00:00', sql_mode = '', net_write_timeout = 3600",)
SNAPSHOT = "START TRANSACTION WITH CONSISTENT SNAPSHOT, READ ONLY"
NOT_FOUND, DENIED = frozenset({1146, 1049}), frozenset({1044, 1142, 1143})
# The server went away, or somebody ended the connection.
LOST, SLOW = frozenset({0, 1053, 1927, 2006, 2013, 2055}), frozenset({1969, 3024})
KINDS: dict[str, tuple[Kind, int | None]] = {
    "tinyint": ("integer", 3),
    "smallint": ("integer", 5),
    "mediumint": ("integer", 8),
    "int": ("integer", 10),
    "bigint": ("integer", 20),
    "year": ("integer", 4),
    "decimal": ("decimal", None),
    "float": ("float", 7),
    "double": ("float", 17),
    **dict.fromkeys(("char", "varchar", "tinytext", "text", "mediumtext", "longtext", "enum", "set"), ("text", None)),
    "date": ("date", None),
    "datetime": ("timestamp", None),
    "timestamp": ("instant", None),
}
COLUMNS = """
SELECT COLUMN_NAME, DATA_TYPE, COLUMN_TYPE, NUMERIC_PRECISION, NUMERIC_SCALE FROM information_schema.COLUMNS
WHERE TABLE_SCHEMA = COALESCE(%s, DATABASE()) AND TABLE_NAME = %s ORDER BY ORDINAL_POSITION
"""

WRITES = """
SELECT COUNT(*) FROM (
    SELECT GRANTEE, PRIVILEGE_TYPE FROM information_schema.USER_PRIVILEGES
    UNION ALL SELECT GRANTEE, PRIVILEGE_TYPE FROM information_schema.SCHEMA_PRIVILEGES
    WHERE COALESCE(%(schema)s, DATABASE()) LIKE TABLE_SCHEMA
    UNION ALL SELECT GRANTEE, PRIVILEGE_TYPE FROM information_schema.TABLE_PRIVILEGES
    WHERE TABLE_SCHEMA = COALESCE(%(schema)s, DATABASE()) AND TABLE_NAME = %(table)s
) AS granted WHERE GRANTEE = CONCAT('\\'', REPLACE(CURRENT_USER(), '@', '\\'@\\''), '\\'')
AND PRIVILEGE_TYPE IN ('INSERT', 'UPDATE', 'DELETE', 'DROP', 'ALTER')
"""


def read_whole(source: Source) -> Whole:
    """Return a table's columns and its rows as CSV, read while they are asked for.

    Raises:
        UsageError: the server cannot be reached, or there is no such table, or it may not be read.
    """
    where, bounds = Where(file=source.table), source.bounds
    parts = parts_of(source.table)
    if len(parts) > 2:
        raise UsageError("table_name_malformed", where)
    schema, table = parts if len(parts) == 2 else (None, parts[0])
    connection = _connect(source.address, bounds.seconds)
    with _told_problems(where, bounds.seconds), connection.cursor() as cursor:
        for statement in (*SESSION, _timed(connection.server_version, bounds.seconds), SNAPSHOT):
            cursor.execute(statement)
        cursor.execute(COLUMNS, (schema, table))
        columns = tuple(column for row in cursor.fetchall() if (column := _column(*row)).kind != "other")
        cursor.execute(WRITES, {"schema": schema, "table": table})
        writes = cursor.fetchall()[0][0] != "0"
    if not columns:
        connection.close()
        raise UsageError("table_not_found", where)
    asked = f"SELECT {', '.join(map(_asked, columns))} FROM {'.'.join(map(_quoted, parts))} LIMIT {bounds.rows + 1}"
    return Whole(columns, csv_rows(_rows(connection, asked, columns, _told_problems(where, bounds.seconds))), writes)


def _timed(version: str, seconds: int) -> str:
    if "mariadb" in version.lower():
        return f"SET SESSION max_statement_time = {seconds}"
    return f"SET SESSION max_execution_time = {seconds * 1_000}"


def _connect(address: Address, seconds: int) -> Any:
    given = dict(address.settings)
    for name in given:
        if name not in SETTINGS:
            raise UsageError("source_setting_unknown", name=name, known=", ".join(sorted(SETTINGS)))
    secure: dict[str, Any] = {"ca": given["ssl_ca"]} if "ssl_ca" in given else {}
    if given.get("ssl", "").lower() in {"1", "true", "yes"} or secure:
        secure = {"ssl": {**secure, "check_hostname": True}}
    try:
        return pymysql.connect(
            host=address.host or "localhost",
            port=address.port or PORT,
            user=address.user,
            password=address.password or "",
            database=address.database,
            charset="utf8mb4",
            connect_timeout=int(given.get("connect_timeout", PATIENCE)),
            # The server stops what takes too long; one that says nothing any more is not waited for much longer.
            read_timeout=seconds + PATIENCE,
            # Values stay the text that the server sends; nothing becomes a float on the way.
            conv=dict(encoders),
            **secure,
        )
    except (pymysql.MySQLError, OSError, ValueError, RuntimeError) as error:
        raise unreachable(TITLE, address.shown, _words(error)) from None


def _rows(
    connection: Any, asked: str, columns: Sequence[Column], told_problems: AbstractContextManager[None]
) -> Iterator[Sequence[object]]:
    single = [place for place, column in enumerate(columns) if column.kind == "float" and column.digits == 7]
    with told_problems:
        try:
            with connection.cursor(SSCursor) as cursor:
                try:
                    cursor.execute(asked)
                    for row in cursor:
                        yield _shortened(row, single) if single else row
                except pymysql.MySQLError:
                    if not connection.open and cursor._result is not None:
                        # The driver would look for the rest of the rows on a connection that is gone.
                        cursor._result.unbuffered_active = False
                    raise
        finally:
            connection.close()


def _shortened(row: Sequence[Any], single: Sequence[int]) -> list[Any]:
    """Return a row with floats of 32 bits as the shortest text that is the same float."""
    cells = list(row)
    for place in single:
        if cells[place] is not None:
            packed = struct.pack("f", float(cells[place]))
            texts = (f"{float(cells[place]):.{digits}g}" for digits in range(6, 10))
            cells[place] = next(text for text in texts if struct.pack("f", float(text)) == packed)
    return cells


def _column(name: str, type_name: str, declared: str, digits: str | None, scale: str | None) -> Column:
    kind, most = KINDS.get(type_name.lower(), ("other", None))
    if kind == "decimal":
        return Column(name, kind, declared, int(digits or 0), int(scale or 0))
    return Column(name, kind, declared, most)


def _asked(column: Column) -> str:
    name = _quoted(column.name)
    if column.kind in {"date", "timestamp", "instant"}:
        # A date without a month or a day is none.
        return f"IF(MONTH({name}) = 0 OR DAYOFMONTH({name}) = 0, NULL, CAST({name} AS CHAR))"
    if column.kind == "decimal":
        return exact(column, name, "TRUNCATE")
    # A float of 32 bits would be written with six digits.
    return f"{name} + 0e0" if column.kind == "float" else name


def _quoted(name: str) -> str:
    return "`" + name.replace("`", "``") + "`"


@contextmanager
def _told_problems(where: Where, seconds: int) -> Iterator[None]:
    try:
        yield
    except pymysql.MySQLError as error:
        number = error.args[0] if error.args else None
        if number in NOT_FOUND:
            raise UsageError("table_not_found", where) from None
        if number in DENIED:
            raise UsageError("table_denied", where) from None
        if number in SLOW:
            raise too_slow(seconds) from None
        raise failed(TITLE, "lost" if number in LOST else None, f"error {number}") from None


def _words(error: Exception) -> Exception:
    """Return what the driver says without its number."""
    return type(error)(str(error.args[1])) if len(error.args) > 1 else error
