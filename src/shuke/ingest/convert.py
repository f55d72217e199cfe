"""Cells become values, each by one SQL expression that gives NULL where the cell cannot be meant.

Money goes from the text it was written in to DECIMAL(18, 4), rounded half up, never through a binary float: a
float column is first turned into its shortest text. Patterns are closed (``1_000``, ``1e3``, ``infinity`` and
``epoch`` are not numbers or dates), because the engine's own casts accept more than people mean.
"""

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
# A currency sign, thousands in threes, a closing 元: what price tags carry and nothing else.
DRESSED_NUMBER = r"[+-]?[¥￥$€£]? ?([0-9]{1,3}(,[0-9]{3})+|[0-9]+)(\.[0-9]*)? ?元?"
SHORTEST_FLOAT = r"[+-]?[0-9]+(\.[0-9]+)?(e[+-]?[0-9]+)?"
LONG_NUMBER = r"[+-]?[0-9]*\.[0-9]{10,}"
# Digits, points and signs of two numbers whose product still fits an integer of 128 bits.
MOST_DIGITS = 36
YMD = r"[0-9]{4}\s*[-/.年]\s*[0-9]{1,2}\s*[-/.月]\s*[0-9]{1,2}日?"
YMD_PARTS = r"^([0-9]{4})\s*[-/.年]\s*([0-9]{1,2})\s*[-/.月]\s*([0-9]{1,2})日?"
CLOCK = r"([ T]+[0-9]{1,2}:[0-9]{2}(:[0-9]{2}(\.[0-9]+)?)?)?"
PLAIN_TIME = r"[0-9]{4}[-/][0-9]{1,2}[-/][0-9]{1,2}([ T][0-9]{1,2}:[0-9]{2}(:[0-9]{2}(\.[0-9]+)?)?)?"
ZONE_PARTS = r"([+-])([0-9]{2}):?([0-9]{2})$"
ZONE_HOURS = r"([:0-9.]\s*[+-][0-9]{2})$"
ZONE = r"\s*(Z|[+-][0-9]{2}:?[0-9]{2}|[+-][0-9]{2})"
ASCII_SPACE = "CHR(9) || CHR(10) || CHR(11) || CHR(12) || CHR(13) || CHR(28) || CHR(29) || CHR(30) || CHR(31) || ' '"
# The white space of Unicode, and what has no width: zero-width space and joiners, soft hyphen, byte-order mark.
WIDE_SPACE = (
    "\u0085\u00a0\u00ad\u1680" + "".join(map(chr, range(0x2000, 0x200E))) + "\u2028\u2029\u202f\u205f\u2060\u3000\ufeff"
)
SPACE = f"{ASCII_SPACE} || {literal(WIDE_SPACE)}"
# A text that neither starts nor ends with any of these.
_NO_SPACE = rf"[^\t-\r\x1c-\x1f {WIDE_SPACE}]"
SOLID = f"(?s:{_NO_SPACE}(.*{_NO_SPACE})?)"


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
        return f"CAST({self.expression} AS VARCHAR)"

    @property
    def trimmed(self) -> str:
        """The cell's text without white space at its ends, NULL where nothing is left.

        Trimming by a set of characters is slow, so it is done only where an end has any of them.
        """
        text = self.text
        ascii_alone = f"STRLEN({text}) = LENGTH({text}) AND LEFT({text}, 1) > ' ' AND RIGHT({text}, 1) > ' '"
        solid = f"{ascii_alone} OR REGEXP_FULL_MATCH({text}, {literal(SOLID)})"
        return f"CASE WHEN {solid} THEN {text} ELSE NULLIF(TRIM({text}, {SPACE}), '') END"


def identifier(cell: Cell) -> str:
    """Return the identifier's text without white space at its ends; NULL where nothing is left.

    Full-width characters are folded afterwards, over the distinct values that need it.
    """
    if cell.type in FLOATS:
        # A float column of whole numbers holds integers that lost their type, most often to a missing value.
        whole = f"{cell.expression} = FLOOR({cell.expression}) AND ABS({cell.expression}) < 9007199254740992"
        return f"CASE WHEN {whole} THEN CAST(CAST({cell.expression} AS BIGINT) AS VARCHAR) ELSE {cell.trimmed} END"
    return cell.text if cell.type in INTEGERS else cell.trimmed


def amount(cell: Cell, to: str = MONEY) -> str:
    """Return the cell as an exact decimal, rounded half up from its text; NULL where it is not a number."""
    kind = cell.type
    if kind in INTEGERS or kind.startswith("DECIMAL"):
        return f"TRY_CAST({cell.expression} AS {to})"
    if kind in FLOATS:
        return (
            f"CASE WHEN REGEXP_FULL_MATCH({cell.text}, {literal(SHORTEST_FLOAT)}) "
            f"THEN TRY_CAST({cell.text} AS {to}) END"
        )
    text = cell.trimmed
    undressed = f"REGEXP_REPLACE({text}, '[,¥￥$€£元 ]', '', 'g')"
    return (
        f"CASE WHEN REGEXP_FULL_MATCH({cell.text}, {literal(PLAIN_NUMBER)}) THEN TRY_CAST({cell.text} AS {to}) "
        f"WHEN REGEXP_FULL_MATCH({text}, {literal(PLAIN_NUMBER)}) THEN TRY_CAST({text} AS {to}) "
        f"WHEN REGEXP_FULL_MATCH({text}, {literal(DRESSED_NUMBER)}) THEN TRY_CAST({undressed} AS {to}) END"
    )


