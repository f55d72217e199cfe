"""The tables beside the order lines, of interactions and of customers, are kept too: de-identified, each row once.

Interactions accumulate: of a row that an earlier file has already, the k-th copy here is the k-th copy there, and
counts once. Of customers the newest table that names one counts, with all that it says of them. Ids become the codes
that the order lines have; texts that are personal are masked.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from shuke.engines.duckdb import DuckDB
from shuke.errors import Where
from shuke.ingest.beside import decide_beside, settings_beside
from shuke.ingest.convert import identifier
from shuke.ingest.files import SourceFile, find_files
from shuke.ingest.intake import open_sources
from shuke.ingest.interactions import ROWS, take_in_interactions
from shuke.ingest.load import fold, settled
from shuke.ingest.policies import blank_keys
from shuke.ingest.raw import Raw, Reading
from shuke.ingest.rejected_form import MASK
from shuke.ingest.roles import by_role
from shuke.privacy.attributes import mask_attributes
from shuke.privacy.cells import mask_columns, shown_headers
from shuke.privacy.replace import replace_personal_ids
from shuke.rating import Options
from shuke.stages.relation import identifier as quoted
from shuke.stages.relation import literal
from shuke.store.segments import Segment, Segments
from shuke.workspace.content import Content, File, Table
from shuke.workspace.forgotten import hashes, known_hashes, table
from shuke.workspace.relations import copy, files, keep

IDS = "ids_beside"
KEY = ("customer_id", "said", "occurred_on", "value")
HELD = (
    "file",
    "sheet",
    "row",
    "customer_id",
    "kind",
    "said",
    "occurred_on",
    "times",
    "value",
    "verdict",
    '"column"',
    "value_shown",
)
PROFILES = "customer_table_rows"


@dataclass(frozen=True)
class Beside:
    """The files beside the order lines that a load was given, by what they are for."""

    interactions: tuple[Path, ...] = ()
    customers: tuple[Path, ...] = ()

    def files(self, reading: Reading) -> list[tuple[str, SourceFile]]:
        """Return the files with what they are for, those of customers in the order in which they were named."""
        return [
            (role, file)
            for role, paths in (("interactions", self.interactions), ("customers", self.customers))
            if paths
            for file in find_files(list(paths), reading.limits).files
        ]


def told_apart(sources: Sequence[str | Path], reading: Reading, named: Beside) -> tuple[list[str | Path], Beside]:
    """Return the sources of order lines, and the tables beside them: those that were named, else those found there."""
    if not sources:
        return [], named
    found = by_role(list(sources), reading, named.interactions or None, named.customers or None)
    interactions, customers = (
        tuple(one) if isinstance(one, list | tuple) else () for one in (found.interactions, found.customers)
    )
    lines = found.sources if isinstance(found.sources, list) else list(sources)
    return lines, Beside(interactions, customers)


class Taking:
    """Takes tables in, one after the other."""

    def __init__(self, engine: DuckDB, segments: Segments, reading: Reading, *, raw: bool, remember: bool) -> None:
        self.engine, self.segments, self.reading = engine, segments, reading
        self.raw, self.remember = raw, remember

    def take(self, content: Content, fresh: Iterable[tuple[str, SourceFile]]) -> Content:
        """Return a content with some tables.

        Raises:
            DataError: a table cannot be used.
        """
        for role, file in fresh:
            take = self._interactions if role == "interactions" else self._customers
            content = replace(content, tables=(*content.tables, take(content, file)))
        return content

    def _interactions(self, content: Content, file: SourceFile) -> Table:
        engine = self.engine
        read = take_in_interactions(engine, file.path, self.reading, None)
        headers = [row[0] for row in engine.run(f"SELECT DISTINCT customer_header FROM {ROWS} ORDER BY 1")]
        self._code(content, ROWS, headers)
        if not self.raw:
            mask_columns(engine, ROWS, MASK, (), only=("value_shown",))
        gone = self._leave_out(content, ROWS)
        known = self._known(content)
        query = f"SELECT {', '.join(HELD)} FROM {ROWS} ORDER BY file, sheet, row"
        segment = self.segments.keep(lambda path: copy(engine, query, path))
        kept = segment if segment.rows else None
        return Table("interactions", _file(file), (), read.rows, kept, known, gone)

    def _known(self, content: Content) -> int:
        """Take away the rows that earlier files have already; return how many."""
        before = [one.rows for one in content.tables if one.role == "interactions" and one.rows is not None]
        if not before:
            return 0
        self.segments.check(before)
        key = ", ".join(KEY)
        there = (
            f"SELECT {key}, COUNT(*) AS copies FROM {files(self.segments, before)} WHERE verdict IS NULL GROUP BY ALL"
        )
        here = (
            f"SELECT {key}, rowid AS line, ROW_NUMBER() OVER (PARTITION BY {key} ORDER BY file, sheet, row) AS copy "
            f"FROM {ROWS} WHERE verdict IS NULL"
        )
        same = " AND ".join(f"here.{name} IS NOT DISTINCT FROM there.{name}" for name in KEY)
        keep(
            self.engine,
            "interactions_known",
            f"SELECT line FROM ({here}) AS here JOIN ({there}) AS there ON {same} WHERE copy <= copies",
        )
        self.engine.run(f"DELETE FROM {ROWS} WHERE rowid IN (SELECT line FROM interactions_known)")
        return int(self.engine.run("SELECT COUNT(*) FROM interactions_known")[0][0])

    def _customers(self, content: Content, file: SourceFile) -> Table:
        engine, reading = self.engine, self.reading
        asked = settings_beside(reading, "customers")
        raws = [settled(engine, raw) for raw in open_sources(engine, file.path, asked)[0]]
        places = [_customer(raw, reading) for raw in raws]
        headers, ids = _headers(raws, places)
        parts = [
            _cells(raw, index, number, headers) for number, (raw, index) in enumerate(zip(raws, places, strict=True))
        ]
        keep(engine, PROFILES, " UNION ALL ".join(parts))
        fold(engine, PROFILES, "customer_id")
        engine.run(f"UPDATE {PROFILES} SET customer_id = NULL WHERE {blank_keys.is_blank_here(reading)}")
        rows = engine.run(f"SELECT COUNT(*) FROM {PROFILES}")[0][0]
        engine.run(f"DELETE FROM {PROFILES} WHERE customer_id IS NULL")
        self._code(content, PROFILES, ids)
        if not self.raw:
            mask_attributes(engine, PROFILES, {f"c{place}": header for place, header in enumerate(headers)})
        gone = self._leave_out(content, PROFILES)
        columns = ", ".join(["customer_id", *(f"c{place}" for place, _ in enumerate(headers))])
        query = f"SELECT {columns} FROM {PROFILES} ORDER BY at_source, at_row"
        segment = self.segments.keep(lambda path: copy(engine, query, path))
        kept = segment if segment.rows else None
        shown = tuple(headers if self.raw else shown_headers(headers))
        return Table("customers", _file(file), (ids[0], *shown), rows, kept, 0, gone)

    def _code(self, content: Content, relation: str, headers: Sequence[str]) -> None:
        """Put the codes that the order lines have in place of personal ids."""
        if self.raw:
            return
        engine = self.engine
        keep(
            engine,
            IDS,
            f"SELECT customer_id AS original, customer_id FROM {relation} WHERE customer_id IS NOT NULL "
            "GROUP BY customer_id",
        )
        replace_personal_ids(engine, IDS, headers, list(content.personal))
        engine.run(
            f"UPDATE {relation} SET customer_id = {IDS}.customer_id FROM {IDS} "
            f"WHERE {relation}.customer_id = {IDS}.original AND {IDS}.original <> {IDS}.customer_id"
        )

    def _leave_out(self, content: Content, relation: str) -> int:
        """Take away the rows of customers who were forgotten; return how many."""
        known = set() if self.remember else known_hashes(self.engine, self.segments, content)
        if not known:
            return 0
        people = [
            row[0]
            for row in self.engine.run(f"SELECT DISTINCT customer_id FROM {relation} WHERE customer_id IS NOT NULL")
        ]
        met = [one for one, found in zip(people, hashes(people), strict=True) if known & set(found)]
        gone = table(self.engine, "forgotten_beside", met)
        held = f"customer_id IN (SELECT id FROM {gone})"
        count = self.engine.run(f"SELECT COUNT(*) FROM {relation} WHERE {held}")[0][0]
        self.engine.run(f"DELETE FROM {relation} WHERE {held}")
        return int(count)


def _file(file: SourceFile) -> File:
    return File(file.name, file.size, file.sha256)


def _headers(raws: Sequence[Raw], places: Sequence[int]) -> tuple[list[str], list[str]]:
    """Return the headers of all sheets but those of the customer, each once, and the customer's headers."""
    found: dict[str, str] = {}
    ids: list[str] = []
    for raw, index in zip(raws, places, strict=True):
        ids.append(raw.headers[index])
        for place, header in enumerate(raw.headers):
            if place != index:
                found.setdefault(header.strip().casefold(), header.strip())
    return [header for key, header in found.items() if key and key != ids[0].strip().casefold()], ids


