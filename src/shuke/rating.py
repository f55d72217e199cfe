"""The main way through: sources and a scheme become a rated table in the engine, accounted for to the cent."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from pathlib import Path

from shuke.engines.address import Address
from shuke.engines.duckdb import DuckDB, Unreadable, Untidy
from shuke.engines.engine import Engine
from shuke.errors import DataError, SchemeError, UsageError, Where, ensure
from shuke.fitting import Fitting
from shuke.grace import Stood, check_stood, give_grace
from shuke.ingest.account import Account, account
from shuke.ingest.ahead import last_day
from shuke.ingest.alike import ALIKE, suggest
from shuke.ingest.attributes import simplify_name
from shuke.ingest.carried import OF_CUSTOMERS, OF_LINES, TABLE_ROWS, Carried, carry, line_columns
from shuke.ingest.customers import Matched, match, take_in_customers
from shuke.ingest.facts import far_ahead, latest_order_date, one_line_per_order
from shuke.ingest.files import shown
from shuke.ingest.forms.likeness import alike
from shuke.ingest.holds import Earlier, hold_drift, hold_rejected
from shuke.ingest.intake import ACCEPTED, Intake, currency, take_in
from shuke.ingest.interactions import ROWS as CONTACT_ROWS
from shuke.ingest.interactions import Interactions as Contacts
from shuke.ingest.interactions import take_in_interactions
from shuke.ingest.policies import blank_keys, trials
from shuke.ingest.policies.found import Found, look
from shuke.ingest.policies.registry import agreed
from shuke.ingest.raw import Reading
from shuke.ingest.rejected_form import MASK, PERSONAL
from shuke.ingest.rejects import spread_cells
from shuke.ingest.roles import by_role
from shuke.ingest.settling import single
from shuke.privacy.attributes import mask_attributes
from shuke.privacy.cells import mask_columns, mask_rejected
from shuke.privacy.names import keep_names
from shuke.privacy.regions import unify
from shuke.privacy.replace import Replaced, replace_personal_ids
from shuke.privacy.scan import Typed, typed_personal_data
from shuke.scheme.builtin import BUILTIN, figure, is_text
from shuke.scheme.document import Document
from shuke.scheme.lint import Finding, require_sound
from shuke.scheme.model import Attribute, Interactions, Scheme
from shuke.scheme.needs import asked_at, tables
from shuke.scheme.needs import closure as closed
from shuke.scheme.parse import fingerprint, parse, self_contained
from shuke.stages import metrics as measured
from shuke.stages import own
from shuke.stages.drift import Bins
from shuke.stages.fitted import Breaks, Fitted
from shuke.stages.metrics import Question
from shuke.stages.orders import Lines
from shuke.stages.period import window
from shuke.stages.places import WITHIN_MARGIN, places
from shuke.stages.relation import Select, identifier
from shuke.stages.scores import scores
from shuke.stages.spread import Spread

CUSTOMERS, RATED, PLACED = "customers_seen", "rated_customers", "placed_customers"
# Those whom an exclusion leaves out: who, under what name, and the figures that exclusions look at.
LEFT_OUT = "excluded_customers"
# The report speaks of money, orders and days whatever the scheme looks at.
ALWAYS = ("recency_days", "frequency", "monetary", "gross")
Step = Callable[[str], None]


@dataclass(frozen=True)
class Kept:
    """What an earlier rating learned, to be used again: its scheme, the frozen numbers, the manifest's hash.

    ``bins`` are its customers by score and group, to tell how far others have drifted; None if it has no table.
    """

    scheme: Scheme
    fitted: Fitted
    sha256: str
    bins: Mapping[str, Bins] | None = None


@dataclass(frozen=True)
class Options:
    """Everything a caller may say about a rating beside the sources and the scheme."""

    as_of: date | None = None
    reading: Reading = field(default_factory=Reading)
    interactions: object | None = None
    customers: object | None = None
    metrics: tuple[str, ...] = ()
    # Attributes of customers, or columns of their lines, that the rated table carries as they stand.
    carry: tuple[str, ...] = ()
    missing: Mapping[str, int | str] = field(default_factory=dict)
    kept: Kept | None = None
    earlier: Earlier | None = None
    stood: Stood | None = None
    raw_ids: bool = False
    currency: str | None = None
    memory_limit: str | None = None
    threads: int | None = None


@dataclass(frozen=True)
class Computed:
    """The engine in which a rating was computed: version, address, tables, and everything that was asked of it."""

    engine: str
    version: str
    address: Address
    tables: tuple[str, ...]
    statements: tuple[str, ...]


@dataclass(frozen=True)
class Rating:
    """A finished rating: the engine that holds the rated table, and everything there is to say about it."""

    engine: DuckDB
    scheme: Scheme
    scheme_text: str
    options: Options
    intake: Intake
    question: Question
    fitted: Fitted
    findings: tuple[Finding, ...]
    total: Account
    parts: tuple[Account, ...]
    seen: int
    rated: int
    excluded: Mapping[str, int]
    currency: str | None
    replaced: Replaced
    typed: tuple[Typed, ...]
    carried: tuple[Carried, ...]
    # Text columns that hold personal data, with the kind: they are masked.
    masked: Mapping[str, str]
    found: Found
    columns: tuple[str, ...]
    # How often each value occurs, of the metrics for which the fit asked it.
    spreads: Mapping[str, Spread]
    timings: Mapping[str, float]
    matched: Matched | None
    # Where the lines lie and the steps ran, if that was not the embedded engine.
    computed: Computed | None = None
    contacts: Contacts | None = None

    @property
    def fingerprint(self) -> str:
        """The SHA-256 of the scheme's text."""
        return fingerprint(self.scheme_text)

    @property
    def personal(self) -> Mapping[str, int]:
        """How many ids of each kind were replaced by pseudonyms."""
        return self.replaced.kinds

    @property
    def breaks(self) -> Mapping[str, Breaks]:
        """The scores in steps over everybody, those that the scheme has, by name."""
        return {name: fit for name, fit in self.fitted.scores.items() if isinstance(fit, Breaks)}


