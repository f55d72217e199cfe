"""Dates that are not in plain form, days that stand for none, days too far ahead, and what is odd about the rest."""

from __future__ import annotations

from shuke.ingest.forms import dates
from shuke.ingest.forms.heads import DUMMIES
from shuke.ingest.forms.order import DECISION
from shuke.ingest.settling.table import Table
from shuke.ingest.verdicts import odd
from shuke.stages.relation import day, literal

# So many years before the latest date, a date is worth a word.
LONG_AGO = 20
# From so many rows on, dates that are all the same are worth a word.
SAME_DAY_ROWS = 20
COLUMN = "ordered_at"


def settle_days(table: Table) -> None:
    """Read the dates of a source; reject the rows that have none.

    Raises:
        Undecided: the order of day and month, or what a number counts, is open.
        DataError: the column mixes orders of day and month.
    """
    dummies = zoned = 0
    if table.odd.get(COLUMN) and _formless(table):
        table.mark(f"{odd(COLUMN)} IS NOT NULL", _why_no_date(table), odd(COLUMN))
    elif table.odd.get(COLUMN):
        found = dates.read(
            table.engine,
            table.forms(COLUMN),
            odd(COLUMN),
            COLUMN,
            table.place,
            table.reading,
            epoch_1904=table.raw.epoch_1904,
        )
        table.settled.changes += found.changes
        table.take(COLUMN, "found.value", "found.value IS NOT NULL")
        table.reject(COLUMN)
        if found.order is not None:
            table.settled.answers[DECISION] = found.order
        dummies, zoned = found.dummies, found.zoned
    table.mark(f"{COLUMN} IS NULL", "date_blank")
    _tell_zones(table, zoned)
    _check_days(table, dummies)


def _formless(table: Table) -> bool:
    """Tell whether the dates have a type or a format of their own, beside which no other way of writing counts."""
    kind = table.raw.cells[table.meaning.columns[COLUMN]].type
    return table.reading.date_format is not None or kind == "DATE" or kind.startswith("TIMESTAMP")


def _why_no_date(table: Table) -> str:
    zoned = "TIME ZONE" in table.raw.cells[table.meaning.columns[COLUMN]].type
    return "date_without_zone_setting" if zoned and table.reading.timezone is None else "date_not_understood"


def _tell_zones(table: Table, zoned: int) -> None:
    """Tell when some times carry a zone and others do not: these stand as they are."""
    if "clock_kind" not in table.held:
        return
    with_zone, without = table.engine.run(
        f"SELECT COUNT(*) FILTER (clock_kind = 'zoned'), COUNT(*) FILTER (clock_kind = 'bare') FROM {table.relation}"
    )[0]
    if with_zone + zoned and without:
        table.note("zones_mixed", COLUMN, zoned=with_zone + zoned, bare=without)


def _check_days(table: Table, dummies: int) -> None:
    """Reject days that stand for no date or lie too far ahead; tell what is odd about the others."""
    dummy = f"{COLUMN} IN ({', '.join(map(day, DUMMIES))})"
    future = f"{COLUMN} > DATE {literal(table.reading.last_day)} AND NOT {dummy}"
    found, ahead = table.engine.run(
        f"SELECT COUNT(*) FILTER ({dummy}), COUNT(*) FILTER ({future}) FROM {table.relation}"
    )[0]
    if found:
        table.mark(dummy, "date_blank", f"CAST({COLUMN} AS VARCHAR)")
    if found + dummies:
        table.note("dummy_dates", COLUMN, count=found + dummies)
    if ahead:
        table.mark(future, "date_future", f"CAST({COLUMN} AS VARCHAR)")
    tell_days(table, "verdict IS NULL")


def tell_days(table: Table, usable: str) -> None:
    """Tell when all usable dates are the same, or some are very old."""
    first, last, rows = table.engine.run(
        f"SELECT CAST(MIN({COLUMN}) AS DATE), CAST(MAX({COLUMN}) AS DATE), COUNT(*) FROM {table.relation} "
        f"WHERE {usable}"
    )[0]
    if first is None:
        return
    if first == last and rows >= SAME_DAY_ROWS:
        table.note("dates_constant", COLUMN, day=first.isoformat())
    if last.year - first.year > LONG_AGO:
        since = day(last.replace(year=last.year - LONG_AGO, day=min(last.day, 28)))
        old = table.engine.run(f"SELECT COUNT(*) FROM {table.relation} WHERE {usable} AND {COLUMN} < {since}")[0][0]
        table.note("old_dates", COLUMN, count=old, years=LONG_AGO, last=last.isoformat())
