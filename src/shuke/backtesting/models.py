"""Models of repeat purchase as contestants: customers in the order of the money that is expected of them.

Purchases come of BG/NBD, MBG/NBD or Pareto/NBD, the money of one of Gamma-Gamma, which knows every purchase so far, the
first one too, so that everybody has an estimate of their own; what was given back is taken off.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from shuke.backtesting.baselines import words
from shuke.backtesting.moment import Moment
from shuke.backtesting.standing import Kind
from shuke.engines.duckdb import DuckDB
from shuke.errors import DataError
from shuke.prediction.extra import require_scipy
from shuke.scheme.model import Words
from shuke.stages.relation import day, days

if TYPE_CHECKING:
    from shuke.prediction.models.gamma_gamma import Spending

MODELS = ("bg-nbd", "mbg-nbd", "pareto-nbd")
HISTORY = ("x", "t_x", "T")
# With fewer customers who came back there is nothing to tell rates and drop-out apart by.
FEWEST = 10


@dataclass
class ModelAt:
    """A model that can be fitted on any past day."""

    name: str
    # What Gamma-Gamma found on each day, shared by the models.
    spending: dict[int, Spending | None] = field(default_factory=dict)
    kind: Kind = "model"
    # Whether on one of the days no drop-out could be seen.
    collapsed: bool = False

    @property
    def title(self) -> Words:
        """What it is called in words."""
        return words(f"backtest.model.{self.name}")

    def query(self, engine: DuckDB, moment: Moment) -> str:
        """Return the query of what is expected of each customer.

        Raises:
            UsageError: NumPy and SciPy are not installed.
            DataError: too few customers came back to learn from, or the forecast is no number.
        """
        require_scipy()
        import numpy as np

        from shuke.prediction.fit import fit
        from shuke.prediction.histories import histories
        from shuke.prediction.models import MODELS as KINDS

        history = (
            "SELECT customer_id, purchase_days - 1 AS x, purchase_days AS n, GREATEST(monetary, 0) AS total, "
            f"{days('last_purchase', 'first_purchase')} AS t_x, {days(day(moment.day), 'first_purchase')} AS T "
            f"FROM {moment.known}"
        )
        rows = engine.run(f"SELECT x, t_x, T, COUNT(*) FROM ({history}) GROUP BY ALL ORDER BY ALL")
        given = histories(*(list(column) for column in zip(*rows, strict=True)))
        if given.repeaters < FEWEST:
            raise DataError("backtest_model_few", repeaters=given.repeaters, fewest=FEWEST)
        fitted = fit(given, KINDS[self.name])
        self.collapsed = self.collapsed or fitted.collapsed
        with np.errstate(all="ignore"):
            expected = fitted.model.expected(given, moment.horizon)
        if not np.isfinite(expected).all():
            raise DataError("backtest_model_no_answer")
        columns = dict(zip(HISTORY, (given.x, given.t_x, given.T), strict=True))
        engine.register("expected_then", {**columns, "expected": expected})
        spent = self._spending(engine, moment, history)
        money = "NULL"
        if spent is not None and spent.q > 1:
            worth = f"{spent.p!r} * ({spent.gamma!r} + CAST(total AS DOUBLE)) / ({spent.p!r} * n + {spent.q - 1!r})"
            money = f"expected * ({worth})"
        return (
            f"SELECT customer_id, COALESCE({money}, expected) AS worth, NULL AS placed, expected, "
            f"{money} AS expected_money FROM ({history}) JOIN expected_then USING (x, t_x, T)"
        )

    def clear(self, engine: DuckDB) -> None:
        """Forget what was expected."""
        engine.unregister("expected_then")

    def _spending(self, engine: DuckDB, moment: Moment, history: str) -> Spending | None:
        """Return Gamma-Gamma fitted on everybody with a positive total; None where it cannot be."""
        from shuke.prediction.models.gamma_gamma import fit_spending

        if moment.number not in self.spending:
            rows = engine.run(f"SELECT n, CAST(total AS DOUBLE) FROM ({history}) WHERE total > 0 ORDER BY ALL")
            found = fit_spending(*zip(*rows, strict=True)) if rows else None
            self.spending[moment.number] = found
        return self.spending[moment.number]


def models() -> list[ModelAt]:
    """Return every model."""
    shared: dict[int, Spending | None] = {}
    return [ModelAt(name, shared) for name in MODELS]
