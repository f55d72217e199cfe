"""What each engine can do, and which schemes run on it, as the table of capabilities in the code says."""

from __future__ import annotations

from importlib.util import find_spec
from typing import Any

from shuke.compile.capabilities import CAPABILITIES
from shuke.errors import SchemeError, UsageError
from shuke.pushdown import plan
from shuke.rating import Options
from shuke.scheme.needs import tables
from shuke.scheme.parse import library_ids, parse
from shuke.scheme.spoken.names import worded
from shuke.workspace import Workspace
from shuke.workspace.schemes import own_ids, text_of

EMBEDDED = "duckdb"
DRIVERS = {"duckdb": "duckdb", "postgres": "psycopg", "clickhouse": "clickhouse_connect", "spark": "pyspark"}


def capabilities() -> list[dict[str, Any]]:
    """Return the engines in the order of the table, each with whether its driver is installed here."""
    return [
        {
            "name": name,
            "title": one.title,
            "schemes": list(one.schemes),
            "extra": one.extra or None,
            "installed": find_spec(DRIVERS[name]) is not None,
            "one_snapshot": one.one_snapshot,
            "lacks": sorted(one.lacks),
        }
        for name, one in CAPABILITIES.items()
    ]


def schemes(space: Workspace, lang: str) -> list[dict[str, Any]]:
    """Return every readable scheme with the reason why it does not run on an engine; null where it does.

    ``needs`` are the tables beside the order lines that a rating by it takes.
    """
    found = []
    for name in (*own_ids(space), *library_ids()):
        try:
            scheme = parse(*text_of(space, name))[0]
        except SchemeError:
            continue
        reasons = {engine: _reason(engine, scheme, lang) for engine in CAPABILITIES}
        told = {
            "id": name,
            "title": worded(scheme.title, lang),
            "needs": sorted(set(tables(scheme, scheme.metrics).values())),
        }
        found.append({**told, "reasons": reasons})
    return found


def _reason(engine: str, scheme: Any, lang: str) -> str | None:
    if engine == EMBEDDED:
        return None
    try:
        plan(engine, scheme, Options())
    except UsageError as error:
        return error.what(lang)
    return None
