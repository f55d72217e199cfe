"""A rating from what a workspace holds: the same steps and the same figures as from the files it was loaded from."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from shuke.engines.duckdb import DuckDB
from shuke.errors import SchemeError, ShukeError
from shuke.grace import Stood, check_stood
from shuke.ingest.carried import line_columns
from shuke.ingest.intake import ACCEPTED, PLAIN, Intake
from shuke.ingest.policies.found import Found
from shuke.ingest.raw import Reading
from shuke.privacy.replace import Replaced
from shuke.rating import (
    CUSTOMERS,
    PLACED,
    Asked,
    Gathered,
    Options,
    Rating,
    Step,
    Steps,
    Told,
    ask,
    placed_table,
    prove,
)
from shuke.scheme.builtin import BUILTIN
from shuke.stages import metrics as measured
from shuke.stages import own
from shuke.stages.fitted import Fitted, Ordered
from shuke.stages.metrics import Question
from shuke.stages.orders import Lines
from shuke.stages.period import Window
from shuke.workspace.content import Content, Totals
from shuke.workspace.home import Workspace
from shuke.workspace.ledger import account
from shuke.workspace.refused import bring_back
from shuke.workspace.relations import BESIDE, all_lines, latest_order, order_lines, pieces
from shuke.workspace.sides import Sides, check_costs
from shuke.workspace.totals import Changes, can_keep, key_of, stored, whole

# The orders of a period.
WITHIN = "orders_within"


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
    return ask(prove(text, name), options)


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
        run = Held(space, content, engine, asked, options, step, afresh=afresh)
        run.earlier = earlier
        return Rerated(run.go(), run.totals, run.changed, run.before)
    except BaseException as error:
        engine.close()
        if isinstance(error, Exception) and not isinstance(error, ShukeError):
            # A file is compared with its hash before it is read; a damaged head may be met even before that.
            space.segments.check(content.segments())
        raise


class Held(Steps):
    """The steps of a rating from what a workspace holds."""

    def __init__(
        self,
        space: Workspace,
        content: Content,
        engine: DuckDB,
        asked: Asked,
        options: Options,
        step: Step | None,
        *,
        afresh: bool,
    ) -> None:
        super().__init__(engine, engine, asked, options, step)
        self.segments, self.content = space.segments, content
        self.beside = Sides(engine, space.segments, content, asked.scheme, options, asked.document)
        self.afresh = afresh
        self.earlier: Callable[[date], Stood | None] | None = None
        self.totals: dict[str, Totals] = {}
        self.changed: int | None = None
        self.before: Totals | None = None
        # Whether the totals stand in order, those who are rated without gaps, and whether anything was joined to them.
        self.ordered = self.joined = False
        # Whether the lines are settled orders and the lines of open ones, rather than every line as it came.
        self.settled = False

    def gather(self) -> Gathered:
        """Add up every customer, from the totals that were kept where that can be, and count every row and cent."""
        engine, content = self.desk, self.content
        self.step("read")
        lines = self._lines()
        question = self._question(self.options.as_of or latest_order(engine, self.segments, content))
        self.step("account")
        total, parts = account(engine, self.segments, content, question.window)
        self.step("orders")
        self._add_up(lines, question)
        self.check_money(engine.run(f"SELECT COALESCE(SUM(monetary), 0) FROM {CUSTOMERS}")[0][0], total)
        return Gathered(lines, question, total, parts, content.seen)

    def place(self, fitted: Fitted) -> tuple[str, ...]:
        """Name the rated table, in order where its totals are; it is kept only where that makes a difference.

        Something may be done to it, or be dear to compute twice. And a column that could be empty for all that is known
        is written in other bytes than one of a table in which it is not.
        """
        scheme = self.scheme
        plain = scheme.grace is None and not scheme.attributes and not self.options.carry
        dear = fitted.centres is not None or any(isinstance(fit, Ordered) for fit in fitted.scores.values())
        if self.joined or not plain or dear or (self.options.to_write and not self.ordered):
            return super().place(fitted)
        placed = replace(placed_table(scheme, (*self.asked.wanted, *self.besides), fitted), order_by=())
        self.desk.define(PLACED, placed)
        if self.desk.may_be_empty(PLACED, placed.columns):
            self.desk.drop(PLACED)
            self.desk.keep(PLACED, placed)
        self.in_order = self.ordered
        return self.shown(placed.columns)

    def told(self, gathered: Gathered, columns: tuple[str, ...]) -> Told:
        """Bring back what the loads refused, and carry what the options name; nothing personal was kept."""
        content, beside = self.content, self.beside
        loaded = bring_back(self.desk, self.segments, content)
        intake = Intake(loaded, (), (), gathered.lines, Reading(zero_orders=self.options.reading.zero_orders))
        beside.carry(intake, columns)
        self.matched, self.contacts = beside.matched, beside.contacts
        key = next((load.key for load in reversed(content.loads) if load.key), None)
        currency = next((load.currency for load in content.loads if load.currency), None)
        return Told(
            intake,
            currency,
            Replaced(content.personal, key),
            carried=beside.carried,
            masked=beside.masked,
            found=Found(notes=beside.notes),
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
            self.settled = True
        self.desk.name(ACCEPTED, query)
        self.desk.name(PLAIN, query)
        return Lines(ACCEPTED, PLAIN, has_order_id=numbered, blank_order_ids=numbered)

    def _question(self, as_of: date) -> Question:
        """Return what is asked of the orders, once it is known where customers stood before that day."""
        if self.scheme.grace is not None and self.earlier is not None:
            self.options = replace(self.options, stood=self.earlier(as_of))
            check_stood(self.scheme, self.options.stood)
        return self.asked.question(as_of, self.besides, self.options.reading.zero_orders)

    def _add_up(self, lines: Lines, question: Question) -> None:
        """Keep the totals of every customer with an order in the period, from those kept before where that can be."""
        engine, key = self.desk, key_of(question)
        if not can_keep(question):
            self._check_orders()
            engine.keep(CUSTOMERS, measured.customers(lines, question))
            return
        before = self.content.totals.get(key)
        changes = None if before is None else Changes(engine, self.segments, before, self.content, question)
        if self.afresh or changes is None or not changes.possible:
            lines = self._within(lines, question.window)
            # They are brought into order once, for what is kept of them and for the rated table.
            self.ordered = True
            engine.keep(CUSTOMERS, whole(question, lines))
            # Those of the very same orders and days lie there already, where they are the same.
            if before is None or changes is None or not changes.none(CUSTOMERS):
                before = stored(engine, self.segments, CUSTOMERS, self.content, question, ordered=True)
            self.totals[key] = before
            return
        self.ordered = self.options.to_write
        self.segments.check(changes.read())
        self.before, self.changed = before, changes.apply(CUSTOMERS, lines, ordered=self.ordered)
        self.totals[key] = changes.store(CUSTOMERS, ordered=self.ordered)

    def _within(self, lines: Lines, window: Window) -> Lines:
        """Return the lines of which the period's orders are made, checked; months outside it are not read."""
        if not self.settled:
            self._check_orders()
            return lines
        first, last = window.first or date.min, window.last
        ends = (first.year, first.month), (last.year, last.month)
        months = tuple(
            one for one in self.content.settled if ends[0] <= tuple(map(int, one.month.split("-"))) <= ends[1]
        )
        content = replace(self.content, settled=months)
        self._check_orders(content)
        self.desk.name(WITHIN, order_lines(self.segments, content))
        return replace(lines, relation=WITHIN, plain=WITHIN)

    def _check_orders(self, content: Content | None = None) -> None:
        """Pass order lines that are as they were written."""
        content = content or self.content
        months = [one.orders for one in content.settled]
        self.segments.check([*months, *content.open_lines, *content.opened])

    def sides(self, gathered: Gathered) -> Sequence[str]:
        """Keep the relations that are joined to the totals; return their names."""
        lines, question = gathered.lines, gathered.question
        beside = self.options.interactions is not None or self.options.customers is not None
        if beside or any(BUILTIN[name].table == "history" for name in question.builtin) or own.counted(lines, question):
            self._check_orders()
        found = self.beside.keep(lines, question)
        self.joined = bool(found)
        return found
