"""A rating from what a workspace holds: the same steps and the same figures as from the files it was loaded from."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal

from shuke.engines.duckdb import DuckDB
from shuke.errors import SchemeError, ShukeError, ensure
from shuke.fitting import Fitting
from shuke.grace import Stood, check_stood, give_grace
from shuke.ingest.carried import line_columns
from shuke.ingest.intake import ACCEPTED, PLAIN, Intake
from shuke.ingest.policies.found import Found
from shuke.ingest.raw import Reading
from shuke.privacy.replace import Replaced
from shuke.rating import (
    ALWAYS,
    CUSTOMERS,
    PLACED,
    RATED,
    Options,
    Rating,
    check_kept,
    name_rated,
    placed_table,
    require_tables,
    wanted_metrics,
)
from shuke.scheme.builtin import BUILTIN
from shuke.scheme.document import Document
from shuke.scheme.lint import Finding, require_sound
from shuke.scheme.model import Scheme
from shuke.scheme.parse import parse, self_contained
from shuke.stages import metrics as measured
from shuke.stages import own
from shuke.stages.metrics import Question
from shuke.stages.orders import Lines
from shuke.stages.period import window
from shuke.stages.places import WITHIN_MARGIN
from shuke.workspace.content import Content, Totals
from shuke.workspace.home import Workspace
from shuke.workspace.ledger import account
from shuke.workspace.refused import bring_back
from shuke.workspace.relations import BESIDE, all_lines, latest_order, order_lines, pieces
from shuke.workspace.sides import Sides, check_costs
from shuke.workspace.totals import Changes, can_keep, key_of, stored, whole

Step = Callable[[str], None]


@dataclass(frozen=True)
class Asked:
    """A scheme that was read and proved, with its text and what it needs."""

    scheme: Scheme
    document: Document
    text: str
    findings: tuple[Finding, ...]
    wanted: tuple[str, ...]
    missing: Mapping[str, int | str] = field(default_factory=dict)


@dataclass(frozen=True)
class Rerated:
    """A rating, the totals to be kept for the next one, and how many customers' totals changed since the last one.

    ``changed`` is None where everything was added up from the orders, ``before`` too: the totals it started from.
    """

    rating: Rating
    totals: Mapping[str, Totals]
    changed: int | None
    before: Totals | None


def asked_of(text: str, name: str, options: Options) -> Asked:
    """Return a scheme read, proved and asked for its needs.

    Raises:
        SchemeError: it is wrong, or needs a table that the workspace does not have.
    """
    scheme, document = parse(text, name)
    findings = require_sound(scheme, document)
    check_kept(scheme, options)
    wanted = wanted_metrics(scheme, options)
    missing = require_tables(scheme, document, wanted, options)
    return Asked(scheme, document, self_contained(text, name), findings, wanted, missing)


def rate(
    space: Workspace,
    content: Content,
    asked: Asked,
    options: Options,
    step: Step | None = None,
    *,
    afresh: bool = False,
    earlier: Callable[[date], Stood | None] | None = None,
) -> Rerated:
    """Return the rating of everybody in a content; ``afresh``: from the orders, whatever totals are kept.

    ``earlier`` tells where customers stood at the last rating before a day, for schemes with grace.

    Raises:
        SchemeError: the scheme looks at a column that no load has.
        DataError: there is nobody to rate, or a segment is damaged.
    """
    engine = DuckDB(memory_limit=options.memory_limit, threads=options.threads)
    try:
        run = _Run(space, content, engine, asked, options, step or (lambda key: None), afresh=afresh)
        run.earlier = earlier
        return Rerated(run.go(), run.totals, run.changed, run.before)
    except BaseException as error:
        engine.close()
        if isinstance(error, Exception) and not isinstance(error, ShukeError):
            # A file is compared with its hash before it is read; a damaged head may be met even before that.
            space.segments.check(content.segments())
        raise


class _Run:
    """The steps of one rating."""

    def __init__(
        self,
        space: Workspace,
        content: Content,
        engine: DuckDB,
        asked: Asked,
        options: Options,
        step: Step,
        *,
        afresh: bool,
    ) -> None:
        self.space, self.segments, self.content, self.engine = space, space.segments, content, engine
        self.asked, self.scheme, self.options = asked, asked.scheme, options
        self.besides = tuple(
            one for one in ALWAYS if one not in asked.wanted and (one != "gross" or asked.scheme.exclude)
        )
        self.sides = Sides(engine, space.segments, content, asked.scheme, options, asked.document)
        self.afresh = afresh
        self.earlier: Callable[[date], Stood | None] | None = None
        self.totals: dict[str, Totals] = {}
        self.changed: int | None = None
        self.before: Totals | None = None
        self.timings: dict[str, float] = {}
        self._report, self._started = step, time.perf_counter()

    def go(self) -> Rating:
        """Run every step."""
        engine, content = self.engine, self.content
        self._step("read")
        lines = self._lines()
        as_of = self.options.as_of or latest_order(engine, self.segments, content)
        question = self._question(as_of)
        self._step("account")
        total, parts = account(engine, self.segments, content, question.window)
        self._step("orders")
        self._add_up(lines, question)
        counted = engine.run(f"SELECT COALESCE(SUM(monetary), 0) FROM {CUSTOMERS}")[0][0]
        ensure(Decimal(counted) == total.inside.amount, "customers' totals differ from the lines of the period")
        self._step("metrics")
        sides = tuple(self._sides(lines, question))
        rated, excluded = name_rated(engine, self.scheme, question, own.rated(CUSTOMERS, question, sides))
        self._step("fit")
        fitting = Fitting(engine, self.scheme, RATED, rated)
        fitted = self.options.kept.fitted if self.options.kept else fitting.go()
        self._step("place")
        placed = placed_table(self.scheme, (*self.asked.wanted, *self.besides), fitted)
        engine.keep(PLACED, replace(placed, order_by=()))
        columns = tuple(name for name in placed.columns if name not in (*self.besides, WITHIN_MARGIN))
        loaded = bring_back(engine, self.segments, content)
        intake = Intake(loaded, (), (), lines, Reading(zero_orders=self.options.reading.zero_orders))
        self.sides.carry(intake, columns)
        key = next((load.key for load in reversed(content.loads) if load.key), None)
        replaced = Replaced(content.personal, key)
        give_grace(engine, PLACED, self.scheme, self.options.stood, as_of, replaced, self.options.raw_ids)
        self._step("done")
        return Rating(
            engine,
            self.scheme,
            self.asked.text,
            self.options,
            intake,
            question,
            fitted,
            self.asked.findings,
            total,
            tuple(parts),
            content.seen,
            rated,
            excluded,
            self.options.currency or next((load.currency for load in content.loads if load.currency), None),
            replaced,
            (),
            self.sides.carried,
            self.sides.masked,
            Found(notes=self.sides.notes),
            (*columns, *(one.column for one in self.sides.carried)),
            {name: spread for name, spread in fitting.spreads.items() if spread is not None},
            self.timings,
            self.sides.matched,
            contacts=self.sides.contacts,
        )

    def _lines(self) -> Lines:
        """Name the order lines of the content.

        Raises:
            SchemeError: the scheme looks at a column that no load has.
        """
        check_costs(self.scheme, self.asked.document, self.asked.wanted)
        looked_at = own.line_columns(self.scheme)
        for column, metric in looked_at.items():
            if column not in self.content.columns or column not in BESIDE:
                place = self.asked.document.where(("metrics", metric, "where", column))
                raise SchemeError("line_column_missing", place, column=column, metric=metric)
        content, segments = self.content, self.segments
        segments.check([*content.ledger, *(one for load in content.loads if (one := load.rejected) is not None)])
        if looked_at or line_columns(self.options.carry):
            segments.check(pieces(content))
            query, numbered = all_lines(segments, content), "order_id" in content.columns
        else:
            query, numbered = order_lines(segments, content), bool(content.open_lines)
        self.engine.name(ACCEPTED, query)
        self.engine.name(PLAIN, query)
        return Lines(ACCEPTED, PLAIN, has_order_id=numbered, blank_order_ids=numbered)

    def _question(self, as_of: date) -> Question:
        """Return what is asked of the orders, once it is known where customers stood before that day."""
        if self.scheme.grace is not None and self.earlier is not None:
            self.options = replace(self.options, stood=self.earlier(as_of))
            check_stood(self.scheme, self.options.stood)
        return Question(
            (*self.asked.wanted, *self.besides),
            as_of,
            window(as_of, self.scheme.period),
            self.options.reading.zero_orders,
            self.asked.missing,
            self.scheme,
        )

    def _add_up(self, lines: Lines, question: Question) -> None:
        """Keep the totals of every customer with an order in the period, from those kept before where that can be."""
        engine, key = self.engine, key_of(question)
        if not can_keep(question):
            self._check_orders()
            engine.keep(CUSTOMERS, measured.customers(lines, question))
            return
        before = None if self.afresh else self.content.totals.get(key)
        changes = None if before is None else Changes(engine, self.segments, before, self.content, question)
        if changes is None or not changes.possible:
            self._check_orders()
            engine.keep(CUSTOMERS, whole(question, lines))
            self.totals[key] = stored(engine, self.segments, CUSTOMERS, self.content, question)
            return
        self.segments.check(changes.read())
        self.before, self.changed = before, changes.apply(CUSTOMERS, lines)
        self.totals[key] = changes.store(CUSTOMERS)

    def _check_orders(self) -> None:
        """Pass order lines that are as they were written."""
        content = self.content
        months = [one.orders for one in content.settled]
        self.segments.check([*months, *content.open_lines, *content.opened])

    def _sides(self, lines: Lines, question: Question) -> Sequence[str]:
        """Keep the relations that are joined to the totals; return their names."""
        beside = self.options.interactions is not None or self.options.customers is not None
        if beside or any(BUILTIN[name].table == "history" for name in question.builtin) or own.counted(lines, question):
            self._check_orders()
        return self.sides.keep(lines, question)

    def _step(self, key: str) -> None:
        self.timings[key] = round(time.perf_counter() - self._started, 3)
        self._report(key)
