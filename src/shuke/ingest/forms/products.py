"""Quantity × unit price, multiplied exactly and rounded half up once."""

from __future__ import annotations

from shuke.ingest.convert import FACTOR, FLOATS, LONG_NUMBER, MONEY, MOST_DIGITS, PLAIN_NUMBER, Cell
from shuke.ingest.forms import plain
from shuke.stages.relation import literal

FACTORS = ("quantity", "unit_price")


def plain_product(quantity: Cell, unit_price: Cell, *, commas: bool = False) -> str:
    """Return the product of two plain cells; NULL where one of them is not plain, or it is too large.

    Up to nine decimals a side the product of two decimals is exact; longer ones, such as the tails of floats, are
    multiplied as the integers of their digits.
    """
    factors = [plain.amount(cell, FACTOR, commas=commas) for cell in (quantity, unit_price)]
    short = f"TRY_CAST({factors[0]} * {factors[1]} AS {MONEY})"
    if not FLOATS & {quantity.type, unit_price.type}:
        return short
    return _exact(quantity.text, unit_price.text, short)


def product(left: str, right: str) -> str:
    """Return the product of two texts of digits with a point."""
    return _exact(left, right, f"TRY_CAST(TRY_CAST({left} AS {FACTOR}) * TRY_CAST({right} AS {FACTOR}) AS {MONEY})")


def _exact(left: str, right: str, short: str) -> str:
    sides = (left, right)
    long = " OR ".join(f"REGEXP_FULL_MATCH({text}, {literal(LONG_NUMBER)})" for text in sides)
    digits = " AND ".join(f"REGEXP_FULL_MATCH({text}, {literal(PLAIN_NUMBER)})" for text in sides)
    fits = f"LENGTH({left}) + LENGTH({right}) <= {MOST_DIGITS}"
    return f"CASE WHEN ({long}) AND {digits} AND {fits} THEN {_long_product(left, right)} ELSE {short} END"


def _long_product(left: str, right: str) -> str:
    """Return the product of two plain numbers as integers, brought to four decimals half up."""
    whole = [f"CAST(REPLACE({text}, '.', '') AS HUGEINT)" for text in (left, right)]
    decimals = [f"LENGTH(SPLIT_PART({text}, '.', 2))" for text in (left, right)]
    unit = f"CAST('1' || REPEAT('0', CAST({decimals[0]} + {decimals[1]} - 4 AS BIGINT)) AS HUGEINT)"
    size = f"(2 * ABS({whole[0]} * {whole[1]}) + {unit}) // (2 * {unit})"
    sign = f"SIGN({whole[0]}) * SIGN({whole[1]})"
    return f"TRY_CAST(CAST({size} * {sign} AS DECIMAL(38, 0)) * CAST('0.0001' AS DECIMAL(4, 4)) AS {MONEY})"
