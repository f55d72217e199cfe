"""The main way through: sources and a scheme become a rated table in the engine, accounted for to the cent."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal

from shuke.engines.duckdb import DuckDB, Unreadable, Untidy
from shuke.errors import DataError, UsageError, Where, ensure
from shuke.ingest.account import Account, account
from shuke.ingest.facts import latest_order_date, one_line_per_order
from shuke.ingest.intake import ACCEPTED, Intake, currency, take_in
from shuke.ingest.interactions import take_in_interactions
from shuke.ingest.raw import Reading
from shuke.privacy.names import keep_names
from shuke.privacy.replace import replace_personal_ids
from shuke.scheme.lint import lint
from shuke.scheme.model import Scheme
from shuke.scheme.parse import fingerprint, parse
from shuke.stages import metrics as measured
from shuke.stages.fit import Breaks, breaks, order_statistics, question, surroundings
from shuke.stages.metrics import METRICS, Question
from shuke.stages.orders import Lines
from shuke.stages.period import Window, window
from shuke.stages.places import places
from shuke.stages.relation import Select
from shuke.stages.scores import scores

CUSTOMERS, RATED, PLACED = "customers_seen", "rated_customers", "placed_customers"
ALWAYS = ("recency_days", "frequency", "monetary")
Step = Callable[[str], None]


@dataclass(frozen=True)
class Options:
    """Everything a caller may say about a rating beside the sources and the scheme."""

    as_of: date | None = None
    reading: Reading = field(default_factory=Reading)
    interactions: object | None = None
    metrics: tuple[str, ...] = ()
    missing: Mapping[str, int] = field(default_factory=dict)
    raw_ids: bool = False
    currency: str | None = None
    memory_limit: str | None = None
    threads: int | None = None


@dataclass(frozen=True)
class Rating:
    """A finished rating: the engine that holds the rated table, and everything there is to say about it."""

    engine: DuckDB
    scheme: Scheme
    scheme_text: str
    options: Options
    intake: Intake
    question: Question
    breaks: Mapping[str, Breaks]
    total: Account
    parts: tuple[Account, ...]
    seen: int
    rated: int
    currency: str | None
    personal: Mapping[str, int]
    columns: tuple[str, ...]
    timings: Mapping[str, float]

    @property
    def fingerprint(self) -> str:
        """The SHA-256 of the scheme's text."""
        return fingerprint(self.scheme_text)


def rate(sources: object, text: str, options: Options, step: Step | None = None, *, name: str = "scheme") -> Rating:
    """Return the rating of the sources' customers under the scheme that ``text`` says; ``name`` is shown for it.

    Raises:
        SchemeError: the scheme is wrong, or needs a table that was not given.
        UsageError: the options cannot be meant.
        DataError: the sources cannot be used.
    """
    parsed, document = parse(text, name)
    lint(parsed, document, frozenset(METRICS))
    wanted = _wanted_metrics(parsed, options)
    lines = {score.metric: document.where(("scores", name, "metric")) for name, score in parsed.scores.items()}
    asked = {metric: lines.get(metric, Where()) for metric in wanted}
    measured.require_tables(asked, options.missing, interactions_given=options.interactions is not None)
    engine = DuckDB(memory_limit=options.memory_limit, threads=options.threads)
    try:
        return _Run(engine, parsed, text, wanted, options, step or (lambda key: None)).go(sources)
    except Unreadable as problem:
        engine.close()
        raise DataError("source_damaged", problem=str(problem).splitlines()[0][:200]) from None
    except BaseException:
        engine.close()
        raise


