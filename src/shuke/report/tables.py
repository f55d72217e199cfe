"""The rated table as files: Parquet for programs, CSV and Excel for people too; sorted by customer, exact."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from shuke.engines.duckdb import DuckDB
from shuke.ingest.alike import ALIKE
from shuke.ingest.customers import rejected_customers
from shuke.ingest.interactions import rejected_interactions
from shuke.ingest.rejected_form import FIXED
from shuke.ingest.rejects import all_labels, rejected_with_cells
from shuke.locale import text
from shuke.privacy.cells import shown_headers
from shuke.rating import LEFT_OUT, PLACED, Rating, excluding, in_order
from shuke.report.groups import lists as listed
from shuke.stages.relation import identifier, literal

BOM = "\ufeff"
BATCH = 10_000
# A text cell that a spreadsheet would take for a formula; numbers are no text cells here.
FORMULA = r"^[=+\-@\t\r＝＋－＠].*"


def write_parquet(rating: Rating, path: Path) -> None:
    """Write the rated table: text, whole numbers, exact decimals; zstd; the same bytes for the same rows."""
    copy_parquet(rating.engine, _in_order(rating, rating.columns), path)


def write_csv(rating: Rating, path: Path) -> None:
    """Write the rated table as UTF-8 with a byte-order mark; decimals without trailing zeros."""
    _write(rating, PLACED, rating.columns, path)


def write_excluded(rating: Rating, path: Path) -> None:
    """Write every customer whom an exclusion leaves out, under what name, and the figures that exclusions look at."""
    _write(rating, LEFT_OUT, ("customer_id", "exclusion", *excluding(rating.scheme)), path)


def _write(rating: Rating, relation: str, columns: tuple[str, ...], path: Path) -> None:
    kinds = dict(zip(columns, _kinds(rating, relation, columns), strict=True))
    cells = [csv_cell(name, kinds[name]) for name in columns]
    query = f"SELECT {', '.join(cells)} FROM {relation} ORDER BY {relation}.customer_id"
    copy_csv(rating.engine, query, columns, path)


def write_rejected(rating: Rating, path: Path) -> None:
    """Write every rejected row: its place, what is wrong, and its cells, so that it can be corrected."""
    heads = all_labels(rating.intake.loaded)
    cells = [f"cell_{place}" for place, _ in enumerate(heads)]
    guarded = ", ".join(
        f'{_guard(f"rejected_rows.{name}")} AS "{name}"'
        if name in {"file", "sheet", "column", "value", *cells}
        else f'"{name}"'
        for name in (*FIXED, *cells)
    )
    beside = [rejected_interactions()] if rating.contacts and rating.contacts.rejected else []
    if rating.matched and rating.matched.rejected and rating.matched.listed:
        beside.append(rejected_customers(rating.matched.listed))
    found = rejected_with_cells(rating.engine, rating.intake, " UNION ALL ".join(beside) or None)
    query = f"SELECT {guarded} FROM ({found}) AS rejected_rows"
    # A header that has the shape of personal data is none; a row of data stands in its place.
    names = [f"'{name}" if re.match(FORMULA, name) else name for name in shown_headers(heads)]
    ordered = f"{query} ORDER BY source_number, rejected_rows.row"
    copy_csv(rating.engine, ordered, (*FIXED, *names), path)


def write_suggestions(rating: Rating, path: Path) -> None:
    """Write the customers who may be one: the number of their group, the id as in the table, and why."""
    columns = ("number", "customer_id", "why")
    query = (
        f"SELECT number, {_guard('customer_id')} AS customer_id, why FROM {ALIKE} ORDER BY number, {ALIKE}.customer_id"
    )
    copy_csv(rating.engine, query, columns, path)


def write_xlsx(rating: Rating, path: Path, summary: dict[str, Any], lang: str) -> None:
    """Write the workbook of the rating."""
    from shuke.report.workbook import Book, write_workbook

    names = ["customer_name"] if "customer_name" in rating.engine.columns(PLACED) else []
    # People look for these three whatever the scheme looks at.
    usual = [name for name in ("recency_days", "frequency", "monetary") if name not in rating.columns]
    columns = [rating.columns[0], *names, *usual, *rating.columns[1:]]
    rows = _worded(rating, columns, lang)
    attributes = frozenset(one.column for one in rating.carried)
    told = rating.foretold
    ahead = {} if told is None else {column: (name, told.types[column]) for column, name in told.shown.items()}
    lists = {one["column"]: one["groups"] for one in listed(rating)}
    book = Book(rating.scheme, rating.fitted, summary, columns, rows, lang, rating.currency, lists, attributes, ahead)
    write_workbook(path, book)


def stream(rating: Rating, columns: list[str]) -> Iterator[tuple[Any, ...]]:
    """Yield the rows of the rated table in order, without holding all of them."""
    yield from rating.engine.stream(_in_order(rating, columns), BATCH)


def _in_order(rating: Rating, columns: Sequence[str]) -> str:
    """Return the query for the rated table by customer; it sorts only what is not sorted."""
    order = "" if rating.ordered or in_order(rating.engine) else " ORDER BY customer_id"
    return f"SELECT {', '.join(columns)} FROM {PLACED}{order}"


def _worded(rating: Rating, columns: list[str], lang: str) -> Iterator[tuple[Any, ...]]:
    """Yield the rows as people read them: what is predicted as a direction in words."""
    shown = rating.foretold.shown if rating.foretold is not None else {}
    trends = [place for place, column in enumerate(columns) if shown.get(column, "").endswith("_trend")]
    if not trends:
        yield from stream(rating, columns)
        return
    for row in stream(rating, columns):
        cells = list(row)
        for place in trends:
            if cells[place] is not None:
                cells[place] = text(f"predict.direction.{cells[place]}", lang)
        yield tuple(cells)


def _kinds(rating: Rating, relation: str, columns: tuple[str, ...]) -> list[str]:
    rows = rating.engine.run(f"DESCRIBE SELECT {', '.join(columns)} FROM {relation}")
    return [row[1] for row in rows]


def csv_cell(name: str, kind: str) -> str:
    """Return a column as it is written: decimals without trailing zeros, and no text that a spreadsheet would run."""
    if kind.startswith("DECIMAL"):
        text = f"CAST({name} AS VARCHAR)"
        return f"CASE WHEN CONTAINS({text}, '.') THEN RTRIM(RTRIM({text}, '0'), '.') ELSE {text} END AS {name}"
    return f"{_guard(name)} AS {name}" if kind == "VARCHAR" else name


def _guard(name: str) -> str:
    """Return a text cell with a leading apostrophe where a spreadsheet would run it."""
    number = "[-+]?[0-9][0-9,.]*"
    return (
        f"CASE WHEN REGEXP_MATCHES({name}, {literal(FORMULA)}) AND NOT REGEXP_FULL_MATCH({name}, {literal(number)}) "
        f"THEN '''' || {name} ELSE {name} END"
    )


def copy_parquet(engine: DuckDB, query: str, path: Path) -> None:
    """Write the rows of a query: zstd; the same bytes for the same rows."""
    engine.run(
        f"COPY ({query}) TO {literal(str(path))} "
        "(FORMAT parquet, PARQUET_VERSION v2, COMPRESSION zstd, ROW_GROUP_SIZE 122880)"
    )


def copy_csv(engine: DuckDB, query: str, columns: Sequence[str], path: Path) -> None:
    """Write the rows of a query under some headers as UTF-8 with a byte-order mark."""
    # The byte-order mark goes in as the first character of the first header.
    first, *rest = columns
    names = ", ".join(map(identifier, [f"{BOM}{first}", *rest]))
    table = f"SELECT * FROM ({query}) AS ordered({names})"
    engine.run(f"COPY ({table}) TO {literal(str(path))} (FORMAT csv, HEADER, DELIMITER ',')")


__all__ = [
    "copy_csv",
    "copy_parquet",
    "csv_cell",
    "stream",
    "write_csv",
    "write_excluded",
    "write_parquet",
    "write_rejected",
    "write_suggestions",
    "write_xlsx",
]
