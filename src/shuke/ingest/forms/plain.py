"""The plain forms, recognised by one cheap pattern while a source is read; every other cell is kept as its text.

A plain form can be meant in one way only. ``1.234`` is not plain: it is a little more than one where a point
marks the decimals, and one thousand two hundred and thirty-four where it groups them.
"""

from __future__ import annotations

from shuke.ingest import convert
from shuke.ingest.containers.sheet import LONG
from shuke.ingest.convert import FLOATS, INTEGERS, MONEY, SHORTEST_FLOAT, Cell
from shuke.stages.relation import literal

# No placeholder, number with a fraction, or exponent has this form, and nothing in it is ever folded or trimmed.
IDENTIFIER = r"[0-9A-Za-z_][0-9A-Za-z_-]*[0-9]|[1-9A-Za-z]|[0-9A-Za-z_][0-9A-Za-z_-]{8,}[0-9A-Za-z_]"
TEXTS = {"VARCHAR", "BLOB"}
INTEGER = r"[+-]?[0-9]+"
# Three decimals behind up to three digits could be a group of thousands; more than four decimals are rounded.
POINTED = r"[+-]?([0-9]*\.([0-9]{0,2}|[0-9]{4})|(0[0-9]*|[0-9]{4,})?\.[0-9]{3})"
DATE_TIME = r"[0-9]{4}[-/][0-9]{1,2}[-/][0-9]{1,2}([ T]([01]?[0-9]|2[0-3]):[0-9]{2}(:[0-9]{2}(\.[0-9]+)?)?)?"
ZONED = r"[0-9]{4}-[0-9]{2}-[0-9]{2}[ T][0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{1,6})?(Z|[+-][0-9]{2}:[0-9]{2})"
# Money goes from the text it was written in to a decimal, never through a binary float; the patterns are closed,
# because the engine's own casts accept more than people mean: ``1_000``, ``1e3``, ``infinity``, ``epoch``.
# The largest number up to which every whole number is one of the binary floats.
MOST_EXACT = 1 << 53


def is_plain_identifier(cell: Cell) -> str:
    """Return the condition that an identifier needs no reading; of numbers only 0 does: it may stand for none."""
    if cell.type in INTEGERS or cell.type in FLOATS:
        return f"{cell.expression} <> 0"
    return f"REGEXP_FULL_MATCH({cell.text}, {literal(IDENTIFIER)})"


def identifier(cell: Cell, plain: str) -> str:
    """Return the identifier's text, trimmed where it is not plain; NULL where nothing is left."""
    if cell.type in INTEGERS or cell.type in FLOATS:
        return convert.identifier(cell)
    return f"CASE WHEN {plain} THEN {cell.text} ELSE {cell.trimmed} END"


def lost_digits(cell: Cell, mark: str | None) -> str | None:
    """Return the condition that an identifier was a number with more digits than such a cell can hold.

    ``mark`` is the expression of the cell's mark in a workbook.
    """
    if cell.type in FLOATS:
        return f"ABS({cell.expression}) >= {MOST_EXACT}"
    return None if mark is None else f"{mark} = {literal(LONG)}"


def amount(cell: Cell, to: str = MONEY, *, commas: bool = False) -> str:
    """Return a plain cell as an exact decimal, rounded half up from its text; NULL where it is not plain.

    ``commas``: decimals stand behind a comma in this column, so that a point proves nothing.
    """
    if cell.type in INTEGERS or cell.type.startswith("DECIMAL"):
        return f"TRY_CAST({cell.expression} AS {to})"
    text = cell.text
    if cell.type in FLOATS:
        return f"CASE WHEN {_is_float(text)} THEN TRY_CAST({text} AS {to}) END"
    # A plain number begins with a sign, a point or a digit, which is cheap to see of those that begin with a currency.
    plain = f"REGEXP_FULL_MATCH({text}, {literal(INTEGER if commas else f'{INTEGER}|{POINTED}')})"
    return f"CASE WHEN {text} < ':' AND {plain} THEN TRY_CAST({text} AS {to}) END"


def points(cell: Cell) -> str | None:
    """Return the condition that a plain cell proves that a point marks the decimals of its column."""
    if cell.type not in TEXTS:
        return None
    return f"REGEXP_FULL_MATCH({cell.text}, {literal(POINTED)})"


def _is_float(text: str) -> str:
    return f"REGEXP_FULL_MATCH({text}, {literal(SHORTEST_FLOAT)})"


def day(cell: Cell, timezone: str | None, date_format: str | None) -> str:
    """Return a plain cell's local calendar date; NULL where it is not plain."""
    kind, value = cell.type, cell.expression
    if kind == "DATE" or (kind.startswith("TIMESTAMP") and "TIME ZONE" not in kind):
        return f"CASE WHEN ISFINITE({value}) THEN CAST({value} AS DATE) END"
    if "TIME ZONE" in kind:
        if timezone is None:
            return "CAST(NULL AS DATE)"
        return f"CASE WHEN ISFINITE({value}) THEN CAST({value} AT TIME ZONE {literal(timezone)} AS DATE) END"
    if date_format is not None:
        return f"CAST(TRY_STRPTIME({cell.trimmed}, {literal(date_format)}) AS DATE)"
    # A plain day has no letter beyond ASCII, which is cheap to see of those that are written with 年.
    ascii_only = f"STRLEN({cell.text}) = LENGTH({cell.text})"
    plain = f"{ascii_only} AND REGEXP_FULL_MATCH({cell.text}, {literal(DATE_TIME)})"
    arms = f"WHEN {plain} THEN TRY_CAST({cell.text} AS TIMESTAMP)"
    if timezone is not None:
        moment = f"TRY_CAST({cell.text} AS TIMESTAMPTZ) AT TIME ZONE {literal(timezone)}"
        arms += f" WHEN REGEXP_FULL_MATCH({cell.text}, {literal(ZONED)}) THEN {moment}"
    return f"CAST(CASE {arms} END AS DATE)"


def clock_kind(cell: Cell) -> str | None:
    """Return whether a plain text has a clock with a zone (``zoned``) or without (``bare``)."""
    if cell.type not in TEXTS:
        return None
    zoned, bare = (f"REGEXP_FULL_MATCH({cell.text}, {literal(form)})" for form in (ZONED, DATE_TIME))
    return f"CASE WHEN {bare} THEN CASE WHEN CONTAINS({cell.text}, ':') THEN 'bare' END WHEN {zoned} THEN 'zoned' END"
