"""A cell as the engine sees it, the types that values are kept in, and identifiers as text."""

from __future__ import annotations

from dataclasses import dataclass

from shuke.stages.relation import literal

MONEY = "DECIMAL(18, 4)"
# Two of these multiply into 38 digits, the most an exact decimal has.
FACTOR = "DECIMAL(19, 9)"
INTEGERS = {
    "TINYINT",
    "SMALLINT",
    "INTEGER",
    "BIGINT",
    "HUGEINT",
    "UTINYINT",
    "USMALLINT",
    "UINTEGER",
    "UBIGINT",
}
FLOATS = {"FLOAT", "DOUBLE"}
PLAIN_NUMBER = r"[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)"
SHORTEST_FLOAT = r"[+-]?[0-9]+(\.[0-9]+)?(e[+-]?[0-9]+)?"
LONG_NUMBER = r"[+-]?[0-9]*\.[0-9]{10,}"
# Digits, points and signs of two numbers whose product still fits an integer of 128 bits.
MOST_DIGITS = 36
ASCII_SPACE = "\t\n\x0b\x0c\r\x1c\x1d\x1e\x1f "
# The white space of Unicode, and what has no width: zero-width space and joiners, soft hyphen, byte-order mark.
WIDE_SPACE = (
    "\u0085\u00a0\u00ad\u1680" + "".join(map(chr, range(0x2000, 0x200E))) + "\u2028\u2029\u202f\u205f\u2060\u3000\ufeff"
)
SPACE = literal(ASCII_SPACE + WIDE_SPACE)


@dataclass(frozen=True)
class Cell:
    """A source column as the engine sees it: an expression and its type."""

    expression: str
    type: str

    @property
    def text(self) -> str:
        """The cell's text, NULL where it is empty."""
        if self.type == "BLOB":
            # Some writers leave texts without saying that they are texts; bytes that are none stop the reading.
            return f"DECODE({self.expression})"
        if self.type == "VARCHAR" and self.expression.isidentifier():
            # What the engine need not look at is not said: a small table costs what its statements do.
            return self.expression
        return f"CAST({self.expression} AS VARCHAR)"

    @property
    def trimmed(self) -> str:
        """The cell's text without white space at its ends, NULL where nothing is left.

        Trimming by a set of characters is slow, so it is done only where an end has any of them.
        """
        text = self.text
        loose = f"CONTAINS({SPACE}, LEFT({text}, 1)) OR CONTAINS({SPACE}, RIGHT({text}, 1))"
        return f"CASE WHEN {loose} THEN NULLIF(TRIM({text}, {SPACE}), '') ELSE {text} END"


def identifier(cell: Cell) -> str:
    """Return the identifier's text without white space at its ends; NULL where nothing is left.

    Full-width characters are folded afterwards, over the distinct values that need it.
    """
    if cell.type in FLOATS:
        # A float column of whole numbers holds integers that lost their type, most often to a missing value.
        whole = f"{cell.expression} = FLOOR({cell.expression}) AND ABS({cell.expression}) < 9007199254740992"
        return f"CASE WHEN {whole} THEN CAST(CAST({cell.expression} AS BIGINT) AS VARCHAR) ELSE {cell.trimmed} END"
    return cell.text if cell.type in INTEGERS else cell.trimmed
