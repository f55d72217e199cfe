"""Amounts that are written in thousands, in 万, or in 分: said by the header or a title, or shown by the amounts.

Nothing is multiplied silently: a unit that is not the plain one is a question, and its answer is told. Amounts are
multiplied as decimals and rounded once.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import replace

from shuke.engines.duckdb import DuckDB
from shuke.errors import Where
from shuke.ingest.columns import Meaning
from shuke.ingest.convert import FACTOR, MONEY, Cell
from shuke.ingest.decisions import ask, decided
from shuke.ingest.forms.plain import amount
from shuke.ingest.raw import Raw, Reading

# Answer -> by what the written number is multiplied, as a literal for the engine.
UNITS: Mapping[str, str] = {
    "yuan": "1",
    "fen": "CAST('0.01' AS DECIMAL(3, 2))",
    "hundred": "100",
    "thousand": "1000",
    "ten-thousand": "10000",
    "million": "1000000",
    "hundred-million": "100000000",
}
FACTORS = {
    **UNITS,
    "fen": "0.01",
    "thousand": "1,000",
    "ten-thousand": "10,000",
    "million": "1,000,000",
    "hundred-million": "100,000,000",
}
WORDS = {
    **dict.fromkeys(("元", "rmb", "cny", "¥", "人民币", "人民币元", "yuan"), "yuan"),
    **dict.fromkeys(("分", "cent", "cents", "fen"), "fen"),
    **dict.fromkeys(("百元", "百"), "hundred"),
    **dict.fromkeys(("千元", "千", "k", "thousand", "thousands", "'000", "000", "000s"), "thousand"),
    **dict.fromkeys(("万元", "万", "w", "萬元", "萬"), "ten-thousand"),
    **dict.fromkeys(("百万元", "百万", "million", "millions", "mn", "百萬元"), "million"),
    **dict.fromkeys(("亿元", "亿", "億元", "億"), "hundred-million"),
}
LONGEST_FIRST = "|".join(sorted(map(re.escape, WORDS), key=len, reverse=True))
IN_HEADER = re.compile(rf"[(\[【/_,、 -]\s*(?:单位\s*[:]?\s*|in )?(?:人民币)?({LONGEST_FIRST})\s*[)\]】]?$")
IN_TITLE = re.compile(rf"(?:单位|unit)\s*[:]\s*(?:人民币)?({LONGEST_FIRST})(?![0-9a-z])")
# Times the largest unit this still fits the digits of an exact decimal.
WIDE = "DECIMAL(28, 9)"
SAMPLE, FEWEST, FEWEST_DIFFERENT = 1000, 50, 10


def unit_of(header: str) -> str | None:
    """Return the unit that a header carries, or None."""
    bare = re.sub(r" \([A-Z]{1,2}\)$", "", header)
    plain = unicodedata.normalize("NFKC", bare).casefold().strip()
    found = IN_HEADER.search(plain)
    return WORDS[found[1]] if found else None


def unit_in(titles: Iterable[str]) -> str | None:
    """Return the unit that a title above the headers says, or None."""
    for title in titles:
        if found := IN_TITLE.search(unicodedata.normalize("NFKC", title).casefold()):
            return WORDS[found[1]]
    return None


def settled_unit(raw: Raw, meaning: Meaning, reading: Reading) -> str:
    """Return the unit of a source's amounts.

    Raises:
        Undecided: they seem not to be in the plain unit, and nothing was decided.
    """
    canonical = "amount" if "amount" in meaning.columns else "unit_price"
    index = meaning.columns[canonical]
    header = meaning.header(canonical)
    stated = unit_of(header) or unit_in(raw.titles.values())
    if stated in {None, "yuan"}:
        return "yuan"
    answer = decided(reading, "amount-unit")
    if answer is None:
        where = Where(file=raw.name, sheet=raw.sheet, column=header, letter=raw.letter(index))
        ask("amount-unit", "amount_unit", where, choices=(str(stated), "yuan"))
    return answer


def settle_fen(engine: DuckDB, raw: Raw, meaning: Meaning, reading: Reading, relation: str) -> Raw:
    """Divide converted amounts by 100 if all of them are whole hundreds, and that is what was decided.

    Raises:
        Undecided: all of them are, and nothing was decided.
    """
    index = meaning.columns.get("amount")
    if index is None or raw.unit != "yuan" or unit_of(raw.headers[index]) or unit_in(raw.titles.values()):
        return raw
    if not _looks_like_fen(engine, raw, raw.cells[index], relation):
        return raw
    answer = decided(reading, "amount-unit")
    if answer is None:
        where = Where(file=raw.name, sheet=raw.sheet, column=raw.headers[index], letter=raw.letter(index))
        ask("amount-unit", "amount_unit_fen", where, choices=("fen", "yuan"))
    if answer != "fen":
        return raw
    engine.run(f"UPDATE {relation} SET amount = CAST(amount * {UNITS['fen']} AS {MONEY})")
    return replace(raw, unit=answer)


def told_unit(raw: Raw) -> tuple[tuple[str, dict[str, object]], ...]:
    """Return what is to be told of amounts that were multiplied."""
    return () if raw.unit == "yuan" else (("amount_multiplied", {"factor": FACTORS[raw.unit]}),)


def scaled(cell: Cell, unit: str, to: str = MONEY, *, commas: bool = False) -> str:
    """Return a plain cell's amount in the plain unit, multiplied exactly and rounded half up once."""
    if unit == "yuan":
        return amount(cell, to, commas=commas)
    return f"TRY_CAST({amount(cell, FACTOR, commas=commas)} * {UNITS[unit]} AS {to})"


def scaled_cell(cell: Cell, unit: str, *, commas: bool = False) -> Cell:
    """Return a price in the plain unit, as a cell to multiply with."""
    return cell if unit == "yuan" else Cell(scaled(cell, unit, FACTOR, commas=commas), FACTOR)


def scaled_digits(digits: str, unit: str, to: str = MONEY) -> str:
    """Return an amount that is written as digits with a point in the plain unit, rounded half up once."""
    if unit == "yuan":
        return f"TRY_CAST({digits} AS {to})"
    return f"TRY_CAST(TRY_CAST({digits} AS {WIDE}) * {UNITS[unit]} AS {to})"


def _looks_like_fen(engine: DuckDB, raw: Raw, cell: Cell, relation: str) -> bool:
    """Tell whether every amount is a whole number of hundreds, written without decimals: yuan in 分."""
    some = f"FROM (SELECT amount FROM {relation} WHERE verdict IS NULL AND amount <> 0 %s)"
    judged = "SELECT COUNT(*), COUNT(DISTINCT amount), BOOL_AND(amount % 100 = 0) "
    count, different, hundreds = engine.run(judged + some % f"LIMIT {SAMPLE}")[0]
    if not hundreds or count < FEWEST or different < FEWEST_DIFFERENT:
        return False
    whole = (
        f"SELECT BOOL_AND(NOT CONTAINS({cell.text}, '.')) FROM {raw.source} WHERE REGEXP_MATCHES({cell.text}, '[0-9]')"
    )
    return bool(engine.run(judged + some % "")[0][2] and engine.run(whole)[0][0])
