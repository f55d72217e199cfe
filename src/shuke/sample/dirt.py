"""About three rows in a thousand are spoiled the way real exports are, one fault a row.

| fault | what stands in the file |
|---|---|
| letter in the amount | `12O.50`, a capital O for a digit |
| amount blank | nothing |
| customer blank | nothing in the customer's id |
| impossible date | the thirtieth of February |
| repeated row | the same row twice, right and right again |
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import random
    from collections.abc import Sequence

Row = tuple[str, ...]
DIRTY_SHARE = 0.003
FAULTS = ("letter", "amount", "customer", "date", "repeated")
ORDERED_AT, CUSTOMER_ID, AMOUNT = 1, 2, 8


def spoil(rng: random.Random, row: Row) -> Sequence[Row]:
    """Return the row as it is, or, for about three in a thousand, with one fault of the table above."""
    if rng.random() >= DIRTY_SHARE:
        return (row,)
    fault = rng.choice(FAULTS)
    if fault == "repeated":
        return (row, row)
    if fault == "customer":
        return (_put(row, CUSTOMER_ID, ""),)
    if fault == "date":
        year, clock = row[ORDERED_AT][:4], row[ORDERED_AT][10:]
        return (_put(row, ORDERED_AT, f"{year}-02-30{clock}"),)
    if fault == "letter":
        return (_put(row, AMOUNT, _letter_in(row[AMOUNT])),)
    return (_put(row, AMOUNT, ""),)


def _letter_in(amount: str) -> str:
    """Return the amount with the letter O for its first 0, or for its last digit when it has no 0."""
    return amount.replace("0", "O", 1) if "0" in amount else amount[:-1] + "O"


def _put(row: Row, position: int, value: str) -> Row:
    """Return the row with one cell replaced."""
    return (*row[:position], value, *row[position + 1 :])
