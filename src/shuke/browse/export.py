"""Customers as a file to take away: CSV, Excel or Parquet, the rows and columns that are asked for and may be seen.

Law: the rows are those that the pages show, in their order; a text stays a text whatever it looks like, and what is
masked on a page is masked in the file.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, datetime, time
from itertools import chain, islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, Literal

from shuke.browse.columns import Column
from shuke.browse.filters import Filter, compiled, hidden
from shuke.browse.pages import count, masked, ordered
from shuke.browse.scope import Scope
from shuke.browse.tables import RELATION, Table
from shuke.engines.duckdb import DuckDB
from shuke.errors import UsageError
from shuke.report.tables import copy_csv, copy_parquet, csv_cell
from shuke.report.workbook.formats import Formats
from shuke.report.workbook.grid import write_cell, write_text
from shuke.report.workbook.write import EXCEL_ROWS
from shuke.stages.relation import identifier

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

Format = Literal["csv", "xlsx", "parquet"]
EXPORTED, PLACE = "exported_customers", "_place"
BATCH = 10_000
STYLES = {
    "share": "percent",
    "money": "exact_money",
    "days": "days",
    "id": "text",
    "text": "text",
    "place": "text",
    "date": "text",
}


def size(table: Table, asked: Filter, scope: Scope) -> int:
    """Return how many customers a file would hold.

    Raises:
        UsageError: a column is unknown, or a value does not fit.
    """
    return count(table, compiled(table, asked, scope))


def write(
    path: Path,
    table: Table,
    asked: Filter,
    scope: Scope,
    format_: Format,
    lang: str,
    *,
    sort: Sequence[str] = (),
    columns: Sequence[str] = (),
    told: Callable[[int], None] = lambda rows: None,
) -> int:
    """Write the customers asked for to exactly ``path`` and return how many; ``told`` hears now and then how far it is.

    Raises:
        UsageError: a column is unknown, a value does not fit, or the disk is full.
    """
    shown = table.named(columns, "columns") if columns else list(table.columns.values())
    if len({one.name for one in shown}) != len(shown):
        raise UsageError("export_columns_twice")
    with table.cursor() as engine:
        rows = _keep(engine, table, asked, scope, shown, ordered(table, sort))
        names = ", ".join(identifier(one.name) for one in shown)
        query = f"SELECT {names} FROM {EXPORTED} ORDER BY {PLACE}"
        if format_ == "parquet":
            copy_parquet(engine, query, path)
        elif format_ == "csv":
            kinds = {row[0]: row[1] for row in engine.run(f"DESCRIBE {EXPORTED}")}
            cells = ", ".join(csv_cell(one.name, kinds[one.name]) for one in shown)
            copy_csv(engine, f"SELECT {cells} FROM {EXPORTED} ORDER BY {PLACE}", [one.name for one in shown], path)
        else:
            _workbook(path, table, shown, engine.stream(query, BATCH), lang, told)
        engine.drop(EXPORTED)
    return rows


def _keep(engine: DuckDB, table: Table, asked: Filter, scope: Scope, columns: Sequence[Column], order: str) -> int:
    """Keep the rows that are exported, masked where they must be; return how many."""
    sql, values = compiled(table, asked, scope)
    cells = [
        f"CAST({identifier(one.name)} AS VARCHAR) AS {identifier(one.name)}" if one.listed else identifier(one.name)
        for one in columns
    ]
    engine.run(
        f"CREATE OR REPLACE TEMP TABLE {EXPORTED} AS SELECT {', '.join(cells)}, "
        f"ROW_NUMBER() OVER (ORDER BY {order}) AS {PLACE} FROM {RELATION} WHERE {sql}",
        list(values),
    )
    for one in columns:
        if hidden(one, scope):
            _mask(engine, one)
    return int(engine.run(f"SELECT COUNT(*) FROM {EXPORTED}")[0][0])


def _mask(engine: DuckDB, column: Column) -> None:
    name = identifier(column.name)
    found = engine.run(f"SELECT DISTINCT {name} FROM {EXPORTED} WHERE {name} IS NOT NULL")
    engine.run("CREATE OR REPLACE TEMP TABLE masked_values (value VARCHAR, shown VARCHAR)")
    for start in range(0, len(found), BATCH):
        batch = [row[0] for row in found[start : start + BATCH]]
        shown = [masked(column, value) for value in batch]
        engine.run("INSERT INTO masked_values SELECT UNNEST(?), UNNEST(?)", [batch, shown])
    engine.run(
        f"UPDATE {EXPORTED} SET {name} = masked_values.shown FROM masked_values "
        f"WHERE {EXPORTED}.{name} = masked_values.value"
    )
    engine.drop("masked_values")


def _workbook(
    path: Path,
    table: Table,
    columns: Sequence[Column],
    rows: Iterable[Sequence[Any]],
    lang: str,
    told: Callable[[int], None],
) -> None:
    """Write the rows as a workbook, on as many sheets as they need."""
    from xlsxwriter import Workbook

    with TemporaryDirectory(prefix="shuke-", ignore_cleanup_errors=True) as spill:
        workbook = Workbook(str(path), {"constant_memory": True, "tmpdir": spill})
        workbook.use_zip64()
        as_of = date.fromisoformat(table.saved.document["as_of"])
        workbook.set_properties({"created": datetime.combine(as_of, time())})
        formats = Formats(workbook)
        counted = _counted(rows, told)
        number, ahead = 0, next(counted, None)
        while ahead is not None or number == 0:
            number += 1
            page = chain([ahead] if ahead is not None else [], islice(counted, EXCEL_ROWS - 2))
            _fill(workbook.add_worksheet(f"{number}"), formats, columns, page, lang)
            ahead = next(counted, None)
        workbook.close()


def _counted(rows: Iterable[Sequence[Any]], told: Callable[[int], None]) -> Iterator[Sequence[Any]]:
    for count_, row in enumerate(rows, start=1):
        if count_ % BATCH == 0:
            told(count_)
        yield row


def _fill(
    sheet: Worksheet, formats: Formats, columns: Sequence[Column], rows: Iterable[Sequence[Any]], lang: str
) -> None:
    sheet.freeze_panes(1, 1)
    kinds = [_style(one) for one in columns]
    for place, (one, kind) in enumerate(zip(columns, kinds, strict=True)):
        sheet.set_column(place, place, 24 if one.is_text else 16)
        write_text(sheet, 0, place, one.title[lang], formats.head(kind))
    styles = [formats.get(kind) for kind in kinds]
    for line, row in enumerate(rows, start=1):
        for place, value in enumerate(row):
            if value is not None:
                shown = value.isoformat() if isinstance(value, date) else value
                write_cell(sheet, line, place, shown, styles[place])


def _style(column: Column) -> str:
    """Return how cells of a column look."""
    if column.kind in {"score", "number"} or (column.kind == "place" and column.is_number):
        return "rate" if column.type.startswith("DECIMAL") else "count"
    return STYLES[column.kind]
