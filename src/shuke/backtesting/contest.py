"""The whole back-test: the lines are read once, every contestant is fitted on each past day and judged on what came."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any

from shuke.backtesting.baselines import baselines
from shuke.backtesting.calibration import calibrate
from shuke.backtesting.compared import Table, compared
from shuke.backtesting.days import moments
from shuke.backtesting.found import Backtest, Day, Entry, Kept, OnDay, league
from shuke.backtesting.measures import TENTH, Place, cut, first, measures, share_of_ties
from shuke.backtesting.models import MODELS, ModelAt, models
from shuke.backtesting.moment import Moment
from shuke.backtesting.schemes import SchemeAt, scheme_at
from shuke.backtesting.standing import Contestant, Standing, stand
from shuke.engines.duckdb import DuckDB
from shuke.errors import DataError, ShukeError, UsageError
from shuke.ingest.account import account
from shuke.ingest.ahead import last_day
from shuke.ingest.holds import hold_rejected
from shuke.ingest.intake import Intake, take_in
from shuke.ingest.policies.registry import agreed
from shuke.ingest.roles import by_role
from shuke.rating import Options
from shuke.scheme.parse import library_ids, scheme_text
from shuke.stages.period import Window
from shuke.stages.relation import Select

if TYPE_CHECKING:
    from shuke.backtesting.resampled import Seen

RESAMPLES = 400
Step = Callable[[str], None]


@dataclass(frozen=True)
class Wish:
    """What a back-test is asked: which schemes (all built-in ones if none), on which days, looking how far ahead."""

    schemes: tuple[str, ...] = ()
    splits: tuple[date, ...] = ()
    horizon: int | None = None
    resamples: int = RESAMPLES


def backtest(sources: object, wish: Wish, options: Options | None = None, step: Step | None = None) -> Backtest:
    """Return how every scheme would have found, on past days, the customers who turned out best.

    Raises:
        SchemeError: a scheme that was named is wrong, or needs a table that was not given.
        UsageError: the wish or the options cannot be meant, or NumPy is not installed and intervals are wanted.
        DataError: the sources cannot be used, or nothing was known or came.
    """
    told = options or Options()
    require_draws(wish)
    told = replace(told, reading=agreed(told.reading))
    beside = by_role(sources, told.reading, told.interactions, told.customers)
    told = replace(told, interactions=beside.interactions, customers=beside.customers)
    with DuckDB(memory_limit=told.memory_limit, threads=told.threads) as engine:
        return _OfSources(engine, wish, told, step, sources=beside.sources).go()


def require_draws(wish: Wish) -> None:
    """Pass a wish whose customers can be drawn anew as often as it says.

    Raises:
        UsageError: the number cannot be meant, or NumPy is not installed and intervals are wanted.
    """
    if wish.resamples:
        from shuke.backtesting.resampled import require_numpy

        if wish.resamples < 0:
            raise UsageError("backtest_resamples_malformed", value=wish.resamples)
        require_numpy()


class Contest(ABC):
    """The steps of one back-test; where the lines come from, and what a scheme's id means, is another's to say."""

    def __init__(self, engine: DuckDB, wish: Wish, options: Options, step: Step | None = None) -> None:
        self.engine, self.wish, self.options, self.step = engine, wish, options, step or (lambda key: None)
        self.left_out: list[tuple[str, ShukeError]] = []
        self.stands: dict[str, list[Standing]] = {}
        self.judged: dict[str, list[OnDay]] = {}
        self.places: dict[str, list[list[Place]]] = {}

    @abstractmethod
    def read(self, schemes: Sequence[SchemeAt]) -> tuple[Intake, Mapping[str, int]]:
        """Take in the lines with every column that a scheme looks at, and count them."""

    def text_of(self, reference: str) -> tuple[str, str]:
        """Return the text of a scheme and its name."""
        return scheme_text(reference)

    def go(self) -> Backtest:
        """Run every step."""
        self.step("read")
        schemes = self._schemes()
        intake, rows = self.read(schemes)
        schemes = [one for one in schemes if self._usable(one, intake)]
        lines = intake.lines
        days = moments(self.engine, lines, self.wish.splits, self.wish.horizon, self.options.reading.zero_orders)
        contestants: list[Contestant] = [*schemes, *models(), *baselines(lines)]
        told = []
        for moment in days:
            self.step("metrics")
            told.append(self._day(moment, moment.keep(self.engine, lines)))
            self.step("fit")
            contestants = [one for one in contestants if self._judge(one, moment)]
        names = [one.name for one in contestants]
        entries = [self._entry(one, days) for one in contestants]
        self.step("place")
        table = self._drawn(names, days) if self.wish.resamples else None
        told_schemes = tuple(one.name for one in schemes) if self.wish.schemes else ()
        entries, pairs = compared(entries, told_schemes, table)
        return Backtest(
            tuple(told),
            days[0].horizon,
            self.wish.resamples,
            league(entries),
            told_schemes,
            tuple(self.left_out),
            rows,
            pairs,
            self._notes(contestants),
        )

    def _schemes(self) -> list[SchemeAt]:
        """Return the schemes that were named, or the built-in ones whose tables are there."""
        found: list[SchemeAt] = []
        for reference in self.wish.schemes or library_ids():
            text, name = self.text_of(reference)
            try:
                found.append(scheme_at(text, name, self.options))
            except ShukeError as error:
                self._leave_out(reference, error)
        names = [one.name for one in found]
        for name in names:
            if names.count(name) > 1:
                raise UsageError("backtest_scheme_twice", scheme=name)
        return found

    def _leave_out(self, name: str, error: ShukeError) -> None:
        """Leave out what cannot run; a scheme that was named is an error."""
        if self.wish.schemes and name not in MODELS:
            raise error
        self.left_out.append((name, error))

    def _usable(self, scheme: SchemeAt, intake: Intake) -> bool:
        try:
            scheme.check(intake)
        except ShukeError as error:
            self._leave_out(scheme.name, error)
            return False
        return True

    def _day(self, moment: Moment, known: int) -> Day:
        days = {
            "first": moment.after.first.isoformat() if moment.after.first else "",
            "last": moment.after.last.isoformat(),
        }
        if not known:
            raise DataError("backtest_nobody_known", split=moment.day.isoformat())
        bought, revenue = self.engine.run(
            f"SELECT COUNT(CASE WHEN bought THEN 1 END), SUM(revenue) FROM {moment.truth}"
        )[0]
        if not bought:
            raise DataError("backtest_nobody_bought", **days)
        return Day(moment.day, moment.after.last, known, int(bought), f"{revenue:.2f}")

    def _judge(self, contestant: Contestant, moment: Moment) -> bool:
        """Let a contestant order the customers of a day, and judge the order; tell whether it could."""
        number = len(self.stands)
        if contestant.name in self.stands:
            number = list(self.stands).index(contestant.name)
        try:
            standing = stand(self.engine, contestant, moment, number)
        except ShukeError as error:
            self._leave_out(contestant.name, error)
            return False
        later = moment.later(self.engine)
        places = moment.places(self.engine, standing.relation, later)
        forecast = calibrate(self.engine, standing, moment)
        self.stands.setdefault(contestant.name, []).append(standing)
        self.places.setdefault(contestant.name, []).append(places)
        told = OnDay(measures(places, later), calibration=forecast, **share_of_ties(places))
        self.judged.setdefault(contestant.name, []).append(told)
        return True

    def _entry(self, contestant: Contestant, days: Sequence[Moment]) -> Entry:
        name = contestant.name
        kept = [self._kept(name, number) for number in range(len(days) - 1)]
        text = getattr(contestant, "fingerprint", None)
        return Entry(name, contestant.kind, contestant.title, text, tuple(self.judged[name]), {}, tuple(kept))

    def _kept(self, name: str, number: int) -> Kept:
        """Return how far the places of one day are those of the next; equals count by chance."""
        old, new = self.stands[name][number], self.stands[name][number + 1]
        ends = [_tenth(places) for places in self.places[name][number : number + 2]]
        (before, part), (after, other) = ends
        row = self.engine.run(
            "SELECT COUNT(CASE WHEN o.placed IS NOT NULL AND n.placed IS NOT NULL THEN 1 END), "
            "COUNT(CASE WHEN o.placed = n.placed THEN 1 END), "
            f"COUNT(CASE WHEN o.place < {before} AND n.place < {after} THEN 1 END), "
            f"COUNT(CASE WHEN o.place < {before} AND n.place = {after} THEN 1 END), "
            f"COUNT(CASE WHEN o.place = {before} AND n.place < {after} THEN 1 END), "
            f"COUNT(CASE WHEN o.place = {before} AND n.place = {after} THEN 1 END) "
            f"FROM {old.relation} AS o JOIN {new.relation} AS n USING (customer_id)"
        )[0]
        both, same, sure, late, early, none = map(int, row)
        heads = cut(sum(one.customers for one in self.places[name][number]), TENTH)
        stayed = sure + late * other + early * part + none * part * other
        return Kept(same / both if both else None, float(stayed / heads))

    def _drawn(self, names: Sequence[str], days: Sequence[Moment]) -> Table:
        """Return the measures of every order on customers drawn anew, draw by draw."""
        from shuke.backtesting.resampled import draws, means

        everybody, seen = self._arrays(names, days)
        return [means(seen, weights) for weights in draws(everybody, self.wish.resamples)]

    def _arrays(self, names: Sequence[str], days: Sequence[Moment]) -> tuple[int, list[Seen]]:
        """Return how many customers there are on all days together, and each day as arrays."""
        import numpy as np

        from shuke.backtesting.resampled import Seen

        every = " UNION ".join(f"SELECT customer_id FROM {moment.known}" for moment in days)
        self.engine.run(
            f"CREATE OR REPLACE TEMP TABLE everybody AS SELECT customer_id, "
            f"ROW_NUMBER() OVER (ORDER BY customer_id) - 1 AS who FROM ({every})"
        )
        count = int(self.engine.run("SELECT COUNT(*) FROM everybody")[0][0])
        seen = []
        for moment in days:
            tables = [self.stands[name][moment.number].relation for name in names]
            columns = {"who": "who", "revenue": "revenue * 10000", "bought": "bought"}
            columns.update({f"place_{index}": f"s{index}.place - 1" for index in range(len(tables))})
            joined = " ".join(f"JOIN {one} AS s{index} USING (customer_id)" for index, one in enumerate(tables))
            told = {name: f"CAST({expression} AS DOUBLE)" for name, expression in columns.items()}
            source = f"{moment.truth} JOIN everybody USING (customer_id) {joined}"
            whole: Any = self.engine.matrix(Select(told, source, order_by=("who",)))
            places = [whole[:, 3 + index].astype(np.int64) for index in range(len(tables))]
            seen.append(Seen(whole[:, 0].astype(np.int64), whole[:, 1], whole[:, 2], places))
        return count, seen

    def _notes(self, contestants: Sequence[Contestant]) -> tuple[str, ...]:
        """Return what has to be known of the result."""
        looks = any(one.scheme.attributes for one in contestants if isinstance(one, SchemeAt))
        found = ["attributes_of_today"] if looks and self.options.customers is not None else []
        if any(one.collapsed for one in contestants if isinstance(one, ModelAt)):
            found.append("no_drop_out")
        return tuple(found)


class _OfSources(Contest):
    """A back-test of files, folders and tables."""

    def __init__(self, engine: DuckDB, wish: Wish, options: Options, step: Step | None, *, sources: object) -> None:
        super().__init__(engine, wish, options, step)
        self.sources = sources

    def read(self, schemes: Sequence[SchemeAt]) -> tuple[Intake, Mapping[str, int]]:
        """Read the lines once, converted, with every column that a scheme looks at."""
        carried = dict.fromkeys(column for one in schemes for column in one.line_columns)
        reading = replace(self.options.reading, carried=tuple(carried))
        intake = take_in(self.engine, self.sources, reading, in_place=False)
        last = last_day(self.engine, intake, reading, dated=False)
        if last is not None:
            reading = replace(reading, latest=last)
            intake = take_in(self.engine, self.sources, reading, in_place=False)
        self.step("account")
        total, parts = account(self.engine, intake, Window(None, date.max))
        hold_rejected(parts, reading)
        counts = {"read": total.read.rows, "used": total.used.rows}
        return intake, {**counts, "merged": total.merged.rows, "rejected": total.refused.rows}


def _tenth(places: Sequence[Place]) -> tuple[int, Any]:
    """Return the place at which the first tenth ends, counted from 1, and which part of it lies inside."""
    inside = list(first(places, TENTH))
    return len(inside), inside[-1][0]
