"""What a state of a workspace holds, as plain data: loads, order lines, settled orders, customers, the last runs.

Everything large is a segment; the content itself is a small document, and two contents are equal exactly if everything
that could be asked of them is.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field, fields, replace
from typing import Any, Self

from shuke.store.segments import Segment


@dataclass(frozen=True)
class File:
    """One file that was loaded."""

    name: str
    size: int
    sha256: str


@dataclass(frozen=True)
class Part:
    """One table of a load, a file or a sheet of one: how it was read, and what became of its rows.

    ``read``, ``rejected``, ``merged`` and ``skipped`` are rows and money, the money as text; the accepted rows are in
    the ledger, day by day. ``columns`` are in the order in which the cells of rejected rows are kept, which ``order``
    writes down: a document keeps its names sorted.
    """

    name: str
    sheet: str | None
    kind: str
    encoding: str | None
    headers: tuple[str, ...]
    columns: Mapping[str, int]
    read: tuple[int, str]
    rejected: Mapping[str, tuple[int, str]]
    merged: Mapping[str, tuple[int, str]]
    skipped: Mapping[str, tuple[int, str]]
    notes: tuple[tuple[str, Mapping[str, Any]], ...] = ()
    sha256: str | None = None
    order: tuple[str, ...] = ()

    @classmethod
    def of(cls, document: Mapping[str, Any]) -> Self:
        """Return the part that ``document`` describes."""
        order = tuple(document.get("order", ()))
        columns = {name: document["columns"][name] for name in order or document["columns"]}
        tallies = {name: _pairs(document[name]) for name in ("rejected", "merged", "skipped")}
        listed = {"headers": tuple(document["headers"]), "read": tuple(document["read"])}
        notes = tuple((key, figures) for key, figures in document["notes"])
        return cls(**{**document, **tallies, **listed, "notes": notes, "columns": columns, "order": order})


@dataclass(frozen=True)
class Piece:
    """Accepted lines of one load, from the first day to the last."""

    first: str
    last: str
    lines: Segment


@dataclass(frozen=True)
class Load:
    """One load: its files and tables, its accepted lines and rejected rows, and how they were read.

    ``lines`` are in pieces by time, so that what lies far back need not be read. ``known`` counts lines that earlier
    loads had.
    """

    number: int
    files: tuple[File, ...]
    parts: tuple[Part, ...]
    lines: tuple[Piece, ...]
    rejected: Segment | None
    columns: tuple[str, ...]
    reading: Mapping[str, Any]
    currency: str | None = None
    personal: Mapping[str, int] = field(default_factory=dict)
    key: str | None = None
    known: int = 0

    @classmethod
    def of(cls, document: Mapping[str, Any]) -> Self:
        """Return the load that ``document`` describes."""
        made = {
            "files": tuple(File(**one) for one in document["files"]),
            "parts": tuple(Part.of(one) for one in document["parts"]),
            "lines": tuple(Piece(one["first"], one["last"], Segment.of(one["lines"])) for one in document["lines"]),
            "rejected": _segment(document["rejected"]),
            "columns": tuple(document["columns"]),
        }
        return cls(**{**document, **made})

    @property
    def days(self) -> tuple[str, str] | None:
        """The first and the last day of its accepted lines, ISO; None where it has none."""
        return (min(one.first for one in self.lines), max(one.last for one in self.lines)) if self.lines else None


@dataclass(frozen=True)
class Table:
    """One file beside the order lines: what it is for, how many rows were read of it, and those that are kept.

    ``headers`` are those of a table of customers, the customer's own first. ``known`` counts rows that earlier files
    had, ``forgotten`` those of customers who were forgotten.
    """

    role: str
    file: File
    headers: tuple[str, ...]
    read: int
    rows: Segment | None
    known: int = 0
    forgotten: int = 0

    @classmethod
    def of(cls, document: Mapping[str, Any]) -> Self:
        """Return the table that ``document`` describes."""
        made = {"file": File(**document["file"]), "headers": tuple(document["headers"])}
        return cls(**{**document, **made, "rows": _segment(document["rows"])})


@dataclass(frozen=True)
class Month:
    """Settled orders of one month of one load: orders of which every line known is there, all on one day.

    ``least`` and ``greatest`` are its order numbers at both ends, None where no order has a number.
    """

    month: str
    load: int
    orders: Segment
    least: str | None
    greatest: str | None


@dataclass(frozen=True)
class Run:
    """The last rating under one scheme: its number, folder, manifest's hash, and what it was of."""

    number: int
    folder: str
    manifest: str
    scheme_sha256: str
    as_of: str
    rated: int
    # Of which orders and days the totals were that it was made from; None where none are kept.
    basis: str | None = None


