"""What a workspace holds of one customer, however they are named: what somebody who asks must be told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from shuke.campaign_kept.taken_out import holding
from shuke.engines.duckdb import DuckDB
from shuke.privacy.detection import kind_of_value
from shuke.privacy.keys import KeyRing, key_path, key_ring
from shuke.privacy.replace import wanted_ids
from shuke.shapes import shape_of
from shuke.workspace.forget import GONE, names
from shuke.workspace.forgotten import table
from shuke.workspace.home import CAMPAIGNS, Workspace
from shuke.workspace.relations import files

MEMORY, THREADS = "1GB", 1


@dataclass(frozen=True)
class Found:
    """A customer as kept: their ids, accepted lines with money and days, and results and campaigns with them."""

    customers: tuple[str, ...]
    lines: int
    amount: Decimal
    first: str | None
    last: str | None
    runs: tuple[str, ...]
    campaigns: tuple[str, ...]


def find(space: Workspace, value: str) -> Found:
    """Return what is held of a customer: as their files name them, or as they are kept.

    Raises:
        DataError: a file of the workspace is damaged.
    """
    content, written = space.head()[1], written_forms(value)
    with DuckDB(memory_limit=MEMORY, threads=THREADS) as engine:
        table(engine, GONE, written)
        kept = kept_ids(space, engine)
        pieces = [piece.lines for load in content.loads for piece in load.lines]
        rows, amount, first, last = 0, Decimal(0), None, None
        if kept and pieces:
            space.segments.check(pieces)
            rows, amount, first, last = engine.run(
                f"SELECT COUNT(*), COALESCE(SUM(amount), 0), MIN(ordered_at)::DATE, MAX(ordered_at)::DATE "
                f"FROM {files(space.segments, pieces)} WHERE customer_id IN (SELECT id FROM {GONE})"
            )[0]
        runs = tuple(sorted(name for name, run in content.runs.items() if names(space, engine, run.folder, written)))
        listed = tuple(holding(engine, space.home / CAMPAIGNS, GONE))
    days = (first.isoformat() if first else None, last.isoformat() if last else None)
    return Found(kept, rows, Decimal(amount), *days, runs if kept else (), listed)


def kept_as(space: Workspace, values: Sequence[str]) -> list[str]:
    """Return the ids by which customers are kept; of one who is not there, the one by which they would be.

    Raises:
        DataError: a file of the workspace is damaged.
    """
    forms = {value: written_forms(value) for value in values}
    with DuckDB(memory_limit=MEMORY, threads=THREADS) as engine:
        table(engine, GONE, sorted({one for several in forms.values() for one in several}))
        there = set(kept_ids(space, engine))
    return [next((one for one in several if one in there), _would_be(space, value)) for value, several in forms.items()]


def _would_be(space: Workspace, value: str) -> str:
    """Return the id by which a customer would be kept: a personal one as its code."""
    plain = value.strip()
    if space.settings.raw or (shape_of(plain) is None and kind_of_value(plain) is None):
        return plain
    ring = key_ring()
    return wanted_ids(plain, ring)[1 + len(ring.keys)]


def kept_ids(space: Workspace, engine: DuckDB) -> tuple[str, ...]:
    """Return by which ids those who are asked for (the relation ``customers_to_forget``) are kept."""
    customers = space.head()[1].customers
    if not customers:
        return ()
    space.segments.check(customers)
    source = files(space.segments, customers)
    query = f"SELECT customer_id FROM {source} WHERE customer_id IN (SELECT id FROM {GONE}) ORDER BY 1"
    return tuple(row[0] for row in engine.run(query))


def written_forms(value: str) -> list[str]:
    """Return every way in which a customer can be kept."""
    ring: KeyRing | None = key_ring() if key_path().is_file() else None
    return sorted(set(wanted_ids(value.strip(), ring)))
