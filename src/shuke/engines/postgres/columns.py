"""A table of PostgreSQL: found by name, its columns told by what they hold."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from shuke.engines.engine import Column, Kind, Table
from shuke.engines.names import parts_of
from shuke.errors import UsageError, Where
from shuke.stages.relation import identifier

Run = Callable[[str, Sequence[object] | None], list[tuple[Any, ...]]]
KINDS: dict[str, tuple[Kind, int | None]] = {
    "int2": ("integer", 5),
    "int4": ("integer", 10),
    "int8": ("integer", 19),
    "oid": ("integer", 10),
    "numeric": ("decimal", None),
    "float4": ("float", None),
    "float8": ("float", None),
    "text": ("text", None),
    "varchar": ("text", None),
    "bpchar": ("text", None),
    "name": ("text", None),
    "citext": ("text", None),
    "uuid": ("text", None),
    "date": ("date", None),
    "timestamp": ("timestamp", None),
    "timestamptz": ("instant", None),
}
# An enumeration is a text; a domain is what it is made of.
COLUMNS = """
SELECT a.attname, COALESCE(b.typname, t.typname), COALESCE(b.typtype, t.typtype), format_type(a.atttypid, a.atttypmod),
       CASE WHEN a.atttypmod >= 4 THEN a.atttypmod WHEN t.typtypmod >= 4 THEN t.typtypmod END
FROM pg_attribute AS a JOIN pg_type AS t ON t.oid = a.atttypid
LEFT JOIN pg_type AS b ON b.oid = NULLIF(t.typbasetype, 0)
WHERE a.attrelid = %s AND a.attnum > 0 AND NOT a.attisdropped ORDER BY a.attnum
"""
FOUND = """
SELECT c.oid, n.nspname, c.relname, c.relkind, has_table_privilege(c.oid, 'SELECT')
FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace WHERE c.oid = to_regclass(%s)
"""


def find_table(run: Run, name: str) -> Table:
    """Return a table or view.

    Raises:
        UsageError: there is none, or it may not be read.
    """
    parts = parts_of(name)
    exact = ".".join(map(identifier, parts))
    folded = ".".join(identifier(part.lower()) for part in parts)
    found = run(FOUND, [exact]) or run(FOUND, [folded])
    if not found or found[0][3] not in {"r", "v", "m", "f", "p"}:
        raise UsageError("table_not_found", Where(file=name))
    oid, schema, table, _, readable = found[0]
    if not readable:
        raise UsageError("table_denied", Where(file=name))
    columns = tuple(_column(*row) for row in run(COLUMNS, [oid]))
    return Table(f"{identifier(schema)}.{identifier(table)}", columns)


def _column(name: str, type_name: str, type_type: str, declared: str, modifier: int | None) -> Column:
    kind, digits = ("text", None) if type_type == "e" else KINDS.get(type_name, ("other", None))
    scale = None
    if kind == "decimal" and modifier is not None:
        digits, scale = (modifier - 4) >> 16, (modifier - 4) & 0x7FF
    return Column(name, kind, declared, digits, scale)
