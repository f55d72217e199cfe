"""The most likely parameters, with how sure they are; the same bytes for the same customers in any order.

The likelihood is climbed by the logarithms of the parameters: first on histories in coarser steps of time, of which
there are few, from every start; then on all of them by Newton's steps, from there. Sums run over histories in a fixed
order on one thread, so neither the order of rows nor the number of threads changes a digit.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from shuke.errors import DataError
from shuke.prediction.extra import require_scipy
from shuke.prediction.histories import Histories, coarse, compressed
from shuke.prediction.models.model import Model, Table
from shuke.prediction.models.nbd import Nbd

if TYPE_CHECKING:
    from shuke.prediction.histories import Floats

# Histories beyond which a fit starts on coarser ones.
MANY = 20_000
STEPS_OF_DAYS = (7, 14, 28)
# No parameter is thought to lie beyond; one that ends here has run away.
LEAST, MOST, EDGE = -9.2, 9.2, 0.05
CLOSE, MOST_STEPS = 1e-9, 30
# Half the 10 % point of a chi-squared with one degree: drop-out adds so little likelihood only where there is none.
LEAST_GAIN = 1.3528


@dataclass(frozen=True, eq=False)
class Fit:
    """A fitted model: its log-likelihood, the covariance of the logarithms of its parameters, and whom it was for.

    ``covariance`` is None where the likelihood has no peak inside, so that there are no intervals. ``gain`` is how
    much likelihood drop-out adds to none at all.
    """

    model: Model
    log_likelihood: float
    covariance: Floats | None
    customers: int
    gain: float | None = None

    @property
    def collapsed(self) -> bool:
        """Whether no drop-out can be seen: the model then says of everybody that they stay."""
        return self.gain is not None and self.gain < LEAST_GAIN

    @property
    def standard_errors(self) -> dict[str, float] | None:
        """The standard error of each parameter, by the delta method."""
        import numpy as np

        if self.covariance is None:
            return None
        spread = np.sqrt(np.diag(self.covariance))
        return {name: float(value * s) for (name, value), s in zip(self.model.parameters.items(), spread, strict=True)}

    def intervals(self, level: float = 0.9) -> dict[str, tuple[float, float]] | None:
        """Return an interval for each parameter that holds it in a share ``level`` of worlds."""
        import numpy as np
        from scipy.special import ndtri

        if self.covariance is None:
            return None
        reach = float(ndtri(0.5 + level / 2)) * np.sqrt(np.diag(self.covariance))
        logs = self.model.logs
        low, high = np.exp(logs - reach), np.exp(logs + reach)
        return {name: (float(low[k]), float(high[k])) for k, name in enumerate(self.model.names)}

    def spread(self, given: Histories, days: float) -> Floats:
        """Return the standard error of the logarithm of what is expected of each, from that of the parameters."""
        import numpy as np

        if self.covariance is None:
            return np.full(len(given), np.nan)
        logs, step = self.model.logs, 1e-4
        slopes = []
        for number in range(len(logs)):
            ends = []
            for sign in (1.0, -1.0):
                moved = logs.copy()
                moved[number] += sign * step
                ends.append(np.log(np.maximum(type(self.model).of_logs(moved).expected(given, days), 1e-300)))
            slopes.append((ends[0] - ends[1]) / (2 * step))
        total = np.zeros(len(given))
        for first, one in enumerate(slopes):
            for second, other in enumerate(slopes):
                total += self.covariance[first, second] * one * other
        return np.sqrt(np.maximum(total, 0.0))


def fit(given: Histories, kind: type[Model]) -> Fit:
    """Return the most likely model of a kind.

    Raises:
        UsageError: NumPy and SciPy are not installed.
        DataError: nobody bought twice, so there is nothing to learn from.
    """
    require_scipy()
    given, _ = compressed(given)
    if given.repeaters == 0:
        raise DataError("predict_no_repeats", customers=f"{given.customers:,}")
    logs, value, hessian = climb(given, kind)
    model = kind.of_logs(logs)
    gain = value - climb(given, Nbd)[1] if kind.drops_out else None
    # At an end of what is allowed, or where drop-out is none, there is no peak to measure the width of.
    inside = bool((abs(logs) < MOST - EDGE).all()) and (gain is None or gain >= LEAST_GAIN)
    return Fit(model, value, covariance_of(hessian) if inside else None, given.customers, gain)


def climb(given: Histories, kind: type[Model]) -> tuple[Floats, float, Floats]:
    """Return the logarithms of the most likely parameters, the log-likelihood there, and its Hessian."""
    import numpy as np

    starts = [np.log(np.array(start)) for start in kind.starts(given)]
    first = next((less for step in STEPS_OF_DAYS if len(less := coarse(given, step)) <= MANY), None)
    if len(given) <= MANY or first is None:
        first = given
    table = kind.table(first)
    logs = _best(table, starts)
    hessian = _hessian(table, logs)
    return _newton(kind.table(given) if first is not given else table, logs, hessian)


def climb_table(table: Table, starts: Sequence[Floats]) -> tuple[Floats, float, Floats]:
    """Return the logarithms of the most likely parameters of a table, the log-likelihood there, and its Hessian."""
    logs = _best(table, starts)
    return _newton(table, logs, _hessian(table, logs))


def _best(table: Table, starts: Sequence[Floats]) -> Floats:
    return max((_lbfgs(table, start) for start in starts), key=lambda one: one[0])[1]


def _lbfgs(table: Table, start: Floats) -> tuple[float, Floats]:
    """Return the value and place of the best point found from a start."""
    import numpy as np
    from scipy.optimize import minimize

    scale = 1.0 / table.customers

    def loss(logs: Floats) -> tuple[float, Floats]:
        value, gradient = table.value(logs)
        if not np.isfinite(value):
            return 1e12, np.zeros_like(logs)
        return -value * scale, -gradient * scale

    bounds = [(LEAST, MOST)] * len(start)
    options = {"maxiter": 300, "ftol": 1e-10, "gtol": 1e-6}
    found = minimize(loss, start, jac=True, method="L-BFGS-B", bounds=bounds, options=options)
    return -float(found.fun), np.asarray(found.x, dtype=np.float64)


def _newton(table: Table, logs: Floats, hessian: Floats) -> tuple[Floats, float, Floats]:
    """Return the peak near a point, its height and the Hessian there; on a ridge without a peak, the best point met."""
    import numpy as np

    value, gradient = table.value(logs)
    fresh = False
    for _ in range(MOST_STEPS):
        if covariance_of(hessian) is None:
            if fresh:
                break
            hessian, fresh = _hessian(table, logs), True
            continue
        step = -np.linalg.solve(hessian, gradient)
        if np.abs(step).max() > 1.0:
            step *= 1.0 / np.abs(step).max()
        there = np.clip(logs + step, LEAST, MOST)
        new, slope = table.value(there)
        if not new >= value - 1e-9 * abs(value):
            if fresh:
                break
            hessian, fresh = _hessian(table, logs), True
            continue
        logs, value, gradient, fresh = there, new, slope, False
        if np.abs(step).max() < CLOSE:
            break
    return logs, value, _hessian(table, logs)


def _hessian(table: Table, logs: Floats) -> Floats:
    """Return the Hessian, by differences of the exact gradient."""
    import numpy as np

    step = 1e-4
    rows = []
    for number in range(len(logs)):
        up, down = logs.copy(), logs.copy()
        up[number] += step
        down[number] -= step
        rows.append((table.value(up)[1] - table.value(down)[1]) / (2 * step))
    found = np.array(rows)
    return np.asarray((found + found.T) / 2)


def covariance_of(hessian: Floats) -> Floats | None:
    """Return the covariance that a Hessian at a peak means; None where there is no peak."""
    import numpy as np

    if not np.isfinite(hessian).all():
        return None
    heights, directions = np.linalg.eigh(-hessian)
    if heights.min() <= 1e-10 * max(heights.max(), 1e-300):
        return None
    return np.asarray((directions / heights) @ directions.T)
