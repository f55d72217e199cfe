"""Whether a forecast is right in size, not only in order: tenths of the customers, expected beside what came."""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt

from shuke.backtesting.measures import Place, auc
from shuke.backtesting.moment import Moment
from shuke.backtesting.standing import Standing
from shuke.engines.duckdb import DuckDB


@dataclass(frozen=True)
class Tenth:
    """A tenth of the customers by expected purchase days: how many, expected and actual days and money."""

    customers: int
    expected: float
    actual: int
    expected_money: float | None
    money: str


@dataclass(frozen=True)
class Calibration:
    """A forecast beside what came: the sums, the errors per customer, and the table of tenths, the most first.

    ``bias`` is expected over actual less 1; ``decile_error`` the distances of the tenths as a share of what came.
    ``auc`` is that of the expected purchase days, where the order itself goes by money.
    """

    expected: float
    actual: int
    bias: float | None
    mean_error: float
    root_error: float
    decile_error: float | None
    money_bias: float | None
    auc: float | None
    tenths: tuple[Tenth, ...]


def calibrate(engine: DuckDB, standing: Standing, moment: Moment) -> Calibration | None:
    """Return how right a contestant's forecast was; None where it makes none."""
    if not standing.expects:
        return None
    joined = (
        f"SELECT COALESCE(expected, 0) AS expected, expected_money, purchases, revenue, "
        "FLOOR(10.0 * (2 * RANK() OVER (ORDER BY COALESCE(expected, 0) DESC) - 2 + COUNT(*) OVER "
        "(PARTITION BY COALESCE(expected, 0))) / (2 * COUNT(*) OVER ())) AS tenth "
        f"FROM {standing.relation} JOIN {moment.truth} USING (customer_id)"
    )
    rows = engine.run(
        "SELECT COUNT(*), FSUM(expected), SUM(purchases), FSUM(expected_money), SUM(revenue), "
        "FSUM(ABS(expected - purchases)), FSUM((expected - purchases) * (expected - purchases)) "
        f"FROM ({joined}) GROUP BY tenth ORDER BY tenth"
    )
    heads = sum(row[0] for row in rows)
    expected, actual = sum(row[1] for row in rows), int(sum(row[2] for row in rows))
    apart = sum(abs(row[1] - row[2]) for row in rows)
    money, forecast = float(sum(row[4] for row in rows)), [row[3] for row in rows if row[3] is not None]
    tenths = tuple(
        Tenth(int(n), _six(one), int(came), None if sum_ is None else _six(sum_), f"{revenue:.2f}")
        for n, one, came, sum_, revenue, _, _ in rows
    )
    return Calibration(
        _six(expected),
        actual,
        _six(expected / actual - 1) if actual else None,
        _six(sum(row[5] for row in rows) / heads),
        _six(sqrt(sum(row[6] for row in rows) / heads)),
        _six(apart / actual) if actual else None,
        _six(sum(forecast) / money - 1) if standing.expects_money and money > 0 else None,
        _auc(engine, standing, moment),
        tenths,
    )


def _auc(engine: DuckDB, standing: Standing, moment: Moment) -> float | None:
    """Return the chance that more was expected of somebody who bought than of somebody who did not."""
    rows = engine.run(
        f"SELECT COUNT(*), COUNT(CASE WHEN bought THEN 1 END) FROM {standing.relation} JOIN {moment.truth} "
        "USING (customer_id) GROUP BY COALESCE(expected, 0) ORDER BY COALESCE(expected, 0) DESC"
    )
    found = auc(Place(int(count), 0, 0, 0, 0, int(bought)) for count, bought in rows)
    return None if found is None else _six(float(found))


def _six(value: float) -> float:
    return round(float(value), 6)
