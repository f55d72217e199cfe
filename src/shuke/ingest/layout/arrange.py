"""A source with the columns and rows that are its table: part of a sheet, the first of two tables, months as rows."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from shuke.ingest.columns import Meaning
from shuke.ingest.decisions import decided
from shuke.ingest.layout.keys import with_keys
from shuke.ingest.layout.region import region
from shuke.ingest.layout.wide import is_wide, unpivoted
from shuke.ingest.raw import Raw, Reading


def arranged(raw: Raw, reading: Reading) -> Raw:
    """Return a source with what was decided about its shape.

    Raises:
        Undecided: it has one column per month, and nothing was decided.
    """
    if raw.otherwise is not None and not raw.numbered and (is_wide(raw) or region(decided(reading, "range")).last_row):
        # Rows that are cut off or become several need their numbers, which reading record by record gives.
        raw = raw.otherwise()
    return _also_otherwise(raw, lambda one: unpivoted(_cut(one, reading), reading))


def keyed(raw: Raw, meaning: Meaning) -> Raw:
    """Return a source with the keys that are made of several columns."""
    return _also_otherwise(raw, lambda one: with_keys(one, meaning)) if meaning.parts else raw


def in_unit(raw: Raw, unit: str) -> Raw:
    """Return a source whose amounts are written in a unit."""
    return _also_otherwise(raw, lambda one: replace(one, unit=unit))


def _also_otherwise(raw: Raw, change: Callable[[Raw], Raw]) -> Raw:
    """Return a changed source whose other way of reading is changed alike."""
    otherwise = raw.otherwise
    changed = change(raw)
    return changed if otherwise is None else replace(changed, otherwise=lambda: change(otherwise()))


def narrowed(raw: Raw) -> Raw:
    """Return a source with the columns of its table alone, where the sheet has others beside it."""
    return _also_otherwise(raw, _narrow)


def _narrow(raw: Raw) -> Raw:
    if raw.columns is None:
        return raw
    return replace(
        raw,
        headers=tuple(raw.headers[index] for index in raw.columns),
        cells=tuple(raw.cells[index] for index in raw.columns),
        header_rows=tuple(
            tuple(line[index] if index < len(line) else None for index in raw.columns) for line in raw.header_rows
        ),
        marks={new: raw.marks[old] for new, old in enumerate(raw.columns) if old in raw.marks},
        positions=raw.columns,
        columns=None,
    )


def _cut(raw: Raw, reading: Reading) -> Raw:
    """Leave out the rows below the part of the sheet that is to be read."""
    last = region(decided(reading, "range")).last_row
    if last is None:
        return raw
    if raw.numbered:
        return replace(raw, source=f"(SELECT * FROM {raw.source} WHERE source_row <= {last})", records=None)
    count = max(last - raw.first_row + 1, 0)
    records = None if raw.records is None else min(raw.records, count)
    return replace(raw, source=f"(SELECT * FROM {raw.source} LIMIT {count})", records=records)
