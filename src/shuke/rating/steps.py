"""The steps of a rating in the order of the data's way, wherever the lines lie and whatever was kept of them.

Who gathers says how lines become totals per customer, and what is to be told of them; from the totals on the way is
one: metrics, break values, scores and places.
"""

from __future__ import annotations

import time
from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from shuke.engines.duckdb import DuckDB
from shuke.engines.engine import Engine
from shuke.errors import ensure
from shuke.fitting import Fitting
from shuke.grace import give_grace
from shuke.ingest.account import Account
from shuke.ingest.carried import Carried
from shuke.ingest.customers import Matched
from shuke.ingest.intake import Intake
from shuke.ingest.interactions import Interactions as Contacts
from shuke.ingest.policies.found import Found
from shuke.privacy.replace import Replaced
from shuke.privacy.scan import Typed
from shuke.rating.asked import Asked
from shuke.rating.foretold import Foretold
from shuke.rating.options import Options, Step
from shuke.rating.placing import BY_ID, CUSTOMERS, PLACED, RATED, name_rated, placed_table
from shuke.rating.rated import Computed, Rating
from shuke.rating.summed import sum_up
from shuke.stages import own
from shuke.stages.fitted import Fitted
from shuke.stages.metrics import Question
from shuke.stages.orders import Lines
from shuke.stages.places import WITHIN_MARGIN


@dataclass(frozen=True)
class Gathered:
    """The totals of every customer, kept under ``CUSTOMERS``: of which lines, for which question, with the account."""

    lines: Lines
    question: Question
    total: Account
    parts: Sequence[Account]
    seen: int


@dataclass(frozen=True)
class Told:
    """What there is to tell of a placed table, once nothing personal is left in it."""

    intake: Intake
    currency: str | None
    replaced: Replaced
    typed: tuple[Typed, ...] = ()
    carried: tuple[Carried, ...] = ()
    masked: Mapping[str, str] = field(default_factory=dict)
    found: Found = field(default_factory=Found)
    computed: Computed | None = None
    foretold: Foretold | None = None


class Steps(ABC):
    """One rating. ``engine`` holds the totals; the rated table comes to the embedded ``desk``, often the same one."""

    def __init__(self, engine: Engine, desk: DuckDB, asked: Asked, options: Options, step: Step | None) -> None:
        self.engine, self.desk, self.asked, self.options = engine, desk, asked, options
        self.scheme, self.document = asked.scheme, asked.document
        self.besides: tuple[str, ...] = asked.besides
        self.matched: Matched | None = None
        self.contacts: Contacts | None = None
        # Whether the placed table is known to stand in the order of its customers.
        self.in_order = False
        self.timings: dict[str, float] = {}
        self._report = step or (lambda key: None)
        self._started = time.perf_counter()

    @abstractmethod
    def gather(self) -> Gathered:
        """Keep the totals of every customer with an order in the period, and count every row and cent."""

    @abstractmethod
    def sides(self, gathered: Gathered) -> Sequence[str]:
        """Keep the relations that are joined to the totals; return their names."""

    @abstractmethod
    def told(self, gathered: Gathered, columns: tuple[str, ...]) -> Told:
        """Leave nothing personal in the placed table; return what there is to tell of it."""

    def place(self, fitted: Fitted) -> tuple[str, ...]:
        """Keep the rated table under ``PLACED``; return its columns in their order."""
        source = BY_ID if self.options.to_write else RATED
        placed = placed_table(self.scheme, (*self.asked.wanted, *self.besides), fitted, source)
        self.desk.keep(PLACED, replace(placed, order_by=()))
        return self.shown(placed.columns)

    def shown(self, columns: Sequence[str] | Mapping[str, str]) -> tuple[str, ...]:
        """Return those of the placed table's columns that are published."""
        return tuple(name for name in columns if name not in (*self.besides, WITHIN_MARGIN))

    def go(self) -> Rating:
        """Run every step."""
        gathered = self.gather()
        self.step("metrics")
        figures = own.rated(CUSTOMERS, gathered.question, tuple(self.sides(gathered)))
        rated, excluded = name_rated(self.engine, self.scheme, gathered.question, figures)
        self.step("fit")
        fitting = Fitting(self.engine, self.scheme, RATED, rated, desk=self.desk if self.engine is self.desk else None)
        fitted = self.options.kept.fitted if self.options.kept else fitting.go()
        self.step("place")
        columns = self.place(fitted)
        told = self.told(gathered, columns)
        as_of, raw = gathered.question.as_of, self.options.raw_ids
        give_grace(self.desk, PLACED, self.scheme, self.options.stood, as_of, told.replaced, raw)
        sum_up(self.desk, self.scheme, fitted)
        self.step("done")
        return Rating(
            engine=self.desk,
            scheme=self.scheme,
            scheme_text=self.asked.text,
            options=self.options,
            intake=told.intake,
            question=gathered.question,
            fitted=fitted,
            findings=self.asked.findings,
            total=gathered.total,
            parts=tuple(gathered.parts),
            seen=gathered.seen,
            rated=rated,
            excluded=excluded,
            currency=self.options.currency or told.currency,
            replaced=told.replaced,
            typed=told.typed,
            carried=told.carried,
            masked=told.masked,
            found=told.found,
            columns=(*columns, *(one.column for one in told.carried)),
            spreads={name: spread for name, spread in fitting.spreads.items() if spread is not None},
            values=fitting.values,
            timings=self.timings,
            matched=self.matched,
            computed=told.computed,
            contacts=self.contacts,
            foretold=told.foretold,
            ordered=self.in_order,
        )

    def check_money(self, counted: object, total: Account) -> None:
        """Assert that the customers' totals are the money of the period, to the last ten-thousandth."""
        same = Decimal(str(counted)) == total.inside.amount
        ensure(same, "customers' totals differ from the lines of the period")

    def step(self, key: str) -> None:
        """Note when a step begins, and report it."""
        self.timings[key] = round(time.perf_counter() - self._started, 3)
        self._report(key)
