"""A source as it stands before any meaning is given to it, and the settings it is read with."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from shuke.ingest.convert import Cell
from shuke.ingest.layout.names import letter
from shuke.ingest.limits import Limits
from shuke.ingest.text.lines import MOST, Lines

Progress = Callable[[str, int, int], None]

# No order is dated later, whatever anybody says.
LAST_DAY = "2199-12-31"


@dataclass(frozen=True)
class Reading:
    """How sources are read: the user's own word on columns, encoding, dates, duplicates, and what is left open."""

    mapping: Mapping[str, str] = field(default_factory=dict)
    encoding: str | None = None
    # Sheets of a workbook by name, or "*" for all of one shape; none: the first that has data.
    sheets: tuple[str, ...] = ()
    timezone: str | None = None
    date_format: str | None = None
    deduplicate: bool = False
    zero_orders: Literal["neither", "purchase"] = "neither"
    # Answers to what the data leaves open, by the decision's name (``shuke.ingest.decisions``).
    decisions: Mapping[str, str] = field(default_factory=dict)
    # What is done with rows that can be read but may not be meant, by the policy's name (``shuke.ingest.policies``).
    policies: Mapping[str, str] = field(default_factory=dict)
    # Rows dated later than this day, in ISO form, are rejected: they lie far ahead of all others, and somebody said so.
    latest: str | None = None
    # Columns of order lines that are carried along besides, because a metric looks at them.
    carried: tuple[str, ...] = ()
    limits: Limits = field(default_factory=Limits)
    # The text of a mapping profile, and the headers that its shapes let expect.
    profile: str | None = None
    expected: tuple[str, ...] = ()

    @property
    def last_day(self) -> str:
        """The last day that a row can bear, in ISO form."""
        return self.latest or LAST_DAY


@dataclass(frozen=True)
class Raw:
    """One table of a source.

    ``source`` is a table expression for the engine with the columns ``c0``, ``c1``, … in the order of the headers.
    ``numbered``: it also has ``source_row``, each record's number as a person counts it in that file; if not, the
    records keep their order and the first one is ``first_row``.
    ``fault`` gives the reason why a record is none, such as a wrong number of cells, and NULL for a good one;
    ``detail`` says more of it. ``records``: how many records there must be. Where the engine refuses the table or
    finds another number, ``otherwise`` reads it record by record.
    ``header_rows`` are the cells of the header rows as they stand there, ``titles`` the rows above them by number;
    ``skipped`` counts rows that are no records and not among those of ``source``, by the verdict they have.
    ``columns`` are those of the table, where it is narrower than the sheet, until they are cut out; then
    ``positions`` says where they were. ``known`` is what columns mean whatever they are called, ``unit`` what the
    amounts are written in.
    ``epoch_1904``: serial numbers of days count from 1904, as old workbooks of the Macintosh do.
    """

    name: str
    kind: str
    source: str
    headers: tuple[str, ...]
    cells: tuple[Cell, ...]
    first_row: int = 2
    numbered: bool = False
    fault: str | None = None
    detail: str = "NULL"
    records: int | None = None
    # Of a text, as its bytes show: nothing but letters, digits and what dates and numbers have; no e, E or _ in it.
    simple: bool = False
    letters: bool = True
    # Of each column what its cells have beside words (``text.signs``), the same in every row; None where it differs.
    signs: tuple[str, ...] | None = None
    path: str | None = None
    sheet: str | None = None
    encoding: str | None = None
    delimiter: str | None = None
    notes: tuple[tuple[str, Mapping[str, object]], ...] = ()
    otherwise: Callable[[], Raw] | None = None
    epoch_1904: bool = False
    header_rows: tuple[tuple[str | None, ...], ...] = ()
    titles: Mapping[int, str] = field(default_factory=dict)
    skipped: Mapping[str, int] = field(default_factory=dict)
    # Of columns that have any, by position: the expression for a cell's mark (``containers.sheet``), NULL for most.
    marks: Mapping[int, str] = field(default_factory=dict)
    columns: tuple[int, ...] | None = None
    positions: tuple[int, ...] | None = None
    known: Mapping[str, int] = field(default_factory=dict)
    # The content hash of the file it comes from.
    sha256: str | None = None
    unit: str = "yuan"
    # Of a text whose records are its lines, as long as ``source`` is what it was read as.
    lines: Lines | None = None
    # The settings of this source alone, where a profile gave it some.
    reading: Reading | None = None

    @property
    def in_order(self) -> str:
        """The source with ``place``, the number of each record from 0, which is its place in the table of its lines."""
        return f"(SELECT *, ROW_NUMBER() OVER () - 1 AS place FROM {self.source})"

    def at(self, places: Sequence[int], asked: str) -> str:
        """Return the records at some places, rising from 0, with their ``place``; ``asked`` is the query for them."""
        if self.lines is not None and self.source == self.lines.source and len(places) <= MOST:
            return self.lines.at(places)
        return f"(SELECT * FROM {self.in_order} WHERE place IN ({asked}))"

    def letter(self, index: int) -> str:
        """Return the letter of a column as the spreadsheet shows it."""
        return letter(self.positions[index] if self.positions and index < len(self.positions) else index)
