"""The figures of everybody of a run, and which rules hold of whom: all of it inside the engine."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from types import TracebackType
from typing import Self

from shuke.compile.sql import write
from shuke.engines.duckdb import DuckDB
from shuke.errors import UsageError, Where
from shuke.saved import rated_table
from shuke.scheme.document import Document
from shuke.stages.orders import Lines, orders
from shuke.stages.period import Window
from shuke.stages.places import group_names
from shuke.stages.relation import literal
from shuke.watch.warnings.evaluate import Plan, plan, question
from shuke.watch.warnings.figures import (
    BEFORE,
    CONTACTS,
    NOW,
    OF_PREDICTIONS,
    ORDERS,
    OWN,
    PREDICTIONS,
    Tables,
    contact_figures,
    own_figures,
)
from shuke.watch.warnings.model import Warnings
from shuke.watching.warnings.runs import Past, before
from shuke.whatif.order import is_ordered
from shuke.workspace import Workspace
from shuke.workspace.beside import interactions_of
from shuke.workspace.content import Content
from shuke.workspace.kept import all_kept
from shuke.workspace.predict import of_run
from shuke.workspace.relations import order_lines

ALL = "watched_all"
LINES = "watched_lines"
PREDICTED = "predictions.parquet"


@dataclass
class Evaluated:
    """A run whose customers and rules lie evaluated in an engine, one row each in ``watched_all``."""

    engine: DuckDB
    past: Past
    plan: Plan
    owner: str | None
    place: str
    customers: int

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.engine.close()


def evaluate(
    space: Workspace,
    past: Past,
    warnings: Warnings,
    document: Document,
    predictions: Path | None = None,
    owner: str | None = None,
) -> Evaluated:
    """Return everybody of a run with the rules that hold of them, as it could be known on its day.

    ``owner`` is the column of owners where the document names none.

    Raises:
        SchemeError: a rule looks at something that is no figure.
        UsageError: a column or the predictions that are named are not there.
        DataError: a file of the workspace is damaged.
    """
    engine = DuckDB()
    try:
        return _evaluated(engine, space, past, warnings, document, predictions, owner)
    except BaseException:
        engine.close()
        raise


def _evaluated(
    engine: DuckDB,
    space: Workspace,
    past: Past,
    warnings: Warnings,
    document: Document,
    predictions: Path | None,
    owner: str | None,
) -> Evaluated:
    saved, was = past.open(space), before(space, past)
    now = _columns(engine, NOW, rated_table(engine, saved))
    then = None if was is None else _columns(engine, BEFORE, rated_table(engine, was.open(space)))
    as_of, place = date.fromisoformat(past.run.as_of), saved.scheme.main
    keep_orders(engine, space, past.content, as_of)
    contacts = _keep_contacts(engine, space, past.content)
    tables = Tables(
        as_of,
        now,
        then,
        place,
        group_names(saved.scheme, saved.fitted, place) if is_ordered(saved.scheme, place) else None,
        contacts,
        _keep_predictions(engine, space, past, predictions),
        warnings.recent_days,
        bought(past.content),
    )
    made = plan(warnings, document, tables)
    engine.run(f"CREATE OR REPLACE TEMP TABLE {OWN} AS {own_figures(tables)}")
    if contacts:
        engine.run(f"CREATE OR REPLACE TEMP TABLE watched_contact_figures AS {contact_figures(tables)}")
    owner = _owner(warnings, document, now, owner)
    carried = dict.fromkeys(one for one in (owner, place) if one is not None and one in now)
    engine.run(f"CREATE OR REPLACE TEMP TABLE {ALL} AS {question(made, tuple(carried))}")
    count = int(engine.run(f"SELECT COUNT(*) FROM {ALL}")[0][0])
    return Evaluated(engine, past, made, owner, place, count)


def keep_orders(engine: DuckDB, space: Workspace, content: Content, as_of: date) -> None:
    """Keep the orders that were known of a content up to a day: ``customer_id``, ``ordered_on``, ``amount``."""
    space.segments.check([*(one.orders for one in content.settled), *content.opened, *content.open_lines])
    numbered = bool(content.open_lines)
    engine.name(LINES, order_lines(space.segments, content))
    lines = Lines(LINES, LINES, has_order_id=numbered, blank_order_ids=numbered)
    found = orders(lines, Window(None, as_of))
    parts: Sequence[object] = found if isinstance(found, tuple) else (found,)
    text = " UNION ALL ".join(f"({write(one)})" for one in parts)  # type: ignore[arg-type]
    engine.run(f"CREATE OR REPLACE TEMP TABLE {ORDERS} AS {text}")


def bought(content: Content) -> str:
    """Return the condition that an order is a purchase, as the loads of a content were told."""
    return "amount >= 0" if content.zero_orders == "purchase" else "amount > 0"


def _keep_contacts(engine: DuckDB, space: Workspace, content: Content) -> bool:
    if not interactions_of(engine, space.segments, content):
        return False
    engine.run(
        f"CREATE OR REPLACE TEMP TABLE {CONTACTS} AS SELECT customer_id, kind, occurred_on, times "
        "FROM interaction_rows WHERE verdict IS NULL"
    )
    return True


def _keep_predictions(engine: DuckDB, space: Workspace, past: Past, folder: Path | None) -> bool:
    """Keep the predictions of a folder, or those that the workspace keeps of the run; tell whether there are any.

    Raises:
        UsageError: the folder holds none.
        DataError: those of the workspace are damaged.
    """
    if folder is not None:
        path = folder / PREDICTED
        if not path.is_file():
            raise UsageError("warnings_no_predictions", Where(file=str(folder)))
    else:
        kept = of_run(all_kept(space, "predictions"), past.run, lambda: past.content)
        if kept is None:
            return False
        path = kept.file(PREDICTED)
    names = ", ".join(f"CAST({name} AS DECIMAL(18, 6)) AS {name}" for name in OF_PREDICTIONS)
    source = f"read_parquet({literal(str(path))})"
    engine.run(f"CREATE OR REPLACE TEMP TABLE {PREDICTIONS} AS SELECT customer_id, {names} FROM {source}")
    return True


def _columns(engine: DuckDB, name: str, query: str) -> dict[str, str]:
    engine.name(name, query)
    return {row[0]: row[1] for row in engine.run(f"DESCRIBE {name}")}


def _owner(warnings: Warnings, document: Document, now: dict[str, str], otherwise: str | None) -> str | None:
    """Return the column that names the salesperson; one that only a setting names may be missing.

    Raises:
        UsageError: the run has no column of the name that the document gives.
    """
    if warnings.owner is None:
        return otherwise if otherwise in now else None
    if warnings.owner not in now:
        raise UsageError("warnings_owner_missing", document.where(("owner",)), column=warnings.owner)
    return warnings.owner
