"""Customers' identifiers that look alike and are not the same: told with their number, never made one."""

from __future__ import annotations

from shuke.engines.duckdb import DuckDB
from shuke.stages.relation import literal

# Letters of other alphabets -> the Latin letter that looks the same.
CYRILLIC = dict(zip("АВЕКМНОРСТУХІЈЅаеорсухіјѕ", "ABEKMHOPCTYXIJSaeopcyxijs", strict=True))
GREEK = dict(zip("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧονα", "ABEZHIKMNOPTYXova", strict=True))
LOOK_ALIKES = {**CYRILLIC, **GREEK}
# Greek and Cyrillic.
FOREIGN = r"[\x{0370}-\x{04ff}]"
Note = tuple[str, dict[str, object]]


def alike(engine: DuckDB, customers: str) -> list[Note]:
    """Return what should be known about a relation of customers, one row each with ``customer_id``."""
    found: list[Note] = []
    for key, count in (
        ("ids_differ_by_case", _by_case(engine, customers)),
        ("ids_look_alike", _by_alphabet(engine, customers)),
        ("ids_differ_by_zeros", _by_zeros(engine, customers)),
    ):
        if count:
            found.append((key, {"count": f"{count:,}"}))
    return found


def _by_case(engine: DuckDB, customers: str) -> int:
    """Return how many identifiers are others but for their capitals."""
    small, large = engine.run(
        f"SELECT COUNT(CASE WHEN customer_id <> UPPER(customer_id) THEN 1 END), "
        f"COUNT(CASE WHEN customer_id <> LOWER(customer_id) THEN 1 END) FROM {customers}"
    )[0]
    if not small or not large:
        return 0
    folded = f"SELECT LOWER(customer_id) AS id, COUNT(*) AS same FROM {customers} GROUP BY 1 HAVING COUNT(*) > 1"
    return int(engine.run(f"SELECT COALESCE(SUM(same - 1), 0) FROM ({folded})")[0][0])


def _by_alphabet(engine: DuckDB, customers: str) -> int:
    """Return how many identifiers are others but for letters of another alphabet that look the same."""
    rows = engine.run(
        f"SELECT customer_id FROM {customers} WHERE STRLEN(customer_id) <> LENGTH(customer_id) "
        f"AND REGEXP_MATCHES(customer_id, {literal(FOREIGN)})"
    )
    if not rows:
        return 0
    table = {ord(letter): latin for letter, latin in LOOK_ALIKES.items()}
    latin = [text.translate(table) for (text,) in rows]
    known = engine.run(
        f"SELECT COUNT(*) FROM (SELECT UNNEST(?) AS id) AS looks "
        f"SEMI JOIN {customers} AS c ON looks.id = c.customer_id WHERE looks.id NOT IN (SELECT UNNEST(?))",
        [latin, [text for (text,) in rows]],
    )[0][0]
    return int(known) + len(latin) - len(set(latin))


def _by_zeros(engine: DuckDB, customers: str) -> int:
    """Return how many identifiers are others but for zeros in front, which a spreadsheet takes away."""
    zeros = f"SELECT LTRIM(customer_id, '0') AS id FROM {customers} WHERE STARTS_WITH(customer_id, '0') "
    zeros += "AND REGEXP_FULL_MATCH(customer_id, '0[0-9]*[1-9][0-9]*')"
    if not engine.run(f"SELECT 1 FROM ({zeros}) LIMIT 1"):
        return 0
    return int(
        engine.run(f"SELECT COUNT(*) FROM ({zeros}) AS z SEMI JOIN {customers} AS c ON z.id = c.customer_id")[0][0]
    )