def _customer(raw: Raw, reading: Reading) -> int:
    where = Where(file=raw.name, sheet=raw.sheet)
    return decide_beside(raw.headers, reading, "customers", where).columns["customer_id"]


def _cells(raw: Raw, index: int, number: int, headers: Sequence[str]) -> str:
    """Return the query for the cells of one sheet under all headers, as texts."""
    places: dict[str, int] = {}
    for place, header in enumerate(raw.headers):
        if place != index:
            places.setdefault(header.strip().casefold(), place)
    cells = [f"{identifier(raw.cells[index])} AS customer_id"]
    for place, header in enumerate(headers):
        there = places.get(header.casefold())
        cell = "NULL" if there is None else raw.cells[there].trimmed
        cells.append(f"CAST({cell} AS VARCHAR) AS c{place}")
    row = "source_row" if raw.numbered else "ROW_NUMBER() OVER ()"
    return f"SELECT {', '.join(cells)}, {number} AS at_source, {row} AS at_row FROM {raw.source}"


def with_tables(content: Content, options: Options) -> Options:
    """Return options that say which tables there are: a rating asks for no other."""
    roles = {one.role for one in content.tables}
    interactions, customers = (role if role in roles else None for role in ("interactions", "customers"))
    return replace(options, interactions=interactions, customers=customers)


