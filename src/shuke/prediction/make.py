"""A prediction for everybody: the model, one row a customer in the engine, and the months of the whole base."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any

from shuke.engines.duckdb import DuckDB
from shuke.errors import DataError, UsageError, ensure
from shuke.prediction import groups, purchases, trend
from shuke.prediction.contest import Chosen, choose
from shuke.prediction.extra import require_scipy
from shuke.prediction.groups import WINDOWS
from shuke.prediction.histories import Histories
from shuke.prediction.models import MODELS
from shuke.prediction.models.gamma_gamma import Spending, fit_spending
from shuke.prediction.months import Month, months
from shuke.prediction.season import Season, season
from shuke.prediction.tried import Tried, ends, tried
from shuke.stages.orders import Lines

if TYPE_CHECKING:
    from shuke.prediction.histories import Floats

PREDICTED, GROUPS, TRENDS = "predicted_customers", "prediction_groups", "prediction_trends"
COLUMNS = (
    "customer_id",
    "first_purchase",
    "last_purchase",
    "purchase_days",
    "recency_days",
    "cycle_days",
    "cycle_sd_days",
    "overdue_days",
    "p_alive",
    "p_no_purchase",
    *WINDOWS,
    "p_buy_year",
    "next_from",
    "next_to",
    "expected_purchases",
    "expected_low",
    "expected_high",
    "purchases_low",
    "purchases_high",
    "expected_amount",
    "amount_low",
    "amount_high",
    "expected_revenue",
    "revenue_low",
    "revenue_high",
    "value",
    "value_low",
    "value_high",
    "frequency_trend",
    "frequency_p",
    "basket_trend",
    "basket_p",
)


@dataclass(frozen=True)
class Wish:
    """What may be said about a prediction: horizon in days, model, months ahead, yearly discount, and margin."""

    horizon: int = 182
    model: str = "auto"
    months: int = 12
    discount: float = 0.1
    margin: float = 1.0

    def check(self) -> None:
        """Pass wishes that can be meant.

        Raises:
            UsageError: a number is outside of what can be meant.
        """
        limits: Sequence[tuple[str, float, float, float]] = (
            ("horizon-days", self.horizon, 7, 1826),
            ("months", self.months, 1, 60),
            ("discount", self.discount, 0, 1),
            ("margin", self.margin, 0, 1),
        )
        for name, value, least, most in limits:
            if not least <= value <= most:
                raise UsageError("predict_out_of_range", option=name, value=value, least=least, most=most)


@dataclass(frozen=True, eq=False)
class Predicted:
    """What was predicted; the rows lie in the engine as ``predicted_customers``.

    ``gave_back``: how many gave back everything they bought, of whom nothing is predicted.
    """

    engine: DuckDB
    as_of: date
    wish: Wish
    chosen: Chosen
    spending: Spending | None
    customers: int
    repeaters: int
    gave_back: int
    months: tuple[Month, ...]
    totals: dict[str, Any]
    season: Season
    past: tuple[Tried, ...]

    @property
    def own_amounts(self) -> bool:
        """Whether a purchase is expected to be worth the customer's own mean, as no model of amounts holds."""
        return self.spending is None or not self.spending.usable


def predict(engine: DuckDB, lines: Lines, as_of: date, zero_orders: str, wish: Wish) -> Predicted:
    """Predict what every customer of the lines will do after ``as_of``.

    Raises:
        UsageError: NumPy and SciPy are not installed, or a wish cannot be meant.
        DataError: the data are those of contracts, or too few.
    """
    require_scipy()
    wish.check()
    purchases.keep_days(engine, lines, as_of, zero_orders)
    customers = purchases.keep_histories(engine, as_of)
    if not customers:
        raise DataError("predict_too_few", customers="0", repeaters="0")
    given = purchases.groups(engine)
    chosen = choose(engine, given, as_of, wish.horizon, wish.model)
    spending = fit_spending(*purchases.amounts(engine))
    ahead = months(as_of, wish.months)
    used = spending if spending is not None and spending.usable else None
    _bring(engine, GROUPS, groups.columns(given, chosen, wish.horizon, wish.discount, ahead, used))
    _keep_trends(engine)
    _keep_customers(engine, as_of, wish, used)
    count, totals = _totals(engine)
    ensure(count == customers == given.customers, "a customer has no prediction, or two")
    found, past = _past(engine, as_of, wish.horizon, chosen)
    told = _months(engine, given, chosen, ahead, found, past)
    return Predicted(
        engine=engine,
        as_of=as_of,
        wish=wish,
        chosen=chosen,
        spending=spending,
        customers=customers,
        repeaters=given.repeaters,
        gave_back=purchases.bought(engine) - customers,
        months=told,
        totals=totals,
        season=found,
        past=past,
    )