def rate(sources: object, text: str, options: Options, step: Step | None = None, *, name: str = "scheme") -> Rating:
    """Return the rating of the sources' customers under the scheme that ``text`` says; ``name`` is shown for it.

    Raises:
        SchemeError: the scheme is wrong, or needs a table that was not given.
        UsageError: the options cannot be meant.
        DataError: the sources cannot be used.
    """
    parsed, document = parse(text, name)
    findings = require_sound(parsed, document)
    text = self_contained(text, name)
    options = replace(options, reading=agreed(options.reading))
    found = by_role(sources, options.reading, options.interactions, options.customers)
    sources, told = found.sources, found.notes
    options = replace(options, interactions=found.interactions, customers=found.customers)
    check_kept(parsed, options)
    wanted = wanted_metrics(parsed, options)
    asked = require_tables(parsed, document, wanted, options)
    engine = DuckDB(memory_limit=options.memory_limit, threads=options.threads)
    try:
        run = _Run(engine, parsed, document, text, findings, wanted, asked, options, step or (lambda key: None))
        run.notes += told
        return run.go(sources)
    except Unreadable:
        engine.close()
        raise DataError("source_damaged", _place(sources)) from None
    except BaseException:
        engine.close()
        raise


def _place(sources: object) -> Where:
    """Return where damage is that shows only while a source is read in place; that is a source alone."""
    named = [sources] if isinstance(sources, str | Path) else sources
    if isinstance(named, Sequence) and len(named) == 1 and isinstance(named[0], str | Path):
        return Where(file=shown(Path(named[0]).name))
    return Where()


