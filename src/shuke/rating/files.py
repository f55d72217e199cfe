"""A rating of files, or of tables that live in Python: read, accounted for to the cent, and placed.

A Parquet file of one source is read in place; where an identifier of it turns out not to be in its final form, the
whole is done once more from converted lines.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from shuke.engines.duckdb import DuckDB, Unreadable, Untidy
from shuke.errors import DataError, SchemeError, Where
from shuke.ingest.account import account
from shuke.ingest.ahead import last_day
from shuke.ingest.alike import ALIKE, suggest
from shuke.ingest.carried import OF_CUSTOMERS, TABLE_ROWS, Carried, line_columns
from shuke.ingest.customers import match, take_in_customers
from shuke.ingest.facts import far_ahead, latest_order_date, one_line_per_order
from shuke.ingest.files import shown
from shuke.ingest.forms.likeness import alike
from shuke.ingest.holds import hold_drift, hold_rejected, not_one
from shuke.ingest.intake import ACCEPTED, Intake, currency, take_in
from shuke.ingest.interactions import ROWS as CONTACT_ROWS
from shuke.ingest.interactions import take_in_interactions
from shuke.ingest.policies import blank_keys, trials
from shuke.ingest.policies.found import Found, look
from shuke.ingest.policies.registry import agreed
from shuke.ingest.rejected_form import MASK, PERSONAL
from shuke.ingest.rejects import spread_cells
from shuke.ingest.roles import by_role
from shuke.ingest.settling import single
from shuke.privacy.cells import mask_columns, mask_rejected
from shuke.privacy.names import keep_names
from shuke.privacy.replace import Replaced, replace_personal_ids
from shuke.privacy.scan import Typed, typed_personal_data
from shuke.rating.asked import Asked, ask, prove
from shuke.rating.attributes import Note, carry_along, mask_texts, replace_ids, spell
from shuke.rating.foretold import Foretold, join
from shuke.rating.options import Options, Step
from shuke.rating.placing import CUSTOMERS, ELSEWHERE, PLACED, placed_table
from shuke.rating.rated import Rating
from shuke.rating.steps import Gathered, Steps, Told
from shuke.scheme.builtin import BUILTIN
from shuke.scheme.needs import asked_at
from shuke.scheme.needs import closure as closed
from shuke.stages import metrics as measured
from shuke.stages import own
from shuke.stages.fitted import Fitted
from shuke.stages.metrics import Question
from shuke.stages.orders import Lines
from shuke.stages.period import Window
from shuke.stages.relation import Select


def rate(sources: object, text: str, options: Options, step: Step | None = None, *, name: str = "scheme") -> Rating:
    """Return the rating of the sources' customers under the scheme that ``text`` says; ``name`` is shown for it.

    Raises:
        SchemeError: the scheme is wrong, or needs a table that was not given.
        UsageError: the options cannot be meant.
        DataError: the sources cannot be used.
    """
    proved = prove(text, name)
    options = replace(options, reading=agreed(options.reading))
    found = by_role(sources, options.reading, options.interactions, options.customers)
    options = replace(options, interactions=found.interactions, customers=found.customers)
    asked = ask(proved, options)
    engine = DuckDB(memory_limit=options.memory_limit, threads=options.threads)
    try:
        return Files(engine, asked, options, step, found.sources, found.notes).go()
    except Unreadable:
        engine.close()
        raise DataError("source_damaged", _place(found.sources)) from None
    except BaseException:
        engine.close()
        raise


def _place(sources: object) -> Where:
    """Return where damage is that shows only while a source is read in place; that is a source alone."""
    named = [sources] if isinstance(sources, str | Path) else sources
    if isinstance(named, Sequence) and len(named) == 1 and isinstance(named[0], str | Path):
        return Where(file=shown(Path(named[0]).name))
    return Where()


class Files(Steps):
    """The steps of a rating of files or tables, all of them in the embedded engine."""

    intake: Intake
    as_of: date
    foretold: Foretold | None = None

    def __init__(
        self, engine: DuckDB, asked: Asked, options: Options, step: Step | None, sources: object, notes: list[Note]
    ) -> None:
        super().__init__(engine, engine, asked, options, step)
        costs = ["cost"] if self._wants_costs((*asked.wanted, *asked.scheme.metrics)) else []
        lines = dict.fromkeys((*own.line_columns(asked.scheme), *line_columns(options.carry), *costs))
        self.sources, self.in_place = sources, True
        self.reading = replace(options.reading, carried=tuple(lines))
        self.notes = list(notes)
        self.found = Found()

    def go(self) -> Rating:
        """Run every step, and once more from converted lines if identifiers turn out to be untidy."""
        try:
            return super().go()
        except Untidy:
            self.in_place = False
            return super().go()

    def gather(self) -> Gathered:
        """Read the sources, add up every customer seen in them, and count every row and cent."""
        engine = self.desk
        self.step("read")
        intake = take_in(engine, self.sources, self.reading, in_place=self.in_place)
        last = last_day(engine, intake, self.reading, dated=self.options.as_of is not None)
        if last is not None:
            self.reading = replace(self.reading, latest=last)
            intake = take_in(engine, self.sources, self.reading, in_place=self.in_place)
        self._check_line_columns(intake)
        as_of = self.options.as_of or self._latest(intake)
        self.as_of = as_of
        asked = self.asked.question(as_of, self.besides, self.options.reading.zero_orders)
        self.step("orders")
        one = one_line_per_order(engine, intake, asked.window)
        self.intake = intake = replace(intake, lines=replace(intake.lines, one_line_per_order=one))
        seen = self._add_up(intake, asked)
        self.step("account")
        total, parts = account(engine, intake, asked.window)
        self.check_money(engine.run(f"SELECT COALESCE(SUM(monetary), 0) FROM {CUSTOMERS}")[0][0], total)
        hold_rejected(parts, self.reading)
        hold_drift(total, self.options.earlier, self.reading)
        self._look(intake, asked)
        return Gathered(intake.lines, asked, total, parts, seen)

    def _latest(self, intake: Intake) -> date:
        """Return the date of the latest order.

        Raises:
            DataError: no row was accepted; why is told.
        """
        try:
            return latest_order_date(self.desk, intake.lines)
        except DataError:
            raise not_one(account(self.desk, intake, Window(None, date.max))[0]) from None

    def _add_up(self, intake: Intake, asked: Question) -> int:
        """Keep the totals of every customer with a line in the period; return how many are seen at all."""
        self.desk.keep(CUSTOMERS, measured.customers(intake.lines, asked))
        in_place = any(one.in_place for one in intake.loaded)
        seen = self._heads(f"COUNT({intake.lines.final})", CUSTOMERS, in_place=in_place)
        self.desk.keep(ELSEWHERE, measured.elsewhere(intake.lines, asked, CUSTOMERS))
        return seen + self._heads("COUNT(customer_id)", ELSEWHERE, in_place=in_place)

    def _look(self, intake: Intake, asked: Question) -> None:
        """Note what policies notice and leave."""
        engine = self.desk
        self.found = look(engine, intake, asked.window, CUSTOMERS, ELSEWHERE)
        self.found.notes += alike(engine, CUSTOMERS)
        if self.options.as_of is None and (far := far_ahead(engine, intake.lines, asked.as_of)) is not None:
            day, (rows, days) = asked.as_of.isoformat(), far
            self.found.notes.append(("latest_far", {"as_of": day, "rows": f"{rows:,}", "days": f"{days:,}"}))

    def told(self, gathered: Gathered, columns: tuple[str, ...]) -> Told:
        """Carry what the options name, and leave nothing personal in what will be shown or written."""
        engine, intake, carried = self.desk, self.intake, self._carried(columns)
        self.notes += suggest(engine, intake)
        spread_cells(engine, intake)
        replaced, typed, masked = Replaced(), tuple[Typed, ...](), dict[str, str]()
        if not self.options.raw_ids:
            typed = self._mask_rejected()
            masked = mask_texts(engine, self.scheme, carried)
            replaced = self._replace_ids()
        found = replace(self.found, notes=[*self.found.notes, *self.notes])
        money = self.options.currency or currency(engine, intake)
        return Told(intake, money, replaced, typed, carried, masked, found, foretold=self.foretold)

    def _heads(self, count: str, source: str, *, in_place: bool) -> int:
        """Return how many customers a relation holds.

        Raises:
            Untidy: the source was read in place, and a key says that it is not known, or calls itself a test.
        """
        odd = f"{blank_keys.is_blank_here(self.reading)} OR {trials.says_test('customer_id')}"
        columns = {"count": count, **({"odd": f"COUNT(CASE WHEN {odd} THEN 1 END)"} if in_place else {})}
        row = self.desk.row(Select(columns, source))
        if row.get("odd"):
            raise Untidy
        return int(row["count"])

    def _check_line_columns(self, intake: Intake) -> None:
        """Refuse a scheme that looks at a column of order lines that no source has.

        Raises:
            SchemeError: there is such a column.
        """
        for name in self.asked.wanted:
            if self._wants_costs((name,)) and "cost" not in intake.columns:
                place = self.document.where(asked_at(self.scheme, name))
                raise SchemeError("line_column_missing", place, column="cost", metric=name)
        for column, metric in own.line_columns(self.scheme).items():
            if column not in intake.columns:
                place = self.document.where(("metrics", metric, "where", column))
                raise SchemeError("line_column_missing", place, column=column, metric=metric)

    def sides(self, gathered: Gathered) -> Sequence[str]:
        """Keep the relations that are joined to the totals; return their names."""
        asked, intake, sides = gathered.question, self.intake, list[str]()
        if any(BUILTIN[name].table == "history" for name in asked.builtin):
            self.desk.keep("first_purchases", measured.history(replace(self._lines(), one_line_per_order=False), asked))
            sides.append("first_purchases")
        if self._wants_costs(asked.metrics):
            first = next(one for one in intake.loaded if "cost" in one.columns)
            place = Where(first.raw.name, column=first.meaning.header("cost"))
            cost = single.carried(self.desk, ACCEPTED, "cost", place, self.reading)
            self.desk.keep("line_costs", measured.costs(self._lines(), asked, cost))
            sides.append("line_costs")
            self._tell_costs()
        if self.options.interactions is not None:
            source, reading, lines = self.options.interactions, self.options.reading, intake.lines.plain
            self.contacts = take_in_interactions(self.desk, source, reading, lines)
            if own.kinds_of_interaction(asked):
                self.desk.keep("interaction_counts", own.interactions(self.contacts.relation, asked))
                sides.append("interaction_counts")
        for side in own.counted(self._lines(), asked):
            self.desk.keep(side.name, side.select)
            sides.append(side.name)
        wanted = {name: one for name, one in self.scheme.attributes.items() if name in self._closure(asked)}
        if self.options.customers is not None and wanted:
            source, reading = self.options.customers, self.options.reading
            relation, unclear = take_in_customers(self.desk, source, reading, wanted, self.document)
            sides.append(relation)
            self.notes += spell(self.desk, relation, wanted, unclear)
            self.matched = match(self.desk, CUSTOMERS, intake.lines.plain)
        return tuple(sides)

    def _wants_costs(self, names: Sequence[str]) -> bool:
        """Tell whether a metric looks at what lines cost."""
        closure = (one for name in names for one in closed(self.scheme, (name,)))
        return any(BUILTIN[name].table == "costs" for name in closure if name in BUILTIN)

    def _tell_costs(self) -> None:
        """Tell of customers of whom a line says no cost."""
        count = self.desk.run("SELECT COUNT(*) FROM line_costs WHERE line_cost IS NULL")[0][0]
        if count:
            self.notes.append(("costs_missing", {"count": f"{count:,}"}))

    @staticmethod
    def _closure(asked: Question) -> set[str]:
        return {one for name in asked.metrics for one in asked.closure(name)}

    def _lines(self) -> Lines:
        columns = self.desk.columns(ACCEPTED)
        return Lines(ACCEPTED, ACCEPTED, has_order_id="order_id" in columns, blank_order_ids="order_id" in columns)

    def place(self, fitted: Fitted) -> tuple[str, ...]:
        """Keep the rated table with what is predicted, if that is asked for; return its columns."""
        columns = self._placed(fitted)
        if self.options.foresee is None:
            return columns
        self.step("predict")
        lines = replace(self.intake.lines, one_line_per_order=False)
        told = self.options.foresee(self.desk, lines, self.as_of, self.options.reading.zero_orders)
        # A name that only the workbook shows is not given twice either.
        self.foretold = join(self.desk, told, ("customer_name",))
        return (*columns, *self.foretold.shown)

    def _placed(self, fitted: Fitted) -> tuple[str, ...]:
        """Keep the rated table, with the customers' names where the sources have them; return its columns."""
        if "customer_name" not in self.intake.columns:
            return super().place(fitted)
        placed = placed_table(self.scheme, (*self.asked.wanted, *self.besides), fitted)
        keep_names(self.desk, ACCEPTED, raw=self.options.raw_ids)
        self.desk.define("unnamed_customers", replace(placed, order_by=()))
        named = {**{name: name for name in placed.columns}, "customer_name": "customer_name"}
        self.desk.keep(PLACED, Select(named, "unnamed_customers LEFT JOIN customer_names USING (customer_id)"))
        return self.shown(placed.columns)

    def _carried(self, columns: tuple[str, ...]) -> tuple[Carried, ...]:
        """Put the attributes that are carried along beside the rated table's columns."""
        if not self.options.carry:
            return ()
        carried = carry_along(self.desk, self.intake, self.options.customers, self.options, columns)
        if self.matched is None and any("t." in one.expression for one in carried):
            self.matched = match(self.desk, CUSTOMERS, self.intake.lines.plain, TABLE_ROWS, OF_CUSTOMERS)
        return carried

    def _mask_rejected(self) -> tuple[Typed, ...]:
        """Mask personal values among rejected rows; return what was seen in columns that are not read."""
        typed: list[Typed] = []
        for number, loaded in enumerate(self.intake.loaded):
            if not loaded.in_place:
                mask_rejected(self.desk, f"lines_{number}")
                hidden = [place for place, name in enumerate(loaded.meaning.columns) if name in PERSONAL]
                mask_columns(self.desk, f"rejected_cells_{number}", MASK, {f"k{place}" for place in hidden})
            typed += typed_personal_data(self.desk, loaded.raw, loaded.meaning.columns)
        if self.contacts is not None:
            mask_columns(self.desk, CONTACT_ROWS, MASK, (), only=("value_shown",))
        return tuple(typed)

    def _replace_ids(self) -> Replaced:
        """Replace ids that are personal, those of customers who are suspected to be one too."""
        headers = [loaded.meaning.header("customer_id") for loaded in self.intake.loaded]
        replaced = replace_ids(self.desk, self.scheme, headers)
        if any(key == "alike_customers" for key, _ in self.notes):
            replace_personal_ids(self.desk, ALIKE, headers, list(replaced.kinds))
        return replaced
