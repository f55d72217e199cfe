"""The second look at a source: cells that are not in plain form are read, and rows get their verdict.

Law: afterwards every row has a customer, a date and an amount, or a verdict that says which of them it lacks.
"""

from __future__ import annotations

from shuke.engines.duckdb import DuckDB
from shuke.ingest.columns import Meaning
from shuke.ingest.forms.styles import Style
from shuke.ingest.raw import Raw, Reading
from shuke.ingest.settling.days import settle_days, tell_days
from shuke.ingest.settling.keys import settle_keys
from shuke.ingest.settling.money import CommaStyle, settle_money, tell_products
from shuke.ingest.settling.table import HELPERS, Settled, Table
from shuke.ingest.verdicts import odd

__all__ = ["CommaStyle", "Settled", "in_place_notes", "settle_cells"]


def settle_cells(
    engine: DuckDB, raw: Raw, meaning: Meaning, reading: Reading, relation: str, style: Style | None
) -> Settled:
    """Read what is not plain in the converted rows of ``relation``, and give every row its verdict.

    ``style``: the number style that the plain cells were read in, where it is known.

    Raises:
        Undecided: the cells can be read in several ways.
        DataError: the cells contradict one another.
        CommaStyle: decimals stand behind a comma, and the plain cells were read as if behind a point.
    """
    table = Table.of(engine, raw, meaning, reading, relation)
    settle_keys(table)
    settle_days(table)
    settle_money(table, style)
    for name in (*map(odd, table.odd), *HELPERS):
        engine.run(f"ALTER TABLE {relation} DROP COLUMN IF EXISTS {name}")
    return table.settled


def in_place_notes(engine: DuckDB, raw: Raw, meaning: Meaning, relation: str) -> Settled:
    """Return what should be known about a source that is read in place."""
    table = Table.in_place(engine, raw, meaning, relation)
    tell_days(table, "TRUE")
    tell_products(table)
    return table.settled
