"""Who wants no marketing: as the desk notes it, as the customer table says, and as a run carries it along.

Law: whoever one of them names is in no list, task or message that is made for marketing; a flag that says neither yes
nor no counts as yes.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from shuke.desk import Desk
from shuke.desk.opt_outs import noted
from shuke.engines.duckdb import DuckDB
from shuke.ingest.attributes import flag, is_flag
from shuke.saved import Saved, rated_table
from shuke.stages.relation import identifier, literal
from shuke.workspace.beside import customers_of
from shuke.workspace.home import FILE, Workspace

MEMORY, THREADS = "1GB", 1
ID = "customer_id"


def opted_out(space: Workspace) -> frozenset[str]:
    """Return everybody in a workspace who wants no marketing, by the id that it keeps.

    Raises:
        DataError: a file of the workspace is damaged.
    """
    with Desk(space.home).reading() as db:
        found = noted(db)
    content = space.head()[1]
    if any(is_flag(header) for table in content.tables if table.role == "customers" for header in table.headers[1:]):
        with DuckDB(memory_limit=MEMORY, threads=THREADS) as engine:
            path = customers_of(engine, space.segments, content)
            if path is not None:
                found |= _flagged(engine, f"SELECT * FROM read_parquet({literal(str(path))})", None)
    return frozenset(found)


def opted_out_of(saved: Saved) -> frozenset[str]:
    """Return everybody of a saved result who wants no marketing: as it carries it, and as its workspace knows.

    Raises:
        DataError: the result or a file of the workspace is damaged.
    """
    home = home_of(saved.folder)
    found = set(opted_out(Workspace(home))) if home is not None else set[str]()
    carried = [column for column, header in saved.document.get("carried", {}).items() if is_flag(header)]
    carried += [name for name, one in saved.scheme.attributes.items() if is_flag(one.attribute)]
    if carried:
        with DuckDB(memory_limit=MEMORY, threads=THREADS) as engine:
            found |= _flagged(engine, rated_table(engine, saved), carried)
    return frozenset(found)


def home_of(result: Path) -> Path | None:
    """Return the folder of the workspace that a result is kept in; None for one that lies by itself."""
    home = result.parent.parent
    return home if (home / FILE).is_file() else None


def _flagged(engine: DuckDB, relation: str, wanted: Iterable[str] | None) -> set[str]:
    """Return whose flags say, or may say, that they want no marketing; by default every column that is such a flag."""
    columns = engine.columns(relation)
    # In a table of customers the id stands first, under the header of its file.
    first = ID if ID in columns else columns[0]
    there = [one for one in columns if is_flag(one)] if wanted is None else [one for one in wanted if one in columns]
    if not there:
        return set()
    says = " OR ".join(f"{flag(f'CAST({identifier(one)} AS VARCHAR)', 'text')[0]} = 'yes'" for one in there)
    rows = engine.run(f"SELECT CAST({identifier(first)} AS VARCHAR) FROM ({relation}) WHERE {says}")
    return {row[0] for row in rows if row[0] is not None}
