"""What a rating from a workspace joins to the totals: first purchases, interactions, attributes of customers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from shuke.engines.duckdb import DuckDB
from shuke.errors import SchemeError
from shuke.ingest.attributes import simplify_name
from shuke.ingest.carried import OF_CUSTOMERS, OF_LINES, TABLE_ROWS, Carried, carry
from shuke.ingest.customers import Matched, match, take_in_customers
from shuke.ingest.intake import Intake
from shuke.ingest.interactions import Interactions, summed_up
from shuke.privacy.attributes import mask_attributes
from shuke.privacy.regions import unify
from shuke.rating import CUSTOMERS, LEFT_OUT, PLACED, Options
from shuke.scheme.builtin import BUILTIN
from shuke.scheme.document import Document
from shuke.scheme.model import Attribute, Scheme
from shuke.scheme.needs import asked_at, closure
from shuke.stages import metrics as measured
from shuke.stages import own
from shuke.stages.metrics import Question
from shuke.stages.orders import Lines
from shuke.stages.relation import identifier
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

    def keep(self, lines: Lines, question: Question) -> Sequence[str]:
        """Keep the relations that are joined to the totals; return their names."""
        engine, sides = self.engine, []
        if any(BUILTIN[name].table == "history" for name in question.builtin):
            engine.keep("first_purchases", measured.history(lines, question))
            sides.append("first_purchases")
        if self.options.interactions is not None and interactions_of(engine, self.segments, self.content):
            self.contacts = summed_up(engine, lines.plain)
            if own.kinds_of_interaction(question):
                engine.keep("interaction_counts", own.interactions(self.contacts.relation, question))
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
            self._spell(relation, wanted, unclear)
            self.matched = match(engine, CUSTOMERS, lines.plain)
        return sides

    def _spell(self, relation: str, wanted: Mapping[str, Attribute], unclear: int) -> None:
        """Bring places into one spelling each; tell it, and flags that are not understood."""
        for name, one in wanted.items():
            if one.type == "text" and simplify_name(one.attribute) == "region":
                spellings, rows = unify(self.engine, relation, f"attribute_{name}")
                if spellings:
                    self.notes.append(("regions_joined", {"spellings": f"{spellings:,}", "rows": f"{rows:,}"}))
        if unclear:
            self.notes.append(("opt_out_unclear", {"rows": f"{unclear:,}"}))

    def carry(self, intake: Intake, columns: Sequence[str]) -> None:
        """Put the attributes that are carried along beside the rated table's columns, and mask what is personal."""
        engine, options = self.engine, self.options
        if options.carry:
            taken = (*engine.columns(PLACED), *columns, "customer_name")
            held = replace(intake, loaded=tuple(replace(one, carried=BESIDE) for one in intake.loaded))
            self.carried = carry(engine, held, self.customers, options.reading, options.carry, taken)
            if self.matched is None and any("t." in one.expression for one in self.carried):
                self.matched = match(engine, CUSTOMERS, intake.lines.plain, TABLE_ROWS, OF_CUSTOMERS)
            added = ", ".join(f"{one.expression} AS {identifier(one.column)}" for one in self.carried)
            engine.run(
                f"CREATE OR REPLACE TEMP TABLE {PLACED} AS SELECT p.*, {added} FROM {PLACED} AS p "
                f"LEFT JOIN {OF_CUSTOMERS} AS t USING (customer_id) LEFT JOIN {OF_LINES} AS l USING (customer_id)"
            )
        if options.raw_ids:
            return
        texts = {name: one.attribute for name, one in self.scheme.attributes.items() if one.type == "text"}
        named = {**texts, **{one.column: one.header for one in self.carried}}
        placed = set(engine.columns(PLACED))
        self.masked = mask_attributes(engine, PLACED, {name: one for name, one in named.items() if name in placed})
        if self.scheme.exclude:
            left = set(engine.columns(LEFT_OUT))
            mask_attributes(engine, LEFT_OUT, {name: one for name, one in texts.items() if name in left})


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
