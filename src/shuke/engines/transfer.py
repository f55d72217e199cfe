"""Rows between an engine and the embedded one, as CSV in which an empty text and no text are told apart."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Mapping, Sequence

from shuke.engines.duckdb import DuckDB
from shuke.stages.relation import identifier, literal

ROWS = 5_000


def take_csv(desk: DuckDB, name: str, kinds: Mapping[str, str], blocks: Iterable[bytes]) -> None:
    """Make a table of the embedded engine from CSV in UTF-8; what is empty and not in quotation marks is NULL."""
    path = desk.folder / f"{name}.csv"
    with path.open("wb") as file:
        file.writelines(blocks)
    columns = ", ".join(f"{literal(column)}: {literal(kind)}" for column, kind in kinds.items())
    desk.run(
        f"CREATE OR REPLACE TEMP TABLE {name} AS SELECT {', '.join(map(identifier, kinds))} FROM read_csv("
        f"{literal(str(path))}, columns = {{{columns}}}, auto_detect = false, header = false, delim = ',', "
        "quote = '\"', escape = '\"', nullstr = '', allow_quoted_nulls = false)"
    )
    path.unlink()


def csv_rows(rows: Iterable[Sequence[object]]) -> Iterator[bytes]:
    """Yield rows as CSV in UTF-8, in blocks; None is empty, a text always stands in quotation marks."""
    waiting = iter(rows)
    while batch := list(itertools.islice(waiting, ROWS)):
        yield "".join(",".join(map(_cell, row)) + "\n" for row in batch).encode()


def _cell(cell: object) -> str:
    if cell is None:
        return ""
    return '"' + str(cell).replace('"', '""') + '"'