@dataclass(frozen=True)
class Totals:
    """What was added up of every customer over one period, and of which orders: the hashes of their segments.

    ``delta`` holds the customers whose totals changed since ``base`` was written.
    """

    first: str | None
    last: str
    settled: tuple[str, ...]
    opened: tuple[str, ...]
    open_lines: tuple[str, ...]
    base: Segment
    delta: Segment | None

    @property
    def basis(self) -> str:
        """The hash of the days and orders that were added up."""
        parts = [self.first, self.last, self.settled, self.opened, self.open_lines]
        return hashlib.sha256(json.dumps(parts).encode()).hexdigest()

    @classmethod
    def of(cls, document: Mapping[str, Any]) -> Self:
        """Return the totals that ``document`` describes."""
        listed = {name: tuple(document[name]) for name in ("settled", "opened", "open_lines")}
        return cls(**{**document, **listed, "base": Segment.of(document["base"]), "delta": _segment(document["delta"])})


@dataclass(frozen=True)
class Content:
    """Everything that a workspace knows."""

    loads: tuple[Load, ...] = ()
    settled: tuple[Month, ...] = ()
    # Lines of orders that have lines on several days or in several loads, and the settled orders they were before.
    open_lines: tuple[Segment, ...] = ()
    opened: tuple[Segment, ...] = ()
    # Every customer once, and how many they are.
    customers: tuple[Segment, ...] = ()
    seen: int = 0
    # Accepted rows and their money by load, part and day.
    ledger: tuple[Segment, ...] = ()
    # Tables of interactions and of customers, in the order in which they came.
    tables: tuple[Table, ...] = ()
    runs: Mapping[str, Run] = field(default_factory=dict)
    # Hashes of customers whose lines are refused, and the first state that has a content since somebody was forgotten.
    forgotten: tuple[Segment, ...] = ()
    since: int = 0
    # By the period and how orders of 0 count.
    totals: Mapping[str, Totals] = field(default_factory=dict)

    def document(self) -> dict[str, Any]:
        """Return the content as data for JSON, as it is read back."""
        found: dict[str, Any] = json.loads(json.dumps(asdict(self)))
        return found

    @classmethod
    def of(cls, document: Mapping[str, Any]) -> Self:
        """Return the content that ``document`` wrote down."""
        made = {
            "loads": tuple(Load.of(one) for one in document["loads"]),
            "settled": tuple(Month(**{**one, "orders": Segment.of(one["orders"])}) for one in document["settled"]),
            **{name: tuple(map(Segment.of, document[name])) for name in SEGMENTS},
            "tables": tuple(map(Table.of, document["tables"])),
            "runs": {name: Run(**one) for name, one in document["runs"].items()},
            "totals": {name: Totals.of(one) for name, one in document["totals"].items()},
        }
        return cls(**{**document, **made})

    def segments(self) -> Iterator[Segment]:
        """Yield every segment that the content stands on."""
        for load in self.loads:
            yield from (one.lines for one in load.lines)
            yield from (one for one in (load.rejected,) if one is not None)
        yield from (one.orders for one in self.settled)
        yield from (one.rows for one in self.tables if one.rows is not None)
        for name in SEGMENTS:
            yield from getattr(self, name)
        for kept in self.totals.values():
            yield from (one for one in (kept.base, kept.delta) if one is not None)

    @property
    def hashes(self) -> dict[str, str]:
        """The names of the files loaded so far, by the hash of their content."""
        return {file.sha256: file.name for load in self.loads for file in load.files}

    @property
    def days(self) -> tuple[str, str] | None:
        """The first and the last day with an accepted line; None where there is none."""
        spans = [load.days for load in self.loads if load.days is not None]
        return (min(first for first, _ in spans), max(last for _, last in spans)) if spans else None

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns of order lines that some load has, sorted."""
        return tuple(sorted({name for load in self.loads for name in load.columns}))

    @property
    def zero_orders(self) -> str:
        """How orders of amount 0 count, as the loads were told."""
        return "purchase" if any(load.reading.get("zero_orders") == "purchase" for load in self.loads) else "neither"

    @property
    def personal(self) -> dict[str, int]:
        """The kinds of personal ids that were replaced, with how many of each load."""
        found: dict[str, int] = {}
        for load in self.loads:
            for kind, count in load.personal.items():
                found[kind] = found.get(kind, 0) + count
        return dict(sorted(found.items()))

    def with_run(self, scheme: str, run: Run, totals: Mapping[str, Totals]) -> Content:
        """Return the content after a rating, which may have kept totals."""
        return replace(self, runs={**self.runs, scheme: run}, totals={**self.totals, **totals})


SEGMENTS = tuple(one.name for one in fields(Content) if one.type == "tuple[Segment, ...]")


def _segment(document: Mapping[str, Any] | None) -> Segment | None:
    return None if document is None else Segment.of(document)


def _pairs(document: Mapping[str, Any]) -> dict[str, tuple[int, str]]:
    return {name: (rows, amount) for name, (rows, amount) in document.items()}
