"""Texts about customers in the rated table: columns that are personal are masked, and what strayed into others."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from shuke.engines.duckdb import DuckDB
from shuke.privacy.detection import is_address, is_person_name, kind_of_column
from shuke.privacy.headers import kind_of_header
from shuke.privacy.masks import mask, mask_address, mask_name
from shuke.shapes import INSIDE, shape_of
from shuke.stages.relation import identifier

BATCH = 50_000
# So many customers to each value, and so few values, make a column of categories: nobody is known by it.
CATEGORIES, EACH = 40, 5
# In a column of at least so many cells a name that stands only once has strayed there.
MANY = 20


def mask_attributes(engine: DuckDB, relation: str, headers: Mapping[str, str]) -> dict[str, str]:
    """Mask text columns of a table and return the kinds of the personal ones; ``headers`` are their source columns."""
    found: dict[str, str] = {}
    for column, header in headers.items():
        kind = kind_of_attribute(engine, relation, column, header)
        values = [row[0] for row in engine.run(f"SELECT DISTINCT {identifier(column)} FROM {relation}") if row[0]]
        single = _single_names(engine, relation, column) if kind is None else set()
        pairs = [
            (value, mask(kind, value) if kind else mask_name(value) if value in single else mask_stray(value))
            for value in values
        ]
        _apply(engine, relation, column, pairs)
        if kind is not None:
            found[column] = kind
    return found


def kind_of_attribute(engine: DuckDB, relation: str, column: str, header: str) -> str | None:
    """Return what kind of personal data a text column holds, by its header or by most of its values; None for none."""
    told = kind_of_header(header)
    if told is not None:
        return told
    quoted = identifier(column)
    rows = engine.run(f"SELECT COUNT({quoted}) FROM {relation}")[0][0]
    values = [row[0] for row in engine.run(f"SELECT DISTINCT {quoted} FROM {relation} WHERE {quoted} IS NOT NULL")]
    kind = kind_of_column(header, values)
    if len(values) <= CATEGORIES and rows >= EACH * len(values) and not any(map(shape_of, values)):
        return None
    return kind


def _single_names(engine: DuckDB, relation: str, column: str) -> set[str]:
    quoted = identifier(column)
    if engine.run(f"SELECT COUNT({quoted}) FROM {relation}")[0][0] < MANY:
        return set()
    once = engine.run(f"SELECT {quoted} FROM {relation} GROUP BY 1 HAVING COUNT(*) = 1")
    return {value for (value,) in once if value and is_person_name(value)}


def mask_stray(value: str) -> str:
    """Return a value of a column that is not personal, without a personal identifier that strayed into it."""
    if is_address(value):
        return mask_address(value)
    for kind, shape in INSIDE.items():
        name = kind.removeprefix("old_")
        value = shape.sub(lambda found, name=name: mask(name, found.group()), value)  # type: ignore[misc]
    return value


def _apply(engine: DuckDB, relation: str, column: str, pairs: Sequence[tuple[str, str]]) -> None:
    changed = [(value, shown) for value, shown in pairs if value != shown]
    if not changed:
        return
    engine.run("CREATE OR REPLACE TEMP TABLE shown_attributes (value VARCHAR, shown VARCHAR)")
    for start in range(0, len(changed), BATCH):
        batch = changed[start : start + BATCH]
        engine.run(
            "INSERT INTO shown_attributes SELECT UNNEST(?), UNNEST(?)",
            [[value for value, _ in batch], [shown for _, shown in batch]],
        )
    quoted = identifier(column)
    engine.run(
        f"UPDATE {relation} SET {quoted} = shown_attributes.shown FROM shown_attributes "
        f"WHERE {relation}.{quoted} = shown_attributes.value"
    )
    engine.run("DROP TABLE shown_attributes")
