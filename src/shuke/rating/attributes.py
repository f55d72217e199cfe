"""What the rated table carries beside its figures: attributes of customers and columns of their lines, in safe form."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from shuke.engines.duckdb import DuckDB
from shuke.ingest.attributes import simplify_name
from shuke.ingest.carried import OF_CUSTOMERS, OF_LINES, Carried, carry
from shuke.ingest.intake import Intake
from shuke.privacy.attributes import mask_attributes
from shuke.privacy.regions import unify
from shuke.privacy.replace import Replaced, replace_personal_ids
from shuke.rating.options import Options
from shuke.rating.placing import LEFT_OUT, PLACED
from shuke.scheme.model import Attribute, Scheme
from shuke.stages.relation import identifier

Note = tuple[str, dict[str, object]]


def spell(engine: DuckDB, relation: str, wanted: Mapping[str, Attribute], unclear: int) -> list[Note]:
    """Bring the places of a customer table into one spelling each; return what is to be told of it.

    ``unclear`` is how many of its flags are not understood.
    """
    notes: list[Note] = []
    for name, one in wanted.items():
        if one.type == "text" and simplify_name(one.attribute) == "region":
            spellings, rows = unify(engine, relation, f"attribute_{name}")
            if spellings:
                notes.append(("regions_joined", {"spellings": f"{spellings:,}", "rows": f"{rows:,}"}))
    if unclear:
        notes.append(("opt_out_unclear", {"rows": f"{unclear:,}"}))
    return notes


def carry_along(
    engine: DuckDB, intake: Intake, source: object | None, options: Options, columns: Sequence[str]
) -> tuple[Carried, ...]:
    """Put the attributes that the options name beside the placed table's columns; ``source`` is the customer table."""
    taken = (*engine.columns(PLACED), *columns, "customer_name")
    carried = carry(engine, intake, source, options.reading, options.carry, taken)
    added = ", ".join(f"{one.expression} AS {identifier(one.column)}" for one in carried)
    engine.run(
        f"CREATE OR REPLACE TEMP TABLE {PLACED} AS SELECT p.*, {added} FROM {PLACED} AS p "
        f"LEFT JOIN {OF_CUSTOMERS} AS t USING (customer_id) LEFT JOIN {OF_LINES} AS l USING (customer_id)"
    )
    return carried


def mask_texts(engine: DuckDB, scheme: Scheme, carried: Sequence[Carried] = ()) -> dict[str, str]:
    """Mask the texts of the placed table, and of those who are left out, that hold personal data.

    Returns the columns of the placed table that hold some, with the kind.
    """
    texts = {name: one.attribute for name, one in scheme.attributes.items() if one.type == "text"}
    named = {**texts, **{one.column: one.header for one in carried}}
    placed = set(engine.columns(PLACED))
    masked = mask_attributes(engine, PLACED, {name: one for name, one in named.items() if name in placed})
    if scheme.exclude:
        left = set(engine.columns(LEFT_OUT))
        mask_attributes(engine, LEFT_OUT, {name: one for name, one in texts.items() if name in left})
    return masked


def replace_ids(engine: DuckDB, scheme: Scheme, headers: Sequence[str]) -> Replaced:
    """Replace personal ids of the placed table, and of those who are left out, by their codes."""
    replaced = replace_personal_ids(engine, PLACED, headers)
    if scheme.exclude:
        known = ["person_name"] if "person_name" in replaced.kinds else []
        replaced = replaced.and_(replace_personal_ids(engine, LEFT_OUT, headers, known))
    return replaced
