"""The identifiers by which customers are compared: telephones, addresses, credit codes; never codes of one's own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from shuke.engines.duckdb import DuckDB
from shuke.errors import DataError, ShukeError, UsageError, Where
from shuke.ingest.columns import decide, listed, simplify
from shuke.ingest.convert import identifier
from shuke.ingest.intake import ACCEPTED, open_sources, take_in
from shuke.ingest.load import fold, settled
from shuke.ingest.raw import Reading
from shuke.privacy.detection import ENOUGH, USCC
from shuke.privacy.keys import key_ring
from shuke.privacy.replace import wanted_ids
from shuke.privacy.spelling import comparable
from shuke.shapes import shape_of

TABLE = "overlap_ids"


@dataclass(frozen=True)
class Table:
    """A table that says the identifier of each customer, and the header of its column."""

    path: Path
    column: str


def identifiers(
    engine: DuckDB, folder: Path, manifest: Mapping[str, Any], ids: Mapping[str, str], table: Table | None
) -> list[tuple[str, str]]:
    """Return pairs of an identifier in its one spelling and the customer's id in the result, those that can be told.

    ``ids`` are the ids of the result. Without a table the customers' ids themselves are taken, read again from the
    sources where the result holds pseudonyms.

    Raises:
        DataError: the ids are codes of one's own, or the sources are not what they were.
        UsageError: the table has no such column.
    """
    if table is not None:
        pairs = _of_table(engine, table)
        return [(alike(value), one) for owner, value in pairs if (one := _known(owner, manifest, ids)) and alike(value)]
    owners = _of_sources(engine, folder, manifest) if manifest["personal_ids"] else list(ids)
    shared = [owner for owner in owners if is_shared(owner)]
    if len(shared) < ENOUGH * len(owners):
        raise DataError("overlap_own_codes", Where(file=str(folder)))
    return [(comparable(owner), one) for owner in shared if (one := _known(owner, manifest, ids))]


def is_shared(value: str) -> bool:
    """Tell whether another company can have the same identifier for the same customer."""
    return shape_of(value) is not None or USCC.fullmatch(value.upper()) is not None


def alike(value: str) -> str:
    """Return an identifier of a named column as it is compared: without case and white space where it has no form."""
    plain = comparable(value)
    return plain if is_shared(plain) or plain.startswith("+86") else "".join(plain.split()).casefold()


def _of_table(engine: DuckDB, table: Table) -> Iterator[tuple[str, str]]:
    raws, _ = open_sources(engine, [table.path], Reading())
    for number, opened in enumerate(raws):
        raw = settled(engine, opened)
        where = Where(file=raw.name, sheet=raw.sheet)
        meaning = decide(raw.headers, {}, where, ("customer_id",), ("customer_id",))
        same = [index for index, header in enumerate(raw.headers) if simplify(header) == simplify(table.column)]
        if not same:
            raise UsageError("overlap_no_column", where, name=table.column, known=listed(raw.headers))
        owner, value = raw.cells[meaning.columns["customer_id"]], raw.cells[same[0]]
        name = f"{TABLE}_{number}"
        engine.run(
            f"CREATE OR REPLACE TEMP TABLE {name} AS SELECT {identifier(owner)} AS customer_id, "
            f"{identifier(value)} AS shared FROM {raw.source}"
        )
        fold(engine, name, "customer_id")
        yield from engine.run(
            f"SELECT DISTINCT customer_id, shared FROM {name} "
            "WHERE customer_id IS NOT NULL AND shared IS NOT NULL ORDER BY 1, 2"
        )


def _of_sources(engine: DuckDB, folder: Path, manifest: Mapping[str, Any]) -> list[str]:
    """Return the customers' own ids from the sources, which must be what they were."""
    sources = manifest["sources"]
    paths = [Path(source["path"]) for source in sources]
    if not paths or not all(path.is_file() for path in paths):
        raise DataError("overlap_no_sources", Where(file=str(folder)))
    try:
        intake = take_in(engine, paths, Reading(**manifest["reading"]), in_place=False)
    except ShukeError:
        raise DataError("overlap_no_sources", Where(file=str(folder))) from None
    if [file.sha256 for file in intake.files] != [source["sha256"] for source in sources]:
        raise DataError("overlap_no_sources", Where(file=str(folder)))
    return [row[0] for row in engine.run(f"SELECT DISTINCT customer_id FROM {ACCEPTED} ORDER BY 1")]


def _known(owner: str, manifest: Mapping[str, Any], ids: Mapping[str, str]) -> str | None:
    """Return the id under which a customer stands in the result; None for one who is not rated."""
    if owner in ids or not manifest["personal_ids"]:
        return owner if owner in ids else None
    return next((one for one in wanted_ids(owner, key_ring(create=False)) if one in ids), None)
