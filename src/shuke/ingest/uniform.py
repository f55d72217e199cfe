"""A regular text whose cells all have one plain form becomes lines in one pass, as fast as the engine reads it.

The first rows show the form of each column. Every cell is then held to it by the cheapest test that proves it, and
the first one that differs stops the pass: the source is then converted cell by cell. Nothing is decided here: a cell
that could be read in two ways has no plain form.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from shuke.engines.duckdb import UNTIDY, DuckDB, Unreadable, Untidy
from shuke.ingest.columns import Meaning
from shuke.ingest.convert import MONEY
from shuke.ingest.forms.plain import IDENTIFIER
from shuke.ingest.forms.products import FACTORS, plain_product
from shuke.ingest.policies.registry import columns as policy_columns
from shuke.ingest.raw import Raw, Reading
from shuke.stages.relation import literal

SAMPLE = 1_000
LINES = frozenset({"customer_id", "order_id", "ordered_at", "amount"})
# Columns that no figure of these lines hangs on; whatever else has a meaning is for the conversion cell by cell.
BESIDE = frozenset(
    {"product", "unit_price", "quantity", "category", "channel", "region", "salesperson", "promotion", "cost"}
)
# Forms of a day, each with its length: a year has four digits then, and nothing stands behind it.
DAYS = {
    "%Y-%m-%d": r"[0-9]{4}-[0-9]{2}-[0-9]{2}",
    "%Y/%m/%d": r"[0-9]{4}/[0-9]{2}/[0-9]{2}",
    "%Y-%m-%d %H:%M:%S": r"[0-9]{4}-[0-9]{2}-[0-9]{2} [0-9]{2}:[0-9]{2}:[0-9]{2}",
    "%Y/%m/%d %H:%M:%S": r"[0-9]{4}/[0-9]{2}/[0-9]{2} [0-9]{2}:[0-9]{2}:[0-9]{2}",
}
LENGTHS = {"%Y-%m-%d": 10, "%Y/%m/%d": 10, "%Y-%m-%d %H:%M:%S": 19, "%Y/%m/%d %H:%M:%S": 19}
AMOUNT = r"-?[0-9]+(\.[0-9]{1,2}|\.[0-9]{4})?"
# Neither a word for nobody nor a number that a spreadsheet wrote has this form, or that of a plain identifier.
LONG_IDENTIFIER = r"[0-9A-Za-z_][0-9A-Za-z_-]{8,}[0-9A-Za-z_]"
# What a rejected row has in a relation of lines.
EMPTY = ("verdict", "value", "cells")


def read_at_once(engine: DuckDB, raw: Raw, meaning: Meaning, reading: Reading, relation: str) -> tuple[Raw, bool]:
    """Make the relation of a source in one pass, if its cells allow it; return the source, and whether it was made.

    A source that turns out not to be regular comes back as it is read record by record.
    """
    columns = _columns(engine, raw, meaning, reading)
    if columns is None:
        return raw, False
    written = ", ".join(f"{expression} AS {name}" for name, expression in columns.items())
    engine.drop(relation, f"plain_{relation}")
    try:
        engine.run(f"CREATE OR REPLACE TEMP TABLE {relation} AS SELECT {written} FROM {raw.source}")
        for name in EMPTY:
            # A column that is added is empty at once; one that is computed is written.
            engine.run(f"ALTER TABLE {relation} ADD COLUMN {name} VARCHAR")
        if engine.run(f"SELECT COUNT(*) FROM {relation}")[0][0] == raw.records:
            return raw, True
    except Untidy:
        return raw, False
    except Unreadable:
        pass
    return (raw.otherwise() if raw.otherwise else raw), False


def _columns(engine: DuckDB, raw: Raw, meaning: Meaning, reading: Reading) -> dict[str, str] | None:
    """Return the expressions of the lines, or None where the first rows show that they do not suffice."""
    if not _allowed(raw, meaning, reading):
        return None
    wanted = {name: raw.cells[index].expression for name, index in meaning.columns.items() if name in LINES}
    try:
        rows = engine.run(f"SELECT {', '.join(wanted.values())} FROM {raw.source} LIMIT {SAMPLE}")
    except Unreadable:
        return None
    found = {}
    for position, (name, cell) in enumerate(wanted.items()):
        signs = raw.signs[meaning.columns[name]] if raw.signs is not None else None
        expression = _expression(name, cell, [row[position] or "" for row in rows], raw, signs)
        if expression is None:
            return None
        found[name] = expression
    if set(FACTORS) <= meaning.columns.keys():
        found["calculated"] = plain_product(*(raw.cells[meaning.columns[name]] for name in FACTORS))
    return {**found, **policy_columns(raw, meaning, reading)} if rows else None


def _allowed(raw: Raw, meaning: Meaning, reading: Reading) -> bool:
    """Tell whether a source can have nothing but lines: no other column with a meaning, no unit, no settings."""
    plain = raw.records is not None and raw.fault is None and not raw.known and raw.unit == "yuan"
    named = meaning.columns.keys()
    lines = {"customer_id", "ordered_at", "amount"} <= named <= LINES | BESIDE and not meaning.parts
    settings = reading.date_format or reading.decisions or reading.carried or set(reading.policies) - {"zero-orders"}
    return plain and lines and not settings and policy_columns(raw, meaning, reading).keys() <= {"trial"}


def _expression(name: str, cell: str, sample: Sequence[str], raw: Raw, signs: str | None) -> str | None:
    """Return a column of lines: its value, or a stop where a cell is not plain; None if the first ones are not.

    ``signs`` are those that each of its cells has, where that is known.
    """
    if name == "ordered_at":
        return _day(cell, sample)
    return _amount(cell, sample, raw, signs) if name == "amount" else _identifier(cell, sample, raw, signs)


def _day(cell: str, sample: Sequence[str]) -> str | None:
    form = next((form for form, look in DAYS.items() if _all(look, sample)), None)
    if form is None:
        return None
    day = f"CASE WHEN STRLEN({cell}) = {LENGTHS[form]} THEN TRY_STRPTIME({cell}, {literal(form)}) END"
    return f"COALESCE(CAST({day} AS DATE), {_stop('DATE')})"


def _amount(cell: str, sample: Sequence[str], raw: Raw, signs: str | None) -> str | None:
    if not _all(AMOUNT, sample):
        return None
    # Three decimals could be thousands; letters could be an exponent, which only programs write.
    decimals = f"STRLEN({cell}) - INSTR({cell}, '.') <> 3" if signs == "." else f"{cell} NOT LIKE '%.___'"
    tests = [decimals]
    if raw.letters:
        tests += [f"NOT CONTAINS({cell}, {literal(letter)})" for letter in "eE_"]
    number = f"CASE WHEN {' AND '.join(tests)} THEN TRY_CAST({cell} AS {MONEY}) END"
    return f"COALESCE({number}, {_stop(MONEY)})"


def _identifier(cell: str, sample: Sequence[str], raw: Raw, signs: str | None) -> str | None:
    if not _all(IDENTIFIER, sample):
        return None
    plain = f"REGEXP_FULL_MATCH({cell}, {literal(IDENTIFIER)})"
    if raw.simple and _all(LONG_IDENTIFIER, sample):
        # The bytes of the file leave nothing else that could be in so long an identifier.
        tests = [f"NOT CONTAINS({cell}, '{sign}')" for sign in " ." if signs is None or sign in signs]
        plain = " AND ".join([f"STRLEN({cell}) >= 10", *tests])
    return f"CASE WHEN {plain} THEN {cell} ELSE {_stop('VARCHAR')} END"


def _all(form: str, sample: Sequence[str]) -> bool:
    return all(re.fullmatch(form, text) for text in sample)


def _stop(kind: str) -> str:
    return f"CAST(ERROR({literal(UNTIDY)}) AS {kind})"
