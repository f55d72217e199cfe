"""Every row and every cent of messy files made at random, against the maker's own book."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from effort import times
from ingest.messy import Maker, Truth
from shuke.engines.duckdb import DuckDB
from shuke.ingest.account import Account, account
from shuke.ingest.intake import ACCEPTED, take_in
from shuke.ingest.raw import Reading
from shuke.stages.period import Window

pytestmark = [pytest.mark.row("Z1"), pytest.mark.row("X3")]

READING = Reading(
    policies={"statuses": "exclude", "duplicates": "merge", "overlap": "add"},
    decisions={"many-rejected": "go-on", "amount-unit": "yuan", "total-rows": "keep", "tables": "all"},
)
WINDOW = Window(None, date(2024, 12, 31))


def differing(truth: Truth, found: Account) -> dict[str, tuple[object, object]]:
    """Return every figure that the product and the maker of the file say differently."""
    pairs: dict[str, tuple[object, object]] = {
        "used": (truth.used, found.used.rows),
        "merged": (truth.merged, found.merged.rows),
        "rejected": (dict(truth.rejected), {reason: one.rows for reason, one in found.rejected.items() if one.rows}),
        "skipped": (dict(truth.skipped), {kind: one.rows for kind, one in found.skipped.items() if one.rows}),
        "read": (truth.used + truth.merged + truth.rejected.total(), found.read.rows),
        "amount used": (truth.amount_used, found.used.amount),
        "amount merged": (truth.amount_merged, found.merged.amount),
        "amount rejected": (truth.amount_rejected, found.refused.amount),
        "amount read": (truth.amount_used + truth.amount_merged + truth.amount_rejected, found.read.amount),
    }
    return {name: pair for name, pair in pairs.items() if pair[0] != pair[1]}


def checked(engine: DuckDB, truth: Truth) -> dict[str, tuple[object, object]]:
    intake = take_in(engine, [truth.path], READING)
    _, (found,) = account(engine, intake, WINDOW)
    wrong = differing(truth, found)
    rows = engine.run(f"SELECT customer_id, SUM(amount) FROM {ACCEPTED} GROUP BY 1")
    if {who: Decimal(total) for who, total in rows} != truth.per_customer:
        wrong["per customer"] = (truth.per_customer, dict(rows))
    return wrong


def run(folder: Path, seeds: range, *, every_xlsx: int) -> dict[str, object]:
    """Check many files one after another; return those of which anything differs."""
    wrong: dict[str, object] = {}
    with DuckDB(threads=1) as engine:
        for seed in seeds:
            truth = Maker(seed, xlsx=seed % every_xlsx == 0).write(folder, f"m{seed}")
            try:
                found = checked(engine, truth)
            except Exception as error:  # noqa: BLE001 - all of them are told together
                found = {"error": (type(error).__name__, str(error))}
            if found:
                wrong[truth.path.name] = found
            truth.path.unlink()
            engine.run("DROP TABLE IF EXISTS lines_0")
    return wrong


@pytest.mark.promise("B1")
def test_forty_messy_files_are_accounted_for_to_the_row_and_cent(tmp_path: Path) -> None:
    assert run(tmp_path, range(1, 41), every_xlsx=20) == {}


@pytest.mark.slow
@pytest.mark.promise("B1")
def test_many_messy_files_are_accounted_for_to_the_row_and_cent(tmp_path: Path, figure: Callable[[str], None]) -> None:
    seeds = range(1000, 1000 + times(1000, 70))
    wrong = run(tmp_path, seeds, every_xlsx=40)
    figure(f"{len(seeds) - len(wrong):,} of {len(seeds):,} messy files agree with their maker to the row and the cent")
    assert wrong == {}
