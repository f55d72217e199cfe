"""BG/NBD and MBG/NBD: customers buy at a rate of their own and may stop after a purchase.

BG/NBD: Fader, Hardie and Lee, "Counting Your Customers" the Easy Way, Marketing Science 24(2), 2005. MBG/NBD, in
which a customer may stop after the first purchase already: Batislam, Denizel and Filiztekin 2007, Hoppe and Wagner
2007. Rates are Gamma(r, alpha), chances to stop Beta(a, b). Both are one formula; ``first`` is 1 where the first
purchase counts:

    L = G(r+x) alpha^r / G(r) * B(a, b+x+first) / B(a, b) * (alpha+T)^-(r+x) * (1 + D)
    D = a / (b+x+first-1) * ((alpha+T) / (alpha+t_x))^(r+x), and 0 where there was no chance to stop
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple

from shuke.prediction.histories import Histories
from shuke.prediction.models.model import Counts, Model, Table, weeks
from shuke.prediction.models.stopping import expected_alive

if TYPE_CHECKING:
    from shuke.prediction.histories import Floats, Ints

# Nearer to 1 than this, ``a`` is moved away from the removable gap in the formula of expectations.
GAP = 1e-6
# So far beyond what can be an expectation is rounded; further beyond it is none.
SLACK = 1e-9
# Histories that are worked on together: few enough to stay in a processor's own memory.
BLOCK = 16_384


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

        The hypergeometric function is taken after Euler's transformation, in which nothing overflows. Where even so it
        gives no number, or none that can be, the mean over chances to stop is taken.
        """
        import numpy as np
        from scipy.special import hyp2f1

        r, alpha, a, b = self.parameters.values()
        shape, start = r + given.x, b + given.x + self.first
        u = weeks(days) / (alpha + weeks(given.T))
        z, power = u / (1 + u), a - 1 if abs(a - 1) >= GAP else GAP
        with np.errstate(all="ignore"):
            series = hyp2f1(start - shape + power, power, start + power, z)
            each = (start + power) / power * (1 - np.exp(power * np.log1p(-z)) * series)
        # Nobody buys more often than at a steady rate, or less often than if everybody stopped at once.
        most, least = shape * u, -np.expm1(-shape * np.log1p(u))
        odd = ~((each >= least * (1 - SLACK)) & (each <= most * (1 + SLACK)))
        if odd.any():
            each[odd] = expected_alive(shape[odd], u[odd], a, start[odd])
        return np.asarray(self.alive(given) * np.clip(each, least, most))

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


class _Block(NamedTuple):
    """Histories worked on together, by x: each x, where it starts, how many have it; then days and heads of each."""

    x: Ints
    starts: Ints
    sizes: Ints
    end: Ints
    last: Ints
    weight: Floats


class _Table(Table):
    """Sums by x, and by T, where only these matter; logarithms once for each day, not for each history."""

    def __init__(self, given: Histories, first: int) -> None:
        import numpy as np

        if (given.x[1:] < given.x[:-1]).any():
            order = np.argsort(given.x, kind="stable")
            given = Histories(given.x[order], given.t_x[order], given.T[order], given.count[order])
        self.customers = given.customers
        count = given.count.astype(np.float64)
        self.heads = np.bincount(given.x, weights=count)
        self.x = np.arange(len(self.heads), dtype=np.float64)
        self.n = self.x + first
        self.days = weeks(np.arange(int(given.T.max(initial=0)) + 1))
        self.at_end = np.bincount(given.T, weights=count, minlength=len(self.days))
        self.repeats = np.bincount(given.T, weights=count * given.x, minlength=len(self.days))
        # Only these can have stopped: where there was no chance to, no history needs to be looked at.
        bounds = np.searchsorted(given.x, np.arange(len(self.heads) + 1))
        self.blocks = [
            _block(given.x[part], given.T[part], given.t_x[part], count[part])
            for part in _parts(bounds, int(bounds[1 - first]))
        ]

    def value(self, logs: Floats) -> tuple[float, Floats]:
        import numpy as np
        from scipy.special import digamma, gammaln

        r, alpha, a, b = (float(part) for part in np.exp(logs))
        heads, n, shape = self.heads, self.n, r + self.x
        log_days, inverse = np.log(alpha + self.days), 1 / (alpha + self.days)
        before = np.maximum(b + n - 1, 1e-300)
        log_chance, sums, gone = np.log(a / before), np.zeros(3), np.zeros(len(n))
        for block in self.blocks:
            chance, each = log_chance[block.x], shape[block.x]
            if len(block.x) > 1:
                chance, each = np.repeat(chance, block.sizes), np.repeat(each, block.sizes)
            ratio = log_days[block.end] - log_days[block.last]
            odds = each * ratio + chance
            # Odds are never far below 0, as parameters have ends, so this does not overflow; far above, it is 0.
            grown = 1 + np.exp(-odds)
            # The chance to have stopped, and log(1 + D).
            stopped = block.weight / grown
            left = odds + np.log(grown)
            moved = stopped * (inverse[block.end] - inverse[block.last])
            slower = (moved * each).sum()
            sums += (np.einsum("i,i->", block.weight, left), np.einsum("i,i->", stopped, ratio), slower)
            gone[block.x] += np.add.reduceat(stopped, block.starts)
        left_all, by_ratio, moved_all = (float(part) for part in sums)
        at_end = r * self.at_end + self.repeats
        constant = gammaln(shape) + gammaln(b + n) - gammaln(a + b + n)
        fixed = r * np.log(alpha) - gammaln(r) - gammaln(b) + gammaln(a + b)
        value = (heads * constant).sum() + self.customers * fixed + left_all - (at_end * log_days).sum()
        psi = digamma(np.array([r, a + b, b]))
        by_r = (heads * digamma(shape)).sum() + self.customers * (np.log(alpha) - psi[0])
        by_r += by_ratio - (self.at_end * log_days).sum()
        by_alpha = self.customers * r / alpha + moved_all - (at_end * inverse).sum()
        by_a = self.customers * psi[1] - (heads * digamma(a + b + n)).sum() + gone.sum() / a
        by_b = (heads * (digamma(b + n) - digamma(a + b + n))).sum() + self.customers * (psi[1] - psi[2])
        by_b -= (gone / before).sum()
        return float(value), np.array([by_r * r, by_alpha * alpha, by_a * a, by_b * b])


def _parts(bounds: Ints, start: int) -> Iterator[slice]:
    """Yield the histories from a place on in blocks; ``bounds`` are where each x begins.

    Of an x with many of them, whole blocks have no other x.
    """
    for one, following in pairwise(bounds.tolist()):
        if following - start > BLOCK and one > start:
            yield slice(start, one)
            start = one
        while following - start > BLOCK:
            yield slice(start, start + BLOCK)
            start += BLOCK
    if start < bounds[-1]:
        yield slice(start, int(bounds[-1]))


def _block(x: Ints, end: Ints, last: Ints, weight: Floats) -> _Block:
    import numpy as np

    every = np.arange(x[0], x[-1] + 1)
    starts = np.searchsorted(x, every)
    sizes = np.diff(starts, append=len(x))
    there = sizes > 0
    return _Block(every[there], starts[there], sizes[there], end, last, weight)


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