class _Run:
    """The steps of one rating, in the order of the data's way."""

    def __init__(
        self, engine: DuckDB, scheme: Scheme, text: str, wanted: tuple[str, ...], options: Options, step: Step
    ) -> None:
        self.engine, self.scheme, self.text, self.options = engine, scheme, text, options
        self.wanted = wanted
        self.timings: dict[str, float] = {}
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
        self._step("metrics")
        rated = self._measure(asked)
        self._step("fit")
        fitted = self._fit(rated)
        self._step("place")
        columns = self._place(fitted, intake)
        personal = {} if self.options.raw_ids else replace_personal_ids(self.engine, PLACED)
        self._step("done")
        return Rating(
            self.engine,
            self.scheme,
            self.text,
            self.options,
            intake,
            asked,
            fitted,
            total,
            tuple(parts),
            seen,
            rated,
            self.options.currency or currency(self.engine, intake),
            personal,
            columns,
            self.timings,
        )

    def _gather(self, sources: object, *, in_place: bool) -> tuple[Intake, Question, int]:
        """Read the sources and add up every customer seen in them."""
        self._step("read")
        intake = take_in(self.engine, sources, self.options.reading, in_place=in_place)
        as_of = self.options.as_of or latest_order_date(self.engine, intake.lines)
        asked = Question(
            tuple(dict.fromkeys((*self.wanted, *ALWAYS))),
            as_of,
            self._window(as_of),
            self.options.reading.zero_orders,
            self.options.missing,
        )
        self._step("orders")
        single = one_line_per_order(self.engine, intake, asked.window)
        intake = replace(intake, lines=replace(intake.lines, one_line_per_order=single))
        self.engine.keep(CUSTOMERS, measured.customers(intake.lines, asked))
        counted = Select({"count": f"COUNT({intake.lines.final})"}, CUSTOMERS)
        others = Select({"count": "COUNT(customer_id)"}, (measured.elsewhere(intake.lines, asked, CUSTOMERS),))
        return intake, asked, self.engine.row(counted)["count"] + self.engine.row(others)["count"]

    def _window(self, as_of: date) -> Window:
        period = self.scheme.period
        if period.first is not None and period.last is not None:
            return Window(period.first, min(as_of, period.last))
        return window(as_of, period.months)

    def _check_money(self, total: Account) -> None:
        """Assert that the customers' totals are the money of the period, to the last ten-thousandth."""
        counted = self.engine.run(f"SELECT COALESCE(SUM(monetary), 0) FROM {CUSTOMERS}")[0][0]
        ensure(Decimal(counted) == total.inside.amount, "customers' totals differ from the lines of the period")

    def _measure(self, asked: Question) -> int:
        """Name the relation of rated customers with their metrics; return how many they are."""
        sides: dict[str, str] = {}
        if any(METRICS[name].table == "history" for name in asked.metrics):
            every = replace(self._lines(), one_line_per_order=False)
            self.engine.keep("first_purchases", measured.history(every, asked))
            sides["history"] = "first_purchases"
        if self.options.interactions is not None:
            relation = take_in_interactions(self.engine, self.options.interactions, self.options.reading)
            self.engine.keep("interaction_counts", measured.interactions(relation, asked))
            sides["interactions"] = "interaction_counts"
        figures = measured.rated(CUSTOMERS, asked, sides)
        if sides:
            self.engine.keep(RATED, figures)
        else:
            self.engine.define(RATED, figures)
        rated: int = self.engine.run(f"SELECT COUNT(*) FROM {RATED}")[0][0]
        if not rated:
            first = asked.window.first.isoformat() if asked.window.first else "…"
            raise DataError("nobody_to_rate", first=first, last=asked.window.last.isoformat())
        return rated

    def _lines(self) -> Lines:
        columns = self.engine.columns(ACCEPTED)
        return Lines(ACCEPTED, ACCEPTED, has_order_id="order_id" in columns, blank_order_ids="order_id" in columns)

    def _fit(self, rated: int) -> dict[str, Breaks]:
        """Learn the break values of all scores in two passes over the rated customers."""
        asked = self.scheme.scores
        statistics = [order_statistics(score, rated) for score in asked.values()]
        candidates = dict(zip(asked, self.engine.row(question(statistics, RATED)).values(), strict=True))
        around = [expression for name, score in asked.items() for expression in surroundings(score, candidates[name])]
        answers = list(self.engine.row(question(around, RATED)).values())
        fitted = {}
        for name, score in asked.items():
            count = 3 * (score.quantiles - 1)
            fitted[name] = breaks(score, rated, candidates[name], answers[:count])
            answers = answers[count:]
        return fitted

    def _place(self, fitted: Mapping[str, Breaks], intake: Intake) -> tuple[str, ...]:
        """Keep the rated table; return its columns in their order."""
        carried = ("customer_id", *self.wanted)
        # The report speaks of money, orders and days whatever the scheme looks at, so they are carried besides.
        besides = tuple(name for name in ALWAYS if name not in self.wanted)
        scored = scores(RATED, (*carried, *besides), fitted)
        placed = places(scored, (*carried, *besides, *self.scheme.scores), self.scheme)
        columns = tuple(name for name in placed.columns if name not in besides)
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

    def _step(self, key: str) -> None:
        now = time.perf_counter()
        self.timings[key] = round(now - self._started, 3)
        self._report(key)


def _wanted_metrics(scheme: Scheme, options: Options) -> tuple[str, ...]:
    """Return the metrics of the table: what the scheme uses, then what the caller asked for besides."""
    extra = tuple(METRICS) if options.metrics == ("all",) else options.metrics
    for name in extra:
        if name not in METRICS:
            raise UsageError("metric_unknown", metric=name, known=", ".join(METRICS))
    if options.currency is not None and not re.fullmatch(r"[A-Z]{3}", options.currency):
        raise UsageError("currency_malformed", value=options.currency)
    for name in options.missing:
        if name not in METRICS or METRICS[name].table != "interactions":
            raise UsageError("missing_unknown", name=name, known=", ".join(measured.KINDS_OF_INTERACTION))
    return tuple(dict.fromkeys((*scheme.metrics, *extra)))
