"""Every row and every cent of the sources, by what became of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from shuke.engines.duckdb import DuckDB
from shuke.errors import ensure
from shuke.ingest.intake import EVERYTHING, Intake
from shuke.ingest.policies import outliers
from shuke.ingest.policies.registry import POLICIES
from shuke.ingest.verdicts import CUT, EXCLUDED, MERGES, REASONS, SKIPPED
from shuke.stages.orders import inside
from shuke.stages.period import Window
from shuke.stages.relation import day, literal

ZERO = Decimal(0)
EXAMPLES = 5


@dataclass
class Tally:
    """Rows and the sum of their amounts, as far as the amounts could be read."""

    rows: int = 0
    amount: Decimal = ZERO

    def add(self, rows: int, amount: Decimal) -> None:
        """Add rows with their amount."""
        self.rows += rows
        self.amount += amount


@dataclass
class Account:
    """What became of the rows of one source, or of all: used (of these before, inside, after), merged, rejected.

    ``skipped`` are rows that are no records, such as totals; they are beside what was read.
    """

    name: str
    sheet: str | None = None
    read: Tally = field(default_factory=Tally)
    before: Tally = field(default_factory=Tally)
    inside: Tally = field(default_factory=Tally)
    after: Tally = field(default_factory=Tally)
    merged_by: dict[str, Tally] = field(default_factory=lambda: defaultdict(Tally))
    rejected: dict[str, Tally] = field(default_factory=lambda: defaultdict(Tally))
    skipped: dict[str, Tally] = field(default_factory=lambda: defaultdict(Tally))

    @property
    def used(self) -> Tally:
        """Accepted rows, whether or not the period needs them."""
        total = Tally()
        for part in (self.before, self.inside, self.after):
            total.add(part.rows, part.amount)
        return total

    @property
    def merged(self) -> Tally:
        """Rows that another row stands for."""
        total = Tally()
        for part in self.merged_by.values():
            total.add(part.rows, part.amount)
        return total

    @property
    def faulty(self) -> int:
        """How many rows were rejected for a fault of their own, not by a policy."""
        return sum(part.rows for reason, part in self.rejected.items() if reason not in EXCLUDED)

    def removed(self, policy: str) -> Tally:
        """Return what a policy took out: rows, and money as far as it could be read."""
        total = Tally()
        for verdict in POLICIES[policy].verdicts:
            for family in (self.rejected, self.merged_by):
                if verdict in family:
                    total.add(family[verdict].rows, family[verdict].amount)
        return total

    @property
    def refused(self) -> Tally:
        """Rejected rows of all reasons."""
        total = Tally()
        for part in self.rejected.values():
            total.add(part.rows, part.amount)
        return total

    def check(self) -> None:
        """Assert that read = used + merged + rejected, in rows and in money."""
        parts = (self.used, self.merged, self.refused)
        ensure(self.read.rows == sum(part.rows for part in parts), f"rows of {self.name} do not add up")
        amount = sum((part.amount for part in parts), ZERO)
        ensure(self.read.amount == amount, f"money of {self.name} does not add up")


def account(engine: DuckDB, intake: Intake, window: Window) -> tuple[Account, list[Account]]:
    """Return the account of all sources together, and of each one, both checked.

    What was read is asked of the sources apart from what became of it, so the identity is a test.
    """
    parts = [Account(loaded.raw.name, loaded.raw.sheet) for loaded in intake.loaded]
    # Rows are added up by condition and not grouped: most of them have no verdict, and most sources none that has.
    before = "FALSE" if window.first is None else f"ordered_at < {day(window.first)}"
    phases = {"inside": inside(window), "before": before, "after": f"NOT ({before}) AND NOT ({inside(window)})"}
    sums = ", ".join(
        f"COUNT(*) FILTER ({condition}), COALESCE(SUM(amount) FILTER ({condition}), 0)" for condition in phases.values()
    )
    used = (f"SELECT {number}, {sums} FROM plain_lines_{number} WHERE verdict IS NULL" for number in range(len(parts)))
    for number, *found in engine.run(" UNION ALL ".join(used)):
        for phase, rows, amount in zip(phases, found[::2], found[1::2], strict=True):
            if rows:
                getattr(parts[number], phase).add(rows, Decimal(amount))
    for number, verdict, rows, amount in engine.run(
        f"SELECT source_number, verdict, COUNT(*), COALESCE(SUM(amount), 0) FROM plain_{EVERYTHING} "
        "WHERE verdict IS NOT NULL GROUP BY ALL"
    ):
        _tally(parts[number], verdict).add(rows, Decimal(amount))
    for number, part in enumerate(parts):
        for kind, count in intake.loaded[number].raw.skipped.items():
            part.skipped[kind].add(count, ZERO)
        part.read = _read(engine, intake, number, part)
    return together(parts), parts


def together(parts: Iterable[Account]) -> Account:
    """Return the account of several sources together, after checking that of each one and the sum."""
    total = Account("total")
    for part in parts:
        part.check()
        for name in ("read", "before", "inside", "after"):
            one: Tally = getattr(part, name)
            getattr(total, name).add(one.rows, one.amount)
        for family in ("rejected", "skipped", "merged_by"):
            for reason, one in getattr(part, family).items():
                getattr(total, family)[reason].add(one.rows, one.amount)
    total.check()
    return total


def rejected_rows(engine: DuckDB, intake: Intake, only: int | None = None) -> str:
    """Return the query for every rejected row: file, sheet, row as a person counts it, column, value, reason.

    ``only``: of one source, by its number.
    """
    parts = []
    for number, loaded in enumerate(intake.loaded):
        raw = loaded.raw
        row = "source_row" if raw.numbered else f"rowid + {raw.first_row}"
        columns = " ".join(
            f"WHEN {literal(reason)} THEN {literal(_column(loaded.meaning.columns, raw.headers, reason))}"
            for reason in REASONS
        )
        parts.append(
            f"SELECT {number} AS source_number, {literal(raw.name)} AS file, {literal(raw.sheet or '')} AS sheet, "
            f"{row} AS row, rowid AS line, CASE verdict {columns} END AS \"column\", COALESCE(value, '') AS value, "
            f"verdict AS reason FROM lines_{number} WHERE {refused()}"
        )
    converted = [
        number for number, loaded in enumerate(intake.loaded) if not loaded.in_place and only in {None, number}
    ]
    union = " UNION ALL ".join(parts[number] for number in converted)
    return union or (
        "SELECT 0 AS source_number, '' AS file, '' AS sheet, 0 AS row, 0 AS line, '' AS \"column\", '' AS value, "
        "'' AS reason WHERE FALSE"
    )


def refused() -> str:
    """Return the condition that a row was rejected, not merged and not skipped."""
    return f"verdict IS NOT NULL AND verdict NOT IN ({', '.join(map(literal, (*MERGES, *SKIPPED)))})"


def examples(engine: DuckDB, intake: Intake) -> dict[str, list[dict[str, Any]]]:
    """Return the first few rejected rows of each reason."""
    found: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for source, sheet, row, column, value, reason in engine.run(
        f'SELECT file, sheet, row, "column", value, reason FROM ({rejected_rows(engine, intake)}) '
        f"QUALIFY ROW_NUMBER() OVER (PARTITION BY reason ORDER BY source_number, row) <= {EXAMPLES} "
        "ORDER BY reason, source_number, row"
    ):
        name = f"{source} · {sheet}" if sheet else source
        found[reason].append({"source": name, "row": row, "column": column, "value": value[:80]})
    return found


def _read(engine: DuckDB, intake: Intake, number: int, part: Account) -> Tally:
    loaded = intake.loaded[number]
    if loaded.in_place:
        # Nothing can be rejected here, and a second scan for the same sum would prove nothing: the rows are
        # counted by the file's own footer, and the money is compared with the customers' totals later.
        rows = engine.run(f"SELECT COUNT(*) FROM read_parquet({literal(loaded.raw.path or '')})")[0][0]
        return Tally(rows, part.used.amount)
    records = f"verdict IS NULL OR verdict IN ({', '.join(map(literal, MERGES))}) OR {refused()}"
    amount = "amount"
    if outliers.cuts(intake.reading):
        # What was cut off an amount is money that was read and not used; its row is used.
        amount = "amount + cut"
        cut = engine.run(f"SELECT SUM(cut) FROM lines_{number} WHERE verdict IS NULL")[0][0]
        part.rejected[CUT].add(0, Decimal(cut or 0))
    rows, money = engine.run(f"SELECT COUNT(*), COALESCE(SUM({amount}), 0) FROM lines_{number} WHERE {records}")[0]
    return Tally(rows, Decimal(money))


def _tally(part: Account, verdict: str) -> Tally:
    if verdict in SKIPPED:
        return part.skipped[verdict]
    return part.merged_by[verdict] if verdict in MERGES else part.rejected[verdict]


def _column(columns: Mapping[str, int], headers: tuple[str, ...], reason: str) -> str:
    canonical = REASONS.get(reason)
    if canonical is None or (canonical not in columns and canonical != "amount"):
        return ""
    if canonical == "amount" and "amount" not in columns:
        return " × ".join(headers[columns[name]] for name in ("quantity", "unit_price"))
    return headers[columns[canonical]] if canonical in columns else ""
