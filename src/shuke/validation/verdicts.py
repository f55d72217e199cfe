"""What salespeople say of customers: a table of customer and verdict, brought to the groups of a rating."""

from __future__ import annotations

import re
from collections.abc import Sequence

from shuke.engines.duckdb import DuckDB
from shuke.errors import DataError, Where
from shuke.ingest.columns import meant
from shuke.ingest.convert import identifier
from shuke.ingest.intake import open_sources
from shuke.ingest.load import fold, settled
from shuke.ingest.raw import Reading
from shuke.privacy.replace import replace_personal_ids
from shuke.saved import Saved

TABLE = "verdicts"
HEADER = re.compile(
    r"verdict|judge?ment|tier|segment|group|class|grade|level|判断|评价|等级|客群|分组|级别|分类", re.IGNORECASE
)


def take_in_verdicts(engine: DuckDB, source: object, saved: Saved, names: Sequence[str]) -> int:
    """Name the table of ``customer_id`` and ``said``, a group of the rating; return how many rows it has.

    A verdict is the name of a group or its title in either language; capitals make no difference.

    Raises:
        DataError: a column is missing, a verdict names no group, or a customer has two verdicts.
    """
    raws = [settled(engine, raw) for raw in open_sources(engine, source, Reading())[0]]
    raw = raws[0]
    where = Where(file=raw.name, sheet=raw.sheet)
    who = meant(raw.headers).get("customer_id")
    said = [place for place, header in enumerate(raw.headers) if HEADER.search(header) and place != who]
    if who is None or not said:
        raise DataError("validate_verdict_columns", where)
    engine.run(
        f"CREATE OR REPLACE TEMP TABLE {TABLE} AS SELECT {identifier(raw.cells[who])} AS customer_id, "
        f"{raw.cells[said[0]].trimmed} AS word, CAST(NULL AS VARCHAR) AS said FROM {raw.source}"
    )
    engine.run(f"DELETE FROM {TABLE} WHERE customer_id IS NULL OR word IS NULL")
    fold(engine, TABLE, "customer_id")
    for word, name in _words(saved, names).items():
        engine.run(f"UPDATE {TABLE} SET said = ? WHERE LOWER(word) = ?", [name, word])
    unknown = engine.run(f"SELECT COUNT(*) FROM {TABLE} WHERE said IS NULL")[0][0]
    if unknown:
        raise DataError("validate_verdict_unknown", where, rows=unknown, known=", ".join(names))
    rows, heads = engine.run(f"SELECT COUNT(*), COUNT(DISTINCT customer_id) FROM {TABLE}")[0]
    if rows != heads:
        raise DataError("validate_verdict_twice", where, count=rows - heads)
    if saved.document["personal_ids"]:
        replace_personal_ids(engine, TABLE, [raw.headers[who]], list(saved.document["personal_ids"]))
    return int(rows)


def _words(saved: Saved, names: Sequence[str]) -> dict[str, str]:
    """Return which words mean which group."""
    words = {name.lower(): name for name in names}
    for group in saved.scheme.groups.get(saved.scheme.main, ()):
        for title in (group.title.en, group.title.zh) if group.title is not None else ():
            words.setdefault(title.lower(), group.name)
    return words
