"""A rating pushed down to the engine that holds the lines: every step runs there, and only its answers come out.

What comes out is the rated table, one row per rated customer, and figures: counts, sums, break values, and a bounded
number of rejected rows. They lie in the embedded engine then, where report, workbook and explanations find them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

from shuke.compile.capabilities import CAPABILITIES
from shuke.engines.address import Address, address
from shuke.engines.connect import connect
from shuke.engines.duckdb import DuckDB
from shuke.engines.engine import TableEngine
from shuke.errors import DataError, SchemeError, UsageError, Where
from shuke.ingest.account import Account
from shuke.ingest.customers import RELATION
from shuke.ingest.customers import ROWS as CUSTOMER_ROWS
from shuke.ingest.decisions import check_decisions
from shuke.ingest.holds import hold_drift, hold_rejected
from shuke.ingest.intake import Intake, check_reading
from shuke.ingest.interactions import ROWS as CONTACT_ROWS
from shuke.ingest.policies import anonymous, blank_keys, refunds, statuses, unnumbered, walk_ins, zero_orders
from shuke.ingest.policies.policy import chosen
from shuke.ingest.policies.registry import POLICIES, agreed
from shuke.ingest.rejected_form import MASK, PERSONAL
from shuke.ingest.tables import lines as tables
from shuke.ingest.tables import sides
from shuke.ingest.tables.rejected import bring_rejected
from shuke.ingest.tables.source import Source, open_table
from shuke.privacy.cells import mask_columns, mask_rejected
from shuke.privacy.replace import Replaced
from shuke.rating import (
    ALWAYS,
    CUSTOMERS,
    LEFT_OUT,
    PLACED,
    RATED,
    Asked,
    Computed,
    Gathered,
    Options,
    Rating,
    Step,
    Steps,
    Told,
    ask,
    excluding,
    mask_texts,
    placed_table,
    prove,
    rate,
    replace_ids,
)
from shuke.scheme.builtin import BUILTIN, figure
from shuke.scheme.model import Quantiles, Scheme
from shuke.scheme.needs import closure
from shuke.stages import metrics as measured
from shuke.stages import own
from shuke.stages.fitted import Fitted
from shuke.stages.metrics import TYPES, Question
from shuke.stages.orders import Lines
from shuke.stages.relation import Select

# Policies that tables can be read with; the others want rows side by side, or texts that people typed.
POLICIES_OF_TABLES: Mapping[str, frozenset[str]] = {
    blank_keys.POLICY.name: frozenset({"known", "none", "only"}),
    anonymous.POLICY.name: frozenset({"reject", "exclude"}),
    unnumbered.POLICY.name: frozenset({"each", "day"}),
    statuses.POLICY.name: frozenset({"ask", "exclude", "keep"}),
    walk_ins.POLICY.name: frozenset({"keep", "exclude"}),
    refunds.POLICY.name: frozenset({"net", "exclude", "separate"}),
    zero_orders.POLICY.name: frozenset({"neither", "purchase"}),
}


def rate_by(
    engine: str | None, sources: object, text: str, options: Options, step: Step | None = None, *, name: str = "scheme"
) -> Rating:
    """Return the rating of the sources' customers: by the embedded engine, or by the one that a URL names.

    Raises:
        SchemeError: the scheme is wrong, or needs a table that was not given.
        UsageError: the options cannot be meant, or the engine cannot do what they ask.
        DataError: the sources cannot be used.
    """
    if engine is None:
        return rate(sources, text, options, step, name=name)
    names = [sources] if isinstance(sources, str | Path) else sources
    if not isinstance(names, Sequence) or not names or not all(isinstance(one, str | Path) for one in names):
        raise UsageError("engine_wants_tables")
    return rate_there([str(one) for one in names], address(engine), text, options, step, name=name)


def rate_there(
    names: Sequence[str],
    address: Address,
    text: str,
    options: Options,
    step: Step | None = None,
    *,
    name: str = "scheme",
) -> Rating:
    """Return the rating of the customers in some tables of an engine, computed in that engine.

    Raises:
        SchemeError: the scheme is wrong, or needs a table that was not given.
        UsageError: the options cannot be meant, or the engine cannot do what they ask.
        DataError: the tables cannot be used.
    """
    proved = prove(text, name)
    options = replace(options, reading=agreed(options.reading))
    asked = ask(proved, options)
    plan(address.engine, asked.scheme, options)
    desk = DuckDB(memory_limit=options.memory_limit, threads=options.threads)
    try:
        check_decisions(options.reading.decisions)
        check_reading(desk, options.reading)
        engine = connect(address, options.memory_limit)
        try:
            return Pushed(engine, desk, asked, options, step, list(names), address).go()
        finally:
            engine.close()
    except BaseException:
        desk.close()
        raise


def plan(engine: str, scheme: Scheme, options: Options) -> None:
    """Pass what an engine can do; it is known before anything runs.

    Raises:
        UsageError: it cannot do something that the scheme or the options ask for.
    """
    capability, reading = CAPABILITIES[engine], options.reading
    for name, score in scheme.scores.items():
        if isinstance(score, Quantiles) and score.ties == "split" and "place_by_id" in capability.lacks:
            raise UsageError("engine_cannot_split_ties", engine=capability.title, score=name)
    given = {
        "encoding": reading.encoding is not None,
        "sheet": bool(reading.sheets),
        "date-format": reading.date_format is not None,
        "carry": bool(options.carry),
    }
    for metric in closure(scheme, (*scheme.metrics, *options.metrics)):
        if metric in BUILTIN and BUILTIN[metric].table == "costs":
            raise UsageError("metric_for_files", metric=metric)
    for option, asked in given.items():
        if asked:
            raise UsageError("option_for_files", option=f"--{option}")
    if options.foresee is not None:
        raise UsageError("predict_for_files")
    for name, policy in POLICIES.items():
        choice = chosen(reading, policy).choice
        if choice != policy.default and choice not in POLICIES_OF_TABLES.get(name, frozenset()):
            raise UsageError("policy_for_files", name=name, value=choice)


class Pushed(Steps):
    """The steps of a rating in the engine that holds the lines; the embedded ``desk`` gets the answers."""

    def __init__(
        self,
        engine: TableEngine,
        desk: DuckDB,
        asked: Asked,
        options: Options,
        step: Step | None,
        names: Sequence[str],
        address: Address,
    ) -> None:
        super().__init__(engine, desk, asked, options, step)
        self.there, self.names, self.address = engine, names, address
        self.reading = replace(options.reading, carried=tuple(own.line_columns(asked.scheme)))
        # The desk has no orders of its own to ask for what refunds took.
        self.besides = tuple(one for one in ALWAYS if one not in asked.wanted)
        self.sources: list[Source] = []

    def gather(self) -> Gathered:
        """Read the tables where they are, count every row and cent, and add up every customer seen."""
        self.step("read")
        sources = [open_table(self.there, name, self.reading) for name in self.names]
        self._check_line_columns(sources)
        lines, facts = tables.take_in_tables(self.there, sources)
        last = tables.last_day(sources, facts, dated=self.options.as_of is not None)
        if last is not None:
            self.reading = replace(self.reading, latest=last)
            sources = [replace(source, reading=replace(source.reading, latest=last)) for source in sources]
            lines, facts = tables.take_in_tables(self.there, sources, facts)
        self.sources = sources
        as_of = self.options.as_of or tables.latest_order_date(self.there, lines, facts)
        asked = self.asked.question(as_of, self.besides, self.options.reading.zero_orders)
        self.step("account")
        total, parts = tables.account(sources, facts, asked.window)
        hold_rejected(parts, self.reading)
        hold_drift(total, self.options.earlier, self.reading)
        self.step("orders")
        return Gathered(lines, asked, total, parts, self._add_up(lines, asked, total))

    def told(self, gathered: Gathered, columns: tuple[str, ...]) -> Told:
        """Bring the rejected rows to the desk, and leave nothing personal in what will be shown or written."""
        loaded = bring_rejected(self.there, self.desk, self.sources, gathered.total)
        currency = self.options.currency or self._currency(self.sources)
        replaced, masked = Replaced(), dict[str, str]()
        if not self.options.raw_ids:
            self._mask_rejected()
            masked = mask_texts(self.desk, self.scheme)
            headers = [source.meaning.header("customer_id") for source in self.sources]
            replaced = replace_ids(self.desk, self.scheme, headers)
        there = self.there
        computed = Computed(there.dialect, there.version, self.address, tuple(self.names), tuple(there.statements))
        intake = Intake(loaded, (), (), gathered.lines, self.reading)
        return Told(intake, currency, replaced, masked=masked, computed=computed)

    def _check_line_columns(self, sources: Sequence[Source]) -> None:
        """Refuse a scheme that looks at a column of order lines that no table has.

        Raises:
            SchemeError: there is such a column.
        """
        held = frozenset[str]().union(*(source.held for source in sources))
        for column, metric in own.line_columns(self.scheme).items():
            if column not in held:
                place = self.document.where(("metrics", metric, "where", column))
                raise SchemeError("line_column_missing", place, column=column, metric=metric)

    def _add_up(self, lines: Lines, asked: Question, total: Account) -> int:
        """Keep the totals of every customer seen in the period; return how many are seen at all.

        Raises:
            DataError: the table was changed while it was read.
        """
        self.engine.keep(CUSTOMERS, measured.customers(lines, asked))
        counted = self.engine.row(Select({"_n": "COUNT(*)", "_total": "COALESCE(SUM(monetary), 0)"}, CUSTOMERS))
        if Decimal(counted["_total"]) != total.inside.amount:
            if CAPABILITIES[self.engine.dialect].one_snapshot:
                self.check_money(counted["_total"], total)
            raise DataError("table_changed", Where(file=total.name))
        if not total.before.rows and not total.after.rows:
            return int(counted["_n"])
        others = Select({"_n": "COUNT(*)"}, (measured.elsewhere(lines, asked, CUSTOMERS),))
        return int(counted["_n"]) + int(self.engine.row(others)["_n"])

    def sides(self, gathered: Gathered) -> Sequence[str]:
        """Keep the relations that are joined to the totals; return their names."""
        return tuple(self._sides(gathered.lines, gathered.question))

    def _sides(self, lines: Lines, asked: Question) -> Iterator[str]:
        """Keep the relations that are joined to the totals; yield their names."""
        if any(BUILTIN[name].table == "history" for name in asked.builtin):
            self.engine.keep("first_purchases", measured.history(lines, asked))
            yield "first_purchases"
        source, reading = self.options.interactions, self.options.reading
        if source is not None:
            self.contacts = sides.keep_interactions(self.there, self.desk, source, reading, asked)
            if own.kinds_of_interaction(asked):
                yield sides.COUNTS
        for side in own.counted(lines, asked):
            self.engine.keep(side.name, side.select)
            yield side.name
        closure = {one for name in asked.metrics for one in asked.closure(name)}
        wanted = {name: one for name, one in self.scheme.attributes.items() if name in closure}
        if self.options.customers is not None and wanted:
            sides.keep_customers(self.there, self.desk, self.options.customers, reading, wanted, self.document)
            listed = CUSTOMER_ROWS if sides.is_file(self.options.customers) else None
            self.matched = replace(sides.match(self.there, CUSTOMERS), listed=listed)
            yield RELATION

    def place(self, fitted: Fitted) -> tuple[str, ...]:
        """Bring the rated table to the desk; return its columns in their order."""
        placed = placed_table(self.scheme, (*self.asked.wanted, *self.besides), fitted)
        self._bring(PLACED, replace(placed, order_by=()))
        if self.scheme.exclude:
            left = {"customer_id": "customer_id", "exclusion": "exclusion"}
            left.update({name: name for name in excluding(self.scheme)})
            kinds = {"customer_id": "VARCHAR", "exclusion": "VARCHAR"}
            self.there.bring(
                Select(left, LEFT_OUT), self.desk, LEFT_OUT, {**kinds, **self._metric_kinds(excluding(self.scheme))}
            )
        # Everybody who bought is rated or left out, so the figures of buyers are theirs.
        self.desk.define(CUSTOMERS, Select({name: name for name in ("customer_id", *ALWAYS)}, PLACED))
        return self.shown(placed.columns)

    def _bring(self, name: str, placed: Select) -> None:
        """Bring a relation over the rated customers; its types are those that the embedded engine gives it."""
        metrics = (*self.asked.wanted, *self.besides)
        empty = {column: f"CAST(NULL AS {kind})" for column, kind in self._metric_kinds(metrics).items()}
        nobody = Select({"customer_id": "CAST(NULL AS VARCHAR)", **empty}, "(SELECT 1) AS nobody", ("FALSE",))
        self.desk.define(RATED, nobody)
        self.desk.define("shape", placed)
        kinds = {row[0]: row[1] for row in self.desk.run("DESCRIBE shape")}
        self.there.bring(placed, self.desk, name, kinds)

    def _metric_kinds(self, metrics: Sequence[str]) -> dict[str, str]:
        known = {name: figure(self.scheme, name) for name in metrics}
        return {name: TYPES[one.kind] for name, one in known.items() if one is not None}

    def _currency(self, sources: Sequence[Source]) -> str | None:
        found = tables.currencies(self.there, sorted(frozenset[str]().union(*(source.held for source in sources))))
        return found[0] if len(found) == 1 else None

    def _mask_rejected(self) -> None:
        """Mask personal values among rejected rows."""
        if self.contacts is not None and self.contacts.rejected:
            mask_columns(self.desk, CONTACT_ROWS, MASK, (), only=("value_shown",))
        for number, source in enumerate(self.sources):
            mask_rejected(self.desk, f"lines_{number}")
            hidden = [place for place, name in enumerate(source.meaning.columns) if name in PERSONAL]
            mask_columns(self.desk, f"rejected_cells_{number}", MASK, {f"k{place}" for place in hidden})