def _past(engine: DuckDB, as_of: date, horizon: int, chosen: Chosen) -> tuple[Season, tuple[Tried, ...]]:
    """Return the season, and how forecasts of the model did on past days; a rule has neither."""
    if chosen.fit is None:
        return Season("short"), ()
    found = season(engine, as_of, chosen.fit.model)
    return found, tried(engine, as_of, horizon, MODELS[chosen.collapsed or chosen.key], found)


def _months(
    engine: DuckDB,
    given: Histories,
    chosen: Chosen,
    ahead: Sequence[Month],
    season: Season,
    past: tuple[Tried, ...],
) -> tuple[Month, ...]:
    """Return what all customers together are expected to do in each month."""
    worth = _worth(engine, given)
    ratio = chosen.own.ratio if chosen.own is not None else None
    if past and (season.used or ratio is None):
        ratio = past[0].ratio
    told = []
    for month, step in zip(ahead, groups.steps(chosen, given, ahead), strict=True):
        factor = season.of(month)
        figures = float((given.count * step).sum()) * factor, float((worth * step).sum()) * factor
        done = month.with_figures(*figures, ratio, ends(past))
        told.append(replace(done, season=factor) if season.used else done)
    return tuple(told)


def _keep_trends(engine: DuckDB) -> None:
    """Keep whose purchases become more or fewer, larger or smaller, of the customers with enough of them."""
    import numpy as np

    names = ("x", "recent", "T", *(f"{half}_{part}" for half in ("early", "late") for part in ("n", "sum", "squares")))
    wanted = f"x >= {trend.FEWEST_REPEATS} OR (early_n >= {trend.FEWEST} AND late_n >= {trend.FEWEST})"
    engine.run(
        f"CREATE OR REPLACE TEMP TABLE {TRENDS}_asked AS SELECT ROW_NUMBER() OVER (ORDER BY customer_id) AS row, "
        f"customer_id, {', '.join(names)} FROM {purchases.CUSTOMERS} WHERE {wanted}"
    )
    rows = engine.matrix(purchases.doubles(f"SELECT * FROM {TRENDS}_asked ORDER BY row", names))
    x, recent, end = (np.rint(rows[:, place]).astype(np.int64) for place in range(3))
    early, late = rows[:, 3:6], rows[:, 6:9]
    counts = np.rint(early[:, 0]).astype(np.int64), np.rint(late[:, 0]).astype(np.int64)
    often, often_p = trend.frequency(x, recent, end)
    much, much_p = trend.basket(counts, (early[:, 1], late[:, 1]), (early[:, 2], late[:, 2]))
    tested = (counts[0] >= trend.FEWEST) & (counts[1] >= trend.FEWEST)
    columns = {
        "row": np.arange(1, len(x) + 1),
        "frequency_trend": trend.called(often, often_p, (x >= trend.FEWEST_REPEATS).astype(np.int64)),
        "frequency_p": np.where(x >= trend.FEWEST_REPEATS, np.round(often_p, 6), np.nan),
        "basket_trend": trend.called(much, much_p, tested.astype(np.int64)),
        "basket_p": np.where(tested, np.round(much_p, 6), np.nan),
    }
    _bring(engine, f"{TRENDS}_told", columns)
    engine.run(
        f"CREATE OR REPLACE TEMP TABLE {TRENDS} AS SELECT a.customer_id, t.* EXCLUDE (row) "
        f"FROM {TRENDS}_asked AS a JOIN {TRENDS}_told AS t USING (row)"
    )


def _bring(engine: DuckDB, name: str, columns: dict[str, Any]) -> None:
    """Make a table of the engine of columns of numbers."""
    engine.register(f"{name}_columns", columns)
    engine.run(f"CREATE OR REPLACE TEMP TABLE {name} AS SELECT * FROM {name}_columns")
    engine.unregister(f"{name}_columns")


