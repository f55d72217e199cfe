"""The run that care is planned from: its scheme, its table, its groups under the workspace's plan."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from shuke.engines.duckdb import DuckDB
from shuke.errors import NotFound, UsageError, Where
from shuke.saved import Saved, open_saved, rated_table
from shuke.scheme.document import Document
from shuke.stages.relation import identifier
from shuke.watch.care.model import CarePlan
from shuke.watch.care.plan import Member
from shuke.watch.care.strategy import Strategy, strategy
from shuke.watching.care.documents import care_plan
from shuke.workspace.content import Run
from shuke.workspace.home import Workspace

VALUE = "monetary"


@dataclass(frozen=True)
class Rated:
    """A run under the plan of its workspace."""

    run: Run
    saved: Saved
    plan: CarePlan
    document: Document
    strategy: Strategy

    @property
    def as_of(self) -> date:
        """The day of the run."""
        return date.fromisoformat(self.saved.document["as_of"])

    def members(self, owner: str | None) -> Iterator[Member]:
        """Yield everybody rated; ``owner`` is the column that names who looks after one, where the plan names none.

        Raises:
            UsageError: the run keeps no whole table, or not the column of owners that the plan names.
        """
        with DuckDB() as engine:
            source = rated_table(engine, self.saved)
            columns = engine.columns(source)
            named = self.plan.owner
            if named is not None and named not in columns:
                where = self.document.where(("owner",))
                raise UsageError("care_owner_column", where, column=named, known=", ".join(columns))
            column = named or (owner if owner in columns else None)
            who = f"CAST({identifier(column)} AS VARCHAR)" if column is not None else "NULL"
            value = VALUE if VALUE in columns else "0"
            place = f"CAST({identifier(self.strategy.column)} AS VARCHAR)"
            query = f"SELECT customer_id, {place}, {who}, {value} FROM ({source}) ORDER BY customer_id"
            for customer_id, stands, owned, brings in engine.run(query):
                yield Member(customer_id, stands, owned or None, Decimal(brings or 0))


def rated(space: Workspace, number: int | None = None) -> Rated:
    """Return a run of a workspace, by default the newest that counts, with what its plan says of it.

    Raises:
        NotFound: there is no such run.
        UsageError: the run is of changes only.
        SchemeError: the plan is wrong, or does not fit the scheme.
    """
    run = run_of(space, number)
    saved = open_saved(space.run_folder(run))
    if "changes_since" in saved.document:
        raise UsageError("run_of_changes", Where(file=str(saved.folder)), number=run.number)
    plan, document = care_plan(space)
    return Rated(run, saved, plan, document, strategy(plan, document, saved.scheme))


def run_of(space: Workspace, number: int | None = None) -> Run:
    """Return a run of a workspace by its number, by default the newest that counts.

    Raises:
        NotFound: there is no such run.
    """
    runs = space.head()[1].runs.values()
    if number is None:
        if not runs:
            raise NotFound("no_run_yet")
        return max(runs, key=lambda run: run.number)
    if number in space.states.numbers():
        runs = space.state(number)[1].runs.values()
    found = next((run for run in runs if run.number == number), None)
    if found is None:
        raise NotFound("run_unknown", number=number)
    return found
