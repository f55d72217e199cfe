"""NBD: customers buy at a rate of their own and nobody ever leaves.

Ehrenberg 1959. It is what the models with drop-out become when they see none, and the measure of whether they do.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from shuke.prediction.histories import Histories
from shuke.prediction.models.model import Counts, Model, Table, weeks

if TYPE_CHECKING:
    from shuke.prediction.histories import Floats


class Nbd(Model):
    """Rates are Gamma(r, alpha); given the rate, purchases come at random."""

    key = "nbd"
    names: ClassVar[tuple[str, ...]] = ("r", "alpha")
    drops_out = False

    @classmethod
    def table(cls, given: Histories) -> Table:
        """Return the histories laid out for fitting."""
        return _Table(given)

    @classmethod
    def starts(cls, given: Histories) -> tuple[tuple[float, ...], ...]:
        """Return parameters to start from: the mean rate, with a spread around it."""
        time = float((given.count * given.T).sum()) / 7.0
        mean = max(float((given.count * given.x).sum()), 0.5) / max(time, 1.0)
        return ((0.5, 0.5 / mean), (2.0, 2.0 / mean))

    def log_likelihood(self, given: Histories) -> Floats:
        """Return the log-likelihood of each history."""
        import numpy as np
        from scipy.special import gammaln

        r, alpha = self.parameters.values()
        shape = r + given.x
        constant = gammaln(shape) - gammaln(r) + r * np.log(alpha)
        return np.asarray(constant - shape * np.log(alpha + weeks(given.T)))

    def alive(self, given: Histories) -> Floats:
        """Return 1 for everybody."""
        import numpy as np

        return np.ones(len(given))

    def expected(self, given: Histories, days: float) -> Floats:
        """Return how many purchases are expected in the next days."""
        import numpy as np

        r, alpha = self.parameters.values()
        return np.asarray((r + given.x) / (alpha + weeks(given.T)) * weeks(days))

    def counts(self, given: Histories, days: float) -> Counts:
        """Return the negative binomial number of purchases in the next days."""
        r, alpha = self.parameters.values()
        return _Counts(r + given.x, alpha + weeks(given.T), float(weeks(days)))


class _Table(Table):
    def __init__(self, given: Histories) -> None:
        import numpy as np

        self.customers = given.customers
        count = given.count.astype(np.float64)
        self.heads = np.bincount(given.x, weights=count)
        self.x = np.arange(len(self.heads), dtype=np.float64)
        # Only these two sums by T are needed: of customers, and of their repeats.
        self.at_end = np.bincount(given.T, weights=count)
        self.repeats = np.bincount(given.T, weights=count * given.x)
        self.ends = weeks(np.arange(len(self.at_end)))

    def value(self, logs: Floats) -> tuple[float, Floats]:
        import numpy as np
        from scipy.special import digamma, gammaln

        r, alpha = (float(part) for part in np.exp(logs))
        shape, log_end = r * self.at_end + self.repeats, np.log(alpha + self.ends)
        value = (self.heads * (gammaln(r + self.x) - gammaln(r))).sum() + self.customers * r * np.log(alpha)
        value -= (shape * log_end).sum()
        by_r = (self.heads * (digamma(r + self.x) - digamma(r))).sum() + self.customers * np.log(alpha)
        by_r -= (self.at_end * log_end).sum()
        by_alpha = self.customers * r / alpha - (shape / (alpha + self.ends)).sum()
        return float(value), np.array([by_r * r, by_alpha * alpha])


class _Counts(Counts):
    def __init__(self, r: Any, alpha: Any, t: float) -> None:
        import numpy as np

        self.r, self.grown, self.k = r, np.asarray(t / (alpha + t)), 0
        self.term = np.exp(r * np.log(alpha / (alpha + t)))

    def step(self) -> Floats:
        found: Floats = self.term
        self.term = self.term * (self.r + self.k) / (self.k + 1) * self.grown
        self.k += 1
        return found

    def keep(self, rows: object) -> None:
        for name in ("r", "grown", "term"):
            setattr(self, name, getattr(self, name)[rows])
