"""What a test and a list both start from: a kept run in the engine, its customers in cells, the ledger."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self, TypeVar

from shuke.campaign.cells import put_in_cells
from shuke.campaign.extra import require_campaign
from shuke.campaign_kept.ledger import Ledger
from shuke.campaigns.run import RATED, Run, home_of_ledger, open_run
from shuke.campaigns.tables import read_side
from shuke.engines.duckdb import DuckDB
from shuke.workspace.opted_out import opted_out_of

Made = TypeVar("Made")
BATCH = 10_000
BARRED, ALLOWED = "campaign_barred", "campaign_allowed"


@dataclass
class Ground:
    """A kept run in an engine that is closed at the end; the columns that make its cells, and how many these are."""

    engine: DuckDB
    run: Run
    ledger: Ledger | None
    cells: tuple[str, ...]
    count: int

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.engine.close()


def prepared(
    place: Path,
    name: str,
    cells: Sequence[str],
    ledger: Path | None,
    make: Callable[[Ground], Made],
    without: Sequence[Path] | None = None,
) -> Made:
    """Return what is made of a run and its ledger; the engine is closed where that fails.

    ``without`` are files of customers who are left out of the base altogether, with whoever wants no marketing; None:
    everybody is in the base, and who may be contacted is asked later.

    Raises:
        UsageError: the ledger has a campaign of that name, or something is not installed.
        DataError: the result or a file is damaged.
    """
    require_campaign()
    engine = DuckDB()
    try:
        run = open_run(engine, place)
        book = ledger_of(run, ledger)
        if book is not None:
            book.require_new(name)
        columns = tuple(cells) or default_cells(run)
        table = RATED
        if without is not None and opted_out(engine, run, without):
            engine.name(ALLOWED, f"SELECT * FROM {RATED} ANTI JOIN {BARRED} USING (customer_id)")
            table = ALLOWED
        count = put_in_cells(engine, table, columns)
        return make(Ground(engine, run, book, columns, count))
    except BaseException:
        engine.close()
        raise


def opted_out(engine: DuckDB, run: Run, files: Sequence[Path]) -> bool:
    """Keep who must not be contacted under the name ``campaign_barred``; tell whether there is anybody.

    These are the customers of some files, and whoever the run, its workspace or the customer table says it of.
    """
    engine.run(f"CREATE OR REPLACE TEMP TABLE {BARRED} (customer_id VARCHAR, why VARCHAR)")
    for path in files:
        read_side(engine, path, "campaign_opt_out", (), personal=run.document["personal_ids"])
        engine.run(f"INSERT INTO {BARRED} SELECT customer_id, 'opt_out' FROM campaign_opt_out")
    known = sorted(opted_out_of(run.saved))
    for start in range(0, len(known), BATCH):
        engine.run(f"INSERT INTO {BARRED} SELECT UNNEST(?), 'opt_out'", [known[start : start + BATCH]])
    return bool(known or files)


def ledger_of(run: Run, ledger: Path | None) -> Ledger | None:
    """Return the ledger that was named, else that of the run's workspace."""
    place = home_of_ledger(ledger) if ledger is not None else run.ledger
    return Ledger(place) if place is not None else None


def default_cells(run: Run) -> tuple[str, ...]:
    """Return the columns that make the cells where nothing is said: the digits of a code, else the main result."""
    digits = tuple(name for name in ("r_score", "f_score", "m_score") if name in run.columns)
    return digits if run.saved.scheme.main == "code" and len(digits) == 3 else (run.saved.scheme.main,)
