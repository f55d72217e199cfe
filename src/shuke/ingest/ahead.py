"""Days far ahead of all others, such as those of a mistyped year: without an as-of date they would become it.

The rule looks at the data alone, so the same input gives the same result on every day.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import pairwise
from typing import NamedTuple

from shuke.engines.duckdb import DuckDB
from shuke.errors import Where
from shuke.ingest.decisions import ask, decided
from shuke.ingest.intake import Intake
from shuke.ingest.policies.ground import Ground
from shuke.ingest.raw import Reading
from shuke.stages.relation import day

DECISION = "future-dates"


class Rule(NamedTuple):
    """At most one in ``one_in`` rows, more than ``days`` after all others, lie far ahead."""

    one_in: int
    days: int


# A slip among many rows is seen a year ahead; in a handful of rows it takes ten years to call a row odd.
RULES = (Rule(1_000, 366), Rule(3, 3_653))


@dataclass(frozen=True)
class Stray:
    """The first day that lies far ahead, how many rows lie there, and the last day before it."""

    first: date
    rows: int
    before: date

    @property
    def last_good(self) -> str:
        """The last day that a row can bear when these rows are rejected, in ISO form."""
        return (self.first - timedelta(days=1)).isoformat()


def strays(days: Iterable[tuple[date, int]]) -> Stray | None:
    """Return the rows that lie far ahead of the others, of days with their numbers of rows; None if there are none."""
    counted = sorted(days, reverse=True)
    total, behind, found = sum(rows for _, rows in counted), 0, None
    for (later, rows), (earlier, _) in pairwise(counted):
        behind += rows
        gap = (later - earlier).days
        if any(gap > rule.days and behind * rule.one_in <= total for rule in RULES):
            found = Stray(later, behind, earlier)
    return found


def look(engine: DuckDB, relation: str) -> Stray | None:
    """Return the rows of a relation that lie far ahead of the others; two cheap looks tell most that have none."""
    rows, last = engine.run(f"SELECT COUNT(*), CAST(MAX(ordered_at) AS DATE) FROM {relation}")[0]
    if last is None:
        return None
    # Rows far ahead are all there is in the last days before the latest one, or more than that.
    near = [f"COUNT(*) FILTER (ordered_at >= {day(_back(last, rule.days - 1))})" for rule in RULES]
    counts = engine.run(f"SELECT {', '.join(near)} FROM {relation}")[0]
    if all(count * rule.one_in > rows for count, rule in zip(counts, RULES, strict=True)):
        return None
    return strays(engine.run(f"SELECT CAST(ordered_at AS DATE), COUNT(*) FROM {relation} GROUP BY 1"))


def settle(found: Stray | None, where: Where, reading: Reading, *, dated: bool) -> str | None:
    """Return the last day that a row can bear, where rows far ahead are rejected; None where they are kept.

    ``dated``: an as-of date is given, so that later rows count as after it and nothing is open.

    Raises:
        Undecided: nobody has said what becomes of them.
    """
    answer = decided(reading, DECISION)
    if found is None or (answer is None and dated):
        return None
    if answer is None:
        figures = {"rows": f"{found.rows:,}", "first": found.first.isoformat(), "before": found.before.isoformat()}
        ask(DECISION, "future_dates_open", where, **figures)
    return found.last_good if answer == "reject" else None


def last_day(engine: DuckDB, intake: Intake, reading: Reading, *, dated: bool) -> str | None:
    """Return the last day that a row can bear, where rows far ahead are to be rejected; else None.

    Raises:
        Undecided: nobody has said what becomes of them.
    """
    answers = {**reading.decisions}
    for one in intake.loaded:
        answers = {**(one.raw.reading.decisions if one.raw.reading else {}), **answers}
    if dated and DECISION not in answers:
        return None
    first = intake.loaded[0]
    where = Where(first.raw.name, first.raw.sheet, column=first.meaning.header("ordered_at"))
    return settle(look(engine, intake.lines.plain), where, replace(reading, decisions=answers), dated=dated)


def reject(ground: Ground) -> None:
    """Reject the rows far ahead of sources that were read one by one, if somebody said so.

    Raises:
        Undecided: nobody has said what becomes of them.
    """
    for number, one in ground.tables("ordered_at"):
        where = Where(one.raw.name, one.raw.sheet, column=one.meaning.header("ordered_at"))
        found = look(ground.engine, f"(SELECT ordered_at FROM lines_{number} WHERE verdict IS NULL)")
        if settle(found, where, ground.reading, dated=False) is not None and found is not None:
            ground.mark(f"ordered_at >= {day(found.first)}", "date_future", "CAST(ordered_at AS VARCHAR)")


def _back(last: date, days: int) -> date:
    return date.fromordinal(max(1, last.toordinal() - days))
