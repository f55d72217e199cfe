"""The columns of the tables beside the order lines: by their headers, or as ``--map TABLE.NAME=HEADER`` says."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from shuke.errors import DataError, Undecided, UsageError, Where
from shuke.ingest.columns import INTERACTION_COLUMNS, Meaning, decide
from shuke.ingest.decisions import beside
from shuke.ingest.raw import Reading

# Table -> the columns of which something can be said, and those that it must have.
TABLES: Mapping[str, tuple[Sequence[str], Sequence[str]]] = {
    "interactions": (INTERACTION_COLUMNS, ("customer_id", "kind", "occurred_at")),
    "customers": (("customer_id",), ("customer_id",)),
}


def said_of(reading: Reading, table: str) -> dict[str, str]:
    """Return what was said of a table's columns: canonical name -> header."""
    start = f"{table}."
    return {name.removeprefix(start): header for name, header in reading.mapping.items() if name.startswith(start)}


def settings_beside(reading: Reading, table: str) -> Reading:
    """Return the settings with which a table beside the order lines is opened."""
    mapping = said_of(reading, table)
    return Reading(mapping, reading.encoding, decisions=beside(reading.decisions), limits=reading.limits)


def check_said(mapping: Mapping[str, str]) -> None:
    """Pass what was said of columns of tables and names that there are.

    Raises:
        UsageError: there is no such table, or no such column of it.
    """
    known = [f"{table}.{name}" for table, (names, _) in TABLES.items() for name in names]
    for name in mapping:
        if "." in name and name not in known:
            raise UsageError("map_unknown_name", name=name, known=", ".join(known))


def decide_beside(headers: Sequence[str], reading: Reading, table: str, where: Where) -> Meaning:
    """Return the meaning of the columns of a table beside the order lines.

    Raises:
        UsageError: a header that was said is not there.
        DataError: a column that the table must have was not found.
        Undecided: two headers could be meant.
    """
    among, required = TABLES[table]
    try:
        return decide(headers, said_of(reading, table), where, required, among)
    except Undecided as question:
        figures = {name: value for name, value in question.figures.items() if name not in {"decision", "options"}}
        name = f"{table}.{question.decision}"
        raise Undecided(question.key, name, question.choices, where, "map", question.hints, **figures) from None
    except DataError as error:
        if error.key != "table_columns_missing":
            raise
        raise DataError("side_columns_missing", where, **{**error.figures, "table": table}) from None
