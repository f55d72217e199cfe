"""A rating pushed down to the engine that holds the lines: every step runs there, and only its answers come out.

What comes out is the rated table, one row per rated customer, and figures: counts, sums, break values, and a bounded
number of rejected rows. They lie in the embedded engine then, where report, workbook and explanations find them.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

from shuke.compile.capabilities import CAPABILITIES
from shuke.engines.address import Address, address
from shuke.engines.connect import connect
from shuke.engines.duckdb import DuckDB
from shuke.engines.engine import TableEngine
from shuke.errors import DataError, SchemeError, UsageError, Where, ensure
from shuke.fitting import Fitting
from shuke.grace import give_grace
from shuke.ingest.account import Account
from shuke.ingest.customers import RELATION, Matched
from shuke.ingest.customers import ROWS as CUSTOMER_ROWS
from shuke.ingest.decisions import check_decisions
from shuke.ingest.holds import hold_drift, hold_rejected
from shuke.ingest.intake import Intake, check_reading
from shuke.ingest.interactions import ROWS as CONTACT_ROWS
from shuke.ingest.interactions import Interactions as Contacts
from shuke.ingest.policies import anonymous, blank_keys, refunds, statuses, unnumbered, walk_ins, zero_orders
from shuke.ingest.policies.found import Found
from shuke.ingest.policies.policy import chosen
from shuke.ingest.policies.registry import POLICIES, agreed
from shuke.ingest.rejected_form import MASK, PERSONAL
from shuke.ingest.tables import lines as tables
from shuke.ingest.tables import sides
from shuke.ingest.tables.rejected import bring_rejected
from shuke.ingest.tables.source import Source, open_table
from shuke.privacy.attributes import mask_attributes
from shuke.privacy.cells import mask_columns, mask_rejected
from shuke.privacy.replace import Replaced, replace_personal_ids
from shuke.rating import (
    ALWAYS,
    CUSTOMERS,
    LEFT_OUT,
    PLACED,
    RATED,
    Computed,
    Options,
    Rating,
    Step,
    check_kept,
    excluding,
    name_rated,
    placed_table,
    rate,
    require_tables,
    wanted_metrics,
)
from shuke.scheme.builtin import BUILTIN, figure
from shuke.scheme.document import Document
from shuke.scheme.lint import Finding, require_sound
from shuke.scheme.model import Quantiles, Scheme
from shuke.scheme.needs import closure
from shuke.scheme.parse import parse, self_contained
from shuke.stages import metrics as measured
from shuke.stages import own
from shuke.stages.fitted import Fitted
from shuke.stages.metrics import TYPES, Question
from shuke.stages.orders import Lines
from shuke.stages.period import window
from shuke.stages.places import WITHIN_MARGIN
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
    parsed, document = parse(text, name)
    findings = require_sound(parsed, document)
    text = self_contained(text, name)
    options = replace(options, reading=agreed(options.reading))
    check_kept(parsed, options)
    wanted = wanted_metrics(parsed, options)
    missing = require_tables(parsed, document, wanted, options)
    plan(address.engine, parsed, options)
    desk = DuckDB(memory_limit=options.memory_limit, threads=options.threads)
    try:
        check_decisions(options.reading.decisions)
        check_reading(desk, options.reading)
        engine = connect(address, options.memory_limit)
        try:
            run = _Run(engine, desk, parsed, document, text, findings, wanted, missing, options, step)
            return run.go(list(names), address)
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
    for name, policy in POLICIES.items():
        choice = chosen(reading, policy).choice
        if choice != policy.default and choice not in POLICIES_OF_TABLES.get(name, frozenset()):
            raise UsageError("policy_for_files", name=name, value=choice)


class _Run:
    """The steps of one rating, in the order of the data's way; the embedded ``desk`` gets the answers."""

    def __init__(
        self,
        engine: TableEngine,
        desk: DuckDB,
        scheme: Scheme,
        document: Document,
        text: str,
        findings: tuple[Finding, ...],
        wanted: tuple[str, ...],
        missing: Mapping[str, int | str],
        options: Options,
        step: Step | None,
    ) -> None:
        self.engine, self.desk = engine, desk
        self.scheme, self.document, self.text, self.findings = scheme, document, text, findings
        self.wanted, self.missing, self.options = wanted, missing, options
        self.reading = replace(options.reading, carried=tuple(own.line_columns(scheme)))
        self.besides = tuple(one for one in ALWAYS if one not in wanted)
        self.timings: dict[str, float] = {}
        self.matched: Matched | None = None
        self.contacts: Contacts | None = None
        self._report = step or (lambda key: None)
        self._started = time.perf_counter()

    def go(self, names: Sequence[str], address: Address) -> Rating:
        """Run every step."""
        self._step("read")
        sources = [open_table(self.engine, name, self.reading) for name in names]
        self._check_line_columns(sources)
        lines, facts = tables.take_in_tables(self.engine, sources)
        last = tables.last_day(sources, facts, dated=self.options.as_of is not None)
        if last is not None:
            self.reading = replace(self.reading, latest=last)
            sources = [replace(source, reading=replace(source.reading, latest=last)) for source in sources]
            lines, facts = tables.take_in_tables(self.engine, sources, facts)
        as_of = self.options.as_of or tables.latest_order_date(self.engine, lines, facts)
        asked = self._question(as_of)
        self._step("account")
        total, parts = tables.account(sources, facts, asked.window)
        hold_rejected(parts, self.reading)
        hold_drift(total, self.options.earlier, self.reading)
        self._step("orders")
        seen = self._add_up(lines, asked, total)
        self._step("metrics")
        rated, excluded = self._measure(lines, asked)
        self._step("fit")
        fitting = Fitting(self.engine, self.scheme, RATED, rated)
        fitted = self.options.kept.fitted if self.options.kept else fitting.go()
        self._step("place")
        columns = self._place(fitted)
        loaded = bring_rejected(self.engine, self.desk, sources, total)
        currency = self.options.currency or self._currency(sources)
        replaced, masked = Replaced(), dict[str, str]()
        if not self.options.raw_ids:
            replaced, masked = self._protect(sources)
        raw = self.options.raw_ids
        give_grace(self.desk, PLACED, self.scheme, self.options.stood, as_of, replaced, raw)
        self._step("done")
        return Rating(
            self.desk,
            self.scheme,
            self.text,
            self.options,
            Intake(loaded, (), (), lines, self.reading),
            asked,
            fitted,
            self.findings,
            total,
            tuple(parts),
            seen,
            rated,
            excluded,
            currency,
            replaced,
            (),
            (),
            masked,
            Found(),
            columns,
            {name: spread for name, spread in fitting.spreads.items() if spread is not None},
            self.timings,
            self.matched,
            Computed(self.engine.dialect, self.engine.version, address, tuple(names), tuple(self.engine.statements)),
            self.contacts,
        )

    def _question(self, as_of: date) -> Question:
        return Question(
            (*self.wanted, *self.besides),
            as_of,
            window(as_of, self.scheme.period),
            self.options.reading.zero_orders,
            self.missing,
            self.scheme,
        )

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
                ensure(False, "customers' totals differ from the lines of the period")
            raise DataError("table_changed", Where(file=total.name))
        if not total.before.rows and not total.after.rows:
            return int(counted["_n"])
        others = Select({"_n": "COUNT(*)"}, (measured.elsewhere(lines, asked, CUSTOMERS),))
        return int(counted["_n"]) + int(self.engine.row(others)["_n"])

    def _measure(self, lines: Lines, asked: Question) -> tuple[int, dict[str, int]]:
        return name_rated(
            self.engine, self.scheme, asked, own.rated(CUSTOMERS, asked, tuple(self._sides(lines, asked)))
        )

    def _sides(self, lines: Lines, asked: Question) -> Iterator[str]:
        """Keep the relations that are joined to the totals; yield their names."""
        if any(BUILTIN[name].table == "history" for name in asked.builtin):
            self.engine.keep("first_purchases", measured.history(lines, asked))
            yield "first_purchases"
        source, reading = self.options.interactions, self.options.reading
        if source is not None:
            self.contacts = sides.keep_interactions(self.engine, self.desk, source, reading, asked)
            if own.kinds_of_interaction(asked):
                yield sides.COUNTS
        for side in own.counted(lines, asked):
            self.engine.keep(side.name, side.select)
            yield side.name
        closure = {one for name in asked.metrics for one in asked.closure(name)}
        wanted = {name: one for name, one in self.scheme.attributes.items() if name in closure}
        if self.options.customers is not None and wanted:
            sides.keep_customers(self.engine, self.desk, self.options.customers, reading, wanted, self.document)
            listed = CUSTOMER_ROWS if sides.is_file(self.options.customers) else None
            self.matched = replace(sides.match(self.engine, CUSTOMERS), listed=listed)
            yield RELATION

    def _place(self, fitted: Fitted) -> tuple[str, ...]:
        """Bring the rated table to the desk; return its columns in their order."""
        placed = placed_table(self.scheme, (*self.wanted, *self.besides), fitted)
        self._bring(PLACED, replace(placed, order_by=()))
        if self.scheme.exclude:
            left = {"customer_id": "customer_id", "exclusion": "exclusion"}
            left.update({name: name for name in excluding(self.scheme)})
            kinds = {"customer_id": "VARCHAR", "exclusion": "VARCHAR"}
            self.engine.bring(
                Select(left, LEFT_OUT), self.desk, LEFT_OUT, {**kinds, **self._metric_kinds(excluding(self.scheme))}
            )
        # Everybody who bought is rated or left out, so the figures of buyers are theirs.
        self.desk.define(CUSTOMERS, Select({name: name for name in ("customer_id", *ALWAYS)}, PLACED))
        return tuple(name for name in placed.columns if name not in (*self.besides, WITHIN_MARGIN))

    def _bring(self, name: str, placed: Select) -> None:
        """Bring a relation over the rated customers; its types are those that the embedded engine gives it."""
        metrics = (*self.wanted, *self.besides)
        empty = {column: f"CAST(NULL AS {kind})" for column, kind in self._metric_kinds(metrics).items()}
        nobody = Select({"customer_id": "CAST(NULL AS VARCHAR)", **empty}, "(SELECT 1) AS nobody", ("FALSE",))
        self.desk.define(RATED, nobody)
        self.desk.define("shape", placed)
        kinds = {row[0]: row[1] for row in self.desk.run("DESCRIBE shape")}
        self.engine.bring(placed, self.desk, name, kinds)

    def _metric_kinds(self, metrics: Sequence[str]) -> dict[str, str]:
        known = {name: figure(self.scheme, name) for name in metrics}
        return {name: TYPES[one.kind] for name, one in known.items() if one is not None}

    def _currency(self, sources: Sequence[Source]) -> str | None:
        found = tables.currencies(self.engine, sorted(frozenset[str]().union(*(source.held for source in sources))))
        return found[0] if len(found) == 1 else None

    def _protect(self, sources: Sequence[Source]) -> tuple[Replaced, dict[str, str]]:
        """Leave nothing personal in what will be shown or written."""
        if self.contacts is not None and self.contacts.rejected:
            mask_columns(self.desk, CONTACT_ROWS, MASK, (), only=("value_shown",))
        for number, source in enumerate(sources):
            mask_rejected(self.desk, f"lines_{number}")
            hidden = [place for place, name in enumerate(source.meaning.columns) if name in PERSONAL]
            mask_columns(self.desk, f"rejected_cells_{number}", MASK, {f"k{place}" for place in hidden})
        texts = {name: one.attribute for name, one in self.scheme.attributes.items() if one.type == "text"}
        held = set(self.desk.columns(PLACED))
        masked = mask_attributes(self.desk, PLACED, {name: one for name, one in texts.items() if name in held})
        headers = [source.meaning.header("customer_id") for source in sources]
        replaced = replace_personal_ids(self.desk, PLACED, headers)
        if self.scheme.exclude:
            left = set(self.desk.columns(LEFT_OUT))
            mask_attributes(self.desk, LEFT_OUT, {name: one for name, one in texts.items() if name in left})
            known = ["person_name"] if "person_name" in replaced.kinds else []
            replaced = replaced.and_(replace_personal_ids(self.desk, LEFT_OUT, headers, known))
        return replaced, dict(masked)

    def _step(self, key: str) -> None:
        self.timings[key] = round(time.perf_counter() - self._started, 3)
        self._report(key)
