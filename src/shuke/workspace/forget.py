"""A customer is forgotten: no segment, no result and no earlier state of the workspace holds them any more.

Law: what a workspace holds afterwards is what the other customers' lines alone would have made of it: their rows, their
money, their ratings. Nothing brings the forgotten back: earlier states keep what was done, and lose their content.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path

from shuke.campaign_kept.taken_out import take_out
from shuke.desk import Desk
from shuke.engines.duckdb import DuckDB
from shuke.errors import UsageError, ensure
from shuke.privacy.keys import key_ring
from shuke.privacy.replace import wanted_ids
from shuke.stages.relation import literal
from shuke.store.segments import Segment, Segments
from shuke.store.states import State
from shuke.workspace.content import Content, Load, Month, Part, Piece, Table
from shuke.workspace.forgotten import hashes, keep_forgotten, known_hashes, table
from shuke.workspace.home import CAMPAIGNS, RUNS, Workspace
from shuke.workspace.kept import forget_kept
from shuke.workspace.refused import KINDS
from shuke.workspace.relations import LEDGER, copy, files

GONE = "customers_to_forget"
TEXTS = (".csv", ".json", ".html")


@dataclass(frozen=True)
class Forgotten:
    """What forgetting did: the state after it, how many customers were erased with how many rows, and results gone.

    ``campaigns`` are those that held them and do no more; ``elsewhere`` are folders of campaigns outside the workspace
    that still hold them.
    """

    state: State
    customers: int
    rows: int
    runs: int
    campaigns: tuple[str, ...]
    elsewhere: tuple[Path, ...]


def forget(space: Workspace, ids: Sequence[str], wait: float = 0.0) -> Forgotten:
    """Erase customers; those who are not there are refused in later loads all the same.

    Raises:
        UsageError: nobody is named, or somebody else is writing.
        DataError: a file of the workspace is damaged.
    """
    if not ids:
        raise UsageError("nobody_named")
    with space.changing("forget", wait) as (state, content), DuckDB() as engine:
        space.segments.check(content.segments())
        ring = key_ring()
        written = sorted({form for one in ids for form in wanted_ids(one.strip(), ring)})
        table(engine, GONE, written)
        found = _Erased(engine, space.segments, content)
        after = found.content()
        first = [one[0] for one in hashes(written)]
        known = known_hashes(engine, space.segments, content) | set(first)
        after = replace(
            after,
            forgotten=keep_forgotten(engine, space.segments, known),
            since=state.number + 1,
            runs={name: run for name, run in content.runs.items() if not names(space, engine, run.folder, written)},
        )
        taken = take_out(engine, space.home / CAMPAIGNS, GONE)
        did = {"action": "forget", "customers": found.customers, "rows": found.rows}
        # Before the state: whoever is killed between the two is asked to forget them again, and forgets them whole.
        Desk(space.home).forget(written)
        forget_kept(space, lambda path: _holds(engine, path))
        now = space.commit(state, did, after)
        space.tidy()
        gone = len(content.runs) - len(after.runs)
        return Forgotten(now, found.customers, found.rows, gone, taken.campaigns, taken.elsewhere)


def forget_like(space: Workspace, other: Workspace, wait: float = 0.0) -> int:
    """Erase from a workspace, such as one restored from an older backup, whoever was forgotten in another.

    Later loads refuse them here too. Returns how many were there.

    Raises:
        UsageError: somebody else is writing.
        DataError: a file of a workspace is damaged.
    """
    content = space.head()[1]
    with DuckDB() as engine:
        gone = known_hashes(engine, other.segments, other.head()[1])
        met = [one for one, found in _hashed(space, engine, content) if gone & found]
    if met:
        forget(space, met, wait)
    with space.changing("forget", wait) as (state, now), DuckDB() as engine:
        known = known_hashes(engine, space.segments, now)
        if not gone <= known:
            after = replace(now, forgotten=keep_forgotten(engine, space.segments, known | gone))
            space.commit(state, {"action": "forget", "customers": 0, "rows": 0}, after)
    return len(met)


def _hashed(space: Workspace, engine: DuckDB, content: Content) -> list[tuple[str, set[str]]]:
    """Return everybody whom a workspace holds, of the lines and of the tables beside them, with their hashes."""
    held = [*content.customers, *(one.rows for one in content.tables if one.rows is not None)]
    space.segments.check(held)
    parts = [f"SELECT customer_id FROM {files(space.segments, [one])}" for one in held]
    if not parts:
        return []
    query = f"SELECT DISTINCT customer_id FROM ({' UNION ALL '.join(parts)}) WHERE customer_id IS NOT NULL ORDER BY 1"
    people = [row[0] for row in engine.run(query)]
    return [(one, set(found)) for one, found in zip(people, hashes(people), strict=True)]


def names(space: Workspace, engine: DuckDB, run: str, written: Sequence[str]) -> bool:
    """Tell whether a result holds a customer, or cannot be asked."""
    folder = space.home / RUNS / run
    asked = [one.encode() for one in written]
    for path in sorted(folder.iterdir()):
        if path.suffix in TEXTS:
            data = path.read_bytes()
            if any(one in data for one in asked):
                return True
    if (folder / "customers.csv").exists():
        return False
    parquet = folder / "customers.parquet"
    return not parquet.exists() or _holds(engine, parquet)


def _holds(engine: DuckDB, path: Path) -> bool:
    query = f"SELECT 1 FROM read_parquet({literal(str(path))}) WHERE customer_id IN (SELECT id FROM {GONE}) LIMIT 1"
    return bool(engine.run(query))


class _Erased:
    """A content without some customers."""

    def __init__(self, engine: DuckDB, segments: Segments, before: Content) -> None:
        self.engine, self.segments, self.before = engine, segments, before
        self.customers = self.rows = 0

    def content(self) -> Content:
        """Return the content without them, its sums those of what is left."""
        before = self.before
        people = self._without(before.customers)
        seen = sum(one.rows for one in people)
        self.customers = before.seen - seen
        loads, ledger = [], list[Segment]()
        for load in before.loads:
            loads.append(self._load(load))
            ledger += self._days(loads[-1])
        months = [made for one in before.settled for made in self._month(one)]
        return replace(
            before,
            loads=tuple(loads),
            settled=tuple(months),
            open_lines=self._without(before.open_lines),
            opened=self._without(before.opened),
            tables=tuple(self._table(one) for one in before.tables),
            customers=people,
            seen=seen,
            ledger=tuple(ledger),
            # Sums of a period may be of the forgotten; the next refresh adds up again.
            totals={},
        )

    def _without(self, segments: Sequence[Segment]) -> tuple[Segment, ...]:
        """Return segments without the rows of the customers, those that had none of them as they are."""
        found: list[Segment] = []
        for one in segments:
            source = files(self.segments, [one])
            held = f"customer_id IN (SELECT id FROM {GONE})"
            if not self.engine.run(f"SELECT 1 FROM {source} WHERE {held} LIMIT 1"):
                found.append(one)
                continue
            query = f"SELECT * FROM {source} WHERE NOT COALESCE({held}, FALSE)"
            kept = self.segments.keep(lambda path, query=query: copy(self.engine, query, path))  # type: ignore[misc]
            found += [kept] if kept.rows else []
        return tuple(found)

    def _month(self, month: Month) -> list[Month]:
        """Return a month without them, with the order numbers at both ends of what is left."""
        kept = self._without((month.orders,))
        if kept in {(), (month.orders,)}:
            return [month] if kept else []
        ends = self.engine.run(f"SELECT MIN(order_id), MAX(order_id) FROM {files(self.segments, kept)}")[0]
        return [replace(month, orders=kept[0], least=ends[0], greatest=ends[1])]

    def _piece(self, piece: Piece) -> list[Piece]:
        """Return accepted lines without theirs, from the first day to the last of what is left."""
        kept = self._without((piece.lines,))
        if kept in {(), (piece.lines,)}:
            return [piece] if kept else []
        days = f"SELECT MIN(ordered_at)::DATE, MAX(ordered_at)::DATE FROM {files(self.segments, kept)}"
        first, last = self.engine.run(days)[0]
        return [Piece(first.isoformat(), last.isoformat(), kept[0])]

    def _table(self, table: Table) -> Table:
        """Return a table beside the order lines without their rows."""
        if table.rows is None:
            return table
        return replace(table, rows=next(iter(self._without((table.rows,))), None))

    def _load(self, load: Load) -> Load:
        """Return a load without the lines and the rejected cells of the customers."""
        lines = tuple(made for one in load.lines for made in self._piece(one))
        rejected = None if load.rejected is None else self._blanked(load.rejected, load.parts)
        if lines == load.lines:
            return replace(load, rejected=rejected)
        taken = self._taken(load, lines)
        parts = [_less(part, *taken.get(place, (0, Decimal(0)))) for place, part in enumerate(load.parts)]
        self.rows += sum(rows for rows, _ in taken.values())
        return replace(load, lines=lines, rejected=rejected, parts=tuple(parts))

    def _taken(self, load: Load, lines: tuple[Piece, ...]) -> dict[int, tuple[int, Decimal]]:
        """Return the rows and money that left each table of a load."""
        found: dict[int, tuple[int, Decimal]] = {}
        for sign, some in ((1, load.lines), (-1, lines)):
            if not some:
                continue
            source = files(self.segments, [one.lines for one in some])
            query = f"SELECT part, COUNT(*), SUM(amount) FROM {source} GROUP BY 1"
            for part, rows, amount in self.engine.run(query):
                before = found.get(part, (0, Decimal(0)))
                found[part] = (before[0] + sign * rows, before[1] + sign * Decimal(amount))
        return found

    def _days(self, load: Load) -> list[Segment]:
        """Return the ledger of a load: its accepted rows and their money by day."""
        if not load.lines:
            return []
        source = files(self.segments, [one.lines for one in load.lines])
        query = (
            f"SELECT CAST({load.number} AS INTEGER) AS load, CAST(part AS INTEGER) AS part, "
            "ordered_at::DATE AS ordered_on, COUNT(*) AS rows, CAST(SUM(amount) AS DECIMAL(38, 4)) AS amount "
            f"FROM {source} GROUP BY ALL ORDER BY ALL"
        )
        kept = self.segments.keep(lambda path: copy(self.engine, query, path))
        ensure(kept.rows > 0, f"a load has lines and no {' '.join(LEDGER)}")
        return [kept]

    def _blanked(self, rejected: Segment, parts: Sequence[Part]) -> Segment:
        """Return rejected rows with nothing left in those of the customers but what was wrong with them."""
        source = files(self.segments, [rejected])
        held = names_in_rejected(parts)
        if not self.engine.run(f"SELECT 1 FROM {source} WHERE {held} LIMIT 1"):
            return rejected
        shown = {
            "value": f"CASE WHEN {held} THEN NULL ELSE value END",
            "cells": f"CASE WHEN {held} THEN NULL ELSE cells END",
        }
        query = f"SELECT {', '.join(f'{shown.get(name, name)} AS {name}' for name in KINDS)} FROM {source}"
        return self.segments.keep(lambda path: copy(self.engine, query, path))


def names_in_rejected(parts: Sequence[Part]) -> str:
    """Return the condition that a rejected row of a load names one of the customers."""
    places = {
        number: list(part.columns).index("customer_id")
        for number, part in enumerate(parts)
        if "customer_id" in part.columns
    }
    if not places:
        return "FALSE"
    cell = " ".join(f"WHEN {number} THEN TRIM(cells ->> '$[{place}]')" for number, place in places.items())
    listed = f"SELECT id FROM {GONE}"
    return f"(CASE part {cell} END IN ({listed}) OR TRIM(value) IN ({listed}))"


def _less(part: Part, rows: int, amount: Decimal) -> Part:
    """Return a table of a load as if some accepted rows had never been read."""
    return replace(part, read=(part.read[0] - rows, f"{Decimal(part.read[1]) - amount:f}"))


__all__ = ["Forgotten", "forget", "forget_like", "names", "names_in_rejected"]
