"""Columns that are shifted from some row on: a value was lost, and what follows stands under the wrong header."""

from __future__ import annotations

from shuke.engines.duckdb import DuckDB
from shuke.errors import DataError, Where
from shuke.ingest.columns import Meaning
from shuke.ingest.layout.kinds import kind_of
from shuke.ingest.raw import Raw

FEWEST = 3
LOOKED_AT = 500
MOSTLY = 0.9


def check_shift(engine: DuckDB, raw: Raw, meaning: Meaning, relation: str, suspects: str) -> None:
    """Pass a source whose columns hold the same things to the end.

    Raises:
        DataError: from some row on, no row has a date where dates belong, and all have one in another column.
    """
    date = meaning.columns["ordered_at"]
    width = len(raw.cells) - len(meaning.parts)
    last_good = engine.run(f"SELECT MAX(rowid) FROM {relation} WHERE verdict IS NULL")[0][0]
    if last_good is None or date >= width:
        return
    cells = ", ".join(f"s{index}" for index in range(width))
    row = "source_row" if raw.numbered else f"line + {raw.first_row}"
    tail = engine.run(
        f"SELECT {row}, ordered_at IS NULL, {cells} FROM {suspects} WHERE line > {last_good} AND kind IS NULL "
        f"ORDER BY line LIMIT {LOOKED_AT}"
    )
    if len(tail) < FEWEST or not all(without for _, without, *_ in tail):
        return
    for index in range(width):
        dates = sum(kind_of(found[index + 2]) == "date" for found in tail)
        if index != date and dates >= MOSTLY * len(tail):
            place = Where(
                file=raw.name, sheet=raw.sheet, row=int(tail[0][0]), column=raw.headers[date], letter=raw.letter(date)
            )
            raise DataError("columns_shifted", place, found=raw.headers[index], letter=raw.letter(index))
