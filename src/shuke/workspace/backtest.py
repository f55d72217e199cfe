"""A back-test of what a workspace holds: the same figures as of the files it was loaded from."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from datetime import date

from shuke.backtesting import Backtest, Wish
from shuke.backtesting.contest import Contest, require_draws
from shuke.backtesting.files import save
from shuke.backtesting.schemes import SchemeAt
from shuke.engines.duckdb import DuckDB
from shuke.ingest.intake import ACCEPTED, PLAIN, Intake
from shuke.ingest.interactions import summed_up
from shuke.ingest.raw import Reading
from shuke.rating import Options, Step
from shuke.stages.orders import Lines
from shuke.stages.period import Window
from shuke.version import __version__
from shuke.workspace.beside import customers_of, interactions_of, with_tables
from shuke.workspace.content import Content
from shuke.workspace.home import Workspace
from shuke.workspace.kept import Kept, Kind, keep
from shuke.workspace.ledger import account
from shuke.workspace.refused import bring_back
from shuke.workspace.relations import BESIDE, all_lines, order_lines, pieces
from shuke.workspace.schemes import text_of

KIND: Kind = "backtests"


def backtest(space: Workspace, wish: Wish, step: Step | None = None) -> Backtest:
    """Return how every scheme would have found, on past days, the customers who turned out best.

    ``wish.schemes`` are ids of built-in schemes or of the workspace's own.

    Raises:
        SchemeError: a scheme that was named is not there, wrong, or needs a table that the workspace does not have.
        UsageError: the wish cannot be meant, or NumPy is not installed and intervals are wanted.
        DataError: a file of the workspace is damaged, or nothing was known or came.
    """
    require_draws(wish)
    with DuckDB() as engine:
        return Held(space, space.head()[1], engine, wish, step).go()


def backtest_and_keep(space: Workspace, wish: Wish, step: Step, wait: float = 0.0) -> Kept:
    """Back-test, and keep what came out.

    Raises:
        UsageError: somebody else is writing, or as of ``backtest``.
    """
    since = space.head()[1].since
    found = backtest(space, wish, step)
    step("write")
    best = found.entries[0]
    about = {
        "schemes": list(wish.schemes),
        "days": [one.day.isoformat() for one in found.days],
        "horizon_days": found.horizon,
        "orders": len(found.entries),
        "leader": best.title.model_dump(),
        "version": __version__,
    }
    return keep(space, KIND, about, lambda made: save(found, made), since=since, wait=wait)


class Held(Contest):
    """The steps of a back-test of what a workspace holds."""

    def __init__(
        self, space: Workspace, content: Content, engine: DuckDB, wish: Wish, step: Step | None = None
    ) -> None:
        self.space, self.content = space, content
        reading = Reading(zero_orders=content.zero_orders)  # type: ignore[arg-type]
        options = with_tables(content, Options(reading=reading, raw_ids=space.settings.raw))
        if options.customers is not None:
            options = dataclasses.replace(options, customers=customers_of(engine, space.segments, content))
        super().__init__(engine, wish, options, step)

    def text_of(self, reference: str) -> tuple[str, str]:
        """Return the text of a scheme of the workspace, or a built-in one, and its name."""
        return text_of(self.space, reference)

    def read(self, schemes: Sequence[SchemeAt]) -> tuple[Intake, Mapping[str, int]]:
        """Name the order lines of the content, and the interactions; nothing of them changes."""
        segments, content = self.space.segments, self.content
        segments.check([*content.ledger, *(one for load in content.loads if (one := load.rejected) is not None)])
        loaded = tuple(dataclasses.replace(one, carried=BESIDE) for one in bring_back(self.engine, segments, content))
        if any(one.line_columns for one in schemes):
            segments.check(pieces(content))
            query, numbered = all_lines(segments, content), "order_id" in content.columns
        else:
            segments.check([*(one.orders for one in content.settled), *content.open_lines, *content.opened])
            query, numbered = order_lines(segments, content), bool(content.open_lines)
        self.engine.name(ACCEPTED, query)
        self.engine.name(PLAIN, query)
        lines = Lines(ACCEPTED, PLAIN, has_order_id=numbered, blank_order_ids=numbered)
        if self.options.interactions is not None and interactions_of(self.engine, segments, content):
            contacts = summed_up(self.engine, lines.plain)
            for scheme in schemes:
                scheme.contacts = contacts
        self.step("account")
        total, _ = account(self.engine, segments, content, Window(None, date.max))
        counts = {"read": total.read.rows, "used": total.used.rows, "merged": total.merged.rows}
        intake = Intake(loaded, (), (), lines, self.options.reading)
        return intake, {**counts, "rejected": total.refused.rows}


__all__ = ["KIND", "backtest", "backtest_and_keep"]