class _Run:
    """The steps of one rating, in the order of the data's way."""

    def __init__(
        self,
        engine: DuckDB,
        scheme: Scheme,
        document: Document,
        text: str,
        findings: tuple[Finding, ...],
        wanted: tuple[str, ...],
        missing: Mapping[str, int | str],
        options: Options,
        step: Step,
    ) -> None:
        self.engine, self.scheme, self.document, self.text = engine, scheme, document, text
        self.findings, self.wanted, self.missing = findings, wanted, missing
        self.options = options
        costs = ["cost"] if self._wants_costs((*wanted, *scheme.metrics)) else []
        lines = dict.fromkeys((*own.line_columns(scheme), *line_columns(options.carry), *costs))
        self.reading = replace(options.reading, carried=tuple(lines))
        self.timings: dict[str, float] = {}
        self.matched: Matched | None = None
        self.contacts: Contacts | None = None
        self.notes: list[tuple[str, dict[str, object]]] = []
        self.carried: tuple[Carried, ...] = ()
        self.masked: dict[str, str] = {}
        self._report = step
        self._started = time.perf_counter()

    def go(self, sources: object) -> Rating:
        """Run every step, and once more from converted lines if identifiers turn out to be untidy."""
        try:
            return self._rate(sources, in_place=True)
        except Untidy:
            return self._rate(sources, in_place=False)

    def _rate(self, sources: object, *, in_place: bool) -> Rating:
        intake, asked, seen = self._gather(sources, in_place=in_place)
        self._step("account")
        total, parts = account(self.engine, intake, asked.window)
        self._check_money(total)
        hold_rejected(parts, self.reading)
        hold_drift(total, self.options.earlier, self.reading)
        found = look(self.engine, intake, asked.window, CUSTOMERS)
        found.notes += alike(self.engine, CUSTOMERS)
        if self.options.as_of is None and (far := far_ahead(self.engine, intake.lines, asked.as_of)) is not None:
            figures: dict[str, object] = {
                "as_of": asked.as_of.isoformat(),
                "rows": f"{far[0]:,}",
                "days": f"{far[1]:,}",
            }
            found.notes.append(("latest_far", figures))
        self._step("metrics")
        rated, excluded = self._measure(asked, intake)
        self._step("fit")
        fitting = Fitting(self.engine, self.scheme, RATED, rated)
        fitted = self.options.kept.fitted if self.options.kept else fitting.go()
        self._step("place")
        columns = self._place(fitted, intake)
        self._carry(intake, columns)
        self.notes += suggest(self.engine, intake)
        spread_cells(self.engine, intake)
        replaced, typed = Replaced(), tuple[Typed, ...]()
        if not self.options.raw_ids:
            replaced, typed = self._protect(intake)
        give_grace(self.engine, PLACED, self.scheme, self.options.stood, asked.as_of, replaced, self.options.raw_ids)
        self._step("done")
        return Rating(
            self.engine,
            self.scheme,
            self.text,
            self.options,
            intake,
            asked,
            fitted,
            self.findings,
            total,
            tuple(parts),
            seen,
            rated,
            excluded,
            self.options.currency or currency(self.engine, intake),
            replaced,
            typed,
            self.carried,
            self.masked,
            replace(found, notes=[*found.notes, *self.notes]),
            (*columns, *(one.column for one in self.carried)),
            {name: spread for name, spread in fitting.spreads.items() if spread is not None},
            self.timings,
            self.matched,
            contacts=self.contacts,
        )

    def _gather(self, sources: object, *, in_place: bool) -> tuple[Intake, Question, int]:
        """Read the sources and add up every customer seen in them."""
        self._step("read")
        intake = take_in(self.engine, sources, self.reading, in_place=in_place)
        last = last_day(self.engine, intake, self.reading, dated=self.options.as_of is not None)
        if last is not None:
            self.reading = replace(self.reading, latest=last)
            intake = take_in(self.engine, sources, self.reading, in_place=in_place)
        self._check_line_columns(intake)
        as_of = self.options.as_of or latest_order_date(self.engine, intake.lines)
        asked = Question(
            tuple(dict.fromkeys((*self.wanted, *self._besides()))),
            as_of,
            window(as_of, self.scheme.period),
            self.options.reading.zero_orders,
            self.missing,
            self.scheme,
        )
        self._step("orders")
        single = one_line_per_order(self.engine, intake, asked.window)
        intake = replace(intake, lines=replace(intake.lines, one_line_per_order=single))
        self.engine.keep(CUSTOMERS, measured.customers(intake.lines, asked))
        in_place = any(one.in_place for one in intake.loaded)
        seen = self._heads(f"COUNT({intake.lines.final})", CUSTOMERS, in_place=in_place)
        elsewhere = measured.elsewhere(intake.lines, asked, CUSTOMERS)
        return intake, asked, seen + self._heads("COUNT(customer_id)", (elsewhere,), in_place=in_place)

    def _heads(self, count: str, source: str | tuple[Select, ...], *, in_place: bool) -> int:
        """Return how many customers a relation holds.

        Raises:
            Untidy: the source was read in place, and a key says that it is not known, or calls itself a test.
        """
        odd = f"{blank_keys.is_blank_here(self.reading)} OR {trials.says_test('customer_id')}"
        columns = {"count": count, **({"odd": f"COUNT(CASE WHEN {odd} THEN 1 END)"} if in_place else {})}
        row = self.engine.row(Select(columns, source))
        if row.get("odd"):
            raise Untidy
        return int(row["count"])

    def _besides(self) -> tuple[str, ...]:
        """Return the metrics that the rated table holds besides those that are wanted."""
        # What refunds took from purchases is known of all customers together, unless some of them are left out.
        return tuple(name for name in ALWAYS if name not in self.wanted and (name != "gross" or self.scheme.exclude))

    def _check_line_columns(self, intake: Intake) -> None:
        """Refuse a scheme that looks at a column of order lines that no source has.

        Raises:
            SchemeError: there is such a column.
        """
        for name in self.wanted:
            if self._wants_costs((name,)) and "cost" not in intake.columns:
                place = self.document.where(asked_at(self.scheme, name))
                raise SchemeError("line_column_missing", place, column="cost", metric=name)
        for column, metric in own.line_columns(self.scheme).items():
            if column not in intake.columns:
                place = self.document.where(("metrics", metric, "where", column))
                raise SchemeError("line_column_missing", place, column=column, metric=metric)

    def _check_money(self, total: Account) -> None:
        """Assert that the customers' totals are the money of the period, to the last ten-thousandth."""
        counted = self.engine.run(f"SELECT COALESCE(SUM(monetary), 0) FROM {CUSTOMERS}")[0][0]
        ensure(Decimal(counted) == total.inside.amount, "customers' totals differ from the lines of the period")

    def _measure(self, asked: Question, intake: Intake) -> tuple[int, dict[str, int]]:
        """Name the relation of rated customers with their metrics; return how many they are, and who is left out."""
        return name_rated(self.engine, self.scheme, asked, own.rated(CUSTOMERS, asked, self._sides(asked, intake)))

    def _sides(self, asked: Question, intake: Intake) -> tuple[str, ...]:
        """Compute the relations that are joined to the totals; return their names."""
        sides = []
        if any(BUILTIN[name].table == "history" for name in asked.builtin):
            self.engine.keep(
                "first_purchases", measured.history(replace(self._lines(), one_line_per_order=False), asked)
            )
            sides.append("first_purchases")
        if self._wants_costs(asked.metrics):
            first = next(one for one in intake.loaded if "cost" in one.columns)
            place = Where(first.raw.name, column=first.meaning.header("cost"))
            cost = single.carried(self.engine, ACCEPTED, "cost", place, self.reading)
            self.engine.keep("line_costs", measured.costs(self._lines(), asked, cost))
            sides.append("line_costs")
            self._tell_costs()
        if self.options.interactions is not None:
            source, reading, lines = self.options.interactions, self.options.reading, intake.lines.plain
            self.contacts = take_in_interactions(self.engine, source, reading, lines)
            if own.kinds_of_interaction(asked):
                self.engine.keep("interaction_counts", own.interactions(self.contacts.relation, asked))
                sides.append("interaction_counts")
        for side in own.counted(self._lines(), asked):
            self.engine.keep(side.name, side.select)
            sides.append(side.name)
        wanted = {name: one for name, one in self.scheme.attributes.items() if name in self._closure(asked)}
        if self.options.customers is not None and wanted:
            source, reading = self.options.customers, self.options.reading
            relation, unclear = take_in_customers(self.engine, source, reading, wanted, self.document)
            sides.append(relation)
            self._spell(relation, wanted, unclear)
            self.matched = match(self.engine, CUSTOMERS, intake.lines.plain)
        return tuple(sides)

    def _wants_costs(self, names: Sequence[str]) -> bool:
        """Tell whether a metric looks at what lines cost."""
        closure = (one for name in names for one in closed(self.scheme, (name,)))
        return any(BUILTIN[name].table == "costs" for name in closure if name in BUILTIN)

    def _tell_costs(self) -> None:
        """Tell of customers of whom a line says no cost."""
        count = self.engine.run("SELECT COUNT(*) FROM line_costs WHERE line_cost IS NULL")[0][0]
        if count:
            self.notes.append(("costs_missing", {"count": f"{count:,}"}))

    def _spell(self, relation: str, wanted: Mapping[str, Attribute], unclear: int) -> None:
        """Bring the places of the customer table into one spelling each; tell it, and flags that are not understood."""
        for name, one in wanted.items():
            if one.type == "text" and simplify_name(one.attribute) == "region":
                spellings, rows = unify(self.engine, relation, f"attribute_{name}")
                if spellings:
                    self.notes.append(("regions_joined", {"spellings": f"{spellings:,}", "rows": f"{rows:,}"}))
        if unclear:
            self.notes.append(("opt_out_unclear", {"rows": f"{unclear:,}"}))

    @staticmethod
    def _closure(asked: Question) -> set[str]:
        return {one for name in asked.metrics for one in asked.closure(name)}

    def _lines(self) -> Lines:
        columns = self.engine.columns(ACCEPTED)
        return Lines(ACCEPTED, ACCEPTED, has_order_id="order_id" in columns, blank_order_ids="order_id" in columns)

    def _place(self, fitted: Fitted, intake: Intake) -> tuple[str, ...]:
        """Keep the rated table; return its columns in their order."""
        besides = self._besides()
        placed = placed_table(self.scheme, (*self.wanted, *besides), fitted)
        columns = tuple(name for name in placed.columns if name not in (*besides, WITHIN_MARGIN))
        if "customer_name" in intake.columns:
            keep_names(self.engine, ACCEPTED, raw=self.options.raw_ids)
            named = Select(
                {**{name: name for name in placed.columns}, "customer_name": "customer_name"},
                "unnamed_customers LEFT JOIN customer_names USING (customer_id)",
            )
            self.engine.define("unnamed_customers", replace(placed, order_by=()))
            placed = named
        self.engine.keep(PLACED, replace(placed, order_by=()))
        return columns

    def _carry(self, intake: Intake, columns: tuple[str, ...]) -> None:
        """Put the attributes that are carried along beside the rated table's columns."""
        if not self.options.carry:
            return
        taken = (*self.engine.columns(PLACED), *columns, "customer_name")
        source, reading = self.options.customers, self.options.reading
        self.carried = carry(self.engine, intake, source, reading, self.options.carry, taken)
        if self.matched is None and any("t." in one.expression for one in self.carried):
            self.matched = match(self.engine, CUSTOMERS, intake.lines.plain, TABLE_ROWS, OF_CUSTOMERS)
        added = ", ".join(f"{one.expression} AS {identifier(one.column)}" for one in self.carried)
        self.engine.run(
            f"CREATE OR REPLACE TEMP TABLE {PLACED} AS SELECT p.*, {added} FROM {PLACED} AS p "
            f"LEFT JOIN {OF_CUSTOMERS} AS t USING (customer_id) LEFT JOIN {OF_LINES} AS l USING (customer_id)"
        )

    def _protect(self, intake: Intake) -> tuple[Replaced, tuple[Typed, ...]]:
        """Leave nothing personal in what will be shown or written; tell what was replaced, and what was seen."""
        typed: list[Typed] = []
        for number, loaded in enumerate(intake.loaded):
            if not loaded.in_place:
                mask_rejected(self.engine, f"lines_{number}")
                hidden = [place for place, name in enumerate(loaded.meaning.columns) if name in PERSONAL]
                mask_columns(self.engine, f"rejected_cells_{number}", MASK, {f"k{place}" for place in hidden})
            typed += typed_personal_data(self.engine, loaded.raw, loaded.meaning.columns)
        if self.contacts is not None:
            mask_columns(self.engine, CONTACT_ROWS, MASK, (), only=("value_shown",))
        texts = {name: one.attribute for name, one in self.scheme.attributes.items() if one.type == "text"}
        placed, left = (
            set(self.engine.columns(name)) if there else set()
            for name, there in ((PLACED, True), (LEFT_OUT, bool(self.scheme.exclude)))
        )
        named = {**texts, **{one.column: one.header for one in self.carried}}
        self.masked = mask_attributes(self.engine, PLACED, {name: one for name, one in named.items() if name in placed})
        mask_attributes(self.engine, LEFT_OUT, {name: one for name, one in texts.items() if name in left})
        headers = [loaded.meaning.header("customer_id") for loaded in intake.loaded]
        replaced = replace_personal_ids(self.engine, PLACED, headers)
        if any(key == "alike_customers" for key, _ in self.notes):
            replace_personal_ids(self.engine, ALIKE, headers, list(replaced.kinds))
        if self.scheme.exclude:
            known = ["person_name"] if "person_name" in replaced.kinds else []
            replaced = replaced.and_(replace_personal_ids(self.engine, LEFT_OUT, headers, known))
        return replaced, tuple(typed)

    def _step(self, key: str) -> None:
        now = time.perf_counter()
        self.timings[key] = round(now - self._started, 3)
        self._report(key)