def interactions_of(engine: DuckDB, segments: Segments, content: Content) -> bool:
    """Make the relation of interactions of all files, as reading one makes it; tell whether there are any."""
    held = [one.rows for one in content.tables if one.role == "interactions" and one.rows is not None]
    if not held:
        return False
    segments.check(held)
    keep(engine, ROWS, f"SELECT {', '.join(HELD)} FROM {files(segments, held)}")
    return True


def customers_of(engine: DuckDB, segments: Segments, content: Content) -> Path | None:
    """Write the tables of customers as one: of each customer what the newest table says; None where there is none."""
    tables = [one for one in content.tables if one.role == "customers" and one.rows is not None]
    if not tables:
        return None
    held: list[Segment] = [one.rows for one in tables if one.rows is not None]
    segments.check(held)
    names: dict[str, str] = {}
    for one in reversed(tables):
        for header in one.headers[1:]:
            names.setdefault(header.casefold(), header)
    first = tables[-1].headers[0]
    names.pop(first.casefold(), None)
    parts = []
    for number, one in enumerate(tables):
        places = {header.casefold(): f"t.c{place}" for place, header in enumerate(one.headers[1:])}
        cells = [f"{places.get(key, 'CAST(NULL AS VARCHAR)')} AS {quoted(header)}" for key, header in names.items()]
        newer = held[number + 1 :]
        left = f" ANTI JOIN {files(segments, newer)} USING (customer_id)" if newer else ""
        listed = ", ".join([f"t.customer_id AS {quoted(first)}", *cells])
        parts.append(f"SELECT {listed} FROM {files(segments, [held[number]])} AS t{left}")
    path = engine.folder / "customers.parquet"
    engine.run(f"COPY ({' UNION ALL '.join(parts)}) TO {literal(str(path))} (FORMAT parquet)")
    return path


__all__ = ["Beside", "Taking", "customers_of", "interactions_of", "with_tables"]
