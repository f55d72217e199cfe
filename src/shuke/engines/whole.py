"""A table of a database read whole: its columns, and its rows as CSV whose values are exact."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import cast

from shuke.engines.address import DATABASES, Source
from shuke.engines.duckdb import DuckDB
from shuke.engines.duckdb.engine import Unreadable
from shuke.engines.engine import Column
from shuke.engines.problems import too_many
from shuke.errors import DataError, UsageError, Where
from shuke.stages.relation import identifier, literal

# The widest exact number of the embedded engine; digits behind the last place can change no amount.
WIDEST, PLACES = 38, 18


@dataclass(frozen=True)
class Whole:
    """A table's columns, and its rows as blocks of CSV in which an empty text and no text are told apart.

    ``writes``: whoever reads it could also change it.
    """

    columns: tuple[Column, ...]
    blocks: Iterable[bytes]
    writes: bool


def read_whole(source: Source) -> Whole:
    """Return a table of a database.

    Raises:
        UsageError: the driver is not installed, the database cannot be reached, or the table cannot be read.
    """
    database = DATABASES[source.address.engine]
    try:
        module = import_module(f"shuke.engines.{source.address.engine}.whole")
    except ImportError:
        raise UsageError("engine_driver_missing", engine=database.title, extra=database.extra) from None
    return cast(Whole, module.read_whole(source))


def write_parquet(desk: DuckDB, table: Whole, source: Source, target: Path) -> None:
    """Write a table as a Parquet file.

    A column with a value that has no exact type, such as NaN or a day of the year 20000, is kept as text; each of its
    cells is judged by itself then, as those of a file are.

    Raises:
        DataError: a row cannot be read, or there are more rows than may be read.
    """
    text = target.with_name("rows.csv")
    types = [_type(column) for column in table.columns]
    names = ", ".join(f"c{place} AS {identifier(column.name)}" for place, column in enumerate(table.columns))
    try:
        with text.open("wb") as file:
            file.writelines(table.blocks)
        try:
            _copy(desk, text, types, names, target)
        except (Unreadable, DataError):
            _copy(desk, text, _fitting(desk, text, types), names, target)
    except Unreadable:
        raise DataError("database_cell_unfit", Where(file=source.table)) from None
    finally:
        text.unlink(missing_ok=True)
    if desk.run(f"SELECT COUNT(*) FROM read_parquet({literal(str(target))})")[0][0] > source.bounds.rows:
        raise too_many(source.bounds.rows)


def _copy(desk: DuckDB, text: Path, types: Sequence[str], names: str, target: Path) -> None:
    desk.run(f"COPY (SELECT {names} FROM {_read(text, types)}) TO {literal(str(target))} (FORMAT parquet)")


def _fitting(desk: DuckDB, text: Path, types: Sequence[str]) -> list[str]:
    """Return the types, those that not every value has replaced by text."""
    lost = ", ".join(f"COUNT(c{place}) - COUNT(TRY_CAST(c{place} AS {one}))" for place, one in enumerate(types))
    counts = desk.run(f"SELECT {lost} FROM {_read(text, ['VARCHAR'] * len(types))}")[0]
    return ["VARCHAR" if count else one for count, one in zip(counts, types, strict=True)]


def _read(text: Path, types: Sequence[str]) -> str:
    # Names that differ by capitals alone are one name here.
    kinds = ", ".join(f"c{place}: {literal(one)}" for place, one in enumerate(types))
    return (
        f"read_csv({literal(str(text))}, columns = {{{kinds}}}, auto_detect = false, header = false, delim = ',', "
        "quote = '\"', escape = '\"', nullstr = '', allow_quoted_nulls = false, max_line_size = 16777216)"
    )


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
