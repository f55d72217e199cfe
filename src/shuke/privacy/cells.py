"""A cell that is shown because it is wrong: what is wrong stays to be seen, what may be personal does not.

People type names, telephones and addresses into any column. Digits, signs and the words of amounts and dates are
kept; everything that has a personal shape is masked, and so is every other run of Chinese characters and every
name-like word.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from shuke.engines.duckdb import DuckDB
from shuke.privacy.companies import is_company
from shuke.privacy.detection import PLATE, USCC, is_address
from shuke.privacy.masks import mask, mask_address, mask_company, mask_handle, mask_uscc
from shuke.privacy.words import words
from shuke.shapes import INSIDE, shape_of, shapes_in
from shuke.stages.relation import literal

BATCH = 50_000
# What a cell must hold before anything in it can be personal; cheap, and asked of every cell that is shown.
SUSPICIOUS = (
    r"\p{Han}{2,}|[A-Za-z]{2,}|@|[0-9]{11}|1[3-9][0-9][- ]?[0-9]{4}[- ]?[0-9]{4}|0[0-9]{2,3}[-) ]{1,2}[0-9]{7}"
    r"|[0-9]{4}[- ][0-9]{4}[- ][0-9]{4}|[0-9]{6,}[eE]"
)
WORDS = words("cell_words_zh")
SINGLE = "零〇一二三四五六七八九十百千万亿两半壹贰叁肆伍陆柒捌玖拾佰仟圆元角分整正年月日号时点分秒初第约余个件周至到和"
PLAIN_HAN = re.compile(f"(?:{'|'.join(sorted(WORDS, key=len, reverse=True))}|[{SINGLE}])*")
HAN = re.compile("[\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0003ffff·•・‧]{2,}")
LATIN = frozenset(words("cell_words_en"))
NAME = re.compile(r"[A-Za-z](?:[A-Za-z'’]|-(?=[A-Za-z]))+(?: +[A-Za-z](?:[A-Za-z.'’]|-(?=[A-Za-z]))*)*")
ACCOUNT = re.compile(r"\b(?:wxid|qq|vx|wx)[_: -]?[A-Za-z0-9_-]{4,}", re.IGNORECASE)
# A number that lost its digits to scientific notation still shows the first of them.
LOST = re.compile(r"([0-9]\.[0-9])[0-9]{5,}([eE]\+?[0-9]{1,2})")


def mask_rejected(engine: DuckDB, relation: str) -> None:
    """Mask the offending cells of the rejected rows of a table with ``value`` and ``verdict``."""
    cells = f"FROM {relation} WHERE verdict IS NOT NULL AND REGEXP_MATCHES(value, {literal(SUSPICIOUS)})"
    values = [row[0] for row in engine.run(f"SELECT DISTINCT value {cells}")]
    changed = [(value, shown) for value in values if (shown := mask_cell(value)) != value]
    if not changed:
        return
    engine.run("CREATE OR REPLACE TEMP TABLE shown_cells (cell VARCHAR, shown VARCHAR)")
    for start in range(0, len(changed), BATCH):
        batch = changed[start : start + BATCH]
        engine.run(
            "INSERT INTO shown_cells SELECT UNNEST(?), UNNEST(?)",
            [[cell for cell, _ in batch], [shown for _, shown in batch]],
        )
    engine.run(
        f"UPDATE {relation} SET value = shown_cells.shown FROM shown_cells "
        f"WHERE verdict IS NOT NULL AND {relation}.value = shown_cells.cell"
    )
    engine.run("DROP TABLE shown_cells")


def mask_columns(
    engine: DuckDB, relation: str, mask: str, hidden: Collection[str], only: Sequence[str] | None = None
) -> None:
    """Put a mask in place of the cells of a table that may not be shown: all of some columns, else suspicious ones.

    A table's column ``line`` is left alone; ``only`` names the columns to look at.
    """
    for column in only or engine.columns(relation):
        if column == "line":
            continue
        if column in hidden:
            engine.run(f"UPDATE {relation} SET {column} = {literal(mask)} WHERE TRIM({column}) <> ''")
            continue
        cells = f"SELECT DISTINCT {column} FROM {relation} WHERE REGEXP_MATCHES({column}, {literal(SUSPICIOUS)})"
        changed = [value for (value,) in engine.run(cells) if mask_cell(value) != value]
        for start in range(0, len(changed), BATCH):
            engine.run(
                "CREATE OR REPLACE TEMP TABLE hidden_cells AS SELECT UNNEST(?) AS cell",
                [changed[start : start + BATCH]],
            )
            engine.run(
                f"UPDATE {relation} SET {column} = {literal(mask)} FROM hidden_cells WHERE {column} = hidden_cells.cell"
            )


def mask_cell(value: str) -> str:
    """Return a cell as it may be shown."""
    plain = value.strip()
    if is_address(plain):
        return mask_address(plain)
    if is_company(plain):
        return mask_company(plain)
    if USCC.fullmatch(plain.upper()) and shape_of(plain) is None:
        return mask_uscc(plain)
    if PLATE.fullmatch(plain.upper()):
        return mask_handle(plain)
    for kind, shape in INSIDE.items():
        name = kind.removeprefix("old_")
        value = shape.sub(lambda found, name=name: mask(name, found.group()), value)  # type: ignore[misc]
    value = ACCOUNT.sub(lambda found: mask_handle(found.group()), value)
    value = LOST.sub(r"\1***\2", value)
    value = HAN.sub(lambda found: _han(found.group()), value)
    return NAME.sub(lambda found: _latin(found.group()), value)


def shown_headers(headers: Sequence[str]) -> list[str]:
    """Return headers as they may be shown: where one of them has a personal shape, a row of data stands for headers."""
    if any(shapes_in(header) for header in headers):
        return [mask_cell(header) for header in headers]
    return list(headers)


def shown_header(header: str) -> str:
    """Return one header as it may be shown."""
    return shown_headers([header])[0]


def _han(run: str) -> str:
    return run if PLAIN_HAN.fullmatch(run) else f"{run[0]}**"


def _latin(run: str) -> str:
    """Return words that can be a name by their first letter: several of them, or one with a capital."""
    parts = run.split()
    if all(part.casefold().strip(".") in LATIN for part in parts):
        return run
    one = parts[0]
    return f"{one[0]}***" if len(parts) > 1 or (one[0].isupper() and one[1:].islower() and len(one) > 2) else run
