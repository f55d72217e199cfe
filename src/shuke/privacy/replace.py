"""Identifiers that are themselves personal leave the engine only as keyed pseudonyms.

A mobile, identity, card number or e-mail address is known by its shape and replaced wherever it stands, among
opaque codes too. A name is known only in company: when most ids of a table are names, all of them are replaced.
"""

from __future__ import annotations

from collections import Counter

from shuke.engines.duckdb import DuckDB
from shuke.privacy.detection import ENOUGH, SHAPES, is_person_name, shape_of
from shuke.privacy.pseudonyms import load_key
from shuke.stages.relation import literal

BATCH = 50_000
ANY_SHAPE = "|".join(f"({shape.pattern})" for shape in SHAPES.values())
# Cheap to see, and true of every id with one of the shapes: a digit or a plus sign first, or an at sign.
COULD_BE_SHAPED = "(LEFT(customer_id, 1) BETWEEN '+' AND '9' OR CONTAINS(customer_id, '@'))"
NAME_SHAPE = "[\u4e00-\u9fff]{2,4}"


def replace_personal_ids(engine: DuckDB, relation: str, *, all_names: bool = False) -> dict[str, int]:
    """Replace the personal ids of a table; return how many there were of each kind.

    ``all_names`` says that the table's ids are people's names, which a small part of a table may not tell by itself.
    """
    shaped = f"{COULD_BE_SHAPED} AND REGEXP_FULL_MATCH(customer_id, {literal(ANY_SHAPE)})"
    values = [row[0] for row in engine.run(f"SELECT customer_id FROM {relation} WHERE {shaped}")]
    kinds = dict(Counter(kind for value in values if (kind := shape_of(value)) is not None))
    everyone, named = engine.run(
        f"SELECT COUNT(*), COUNT(CASE WHEN STRLEN(customer_id) > LENGTH(customer_id) "
        f"AND REGEXP_FULL_MATCH(customer_id, {literal(NAME_SHAPE)}) THEN 1 END) FROM {relation}"
    )[0]
    if all_names or named >= ENOUGH * everyone:
        ids = [row[0] for row in engine.run(f"SELECT customer_id FROM {relation}")]
        if all_names or sum(map(is_person_name, ids)) >= ENOUGH * everyone:
            kinds["person_name"] = everyone - len(values)
            values = ids
    if values:
        _replace(engine, relation, values)
    return kinds


def _replace(engine: DuckDB, relation: str, values: list[str]) -> None:
    key = load_key()
    engine.run("CREATE OR REPLACE TEMP TABLE pseudonyms (id VARCHAR, pseudonym VARCHAR)")
    for start in range(0, len(values), BATCH):
        batch = values[start : start + BATCH]
        codes = [key.pseudonym("customer_id", value) for value in batch]
        engine.run("INSERT INTO pseudonyms SELECT UNNEST(?), UNNEST(?)", [batch, codes])
    engine.run(
        f"UPDATE {relation} SET customer_id = pseudonyms.pseudonym FROM pseudonyms "
        f"WHERE {relation}.customer_id = pseudonyms.id"
    )
