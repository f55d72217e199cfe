"""What only the converted rows can tell of a table: rows that are no records, columns that shift, the unit."""

from __future__ import annotations

from dataclasses import replace

from shuke.ingest.layout.structure import Source, set_apart, titles
from shuke.ingest.layout.units import settle_fen, told_unit
from shuke.ingest.raw import Raw


def settle(source: Source) -> Raw:
    """Settle the verdicts of a converted source and the unit of its amounts; return it with what is to be told.

    Raises:
        Undecided: a row is called a total and is none by its amount, another table begins below, or the amounts
            seem to be in another unit.
        DataError: from some row on, the cells stand in other columns.
    """
    told = (*titles(source.raw), *set_apart(source))
    raw = settle_fen(source.engine, source.raw, source.meaning, source.reading, source.relation)
    return replace(raw, notes=(*raw.notes, *told, *told_unit(raw)))
