"""A source becomes a table whose columns mean something: cut out, turned, named, keyed, in a unit."""

from __future__ import annotations

from functools import partial

from shuke.engines.duckdb import DuckDB
from shuke.errors import Where
from shuke.ingest.columns import ORDER_COLUMNS, Meaning, decide
from shuke.ingest.layout.arrange import arranged, in_unit, keyed
from shuke.ingest.layout.units import settled_unit
from shuke.ingest.raw import Raw, Reading
from shuke.ingest.values import candidates


def understood(engine: DuckDB, raw: Raw, reading: Reading) -> tuple[Raw, Meaning]:
    """Return the table of a source and what its columns mean.

    Raises:
        UsageError: the user named a column that does not exist.
        DataError: a required column is missing.
        Undecided: the source can be understood in several ways.
    """
    raw = arranged(raw, reading)
    where = Where(file=raw.name, sheet=raw.sheet)
    propose = partial(candidates, engine, raw)
    # With a profile, columns mean what it says and nothing else: one that is new changes no figure.
    among = tuple(reading.mapping) if raw.reading is not None else ORDER_COLUMNS
    meaning = decide(raw.headers, reading.mapping, where, among=among, by_values=propose, known=raw.known)
    raw = keyed(raw, meaning)
    unit = settled_unit(raw, meaning, reading)
    return (in_unit(raw, unit) if unit != "yuan" else raw), meaning
