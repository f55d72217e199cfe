"""Everybody in a content is rated once more with one thing changed: the day, what was known, or the break values.

Such a rating is a question, not a run: nothing is kept of it in the workspace, and there may be nobody in it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Literal

from shuke.engines.duckdb import DuckDB
from shuke.fitting import Fitting
from shuke.ingest.raw import Reading
from shuke.rating import CUSTOMERS, RATED, Options, placed_table
from shuke.stages import metrics as measured
from shuke.stages import own
from shuke.stages.fitted import Fitted
from shuke.stages.orders import Lines
from shuke.stages.places import WITHIN_MARGIN
from shuke.stages.relation import Select, day
from shuke.workspace.beside import with_tables
from shuke.workspace.content import Content
from shuke.workspace.home import Workspace
from shuke.workspace.rate import Held, asked_of

KNOWN, MEASURED = "known_lines", "measured_customers"


@dataclass(frozen=True)
class Rule:
    """A scheme by its text, and how orders of amount 0 count."""

    text: str
    name: str
    zero_orders: Literal["neither", "purchase"] = "neither"


class Again(Held):
    """The customers of a content, rated again under one scheme."""

    def __init__(self, space: Workspace, content: Content, engine: DuckDB, rule: Rule) -> None:
        reading = Reading(zero_orders=rule.zero_orders)
        options = with_tables(content, Options(reading=reading, metrics=("monetary",), raw_ids=True))
        asked = asked_of(rule.text, rule.name, options)
        super().__init__(space, content, engine, asked, options, None, afresh=True)

    def measure(self, as_of: date, until: date | None = None) -> int:
        """Keep the figures of everybody who would be rated as of a day; return how many they are.

        ``until``: as if no line and no interaction after that day were known.

        Raises:
            DataError: a file of the workspace is damaged.
        """
        engine, question = self.desk, self.asked.question(as_of, (), self.options.reading.zero_orders)
        # What was kept for an earlier question may have been a view then and be a table now.
        engine.drop(RATED, CUSTOMERS, MEASURED, KNOWN)
        lines = self._until(self._lines(), until)
        self._check_orders()
        engine.keep(CUSTOMERS, measured.customers(lines, question))
        self.beside.until = until
        figures = own.rated(CUSTOMERS, question, tuple(self.beside.keep(lines, question)))
        engine.keep(MEASURED, figures)
        kept = {name: name for name in figures.columns if name != own.EXCLUDED}
        held = (f"{own.EXCLUDED} IS NULL",) if self.scheme.exclude else ()
        engine.define(RATED, Select(kept, MEASURED, held))
        return int(engine.run(f"SELECT COUNT(*) FROM {RATED}")[0][0])

    def fit(self, rated: int) -> Fitted:
        """Return what the scheme learns of those who were measured."""
        return Fitting(self.desk, self.scheme, RATED, rated).go()

    def place_by(self, fitted: Fitted, name: str) -> None:
        """Keep those who were measured under a name, placed by some numbers; a tier is that by score."""
        placed = placed_table(self.scheme, self.asked.wanted, fitted)
        shown = {column: column for column in placed.columns if column != WITHIN_MARGIN}
        self.desk.keep(name, Select(shown, replace(placed, order_by=())))

    def _until(self, lines: Lines, until: date | None) -> Lines:
        if until is None:
            return lines
        after = day(until + timedelta(days=1))
        self.desk.name(KNOWN, f"SELECT * FROM {lines.relation} WHERE ordered_at < {after}")
        return replace(lines, relation=KNOWN, plain=KNOWN)