def _keep_customers(engine: DuckDB, as_of: date, wish: Wish, spending: Spending | None) -> None:
    """Keep one row a customer with everything that is told of them."""
    known, worth = "CAST(c.total AS DOUBLE)", "CAST(c.total AS DOUBLE) / c.purchase_days"
    if spending is not None:
        p, q, gamma = (repr(part) for part in spending.parameters.values())
        known = f"({gamma} + {known})"
        worth = f"{p} * {known} / ({p} * c.purchase_days + {q} - 1)"
    end = f"DATE '{as_of.isoformat()}'"
    mean = "(c.t_x * 1.0 / c.x)"
    figures = {
        "customer_id": "c.customer_id",
        "first_purchase": "c.first_purchase",
        "last_purchase": "c.last_purchase",
        "purchase_days": "c.purchase_days",
        "recency_days": f"{end} - c.last_purchase",
        "cycle_days": f"CASE WHEN c.x >= 2 THEN CAST({mean} AS DECIMAL(18, 2)) END",
        "cycle_sd_days": "CASE WHEN c.x >= 2 THEN CAST(SQRT(GREATEST(c.gaps2 - c.t_x * 1.0 * c.t_x / c.x, 0) "
        "/ (c.x - 1)) AS DECIMAL(18, 2)) END",
        "overdue_days": f"CASE WHEN c.x >= 2 THEN CAST(GREATEST(CEIL({end} - c.last_purchase - {mean}), 0) AS BIGINT) "
        "END",
        **{name: _decimal(f"g.{name}") for name in ("p_alive", "p_no_purchase", *WINDOWS, "p_buy_year")},
        "next_from": f"{end} + CAST(g.next_first AS INTEGER)",
        "next_to": f"{end} + CAST(g.next_last AS INTEGER)",
        **{name: _decimal(f"g.{name}") for name in ("expected_purchases", "expected_low", "expected_high")},
        **{name: f"CASE WHEN NOT ISNAN(g.{name}) THEN CAST(g.{name} AS BIGINT) END" for name in _COUNTS},
        "expected_amount": "CAST(c.worth AS DECIMAL(18, 4))",
        **_ends("amount", "c.known"),
        "expected_revenue": "CAST(g.expected_purchases * c.worth AS DECIMAL(18, 4))",
        **_ends("revenue", "c.known"),
        "value": f"CAST({wish.margin!r} * g.discounted * c.worth AS DECIMAL(18, 4))",
        **_ends("value", f"{wish.margin!r} * c.known"),
        **{name: _direction(f"told.{name}") for name in ("frequency_trend", "basket_trend")},
        **{name: _decimal(f"told.{name}") for name in ("frequency_p", "basket_p")},
        "x": "c.x",
        "t_x": "c.t_x",
        "T": "c.T",
    }
    selected = ", ".join(f"{expression} AS {name}" for name, expression in figures.items())
    engine.run(
        f"CREATE OR REPLACE TEMP TABLE {PREDICTED} AS SELECT {selected} "
        f"FROM (SELECT *, {known} AS known, {worth} AS worth FROM {purchases.CUSTOMERS} AS c) AS c "
        f"JOIN {GROUPS} AS g ON g.x = c.x AND g.t_x = c.t_x AND g.T = c.T "
        f"LEFT JOIN {TRENDS} AS told ON told.customer_id = c.customer_id"
    )


_COUNTS = ("purchases_low", "purchases_high")


def _ends(name: str, factor: str) -> dict[str, str]:
    """Return the ends of a range of money; empty where none is known."""
    return {
        f"{name}_{end}": f"CASE WHEN NOT ISNAN(g.{name}_{end}) THEN CAST({factor} * g.{name}_{end} AS DECIMAL(18, 4)) "
        "END"
        for end in ("low", "high")
    }


def _decimal(name: str) -> str:
    return f"CASE WHEN NOT ISNAN({name}) THEN CAST({name} AS DECIMAL(18, 6)) END"


def _direction(name: str) -> str:
    return f"CASE {name} WHEN 1 THEN 'rising' WHEN -1 THEN 'falling' WHEN 0 THEN 'steady' END"


def _worth(engine: DuckDB, given: Histories) -> Floats:
    """Return the sum of what a purchase is worth over the customers of each history, exact and in the fixed order."""
    query = f"SELECT x, t_x, T, SUM(expected_amount) AS worth FROM {PREDICTED} GROUP BY x, t_x, T"
    rows = engine.matrix(purchases.doubles(f"{query} ORDER BY x, t_x, T", ("x", "t_x", "T", "worth")))
    same = len(rows) == len(given) and bool((rows[:, 2] == given.T).all())
    ensure(same, "histories and their worth are not in the same order")
    return rows[:, 3]  # type: ignore[no-any-return]


def _totals(engine: DuckDB) -> tuple[int, dict[str, Any]]:
    """Return how many customers there are, and the sums over them, exact."""
    names = ("customers", "expected_purchases", "expected_revenue", "value", "p_no_purchase")
    row = engine.run(
        "SELECT COUNT(*), SUM(expected_purchases), SUM(expected_revenue), SUM(value), SUM(p_no_purchase) "
        f"FROM {PREDICTED}"
    )[0]
    totals = dict(zip(names, row, strict=True))
    for name in ("frequency_trend", "basket_trend"):
        found = engine.run(f"SELECT {name}, COUNT(*) FROM {PREDICTED} WHERE {name} IS NOT NULL GROUP BY 1")
        totals[name] = {key: dict(found).get(key, 0) for key in ("rising", "steady", "falling")}
    return int(row[0]), totals
