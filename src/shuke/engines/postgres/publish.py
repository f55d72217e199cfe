"""Ratings as a table of the database: a new one is filled, then takes the old one's place, all in one transaction."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from shuke.engines.names import parts_of
from shuke.errors import UsageError, Where
from shuke.stages.relation import identifier, literal

Run = Callable[[str, Sequence[object] | None], list[tuple[Any, ...]]]
# The comment by which a table is known to be ours; any other table is left alone.
MARK = "Written by Shuke"
COMMENT = "SELECT obj_description(c.oid, 'pg_class') FROM pg_class AS c WHERE c.oid = to_regclass(%s)"


def publish(run: Run, fill: Callable[[str], None], name: str, columns: Mapping[str, str]) -> None:
    """Write a table of the given columns that ``fill`` fills; rights on the one before are not kept.

    Raises:
        UsageError: there is a table of that name that was not written so.
    """
    parts = parts_of(name)
    target = ".".join(map(identifier, parts))
    there = run(COMMENT, [target])
    if there and there[0][0] != MARK:
        raise UsageError("table_not_ours", Where(file=name))
    new = ".".join(map(identifier, [*parts[:-1], f"{parts[-1]}_new"]))
    defined = ", ".join(f"{identifier(column)} {kind}" for column, kind in columns.items())
    run(f"CREATE TABLE {new} ({defined}, PRIMARY KEY ({identifier(next(iter(columns)))}))", None)
    fill(new)
    run(f"COMMENT ON TABLE {new} IS {literal(MARK)}", None)
    if there:
        run(f"DROP TABLE {target}", None)
    run(f"ALTER TABLE {new} RENAME TO {identifier(parts[-1])}", None)
