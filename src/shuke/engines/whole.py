"""A table of a database read whole: its columns, and its rows as CSV whose values are exact."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import cast

from shuke.engines.address import DATABASES, Address
from shuke.engines.duckdb import DuckDB
from shuke.engines.duckdb.engine import Unreadable
from shuke.engines.engine import Column
from shuke.errors import DataError, UsageError, Where
from shuke.stages.relation import identifier, literal

# The widest exact number of the embedded engine; digits behind the last place can change no amount.
WIDEST, PLACES = 38, 18


@dataclass(frozen=True)
class Whole:
    """A table's columns, and its rows as blocks of CSV in which an empty text and no text are told apart."""

    columns: tuple[Column, ...]
    blocks: Iterable[bytes]


def read_whole(address: Address, name: str) -> Whole:
    """Return a table of a database.

    Raises:
        UsageError: the driver is not installed, the database cannot be reached, or the table cannot be read.
    """
    database = DATABASES[address.engine]
    try:
        module = import_module(f"shuke.engines.{address.engine}.whole")
    except ImportError:
        raise UsageError("engine_driver_missing", engine=database.title, extra=database.extra) from None
    return cast(Whole, module.read_whole(address, name))


def write_parquet(desk: DuckDB, table: Whole, name: str, target: Path) -> None:
    """Write a table as a Parquet file.

    Raises:
        DataError: a number or a day has no place in an exact type.
    """
    text = target.with_name("rows.csv")
    with text.open("wb") as file:
        file.writelines(table.blocks)
    kinds = ", ".join(f"{literal(column.name)}: {literal(_type(column))}" for column in table.columns)
    names = ", ".join(identifier(column.name) for column in table.columns)
    try:
        desk.run(
            f"COPY (SELECT {names} FROM read_csv({literal(str(text))}, columns = {{{kinds}}}, auto_detect = false, "
            "header = false, delim = ',', quote = '\"', escape = '\"', nullstr = '', allow_quoted_nulls = false, "
            f"max_line_size = 16777216)) TO {literal(str(target))} (FORMAT parquet)"
        )
    except (Unreadable, DataError):
        raise DataError("database_cell_unfit", Where(file=name)) from None
    finally:
        text.unlink()


def exact(column: Column, name: str, cut: str) -> str:
    """Return an exact number as it is asked for: one with more places than any exact type is cut by a function.

    Amounts have four places and are rounded half up; what stands behind the eighteenth cannot change that.
    """
    return name if _fits(column) else f"{cut}({name}, {PLACES})"


def _fits(column: Column) -> bool:
    digits, scale = column.digits or 0, column.scale or 0
    return 0 < digits <= WIDEST and 0 <= scale <= digits


def _type(column: Column) -> str:
    if column.kind == "decimal":
        return f"DECIMAL({column.digits}, {column.scale or 0})" if _fits(column) else f"DECIMAL({WIDEST}, {PLACES})"
    if column.kind == "integer":
        return "UBIGINT" if "unsigned" in column.declared.lower() else "BIGINT"
    return {"float": "DOUBLE", "date": "DATE", "timestamp": "TIMESTAMP", "instant": "TIMESTAMPTZ"}.get(
        column.kind, "VARCHAR"
    )