def name_rated(engine: Engine, scheme: Scheme, asked: Question, figures: Select) -> tuple[int, dict[str, int]]:
    """Name the relation of rated customers with their figures; return how many they are, and who is left out.

    Raises:
        DataError: there is nobody.
    """
    heavy = not isinstance(figures.source, str) or " JOIN " in figures.source or len(scheme.scores) > 4
    excluded: dict[str, int] = {}
    if scheme.exclude:
        engine.keep("measured_customers", figures)
        counted = Select({"name": own.EXCLUDED, "heads": "COUNT(*)"}, "measured_customers", group_by=(own.EXCLUDED,))
        told = {name: count for name, count in engine.rows(counted) if name is not None}
        excluded = {one.exclude: told.get(one.exclude, 0) for one in scheme.exclude}
        kept = {name: name for name in figures.columns if name != own.EXCLUDED}
        engine.define(RATED, Select(kept, "measured_customers", (f"{own.EXCLUDED} IS NULL",)))
        left = {"customer_id": "customer_id", "exclusion": own.EXCLUDED, **{name: name for name in excluding(scheme)}}
        engine.keep(LEFT_OUT, Select(left, "measured_customers", (f"{own.EXCLUDED} IS NOT NULL",)))
    elif heavy:
        engine.keep(RATED, figures)
    else:
        engine.define(RATED, figures)
    rated: int = engine.row(Select({"count": "COUNT(*)"}, RATED))["count"]
    if not rated:
        first = asked.window.first.isoformat() if asked.window.first else "…"
        raise DataError("nobody_to_rate", first=first, last=asked.window.last.isoformat())
    return rated, excluded


