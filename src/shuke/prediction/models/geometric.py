"""BG/NBD and MBG/NBD: customers buy at a rate of their own and may stop after a purchase.

BG/NBD: Fader, Hardie and Lee, "Counting Your Customers" the Easy Way, Marketing Science 24(2), 2005. MBG/NBD, in
which a customer may stop after the first purchase already: Batislam, Denizel and Filiztekin 2007, Hoppe and Wagner
2007. Rates are Gamma(r, alpha), chances to stop Beta(a, b). Both are one formula; ``first`` is 1 where the first
purchase counts:

    L = G(r+x) alpha^r / G(r) * B(a, b+x+first) / B(a, b) * (alpha+T)^-(r+x) * (1 + D)
    D = a / (b+x+first-1) * ((alpha+T) / (alpha+t_x))^(r+x), and 0 where there was no chance to stop
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from shuke.prediction.histories import Histories
from shuke.prediction.models.model import Counts, Model, Table, weeks

if TYPE_CHECKING:
    from shuke.prediction.histories import Floats

# Nearer to 1 than this, ``a`` is moved away from the removable gap in the formula of expectations.
GAP = 1e-6


class Geometric(Model):
    """The common part of both models."""

    names: ClassVar[tuple[str, ...]] = ("r", "alpha", "a", "b")
    first: ClassVar[int]

    @classmethod
    def table(cls, given: Histories) -> Table:
        """Return the histories laid out for fitting."""
        return _Table(given, cls.first)

    @classmethod
    def starts(cls, given: Histories) -> tuple[tuple[float, ...], ...]:
        """Return parameters to start from, in the scale of the data."""
        scale = float((given.count * given.T).sum()) / given.customers / 7.0
        return ((0.5, scale / 4, 0.8, 2.5), (1.5, scale / 2, 0.3, 3.0))

    def log_likelihood(self, given: Histories) -> Floats:
        """Return the log-likelihood of each history."""
        import numpy as np
        from scipy.special import betaln, gammaln

        r, alpha, a, b = self.parameters.values()
        x, first = given.x, self.first
        constant = gammaln(r + x) - gammaln(r) + r * np.log(alpha) + betaln(a, b + x + first) - betaln(a, b)
        return np.asarray(constant - (r + x) * np.log(alpha + weeks(given.T)) + np.logaddexp(0.0, self._odds(given)))

    def _odds(self, given: Histories) -> Floats:
        """Return the logarithm of the odds of having stopped."""
        import numpy as np

        r, alpha, a, b = self.parameters.values()
        chances = given.x + self.first
        with np.errstate(divide="ignore"):
            stopped = np.where(chances > 0, np.log(a) - np.log(np.maximum(b + chances - 1, 0.0)), -np.inf)
        ratio = np.log(alpha + weeks(given.T)) - np.log(alpha + weeks(given.t_x))
        return np.asarray(stopped + (r + given.x) * ratio)

    def alive(self, given: Histories) -> Floats:
        """Return P(alive); under BG/NBD it is 1 for everybody who bought once, which is no sign of life."""
        from scipy.special import expit

        return np_array(expit(-self._odds(given)))

    def expected(self, given: Histories, days: float) -> Floats:
        """Return how many purchases are expected in the next days.

        The hypergeometric function is taken after Euler's transformation, in which nothing overflows.
        """
        import numpy as np
        from scipy.special import hyp2f1

        r, alpha, a, b = self.parameters.values()
        if abs(a - 1) < GAP:
            a = 1 + GAP
        t, c = weeks(days), a + b + given.x + self.first - 1
        z = t / (alpha + weeks(given.T) + t)
        series = hyp2f1(a + b + self.first - 1 - r, a - 1, c, z)
        grown = 1 - np.exp((a - 1) * np.log1p(-z)) * series
        return np.asarray(self.alive(given) * c / (a - 1) * grown)

    def counts(self, given: Histories, days: float) -> Counts:
        """Return the number of purchases of those alive: that of new customers under updated parameters."""
        r, alpha, a, b = self.parameters.values()
        return _Counts(r + given.x, alpha + weeks(given.T), a, b + given.x + self.first, float(weeks(days)))


class BgNbd(Geometric):
    """BG/NBD: a customer may stop after each repeat."""

    key = "bg-nbd"
    first = 0


class MbgNbd(Geometric):
    """MBG/NBD: a customer may stop after each purchase, the first too."""

    key = "mbg-nbd"
    first = 1


class _Table(Table):
    """Sums by x where only x matters, logarithms once for each different time."""

    def __init__(self, given: Histories, first: int) -> None:
        import numpy as np

        self.customers, self.first = given.customers, first
        self.count = given.count.astype(np.float64)
        self.x, place = np.unique(given.x, return_inverse=True)
        self.heads = np.bincount(place, weights=self.count)
        self.ends, self.end = np.unique(given.T, return_inverse=True)
        self.lasts, self.last = np.unique(given.t_x, return_inverse=True)
        self.each = given.x.astype(np.float64)
        self.could_stop = given.x + first > 0

    def value(self, logs: Floats) -> tuple[float, Floats]:
        import numpy as np
        from scipy.special import digamma, expit, gammaln

        r, alpha, a, b = (float(part) for part in np.exp(logs))
        x, n = self.x, self.x + self.first
        by_x = gammaln(r + x) - gammaln(r) + r * np.log(alpha)
        by_x += gammaln(b + n) - gammaln(b) + gammaln(a + b) - gammaln(a + b + n)
        log_end, log_last = np.log(alpha + weeks(self.ends))[self.end], np.log(alpha + weeks(self.lasts))[self.last]
        shape, ratio = r + self.each, log_end - log_last
        before = b + self.each + self.first - 1
        with np.errstate(divide="ignore", invalid="ignore"):
            odds = np.where(self.could_stop, np.log(a / before) + shape * ratio, -np.inf)
        stopped = self.count * expit(odds)
        value = (self.heads * by_x).sum() + (self.count * (np.logaddexp(0.0, odds) - shape * log_end)).sum()
        inverse_end = 1 / (alpha + weeks(self.ends))[self.end]
        inverse_last = 1 / (alpha + weeks(self.lasts))[self.last]
        sums = self.heads
        by_r = (sums * (digamma(r + x) - digamma(r) + np.log(alpha))).sum() + (
            stopped * ratio - self.count * log_end
        ).sum()
        by_alpha = (sums.sum() * r / alpha) + (
            shape * (stopped * (inverse_end - inverse_last) - self.count * inverse_end)
        ).sum()
        by_a = (sums * (digamma(a + b) - digamma(a + b + n))).sum() + stopped.sum() / a
        by_b = (sums * (digamma(b + n) - digamma(b) + digamma(a + b) - digamma(a + b + n))).sum()
        by_b -= np.divide(stopped, before, out=np.zeros_like(stopped), where=self.could_stop).sum()
        return float(value), np.array([by_r * r, by_alpha * alpha, by_a * a, by_b * b])


class _Counts(Counts):
    """P(k) of a BG/NBD process that starts alive: still buying after k, or stopped right after the kth."""

    def __init__(self, r: Any, alpha: Any, a: float, b: Any, t: float) -> None:
        import numpy as np

        self.r, self.b, self.a = r, b, a
        self.grown = np.asarray(t / (alpha + t))
        self.k = 0
        self.term = np.exp(r * np.log(alpha / (alpha + t)))
        self.below = np.zeros_like(self.term)
        # B(a, b+k) / B(a, b), and B(a+1, b+k-1) / B(a, b).
        self.going = np.ones_like(self.term)

    def step(self) -> Floats:
        """Return P(k), then look at the next k."""
        import numpy as np

        going_on = self.going * self.term
        stopped = self.going * self.a / (self.b + self.k - 1) * (1 - self.below) if self.k else 0.0
        found = going_on + np.maximum(stopped, 0.0)
        self.below = self.below + self.term
        self.term = self.term * (self.r + self.k) / (self.k + 1) * self.grown
        self.going = self.going * (self.b + self.k) / (self.a + self.b + self.k)
        self.k += 1
        return np.asarray(found)

    def keep(self, rows: object) -> None:
        for name in ("r", "b", "grown", "term", "below", "going"):
            setattr(self, name, getattr(self, name)[rows])


def np_array(values: object) -> Floats:
    """Return anything as an array of floats."""
    import numpy as np

    return np.asarray(values, dtype=np.float64)
