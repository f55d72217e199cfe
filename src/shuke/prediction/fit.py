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
from shuke.prediction.ascent import ascend
from shuke.prediction.extra import require_scipy
from shuke.prediction.histories import Histories, coarse, counted_once
from shuke.prediction.models.model import Model, Table
from shuke.prediction.models.nbd import Nbd

if TYPE_CHECKING:
    from shuke.prediction.histories import Floats

# Histories beyond which a fit starts on coarser ones, and how many of these there are then at most, about; beyond
# ``LARGE`` first on at most ``FINE``, of which most are never there.
MANY, FEW, LARGE, FINE = 8_000, 4_000, 80_000, 240_000
# No parameter is thought to lie beyond; one that ends here has run away.
LEAST, MOST, EDGE = -8.0, 8.0, 0.05
# The last step may be so long, as the next one would be a hundredth of it or less; or the next one, by the last two.
CLOSE, NEXT, NEAR, MOST_STEPS = 1e-6, 1e-8, 1e-2, 30
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

    def expected_ends(self, given: Histories, days: float, level: float = 0.9) -> tuple[Floats, Floats]:
        """Return between what the number of purchases to be expected lies, as parameters are not known for sure.

        This is not how often a customer will buy, but how sure the mean of all with this history is.
        """
        import numpy as np
        from scipy.special import ndtri

        middle = self.model.expected(given, days)
        grown = np.exp(float(ndtri(0.5 + level / 2)) * self.spread(given, days))
        return middle / grown, middle * grown

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
    given = counted_once(given)
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
    if len(given) <= MANY or not kind.drops_out:
        return climb_table(kind.table(given), starts)
    if len(given) > LARGE:
        # Histories in steps of a few days have the same peak but for a trifle, and the same curvature.
        logs, _, hessian = climb(coarse(given, FINE), kind)
        return _newton(kind.table(given), logs, hessian, fine=True)
    less = kind.table(coarse(given, FEW))
    logs = _best(less, starts)
    return _newton(kind.table(given), logs, _hessian(less, logs, less.value(logs)[1]))


def climb_table(table: Table, starts: Sequence[Floats]) -> tuple[Floats, float, Floats]:
    """Return the logarithms of the most likely parameters of a table, the log-likelihood there, and its Hessian."""
    logs = _best(table, starts)
    return _newton(table, logs, _hessian(table, logs, table.value(logs)[1]))


def _best(table: Table, starts: Sequence[Floats]) -> Floats:
    return max((ascend(table, start, LEAST, MOST) for start in starts), key=lambda one: one[0])[1]


def _newton(table: Table, logs: Floats, hessian: Floats, *, fine: bool = False) -> tuple[Floats, float, Floats]:
    """Return the peak near a point, its height and the Hessian near it; on a ridge without a peak, the best point met.

    ``hessian`` is that of similar histories: good enough to come near. Then that of these is taken, unless the other is
    ``fine`` enough to stay. ``own`` says that it is that of these.
    """
    import numpy as np

    value, gradient = table.value(logs)
    own, moved = False, 1.0
    for _ in range(MOST_STEPS):
        if covariance_of(hessian) is None or (not fine and not own and moved < NEAR):
            if own:
                break
            hessian, own = _hessian(table, logs, gradient), True
            continue
        step = np.asarray(-np.linalg.solve(hessian, gradient), dtype=np.float64)
        reach = float(np.abs(step).max())
        there = np.clip(logs + step * min(1.0, 1.0 / max(reach, 1e-300)), LEAST, MOST)
        new, slope = table.value(there)
        if not new >= value - 1e-12 * abs(value):
            if own:
                break
            hessian, own = _hessian(table, logs, gradient), True
            continue
        before, moved = moved, float(np.abs(there - logs).max())
        logs, value, gradient = there, new, slope
        if (own or fine) and (moved < CLOSE or moved**2 < NEXT * before):
            break
    return logs, value, hessian if own or fine else _hessian(table, logs, gradient)


def _hessian(table: Table, logs: Floats, gradient: Floats) -> Floats:
    """Return the Hessian, by differences of the exact gradient from that at the point itself."""
    import numpy as np

    step = 1e-6
    rows = []
    for number in range(len(logs)):
        moved = logs.copy()
        moved[number] += step
        rows.append((table.value(moved)[1] - gradient) / step)
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
