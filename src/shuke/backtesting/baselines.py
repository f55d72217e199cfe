"""The plain figures that any scheme must beat: past spend, number of purchases, recency, and hiatus times rate."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from shuke.backtesting.moment import Moment, known
from shuke.backtesting.standing import Kind
from shuke.engines.duckdb import DuckDB
from shuke.locale import LANGUAGES, text
from shuke.scheme.model import Words
from shuke.stages.orders import Lines
from shuke.stages.period import Window
from shuke.stages.relation import day, days

# Past figure -> what customers are ordered by, the best high.
FIGURES = {"monetary": "monetary", "frequency": "frequency", "recency": "last_purchase"}
# Silences in days after which a customer may be taken for lost: 4, 6, 8, 13, 17, 26, 39 and 52 weeks.
SILENCES = (28, 42, 56, 91, 119, 182, 273, 364)


@dataclass(frozen=True)
class Figure:
    """Customers in the order of one figure of everything that was known."""

    name: str
    kind: Kind = "baseline"

    @property
    def title(self) -> Words:
        """What it is called in words."""
        return words(f"backtest.baseline.{self.name}")

    def query(self, engine: DuckDB, moment: Moment) -> str:
        """Return the query of the figure."""
        del engine
        return f"SELECT customer_id, {FIGURES[self.name]} AS worth, {NOTHING} FROM {moment.known}"

    def clear(self, engine: DuckDB) -> None:
        """There is nothing to forget."""


NOTHING = "NULL AS placed, NULL AS expected, NULL AS expected_money"


@dataclass
class HiatusRate:
    """Whoever has been silent for too long is lost; the others go on at the rate of their past.

    How long is too long is chosen on each customer base's own past: of the silences on offer the one whose forecast
    erred least over the last days that were known. Among the lost, the later purchase stands before the earlier.
    """

    lines: Lines
    name: str = "hiatus-rate"
    kind: Kind = "baseline"

    @property
    def title(self) -> Words:
        """What it is called in words."""
        return words("backtest.baseline.hiatus-rate")

    def query(self, engine: DuckDB, moment: Moment) -> str:
        """Return the query of expected purchase days: the rate of repeat days, or none."""
        silence = self.silence(engine, moment)
        expected = forecast(moment, silence)
        # A rate is at most one purchase a day, so whole numbers tell the lost from the others.
        lost = f"-{days(day(moment.day), 'last_purchase')}"
        worth = f"CASE WHEN expected > 0 THEN expected WHEN silent THEN {lost} - 1.0 ELSE 0 END"
        return (
            f"SELECT customer_id, {worth} AS worth, NULL AS placed, expected, NULL AS expected_money FROM "
            f"(SELECT *, {expected} AS expected, {is_silent(moment, silence)} AS silent FROM {moment.known})"
        )

    def clear(self, engine: DuckDB) -> None:
        """Forget the figures of the earlier day."""
        engine.drop("earlier_known", "earlier_truth")

    def silence(self, engine: DuckDB, moment: Moment) -> int:
        """Return the silence that would have forecast the last known days best; the longest if there is no past."""
        inner = self._earlier(engine, moment)
        if inner is None:
            engine.run("CREATE OR REPLACE TEMP TABLE earlier_known (customer_id VARCHAR)")
            engine.run("CREATE OR REPLACE TEMP TABLE earlier_truth (customer_id VARCHAR)")
            return SILENCES[-1]
        engine.keep("earlier_known", known(self.lines, inner.before, moment.zero_orders))
        window = Window(inner.day + timedelta(days=1), moment.day)
        engine.keep("earlier_truth", known(self.lines, window, moment.zero_orders))
        apart = [f"CAST({forecast(inner, silence)} - COALESCE(later, 0) AS DECIMAL(18, 6))" for silence in SILENCES]
        # Squares, because the least absolute error is that of a forecast that expects nothing of anybody.
        errors = ", ".join(f"SUM(CAST({one} * {one} AS DECIMAL(38, 6)))" for one in apart)
        found = engine.run(
            f"SELECT {errors} FROM (SELECT k.*, l.purchase_days AS later FROM earlier_known AS k "
            "LEFT JOIN earlier_truth AS l USING (customer_id))"
        )[0]
        told = [(one, silence) for one, silence in zip(found, SILENCES, strict=True) if one is not None]
        return min(told)[1] if told else SILENCES[-1]

    def _earlier(self, engine: DuckDB, moment: Moment) -> Moment | None:
        """Return the day to choose on: as long before as is looked ahead, or the middle of what is known."""
        first = engine.run(f"SELECT MIN(first_purchase) FROM {moment.known}")[0][0]
        span = (moment.day - first).days
        back = min(moment.horizon, span // 2)
        if back < 1:
            return None
        return Moment(moment.number, moment.day - timedelta(days=back), back, moment.zero_orders)


def is_silent(moment: Moment, silence: int) -> str:
    """Return the condition that a customer has not bought for longer than ``silence`` days."""
    return f"{days(day(moment.day), 'last_purchase')} > {silence}"


def forecast(moment: Moment, silence: int) -> str:
    """Return the purchase days that the rate of repeat days gives over the days ahead, none after the silence."""
    age = f"GREATEST({days(day(moment.day), 'first_purchase')}, 1)"
    rate = f"CAST((purchase_days - 1) * {moment.horizon} AS DOUBLE) / CAST({age} AS DOUBLE)"
    return f"CASE WHEN {is_silent(moment, silence)} THEN 0 ELSE {rate} END"


def baselines(lines: Lines) -> list[Figure | HiatusRate]:
    """Return every baseline."""
    return [*(Figure(name) for name in FIGURES), HiatusRate(lines)]


def words(key: str) -> Words:
    """Return the text of a key in every language."""
    return Words(**{lang: text(key, lang) for lang in LANGUAGES})
