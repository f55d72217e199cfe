"""Customers who may be one: suggested, listed, never joined.

Two ids are suggested when their names are the same but for spaces, brackets and the form of a company, or when the
ids themselves are such names. An id with several names is listed too.
"""

from __future__ import annotations

from shuke.engines.duckdb import DuckDB
from shuke.ingest.intake import ACCEPTED, Intake
from shuke.privacy.names import NAMED

ALIKE, PEOPLE = "alike_customers", "names_of_customers"
# More ids than these under one name say that the name is none, such as 散客.
MOST_IDS = 20
SIGNS = r"[\s()\[\]{}<>（）【】〔〕《》·•*.,，。、_\-]+"
FORMS = "(股份有限公司|有限责任公司|集团有限公司|有限公司|分公司|公司|coltd|limited|ltd|inc|llc)$"


def core(text: str) -> str:
    """Return the expression of a name without spaces, signs and the form of the company."""
    cut = f"REGEXP_REPLACE(LOWER(REGEXP_REPLACE({text}, '{SIGNS}', '', 'g')), '{FORMS}', '')"
    # Most names are Han letters alone, from which there is nothing to take.
    bare = f"REGEXP_FULL_MATCH({text}, '[\u4e00-\u9fff]+') AND NOT ENDS_WITH({text}, '公司')"
    return f"CASE WHEN {bare} THEN {text} ELSE {cut} END"


def suggest(engine: DuckDB, intake: Intake) -> list[tuple[str, dict[str, object]]]:
    """Keep the customers who may be one: ``number`` of the group, ``customer_id``, ``why``; return what is to be told.

    A source that is read in place has no names, and nothing is looked for in it. Where lines have names, those of
    customers were kept before (``privacy.names``).
    """
    if any(one.in_place for one in intake.loaded):
        return []
    named = "customer_name" in intake.columns
    if named:
        people = (
            f"SELECT customer_id, customer_name FROM {NAMED} WHERE NOT several UNION ALL "
            f"SELECT DISTINCT customer_id, customer_name FROM {ACCEPTED} WHERE customer_name IS NOT NULL "
            f"AND customer_id IN (SELECT customer_id FROM {NAMED} WHERE several)"
        )
        cored = f"SELECT DISTINCT customer_id, {core('customer_name')} AS name FROM ({people})"
        engine.run(f"CREATE OR REPLACE TEMP TABLE {PEOPLE} AS {cored}")
    ids = f"SELECT DISTINCT customer_id FROM {ACCEPTED} WHERE STRLEN(customer_id) <> LENGTH(customer_id)"
    parts = [f"SELECT 'same_company' AS why, {core('customer_id')} AS name, customer_id FROM ({ids})"]
    if named:
        parts.append(f"SELECT 'same_name' AS why, name, customer_id FROM {PEOPLE}")
    groups = (
        "SELECT why, name, LIST_SORT(LIST(customer_id)) AS ids "
        f"FROM ({' UNION ALL '.join(parts)}) WHERE LENGTH(name) > 1 "
        f"GROUP BY why, name HAVING COUNT(*) BETWEEN 2 AND {MOST_IDS}"
    )
    alone = (
        "SELECT 'several_names' AS why, customer_id AS name, [customer_id] AS ids FROM "
        f"(SELECT customer_id FROM {PEOPLE} GROUP BY 1 HAVING COUNT(name) > 1)"
    )
    together = f"{groups} UNION ALL {alone}" if named else groups
    engine.run(
        f"CREATE OR REPLACE TEMP TABLE {ALIKE} AS SELECT number, UNNEST(ids) AS customer_id, why FROM "
        f"(SELECT ROW_NUMBER() OVER (ORDER BY why, ids) AS number, why, ids FROM ({together}))"
    )
    found: dict[str, int] = dict(engine.run(f"SELECT why, COUNT(DISTINCT number) FROM {ALIKE} GROUP BY 1 ORDER BY 1"))
    several = found.pop("several_names", 0)
    pairs = sum(found.values())
    return [("alike_customers", {"groups": f"{pairs:,}", "several": f"{several:,}"})] if pairs or several else []