def placed_table(scheme: Scheme, metrics: tuple[str, ...], fitted: Fitted) -> Select:
    """Return the rated table: the customer, some metrics, the scores and the results."""
    carried = ("customer_id", *metrics)
    texts = {name for name in metrics if is_text(scheme, name)}
    scored = scores(RATED, carried, fitted.scores)
    return places(scored, (*carried, *scheme.scores), scheme, fitted, texts)


def excluding(scheme: Scheme) -> tuple[str, ...]:
    """Return the metrics that the scheme's exclusions look at, each once."""
    return tuple(dict.fromkeys(name for one in scheme.exclude for name in one.when.names))


def check_kept(scheme: Scheme, options: Options) -> None:
    """Refuse numbers that were learned under other scores than the scheme's, and an earlier rating of other tiers.

    Raises:
        UsageError: they were.
    """
    check_stood(scheme, options.stood)
    if options.kept is None:
        return
    learned = options.kept.scheme
    if any(getattr(learned, part) != getattr(scheme, part) for part in ("own", "scores", "composite", "clusters")):
        raise UsageError("breaks_of_other_scores", scheme=scheme.scheme, other=learned.scheme)


def wanted_metrics(scheme: Scheme, options: Options) -> tuple[str, ...]:
    """Return the metrics of the table: what the scheme uses, then what the caller asked for besides."""
    # What lines cost is not in every source, so it is asked for by name.
    every = tuple(name for name, known in BUILTIN.items() if known.table != "costs")
    extra = every if options.metrics == ("all",) else options.metrics
    for name in extra:
        if figure(scheme, name) is None:
            raise UsageError("metric_unknown", metric=name, known=", ".join((*scheme.own, *BUILTIN)))
    if options.currency is not None and not re.fullmatch(r"[A-Z]{3}", options.currency):
        raise UsageError("currency_malformed", value=options.currency)
    return tuple(dict.fromkeys((*scheme.metrics, *extra)))