def looks_like_number(cell: Cell) -> str:
    """Return the condition that a cell is written as a number, whether or not it is in range."""
    if cell.type in INTEGERS or cell.type.startswith("DECIMAL"):
        return "TRUE"
    if cell.type in FLOATS:
        return f"REGEXP_FULL_MATCH({cell.text}, {literal(SHORTEST_FLOAT)})"
    return f"REGEXP_FULL_MATCH({cell.trimmed}, {literal(DRESSED_NUMBER)})"


def product(quantity: Cell, unit_price: Cell) -> str:
    """Return quantity × unit price, multiplied exactly and rounded half up once.

    Up to nine decimals a side the product of two decimals is exact; longer ones, such as the tails of floats, are
    multiplied as the integers of their digits.
    """
    short = f"TRY_CAST({amount(quantity, FACTOR)} * {amount(unit_price, FACTOR)} AS {MONEY})"
    if not {"VARCHAR", *FLOATS} & {quantity.type, unit_price.type}:
        return short
    long = [f"REGEXP_FULL_MATCH({cell.trimmed}, {literal(LONG_NUMBER)})" for cell in (quantity, unit_price)]
    plain = [f"REGEXP_FULL_MATCH({cell.trimmed}, {literal(PLAIN_NUMBER)})" for cell in (quantity, unit_price)]
    digits = f"LENGTH({quantity.trimmed}) + LENGTH({unit_price.trimmed}) <= {MOST_DIGITS}"
    exact = _long_product(quantity.trimmed, unit_price.trimmed)
    return f"CASE WHEN ({' OR '.join(long)}) AND {' AND '.join(plain)} AND {digits} THEN {exact} ELSE {short} END"


def _long_product(left: str, right: str) -> str:
    """Return the product of two plain numbers as integers, brought to four decimals half up."""
    whole = [f"CAST(REPLACE({text}, '.', '') AS HUGEINT)" for text in (left, right)]
    decimals = [f"LENGTH(SPLIT_PART({text}, '.', 2))" for text in (left, right)]
    unit = f"CAST('1' || REPEAT('0', CAST({decimals[0]} + {decimals[1]} - 4 AS BIGINT)) AS HUGEINT)"
    size = f"(2 * ABS({whole[0]} * {whole[1]}) + {unit}) // (2 * {unit})"
    sign = f"SIGN({whole[0]}) * SIGN({whole[1]})"
    return f"TRY_CAST(CAST({size} * {sign} AS DECIMAL(38, 0)) * CAST('0.0001' AS DECIMAL(4, 4)) AS {MONEY})"


def date_or_time(cell: Cell, timezone: str | None, date_format: str | None) -> str:
    """Return the cell's local calendar date; NULL where it is not a date that can be read in only one way."""
    kind = cell.type
    if kind == "DATE" or (kind.startswith("TIMESTAMP") and "TIME ZONE" not in kind):
        return f"CASE WHEN ISFINITE({cell.expression}) THEN CAST({cell.expression} AS DATE) END"
    if "TIME ZONE" in kind:
        if timezone is None:
            return "CAST(NULL AS DATE)"
        return f"CAST({cell.expression} AT TIME ZONE {literal(timezone)} AS DATE)"
    text = cell.trimmed
    if date_format is not None:
        return f"CAST(TRY_STRPTIME({text}, {literal(date_format)}) AS DATE)"
    dashed = f"REGEXP_REPLACE({text}, {literal(YMD_PARTS)}, '\\1-\\2-\\3')"
    compact = f"SUBSTR({text}, 1, 4) || '-' || SUBSTR({text}, 5, 2) || '-' || SUBSTR({text}, 7, 2)"
    arms = [
        (f"{YMD}{CLOCK}", f"TRY_CAST({dashed} AS TIMESTAMP)"),
        ("[0-9]{8}", f"TRY_CAST({compact} AS TIMESTAMP)"),
    ]
    if timezone is not None:
        # The clock's own zone, with minutes, right behind it: the form the engine reads.
        joined = f"REGEXP_REPLACE({dashed}, {literal(ZONE_PARTS)}, '\\1\\2:\\3')"
        joined = f"REGEXP_REPLACE({joined}, {literal(ZONE_HOURS)}, '\\1:00')"
        joined = f"REGEXP_REPLACE({joined}, '\\s+(Z|[+-][0-9:]+)$', '\\1')"
        arms.append((f"{YMD}{CLOCK}{ZONE}", f"TRY_CAST({joined} AS TIMESTAMPTZ) AT TIME ZONE {literal(timezone)}"))
    # The commonest form is tried on the cell as it stands, before anything is trimmed or rewritten.
    fast = (
        f"WHEN REGEXP_FULL_MATCH({cell.text}, {literal(PLAIN_TIME)}) "
        f"THEN CAST(TRY_CAST({cell.text} AS TIMESTAMP) AS DATE)"
    )
    whens = " ".join(
        f"WHEN REGEXP_FULL_MATCH({text}, {literal(pattern)}) THEN CAST({value} AS DATE)" for pattern, value in arms
    )
    return f"CASE {fast} {whens} END"


def has_zone(cell: Cell) -> str:
    """Return the condition that a cell carries a time zone."""
    if cell.type != "VARCHAR":
        return "TRUE" if "TIME ZONE" in cell.type else "FALSE"
    return f"REGEXP_FULL_MATCH({cell.trimmed}, {literal(YMD + CLOCK + ZONE)})"
