"""What a rating from a workspace joins to the totals: first purchases, interactions, attributes of customers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from shuke.engines.duckdb import DuckDB
from shuke.errors import SchemeError
from shuke.ingest.carried import OF_CUSTOMERS, TABLE_ROWS, Carried
from shuke.ingest.customers import Matched, match, take_in_customers
from shuke.ingest.intake import Intake
from shuke.ingest.interactions import Interactions, summed_up
from shuke.rating import CUSTOMERS, Options, carry_along, mask_texts, spell
from shuke.scheme.builtin import BUILTIN
from shuke.scheme.document import Document
from shuke.scheme.model import Scheme
from shuke.scheme.needs import asked_at, closure
from shuke.stages import metrics as measured
from shuke.stages import own
from shuke.stages.metrics import Question
from shuke.stages.orders import Lines
from shuke.stages.relation import day
from shuke.store.segments import Segments
from shuke.workspace.beside import customers_of, interactions_of
from shuke.workspace.content import Content
from shuke.workspace.relations import BESIDE


@dataclass
class Sides:
    """The tables beside the order lines of one rating, and what there is to tell of them."""

    engine: DuckDB
    segments: Segments
    content: Content
    scheme: Scheme
    options: Options
    document: Document
    contacts: Interactions | None = None
    matched: Matched | None = None
    carried: tuple[Carried, ...] = ()
    masked: dict[str, str] = field(default_factory=dict)
    notes: list[tuple[str, dict[str, object]]] = field(default_factory=list)
    customers: Path | None = None
    # Interactions after this day are left out, as if they were not known yet.
    until: date | None = None

    def keep(self, lines: Lines, question: Question) -> Sequence[str]:
        """Keep the relations that are joined to the totals; return their names."""
        engine, sides = self.engine, []
        if any(BUILTIN[name].table == "history" for name in question.builtin):
            engine.keep("first_purchases", measured.history(lines, question))
            sides.append("first_purchases")
        if self.options.interactions is not None and interactions_of(engine, self.segments, self.content):
            self.contacts = summed_up(engine, lines.plain)
            if own.kinds_of_interaction(question):
                known = self.contacts.relation
                if self.until is not None:
                    known = f"(SELECT * FROM {known} WHERE occurred_on <= {day(self.until)}) AS known_interactions"
                engine.keep("interaction_counts", own.interactions(known, question))
                sides.append("interaction_counts")
        for side in own.counted(lines, question):
            engine.keep(side.name, side.select)
            sides.append(side.name)
        needed = {one for name in question.metrics for one in question.closure(name)}
        wanted = {name: one for name, one in self.scheme.attributes.items() if name in needed}
        if self.options.customers is not None and (wanted or self.options.carry):
            self.customers = customers_of(engine, self.segments, self.content)
        if self.customers is not None and wanted:
            relation, unclear = take_in_customers(engine, self.customers, self.options.reading, wanted, self.document)
            sides.append(relation)
            self.notes += spell(engine, relation, wanted, unclear)
            self.matched = match(engine, CUSTOMERS, lines.plain)
        return sides

    def carry(self, intake: Intake, columns: Sequence[str]) -> None:
        """Put the attributes that are carried along beside the rated table's columns, and mask what is personal."""
        engine, options = self.engine, self.options
        if options.carry:
            held = replace(intake, loaded=tuple(replace(one, carried=BESIDE) for one in intake.loaded))
            self.carried = carry_along(engine, held, self.customers, options, columns)
            if self.matched is None and any("t." in one.expression for one in self.carried):
                self.matched = match(engine, CUSTOMERS, intake.lines.plain, TABLE_ROWS, OF_CUSTOMERS)
        if not options.raw_ids:
            self.masked = mask_texts(engine, self.scheme, self.carried)


def check_costs(scheme: Scheme, document: Document, wanted: Sequence[str]) -> None:
    """Refuse a metric that looks at what lines cost, which a workspace does not keep.

    Raises:
        SchemeError: there is one.
    """
    for name in wanted:
        if any(BUILTIN[one].table == "costs" for one in closure(scheme, (name,)) if one in BUILTIN):
            place = document.where(asked_at(scheme, name))
            raise SchemeError("line_column_missing", place, column="cost", metric=name)


__all__ = ["Sides", "check_costs"]