def require_tables(
    scheme: Scheme, document: Document, wanted: tuple[str, ...], options: Options
) -> dict[str, int | str]:
    """Return what stands for each metric whose table is not given.

    Raises:
        SchemeError: a metric needs a table that was not given, and nothing is said to count in its place.
        UsageError: a value is said for a metric that needs no table, or one that cannot be meant.
    """
    needed = tables(scheme, wanted)
    given = {"interactions": options.interactions is not None, "customers": options.customers is not None}
    for name, value in options.missing.items():
        known = figure(scheme, name)
        if known is None or known.table not in given:
            offered = ", ".join(needed) or ", ".join(measured.KINDS_OF_INTERACTION)
            raise UsageError("missing_unknown", name=name, known=offered)
        if known.kind != "text" and not re.fullmatch(r"-?[0-9]{1,12}(\.[0-9]{1,6})?", str(value)):
            raise UsageError("missing_malformed", value=f"{name}={value}")
    stands: dict[str, int | str] = {}
    for name, table in needed.items():
        if given[table]:
            continue
        one = scheme.own.get(name)
        # What a scheme says for a missing count stands for the table too; a missing cell is not a missing table.
        said = one.missing if isinstance(one, Interactions) else None
        fallback = options.missing.get(name, said)
        if fallback is None:
            column = getattr(one, "attribute", None) or "kind"
            place = document.where(asked_at(scheme, name))
            raise SchemeError("table_missing", place, table=table, metric=name, column=column)
        stands[name] = fallback
    return stands
