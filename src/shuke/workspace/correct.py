"""What a workspace says of a customer is put right: a row of the customer table, as if a newer table had it.

Order lines are put right by a file with the corrected orders, loaded with the policy that amended orders replace
earlier ones. A later table of customers that names the customer again counts in place of the correction.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from shuke.engines.duckdb import DuckDB
from shuke.errors import NotFound, UsageError
from shuke.privacy.attributes import mask_attributes
from shuke.privacy.cells import shown_headers
from shuke.stages.relation import identifier, literal
from shuke.store.states import State
from shuke.workspace.beside import customers_of
from shuke.workspace.content import Content, File, Table
from shuke.workspace.find import MEMORY, THREADS, kept_ids, written_forms
from shuke.workspace.forget import GONE
from shuke.workspace.forgotten import table
from shuke.workspace.home import Workspace
from shuke.workspace.relations import copy

ROW, CHANGED = "corrected_row", "corrected_cells"
NAME = "correction-{}"
ID = "customer_id"
MOST = 500


@dataclass(frozen=True)
class Corrected:
    """The state with the correction in it, and the customer as kept."""

    state: State
    customer: str


def correct(space: Workspace, value: str, values: Mapping[str, str | None], wait: float = 0.0) -> Corrected:
    """Put cells of a customer's row right, by the headers of the customer table; None: nothing is known of it.

    Raises:
        NotFound: the workspace does not have them.
        UsageError: nothing is to be changed, a header is none of the table's, or somebody else is writing.
        DataError: a file of the workspace is damaged.
    """
    wanted = {header.strip(): cell for header, cell in values.items() if header.strip()}
    if not wanted or any(cell is not None and len(cell) > MOST for cell in wanted.values()):
        raise UsageError("correct_nothing", most=MOST)
    with space.changing("correct", wait) as (state, content):
        with DuckDB(memory_limit=MEMORY, threads=THREADS) as engine:
            table(engine, GONE, written_forms(value))
            known = _known(space, engine, content)
            if known is None:
                raise NotFound("person_unknown")
            made = _table(space, engine, content, known, wanted, state.number + 1)
        after = replace(content, tables=(*content.tables, made))
        now = space.commit(state, {"action": "correct", "files": [made.file.name]}, after)
        return Corrected(now, known)


def attributes(space: Workspace, value: str) -> dict[str, str | None]:
    """Return what the customer table says of a customer, by its headers; nothing where there is no table.

    Raises:
        DataError: a file of the workspace is damaged.
    """
    content = space.head()[1]
    with DuckDB(memory_limit=MEMORY, threads=THREADS) as engine:
        table(engine, GONE, written_forms(value))
        found = _row(space, engine, content)
    return {} if found is None else dict(zip(found[0][1:], found[1][1:], strict=True))


def _known(space: Workspace, engine: DuckDB, content: Content) -> str | None:
    """Return the id by which a customer is kept, of the order lines or of the customer table."""
    kept = kept_ids(space, engine)
    if kept:
        return kept[0]
    found = _row(space, engine, content)
    return found[1][0] if found is not None else None


def _row(space: Workspace, engine: DuckDB, content: Content) -> tuple[list[str], list[str | None]] | None:
    """Return the headers of the customer table and their row, all but the id empty where it has none."""
    path = customers_of(engine, space.segments, content)
    if path is None:
        return None
    source = f"SELECT * FROM read_parquet({literal(str(path))})"
    headers = engine.columns(source)
    rows = engine.run(f"{source} WHERE {identifier(headers[0])} IN (SELECT id FROM {GONE}) LIMIT 1")
    return (headers, list(rows[0])) if rows else (headers, [None] * len(headers))


def _table(
    space: Workspace,
    engine: DuckDB,
    content: Content,
    customer: str,
    wanted: Mapping[str, str | None],
    number: int,
) -> Table:
    headers, cells = _row(space, engine, content) or ([ID, *wanted], [None] * (1 + len(wanted)))
    places = {header.casefold(): place for place, header in enumerate(headers) if place}
    strange = [header for header in wanted if header.casefold() not in places]
    if strange:
        raise UsageError("correct_unknown", value=strange[0], known=", ".join(headers[1:]))
    changed = {f"c{places[header.casefold()] - 1}": (header, cell) for header, cell in wanted.items()}
    # What is there is masked already; only what is new is looked at.
    new = ", ".join(f"{_text(cell)} AS {name}" for name, (_, cell) in changed.items())
    engine.run(f"CREATE OR REPLACE TEMP TABLE {CHANGED} AS SELECT {new}")
    if not space.settings.raw:
        mask_attributes(engine, CHANGED, {name: header for name, (header, _) in changed.items()})
    row = ", ".join(
        name if (name := f"c{place}") in changed else f"{_text(cell)} AS {name}" for place, cell in enumerate(cells[1:])
    )
    engine.run(f"CREATE OR REPLACE TEMP TABLE {ROW} AS SELECT {literal(customer)} AS customer_id, {row} FROM {CHANGED}")
    segment = space.segments.keep(lambda path: copy(engine, f"SELECT * FROM {ROW}", path))
    shown = headers if space.settings.raw else shown_headers(headers)
    file = File(NAME.format(number), segment.rows, f"{segment.sha256}-{number}")
    return Table("customers", file, tuple(shown), 1, segment)


def _text(cell: str | None) -> str:
    return "CAST(NULL AS VARCHAR)" if cell is None else f"CAST({literal(cell)} AS VARCHAR)"
