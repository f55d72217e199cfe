"""Results that are held until somebody confirms them: too many rejected rows, or figures far from last time's."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from shuke.errors import DataError, Where
from shuke.ingest.account import Account
from shuke.ingest.decisions import ask, decided
from shuke.ingest.raw import Reading
from shuke.ingest.verdicts import EXCLUDED
from shuke.locale import LANGUAGES, code, text

# More than this share of a source's rows rejected holds the result; a source of fewer rows is read at a glance.
MOST_REJECTED, FEWEST_ROWS = Decimal("0.2"), 20
# So many reasons are told.
MOST_REASONS = 3
# Against an earlier result: so many times as many rows or so few, and so little of the money.
TIMES, LEAST_MONEY = 10, Decimal("0.4")


@dataclass(frozen=True)
class Earlier:
    """What an earlier result used, to be compared with."""

    folder: str
    rows: int
    amount: Decimal


def earlier(folder: str, document: Mapping[str, Any]) -> Earlier:
    """Return the rows and money of an earlier result from its manifest."""
    told = document["accounting"]
    return Earlier(folder, int(told["rows_used"]), Decimal(told["amount_used"]))


def too_many_rejected(parts: Sequence[Account]) -> Iterator[Account]:
    """Yield the sources of which more than a fifth of the rows have faults; what policies exclude is no fault."""
    for part in parts:
        if part.faulty > MOST_REJECTED * part.read.rows:
            yield part


def hold_rejected(parts: Sequence[Account], reading: Reading) -> None:
    """Stop where too many rows of a source were rejected, unless somebody said to go on.

    Raises:
        Undecided: nobody has said anything.
        DataError: somebody said to stop.
    """
    for part in too_many_rejected(parts):
        if part.read.rows < FEWEST_ROWS:
            continue
        where = Where(file=part.name, sheet=part.sheet)
        figures: dict[str, Any] = {
            "rejected": f"{part.faulty:,}",
            "rows": f"{part.read.rows:,}",
            "share": f"{100 * part.faulty / part.read.rows:.0f} %",
            "reasons": {lang: _reasons(part, lang) for lang in LANGUAGES},
        }
        answer = decided(reading, "many-rejected")
        if answer is None:
            ask("many-rejected", "many_rejected", where, **figures)
        if answer == "stop":
            raise DataError("many_rejected_stop", where, **figures)


def not_one(total: Account) -> DataError:
    """Return the error that no row of any source could be used, with the faults that most have."""
    if not total.faulty:
        return DataError("no_usable_rows")
    reasons = {lang: _reasons(total, lang) for lang in LANGUAGES}
    return DataError("no_usable_rows_because", rows=f"{total.read.rows:,}", reasons=reasons)


def _reasons(part: Account, lang: str) -> str:
    """Return the faults that most rows have, the most frequent first, each with its rows."""
    faults = [(-tally.rows, reason) for reason, tally in part.rejected.items() if reason not in EXCLUDED]
    told = [
        f"{code('reasons', reason) or ''} {text(f'words.reason.{reason}', lang)}: {-rows:,}".strip()
        for rows, reason in sorted(faults)[:MOST_REASONS]
    ]
    return text("notes.comma", lang).join(told)


def hold_drift(total: Account, before: Earlier | None, reading: Reading) -> str | None:
    """Stop where rows or money are far from an earlier result; return the share of its money where that was confirmed.

    Raises:
        Undecided: nobody has said anything.
        DataError: somebody said to stop.
    """
    if before is None or not before.rows:
        return None
    many = total.used.rows > TIMES * before.rows or total.used.rows * TIMES < before.rows
    if not many and total.used.amount >= LEAST_MONEY * before.amount:
        return None
    where = Where(file=before.folder)
    figures = {
        "rows": f"{total.used.rows:,}",
        "rows_before": f"{before.rows:,}",
        "amount": f"{total.used.amount:,.2f}",
        "amount_before": f"{before.amount:,.2f}",
    }
    answer = decided(reading, "drift")
    if answer is None:
        ask("drift", "drift", where, **figures)
    if answer == "stop":
        raise DataError("drift_stop", where, **figures)
    return before.folder
