"""The kept run that a campaign starts from: its rated table in the engine, and what the manifest says of it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from shuke.engines.duckdb import DuckDB
from shuke.errors import UsageError, Where
from shuke.saved import Saved, open_saved, rated_table
from shuke.store.folder import sha256
from shuke.workspace.home import CAMPAIGNS, Workspace
from shuke.workspace.home import FILE as WORKSPACE_FILE

RATED = "campaign_rated"
NUMERIC = ("DECIMAL", "BIGINT", "INTEGER", "HUGEINT", "DOUBLE")


@dataclass(frozen=True)
class Run:
    """A kept run, opened."""

    saved: Saved
    columns: tuple[str, ...]
    numbers: frozenset[str]
    customers: int
    ledger: Path | None

    @property
    def document(self) -> dict[str, Any]:
        """The manifest."""
        return self.saved.document

    @property
    def metrics(self) -> tuple[str, ...]:
        """The metrics that the table holds as numbers: those of the scheme, and the usual three."""
        wanted = dict.fromkeys(("recency_days", "frequency", "monetary", *self.saved.scheme.metrics))
        return tuple(name for name in wanted if name in self.numbers)

    @property
    def rank(self) -> str | None:
        """The order of the scheme from its best customers down, as an expression; None where it has none."""
        scheme = self.saved.scheme
        if scheme.composite is not None and scheme.composite.name in self.columns:
            return f"{scheme.composite.name} DESC"
        marks = [name for name in ("r_score", "f_score", "m_score") if name in self.columns]
        if marks:
            return f"{' + '.join(marks)} DESC, {', '.join(f'{name} DESC' for name in reversed(marks))}"
        if "monetary" in self.columns:
            return "monetary DESC"
        return None

    def told(self) -> dict[str, Any]:
        """Return what a campaign's manifest says of the run."""
        return {
            "folder": str(self.saved.folder),
            "manifest_sha256": sha256(self.saved.folder / "run.json"),
            "scheme": self.document["scheme"]["id"],
            "as_of": self.document["as_of"],
            "currency": self.document["currency"],
            "personal_ids": self.document["personal_ids"],
            "customers": self.customers,
        }


def open_run(engine: DuckDB, place: Path) -> Run:
    """Return a kept run, its table under the name ``campaign_rated``; of a workspace, its latest run.

    Raises:
        UsageError: there is no result, or none with a table that programs read.
        DataError: the result is damaged.
    """
    ledger = None
    if (place / WORKSPACE_FILE).is_file():
        space = Workspace(place)
        runs = space.head()[1].runs
        if not runs:
            raise UsageError("no_result_here", Where(file=str(place)))
        ledger = place / CAMPAIGNS
        place = space.run_folder(max(runs.values(), key=lambda run: run.number))
    elif (place.parent.parent / WORKSPACE_FILE).is_file():
        ledger = place.parent.parent / CAMPAIGNS
    saved = open_saved(place)
    engine.name(RATED, rated_table(engine, saved))
    kinds = {name: kind for name, kind, *_ in engine.run(f"DESCRIBE {RATED}")}
    numbers = frozenset(name for name, kind in kinds.items() if kind.startswith(NUMERIC))
    ((customers,),) = engine.run(f"SELECT COUNT(*) FROM {RATED}")
    return Run(saved, tuple(kinds), numbers, int(customers), ledger)


def home_of_ledger(place: Path) -> Path:
    """Return the folder of a ledger: of a workspace its own."""
    return place / CAMPAIGNS if (place / WORKSPACE_FILE).is_file() else place
