"""One place in several spellings, such as 郑州, 郑州市 and 河南省郑州市, becomes the commonest of them."""

from __future__ import annotations

import re
from collections import defaultdict

from shuke.engines.duckdb import DuckDB
from shuke.privacy.divisions import CITIES
from shuke.stages.relation import identifier

ENDING = re.compile("(维吾尔自治区|壮族自治区|回族自治区|自治区|特别行政区|自治州|地区|省|市|盟)$")
# City -> its province; of two cities of one name none is told apart.
OF_CITY = {city: province for province, cities in CITIES.items() for city in cities}


def place(text: str) -> str | None:
    """Return which city or province a text names, in one spelling; None for a text that names neither."""
    plain = re.sub(r"[\s·,，/-]+", "", text).removeprefix("中国")
    province = next((name for name in sorted(CITIES, key=len, reverse=True) if plain.startswith(name)), None)
    if province is not None:
        rest = ENDING.sub("", plain[len(province) :]) if plain[len(province) :] else ""
        if not rest or rest == province:
            # Without more a name that a city and its province share is the province; its ending can tell.
            return f"{province}市" if plain.endswith("市") and province in CITIES[province] else province
        rest = re.sub("^(维吾尔自治区|壮族自治区|回族自治区|自治区|省|市)", "", rest)
        return rest if rest in CITIES[province] else None
    city = ENDING.sub("", plain)
    return city if city in OF_CITY else None


def unify(engine: DuckDB, relation: str, column: str) -> tuple[int, int]:
    """Give all spellings of a place the commonest one; return how many spellings and rows were changed.

    Of equally common ones the shortest counts, then the first in the order of letters.
    """
    name = identifier(column)
    rows = engine.run(f"SELECT {name}, COUNT(*) FROM {relation} WHERE {name} IS NOT NULL GROUP BY 1")
    found: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for text, count in rows:
        where = place(text)
        if where is not None:
            found[where].append((count, text))
    changes, changed = [], 0
    for spellings in found.values():
        _, kept = min((-count, len(text), text) for count, text in spellings)[1:]
        for count, text in spellings:
            if text != kept:
                changes.append((text, kept))
                changed += count
    if changes:
        engine.run(
            "CREATE OR REPLACE TEMP TABLE spellings AS SELECT UNNEST(?) AS said, UNNEST(?) AS kept",
            [[said for said, _ in changes], [kept for _, kept in changes]],
        )
        engine.run(f"UPDATE {relation} SET {name} = spellings.kept FROM spellings WHERE {name} = spellings.said")
    return len(changes), changed
