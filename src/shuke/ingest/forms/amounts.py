"""Amounts that are not in plain form: each written form once, read exactly, or told why it is no amount.

The parts of a form are its sign (a minus in front or behind, or parentheses), words of currency around it, the
digits, and a unit such as 万. Nothing goes through a binary float.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from shuke.engines.duckdb import DuckDB
from shuke.ingest.convert import MONEY
from shuke.ingest.decisions import decided
from shuke.ingest.flaws import is_error_text
from shuke.ingest.forms import currencies, numerals
from shuke.ingest.forms.changes import Change
from shuke.ingest.forms.characters import folded
from shuke.ingest.forms.places import Place
from shuke.ingest.forms.styles import COMMA, POINT, Evidence, Style
from shuke.ingest.raw import Reading
from shuke.stages.relation import literal

# What people write for “nothing yet”; a dash is what an accounting format shows for an empty cell.
BLANK = (
    "-", "--", "—", "——", "―", "/", "\\", "无", "無", "空", "暂无", "没有", "未知", "不详", "待定", "待定价",
    "待确认", "未定", "NULL", "(NULL)", "NONE", "NA", "N/A", "NIL", "TBD", "TBC", "?", "？", ".", "…",
    "...", "***",
)  # fmt: skip
# Prefix, digits and suffix leave one way only to take a text apart, which the engine does fast.
_PARTS = ("open", "sign", "before", "brace", "inner", "body", "after", "minus", "close")
_FORM = r"^(\()?([+-])?([^0-9.,()+-]*)(\()?([+-])?([0-9.,][0-9., ']*)((?:[^0-9.,()+ '-][^0-9.,()+-]*)?)(-)?(\))?$"
SIGN, WORD, EMPTY = "¥", "元", "''"
# The digits without blanks and apostrophes behind them, which few have.
_BODY = "CASE WHEN RIGHT(part.body, 1) IN (' ', CHR(39)) THEN RTRIM(part.body, ' ' || CHR(39)) ELSE part.body END"
_EXPONENT = r"[+-]?[0-9]+([.][0-9]+)?E[+-]?[0-9]+"
_PERCENT = r"[+-]?[0-9][0-9.,]* ?[%‰]"
_MONTH = "JAN|FEB|MAR|APR|MAY|JUN|JUL|AUG|SEP|OCT|NOV|DEC"
_DATE = (
    r"[0-9]{4} ?[-/.年] ?[0-9]{1,2} ?[-/.月] ?[0-9]{1,2}日?([ T].*)?|[0-9]{1,2}月[0-9]{1,2}日?|[0-9]{4}年[0-9]{1,2}月"
    r"|[0-9]{1,2}[-/][0-9]{1,2}([-/][0-9]{2,4})?"
    rf"|[0-9]{{1,4}}[- /]({_MONTH})[A-Z]*([- /][0-9]{{2,4}})?|({_MONTH})[A-Z]*[- /][0-9]{{1,4}}([, -]+[0-9]{{2,4}})?"
)
# Digits that the product with a unit may have behind the point, so that it is exact before it is rounded.
_WIDE = "DECIMAL(28, 12)"


@dataclass(frozen=True)
class Amounts:
    """The forms of one column in the engine: ``text``, ``value`` (digits with a point), ``reason``, ``currency``."""

    table: str
    column: str
    place: Place


def gather(
    engine: DuckDB, table: str, odd: str, column: str, place: Place, written: str | None = None
) -> tuple[Amounts, Evidence]:
    """Take the distinct cells of a column apart into ``table``; return what they prove of its number style.

    ``written``: the column with the texts of cells of which ``odd`` holds the shape; the first of a shape stands for
    all. ``key`` is what ``odd`` holds.
    """
    text = "key" if written is None else f"COALESCE(ARG_MIN({written}, {place.row}), key)"
    forms = (
        f"SELECT {odd} AS key, {text} AS text, COUNT(*) AS cells, MIN({place.row}) AS first FROM {place.relation} "
        f"WHERE {odd} IS NOT NULL GROUP BY 1"
    )
    plain = f"SELECT *, {_folded()} AS folded FROM ({forms})"
    parted = f"SELECT key, text, cells, first, folded, {_parted()} AS part FROM ({plain})"
    signs = " + ".join(f"CAST(part.{name} <> '' AS INTEGER)" for name in ("open", "sign", "brace", "inner", "minus"))
    parts = f"{table}_parts"
    engine.run(
        f"CREATE OR REPLACE TEMP TABLE {parts} AS SELECT key, text, cells, first, folded, "
        f"{_BODY} AS body, part.before AS before, part.after AS after, "
        "part.open <> '' OR part.brace <> '' OR part.minus <> '' OR part.sign = '-' OR part.inner = '-' AS negative, "
        "part.body <> '' AND (part.open <> '' OR part.brace <> '') = (part.close <> '') "
        f"AND {signs} <= 1 AS sound FROM ({parted})"
    )
    _name_words(engine, parts)
    engine.run(
        f"CREATE OR REPLACE TEMP TABLE {table} AS SELECT *, "
        f"sound AND REGEXP_FULL_MATCH(body, {literal(POINT)}) AS point, "
        f"sound AND REGEXP_FULL_MATCH(body, {literal(COMMA)}) AS comma FROM ("
        "SELECT key, text, cells, first, folded, body, negative, currency, COALESCE(shared, FALSE) AS shared, "
        "COALESCE(clash, FALSE) AS clash, COALESCE(factor, 1) AS factor, "
        f"sound AND (before || after = '' OR factor IS NOT NULL) AS sound FROM {parts} "
        "LEFT JOIN money_words USING (before, after))"
    )
    return Amounts(table, column, place), _evidence(engine, table, column, place)


def _folded() -> str:
    """Return the expression of a text in one width; of a plain one in yuan, as most are, only the sign can be wide."""
    usual = "REGEXP_FULL_MATCH(text, '[¥￥]?[0-9.,]*元?')"
    return f"CASE WHEN {usual} THEN REPLACE(text, '￥', '¥') ELSE {folded('text')} END"


def _parted() -> str:
    """Return the expression of the parts of a folded text; the two forms that most cells have are cut, not matched."""
    signed, worded = (
        "STRUCT_PACK(" + ", ".join(f"{name} := {given.get(name, EMPTY)}" for name in _PARTS) + ")"
        for given in (
            {"before": literal(SIGN), "body": "SUBSTR(folded, 2)"},
            {"body": "SUBSTR(folded, 1, LENGTH(folded) - 1)", "after": literal(WORD)},
        )
    )
    return (
        f"CASE WHEN STARTS_WITH(folded, '{SIGN}') AND REGEXP_FULL_MATCH(folded, '{SIGN}[0-9][0-9.,]*') THEN {signed} "
        f"WHEN REGEXP_FULL_MATCH(folded, '[0-9][0-9.,]*{WORD}') THEN {worded} "
        f"ELSE REGEXP_EXTRACT(folded, {literal(_FORM)}, {list(_PARTS)}) END"
    )


def _name_words(engine: DuckDB, parts: str) -> None:
    """Keep what the words around the digits say in ``money_words``; words that say nothing of money are not there."""
    engine.run(
        "CREATE OR REPLACE TEMP TABLE money_words "
        "(before VARCHAR, after VARCHAR, currency VARCHAR, factor BIGINT, shared BOOLEAN, clash BOOLEAN)"
    )
    pairs = engine.run(f"SELECT DISTINCT before, after FROM {parts} WHERE sound AND before || after <> ''")
    known = [(before, after, said) for before, after in pairs if (said := currencies.words(before, after)) is not None]
    if known:
        columns = [
            [before for before, _, _ in known],
            [after for _, after, _ in known],
            [said.currency for _, _, said in known],
            [said.factor for _, _, said in known],
            [said.shared for _, _, said in known],
            [said.clash for _, _, said in known],
        ]
        unnested = "UNNEST(?), UNNEST(?), UNNEST(?::VARCHAR[]), UNNEST(?), UNNEST(?), UNNEST(?)"
        engine.run(f"INSERT INTO money_words SELECT {unnested}", columns)


def read(
    engine: DuckDB, amounts: Amounts, style: Style, reading: Reading, *, floats: bool = False
) -> tuple[Change, ...]:
    """Read the forms of a column in a number style: ``value`` or ``reason`` of each; return what was changed.

    ``floats``: the column holds binary floats, whose texts may have an exponent.
    """
    table = amounts.table
    fits, other = ("comma", "point") if style == "comma" else ("point", "comma")
    swap = "REPLACE(%s, ',', '.')" if style == "comma" else "%s"
    grouping = "." if style == "comma" else ","
    bare = f"REPLACE(REPLACE(REPLACE(body, {literal(grouping)}, ''), ' ', ''), '''', '')"
    digits = swap % bare
    short = "LENGTH(SPLIT_PART(digits, '.', 2)) <= 12"
    times = f"CASE WHEN {short} THEN CAST(TRY_CAST(digits AS {_WIDE}) * CAST(factor AS DECIMAL(9, 0)) AS VARCHAR) END"
    sign = "CASE WHEN negative THEN '-' ELSE '' END"
    engine.run(
        f"CREATE OR REPLACE TEMP TABLE {table} AS SELECT *, {_reason(other, floats)} AS reason FROM ("
        f"SELECT *, {sign} || CASE WHEN factor = 1 THEN digits ELSE {times} END AS value FROM ("
        f"SELECT *, CASE WHEN {fits} AND NOT clash THEN {digits} END AS digits FROM {table}))"
    )
    if decided(reading, "chinese-numerals") == "read":
        _read_numerals(engine, table)
    beyond = f"reason IS NULL AND TRY_CAST(value AS {MONEY}) IS NULL"
    engine.run(
        f"UPDATE {table} SET reason = COALESCE(reason, 'amount_out_of_range'), value = NULL "
        f"WHERE reason IS NOT NULL OR {beyond}"
    )
    return _changes(engine, amounts, style)


def _reason(other: str, floats: bool) -> str:
    exponent = "amount_out_of_range" if floats else "amount_not_a_number"
    blank = ", ".join(map(literal, BLANK))
    return (
        "CASE WHEN clash THEN 'currency_contradicts' WHEN value IS NOT NULL THEN NULL "
        f"WHEN {other} THEN 'amount_in_other_style' "
        f"WHEN REGEXP_FULL_MATCH(folded, {literal(_EXPONENT)}) THEN {literal(exponent)} "
        f"WHEN {is_error_text('folded')} THEN 'amount_is_error' "
        f"WHEN folded IN ({blank}) OR folded = '' THEN 'amount_blank' "
        f"WHEN REGEXP_FULL_MATCH(folded, {literal(_PERCENT)}) THEN 'amount_is_percent' "
        f"WHEN REGEXP_FULL_MATCH(folded, {literal(numerals.PATTERN)}) THEN 'amount_in_chinese' "
        f"WHEN REGEXP_FULL_MATCH(folded, {literal(_DATE)}) THEN 'amount_is_date' ELSE 'amount_not_a_number' END"
    )


def _evidence(engine: DuckDB, table: str, column: str, place: Place) -> Evidence:
    both = "point AND comma AND (CONTAINS(body, '.') OR CONTAINS(body, ','))"
    pointed = f"currency IN ({', '.join(map(literal, currencies.POINT))})"
    kinds = {
        "point": f"point AND NOT comma OR {both} AND COALESCE({pointed}, FALSE)",
        "comma": "comma AND NOT point",
        "open": f"{both} AND NOT COALESCE({pointed}, FALSE)",
    }
    found = engine.run(
        "SELECT kind, SUM(cells), MIN(first), ARG_MIN(text, first) FROM "
        f"(SELECT text, cells, first, {_one_of(kinds)} AS kind FROM {table}) WHERE kind IS NOT NULL GROUP BY 1"
    )
    cells = dict.fromkeys(kinds, 0) | {name: int(count) for name, count, _, _ in found}
    return Evidence(cells, {name: (str(text), place.where(column, int(first))) for name, _, first, text in found})


def _one_of(kinds: Mapping[str, str]) -> str:
    """Return each of the kinds that a form is, by its condition, in a row of its own."""
    return f"UNNEST([{', '.join(f'CASE WHEN {kind} THEN {literal(name)} END' for name, kind in kinds.items())}])"


def _read_numerals(engine: DuckDB, table: str) -> None:
    """Read the forms that are Chinese numerals."""
    found = engine.run(f"SELECT text, folded FROM {table} WHERE reason = 'amount_in_chinese'")
    values = [(text, value) for text, written in found if (value := numerals.amount(written)) is not None]
    if values:
        engine.run(
            f"UPDATE {table} SET value = spoken.value, digits = NULL, reason = NULL FROM "
            f"(SELECT UNNEST(?) AS text, UNNEST(?) AS value) AS spoken WHERE {table}.text = spoken.text",
            [[text for text, _ in values], [f"{value:f}" for _, value in values]],
        )


def _changes(engine: DuckDB, amounts: Amounts, style: Style) -> tuple[Change, ...]:
    mark = "." if style == "comma" else ","
    kinds = {
        "numerals": "digits IS NULL",
        "unit": "factor <> 1",
        "currency": "currency IS NOT NULL",
        "negative": "negative AND NOT STARTS_WITH(text, '-')",
        "decimal_comma": "CONTAINS(body, ',')" if style == "comma" else "FALSE",
        "thousands": f"CONTAINS(body, {literal(mark)}) OR CONTAINS(body, ' ') OR CONTAINS(body, '''')",
        "characters": "folded <> UPPER(text)",
        "decimals": r"REGEXP_MATCHES(value, '\.[0-9]{4}[0-9]*[1-9]')",
    }
    figures = ", ".join(f"SUM(cells) FILTER ({kind}), MIN(first) FILTER ({kind})" for kind in kinds.values())
    row = engine.run(f"SELECT {figures} FROM {amounts.table} WHERE reason IS NULL")[0]
    firsts = sorted({first for first in row[1::2] if first is not None})
    # The first row of a form is no other form's, so it tells the example.
    rows = engine.run(f"SELECT first, text, value FROM {amounts.table} WHERE first IN (SELECT UNNEST(?))", [firsts])
    examples = {first: (text, value) for first, text, value in rows}
    header = amounts.place.header(amounts.column)
    changes = []
    for form, cells, first in zip(kinds, row[::2], row[1::2], strict=True):
        if cells:
            text, value = examples[first]
            changes.append(Change.of(amounts.column, header, form, int(cells), text, _money(value)))
    return tuple(changes)


def _money(value: str) -> str:
    """Return digits as they are kept: four decimals half up, without zeros at the end."""
    from decimal import ROUND_HALF_UP, Decimal

    kept = Decimal(value).quantize(Decimal("0.0001"), ROUND_HALF_UP)
    return f"{kept.normalize():f}"
