"""A rating scheme as a contestant: fitted on what was known on a day, and the order in which it puts the customers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from shuke.backtesting.moment import Moment
from shuke.backtesting.standing import Kind
from shuke.engines.duckdb import DuckDB
from shuke.errors import SchemeError, Where
from shuke.fitting import Fitting
from shuke.ingest.customers import take_in_customers
from shuke.ingest.intake import ACCEPTED, Intake
from shuke.ingest.interactions import Interactions, take_in_interactions
from shuke.ingest.raw import Reading
from shuke.ingest.settling import single
from shuke.rating import CUSTOMERS, LEFT_OUT, RATED, Options, name_rated, placed_table, require_tables, wanted_metrics
from shuke.scheme.builtin import BUILTIN
from shuke.scheme.document import Document
from shuke.scheme.lint import require_sound
from shuke.scheme.model import Scheme, Words
from shuke.scheme.needs import asked_at, closure
from shuke.scheme.parse import fingerprint, parse, self_contained
from shuke.stages import metrics as measured
from shuke.stages import own
from shuke.stages.fitted import Fitted
from shuke.stages.metrics import Question
from shuke.stages.orders import Lines
from shuke.stages.period import window
from shuke.stages.places import group_names
from shuke.stages.relation import literal
from shuke.whatif.order import is_ordered

PLACED = "placed_then"


@dataclass
class SchemeAt:
    """A scheme that can be fitted on any past day of one intake."""

    scheme: Scheme
    document: Document
    text: str
    options: Options
    missing: Mapping[str, int | str]
    kind: Kind = "scheme"
    intake: Intake | None = None
    # Interactions that were taken in already; otherwise those of the options are.
    contacts: Interactions | None = None
    kept: list[str] = field(default_factory=list)

    @property
    def name(self) -> str:
        """The scheme's id."""
        return self.scheme.scheme

    @property
    def title(self) -> Words:
        """The scheme's title."""
        return self.scheme.title

    @property
    def fingerprint(self) -> str:
        """The SHA-256 of the scheme's text."""
        return fingerprint(self.text)

    @property
    def metrics(self) -> tuple[str, ...]:
        """The metrics that are computed: the scheme's, and the money that unordered groups are ordered by."""
        return tuple(dict.fromkeys((*wanted_metrics(self.scheme, self.options), "monetary")))

    @property
    def wants_costs(self) -> bool:
        """Tell whether a metric looks at what lines cost."""
        names = closure(self.scheme, self.metrics)
        return any(BUILTIN[name].table == "costs" for name in names if name in BUILTIN)

    @property
    def line_columns(self) -> tuple[str, ...]:
        """The columns of order lines that the scheme looks at."""
        return (*own.line_columns(self.scheme), *(["cost"] if self.wants_costs else []))

    def check(self, intake: Intake) -> None:
        """Take the lines to be rated by.

        Raises:
            SchemeError: the scheme looks at a column of order lines that no source has.
        """
        for column, metric in own.line_columns(self.scheme).items():
            if column not in intake.columns:
                place = self.document.where(("metrics", metric, "where", column))
                raise SchemeError("line_column_missing", place, column=column, metric=metric)
        if self.wants_costs and "cost" not in intake.columns:
            name = next(one for one in self.metrics if "cost" in closure(self.scheme, (one,)) or one in BUILTIN)
            place = self.document.where(asked_at(self.scheme, name))
            raise SchemeError("line_column_missing", place, column="cost", metric=name)
        self.intake = intake

    def query(self, engine: DuckDB, moment: Moment) -> str:
        """Return the query of the scheme's order, fitted on what was known on the day.

        Raises:
            DataError: nobody is rated in the scheme's period.
        """
        fitted = self._fit(engine, moment)
        placed = placed_table(self.scheme, self.metrics, fitted)
        engine.keep(PLACED, replace(placed, order_by=()))
        self.kept.append(PLACED)
        worth = self._worth(engine, fitted)
        main = self.scheme.main
        return (
            f"SELECT customer_id, {worth} AS worth, CAST({main} AS VARCHAR) AS placed, NULL AS expected, "
            f"NULL AS expected_money FROM {PLACED}"
        )

    def clear(self, engine: DuckDB) -> None:
        """Forget every relation of the fit."""
        engine.drop(*self.kept, RATED, "measured_customers", LEFT_OUT, CUSTOMERS)
        self.kept.clear()

    def _fit(self, engine: DuckDB, moment: Moment) -> Fitted:
        asked = Question(
            self.metrics,
            moment.day,
            window(moment.day, self.scheme.period),
            moment.zero_orders,
            self.missing,
            self.scheme,
        )
        engine.keep(CUSTOMERS, measured.customers(self._lines(), asked))
        figures = own.rated(CUSTOMERS, asked, tuple(self._sides(engine, asked)))
        rated, _ = name_rated(engine, self.scheme, asked, figures)
        return Fitting(engine, self.scheme, RATED, rated).go()

    def _sides(self, engine: DuckDB, asked: Question) -> list[str]:
        """Compute the relations that are joined to the totals; return their names."""
        if self.intake is None:
            return []
        reading: Reading = self.options.reading
        sides = []
        if any(BUILTIN[name].table == "history" for name in asked.builtin):
            engine.keep("first_purchases", measured.history(self._lines(), asked))
            sides.append("first_purchases")
        if self.wants_costs:
            first = next(one for one in self.intake.loaded if "cost" in one.columns)
            place = Where(first.raw.name, column=first.meaning.header("cost"))
            cost = single.carried(engine, ACCEPTED, "cost", place, reading)
            engine.keep("line_costs", measured.costs(self._lines(), asked, cost))
            sides.append("line_costs")
        if self.options.interactions is not None and own.kinds_of_interaction(asked):
            found = self.contacts or take_in_interactions(engine, self.options.interactions, reading, None)
            engine.keep("interaction_counts", own.interactions(found.relation, asked))
            sides.append("interaction_counts")
        for side in own.counted(self._lines(), asked):
            engine.keep(side.name, side.select)
            sides.append(side.name)
        names = {one for name in asked.metrics for one in asked.closure(name)}
        attributes = {name: one for name, one in self.scheme.attributes.items() if name in names}
        if self.options.customers is not None and attributes:
            source = self.options.customers
            sides.append(take_in_customers(engine, source, reading, attributes, self.document)[0])
        self.kept += sides
        return sides

    def _lines(self) -> Lines:
        columns = frozenset[str]() if self.intake is None else self.intake.columns
        return Lines(ACCEPTED, ACCEPTED, has_order_id="order_id" in columns, blank_order_ids="order_id" in columns)

    def _worth(self, engine: DuckDB, fitted: Fitted) -> str:
        """Return what the scheme orders customers by, the best high: its finest figure that has an order."""
        scheme, main = self.scheme, self.scheme.main
        if scheme.composite is not None:
            return scheme.composite.name
        if main in {"cell", "cluster"}:
            return f"-{main}"
        if main == "code" and scheme.code is not None:
            return " + ".join(scheme.code.digits)
        names = group_names(scheme, fitted, main)
        if not is_ordered(scheme, main):
            names = self._by_money(engine, main, names)
        arms = " ".join(f"WHEN {literal(name)} THEN {-place}" for place, name in enumerate(names))
        return f"CASE {main} {arms} END"

    def _by_money(self, engine: DuckDB, main: str, names: Sequence[str]) -> tuple[str, ...]:
        """Return groups without an order of their own by the mean amount of their customers as known then."""
        rows = engine.run(f"SELECT {main}, SUM(monetary), COUNT(*) FROM {PLACED} GROUP BY 1")
        means = {name: money / count for name, money, count in rows if name is not None}
        last = min(means.values(), default=0)
        return tuple(sorted(names, key=lambda name: (-means.get(name, last), names.index(name))))


def scheme_at(text: str, name: str, options: Options) -> SchemeAt:
    """Return a scheme as a contestant.

    Raises:
        SchemeError: it is wrong, or needs a table that was not given.
        UsageError: something stands for a metric that it does not look at.
    """
    scheme, document = parse(text, name)
    require_sound(scheme, document)
    wanted = wanted_metrics(scheme, options)
    needed = {name for name in options.missing if name in closure(scheme, wanted)}
    asked = replace(options, missing={name: options.missing[name] for name in needed})
    missing = require_tables(scheme, document, wanted, asked)
    return SchemeAt(scheme, document, self_contained(text, name), options, missing)
