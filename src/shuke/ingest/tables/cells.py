"""Cells of typed columns as canonical expressions: identifiers, days, exact amounts, and why one cannot be had.

The types of a database leave less to understand than the text of a file. What is still wrong with a cell is wrong in
the same words: no value, a number that is none, an amount beyond the range, a date without a day.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from shuke.compile.capabilities import Capability
from shuke.engines.engine import Column
from shuke.errors import DataError, UsageError, Where
from shuke.ingest.convert import FACTOR, MONEY
from shuke.ingest.forms.heads import DUMMIES
from shuke.ingest.layout.units import UNITS
from shuke.stages.relation import day, identifier, literal

# A binary float holds every whole number below this.
WHOLE = 2**53
NO_NUMBERS = ("NaN", "nan", "Infinity", "-Infinity", "inf", "-inf")
# Beyond these an amount, or a factor of one, is out of range once it is rounded.
MOST_MONEY, MOST_FACTOR = "99999999999999.99995", "9999999999.9999999995"


def text(column: Column) -> str:
    """Return a cell's text."""
    return f"CAST({identifier(column.name)} AS VARCHAR)"


def key(column: Column, where: Where) -> str:
    """Return an identifier's text without spaces at its ends, as ``keys.folded`` looks at it; never NULL by trimming.

    Raises:
        DataError: the column holds nothing that can be an identifier.
    """
    name = identifier(column.name)
    if column.kind == "float":
        # A column of floats holds whole numbers that lost their type.
        whole = f"{name} = FLOOR({name}) AND ABS({name}) < {WHOLE}"
        return f"CASE WHEN {whole} THEN CAST(CAST({name} AS BIGINT) AS VARCHAR) ELSE {text(column)} END"
    if column.kind not in {"text", "integer", "decimal"}:
        raise _unfit(column, "customer_id", where)
    return f"TRIM({text(column)})" if column.kind == "text" else text(column)


def local_date(column: Column, canonical: str, timezone: str | None, where: Where) -> str:
    """Return a local date, or a local time from which the date is taken.

    Raises:
        UsageError: the column needs a zone, and none was named.
        DataError: the column holds no dates.
    """
    name = identifier(column.name)
    if column.kind in {"date", "timestamp"}:
        return name
    if column.kind != "instant":
        raise _unfit(column, canonical, where)
    zone = timezone or column.zone
    if zone is None:
        raise UsageError("timezone_needed", replace(where, column=column.name), type=column.declared)
    return f"CAST({name} AT TIME ZONE {literal(zone)} AS DATE)"


def date_fault(date: str, capability: Capability, latest: str) -> str:
    """Return the reason why a date cannot be used, NULL for a good one; ``latest`` is the last day that can be."""
    arms = _date_faults(date, capability, latest)
    return f"CASE {' '.join(f'WHEN {held} THEN {literal(reason)}' for held, reason in arms)} END"


def date_good(date: str, capability: Capability, latest: str) -> str:
    """Return the condition that there is no such reason: cheaper to ask than the reason."""
    arms = _date_faults(date, capability, latest)
    return " AND ".join((f"{date} IS NOT NULL", *(f"NOT {held}" for held, _ in arms[1:])))


def _date_faults(date: str, capability: Capability, latest: str) -> list[tuple[str, str]]:
    """Return the conditions under which a date cannot be used, with the reasons, the first that it is empty."""
    local = f"CAST({date} AS DATE)"
    arms = [(f"{date} IS NULL", "date_blank")]
    if capability.infinite_dates:
        arms.append((f"NOT ISFINITE({date})", "date_not_understood"))
    arms.append((f"{local} IN ({', '.join(map(day, DUMMIES))})", "date_blank"))
    if capability.unwritten_date is not None:
        # West of Greenwich the local day of a moment that was never written is the one before.
        arms.append((f"{local} = {day(capability.unwritten_date - timedelta(days=1))}", "date_blank"))
    arms.append((f"{local} > DATE {literal(latest)}", "date_future"))
    return arms


def number(column: Column, canonical: str, where: Where, to: str = MONEY) -> str:
    """Return a number as an exact decimal, rounded half up from what it is written as; NULL where it cannot be.

    Raises:
        DataError: the column holds no numbers.
    """
    name = identifier(column.name)
    if column.kind not in {"integer", "decimal", "float"}:
        raise _unfit(column, canonical, where)
    bound, room, places = (MOST_MONEY, 14, 4) if to == MONEY else (MOST_FACTOR, 10, 9)
    if column.kind == "float":
        # By way of the shortest text, as the float was meant.
        exact = f"CAST(CAST({text(column)} AS DECIMAL(38, 18)) AS {to})"
        return f"CASE WHEN ABS({name}) < {10**room} THEN {exact} END"
    whole = (column.digits or 99) - (column.scale or 0)
    if (
        whole <= room
        and (column.scale if column.scale is not None else 0 if column.kind == "integer" else 99) <= places
    ):
        return f"CAST({name} AS {to})"
    scale = len(bound.partition(".")[2])
    return (
        f"CASE WHEN ABS({name}) < CAST('{bound}' AS DECIMAL({len(bound) - 1}, {scale})) THEN CAST({name} AS {to}) END"
    )


def product(quantity: Column, unit_price: Column, unit: str, where: Where) -> str:
    """Return quantity × unit price, multiplied exactly and rounded half up once."""
    left, right = number(quantity, "quantity", where, FACTOR), number(unit_price, "unit_price", where, FACTOR)
    product = f"({left} * {right})" if unit == "yuan" else f"({left} * {right} * {UNITS[unit]})"
    return _within(product)


def scaled(column: Column, unit: str, where: Where) -> str:
    """Return an amount in the plain unit."""
    if unit == "yuan":
        return number(column, "amount", where)
    return _within(f"({number(column, 'amount', where, FACTOR)} * {UNITS[unit]})")


def amount_fault(columns: tuple[Column, ...]) -> str:
    """Return the reason why an amount that is NULL cannot be used."""
    blank = " OR ".join(f"{identifier(column.name)} IS NULL" for column in columns)
    none = " OR ".join(
        f"{text(column)} IN ({', '.join(map(literal, NO_NUMBERS))})"
        for column in columns
        if column.kind == "float" or (column.kind == "decimal" and column.digits is None)
    )
    middle = f" WHEN {none} THEN 'amount_not_a_number'" if none else ""
    return f"CASE WHEN {blank} THEN 'amount_blank'{middle} ELSE 'amount_out_of_range' END"


def plain(column: Column) -> str:
    """Return a text of a line without spaces at its ends, NULL where nothing is left."""
    return f"NULLIF(TRIM({text(column)}), '')"


def _within(amount: str) -> str:
    bound = f"CAST('{MOST_MONEY}' AS DECIMAL({len(MOST_MONEY) - 1}, 5))"
    return f"CASE WHEN ABS({amount}) < {bound} THEN CAST({amount} AS {MONEY}) END"


def _unfit(column: Column, canonical: str, where: Where) -> DataError:
    place = replace(where, column=column.name)
    return DataError("table_column_unfit", place, name=canonical, type=column.declared)
