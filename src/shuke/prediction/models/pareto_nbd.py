"""Pareto/NBD: customers buy at a rate of their own and leave, unseen, after a lifetime of their own.

Schmittlein, Morrison and Colombo, Management Science 33(1), 1987. Rates are Gamma(r, alpha), the rates of leaving
Gamma(s, beta). With G(x, u) the integral of (alpha+v)^-(r+x) (beta+v)^-(s+1) over v from u on,

    L = G(r+x) alpha^r beta^s / G(r) * (alpha+T)^-(r+x) (beta+T)^-s * (1 + D)
    D = s (G(x, t_x) - G(x, T)) * (alpha+T)^(r+x) (beta+T)^s

G is asked once for each pair of x and a time, as (alpha+u)^-(r+x) (beta+u)^-s times a number g between 0 and 1/s that
never overflows: see ``tails``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple

from shuke.prediction.histories import Histories
from shuke.prediction.models.model import Counts, Model, Table, weeks
from shuke.prediction.models.tails import tails

if TYPE_CHECKING:
    from shuke.prediction.histories import Floats, Ints

# Nearer to 1 than this, ``s`` is taken as 1: the limit of the formula of expectations.
GAP = 1e-9
NODES = 24


class Pairs(NamedTuple):
    """The different pairs of x and a time (weeks), and where each history's last purchase and end are among them."""

    x: Floats
    u: Floats
    last: Ints
    end: Ints


def pairs(given: Histories) -> Pairs:
    """Return every pair of x and a time at which an integral is asked, each once."""
    import numpy as np

    span = int(given.T.max(initial=0)) + 1
    x = np.concatenate([given.x, given.x])
    key, place = np.unique(x * span + np.concatenate([given.t_x, given.T]), return_inverse=True)
    count, times = np.divmod(key, span)
    return Pairs(count.astype(np.float64), weeks(times), place[: len(given)], place[len(given) :])


class ParetoNbd(Model):
    """Pareto/NBD."""

    key = "pareto-nbd"
    names: ClassVar[tuple[str, ...]] = ("r", "alpha", "s", "beta")

    @classmethod
    def table(cls, given: Histories) -> Table:
        """Return the histories laid out for fitting."""
        return _Table(given)

    @classmethod
    def starts(cls, given: Histories) -> tuple[tuple[float, ...], ...]:
        """Return parameters to start from, away from alpha = beta, where the likelihood is flat."""
        scale = float((given.count * given.T).sum()) / given.customers / 7.0
        return ((0.5, scale / 4, 0.6, scale / 2), (1.5, scale, 0.8, scale / 8))

    def _parts(self, given: Histories) -> tuple[Floats, Floats]:
        """Return log((alpha+T)^-(r+x) (beta+T)^-s), and log(1 + D)."""
        import numpy as np

        r, alpha, s, beta = self.parameters.values()
        found = pairs(given)
        g = tails(found.x, found.u, r, alpha, s, beta)[0]
        log = -(r + found.x) * np.log(alpha + found.u) - s * np.log(beta + found.u)
        ended = log[found.end]
        left = np.logaddexp(_stayed(s * g)[found.end], np.log(s * g[found.last]) + log[found.last] - ended)
        # Bought on the last day: there was no time to leave in.
        return ended, np.where(found.last == found.end, 0.0, np.maximum(left, 0.0))

    def log_likelihood(self, given: Histories) -> Floats:
        """Return the log-likelihood of each history."""
        import numpy as np
        from scipy.special import gammaln

        r, alpha, s, beta = self.parameters.values()
        ended, left = self._parts(given)
        constant = gammaln(r + given.x) - gammaln(r) + r * np.log(alpha) + s * np.log(beta)
        return np.asarray(constant + ended + left)

    def alive(self, given: Histories) -> Floats:
        """Return P(alive)."""
        import numpy as np

        return np.asarray(np.exp(-self._parts(given)[1]))

    def expected(self, given: Histories, days: float) -> Floats:
        """Return how many purchases are expected in the next days."""
        import numpy as np

        r, alpha, s, beta = self.parameters.values()
        end, t = weeks(given.T), weeks(days)
        grown = np.log1p(t / (beta + end))
        life = grown if abs(s - 1) < GAP else -np.expm1(-(s - 1) * grown) / (s - 1)
        return np.asarray(self.alive(given) * (r + given.x) * (beta + end) / (alpha + end) * life)

    def discounted(self, given: Histories, yearly: float) -> Floats:
        """Return the discounted expected purchases of the rest of the lifetime, continuously discounted.

        Fader, Hardie and Lee, Journal of Marketing Research 42(4), 2005, equation 2.
        """
        import numpy as np
        from scipy.special import hyperu

        r, alpha, s, beta = self.parameters.values()
        end, rate = weeks(given.T), np.log1p(yearly) / 52
        tricomi = hyperu(s, s, rate * (beta + end))
        weight = rate ** (s - 1) * (beta + end) ** s * (r + given.x) / (alpha + end)
        return np.asarray(self.alive(given) * weight * tricomi)

    def counts(self, given: Histories, days: float) -> Counts:
        """Return the number of purchases of those alive, over the time at which they leave."""
        r, alpha, s, beta = self.parameters.values()
        return _Counts(r + given.x, alpha + weeks(given.T), s, beta + weeks(given.T), float(weeks(days)))


def _stayed(left: Floats) -> Floats:
    """Return log(1 - s g); s g is below 1, but where leaving is next to impossible not by a digit that can be held."""
    import numpy as np

    return np.asarray(np.log1p(-np.minimum(left, 1 - 1e-16)))


class _Table(Table):
    def __init__(self, given: Histories) -> None:
        import numpy as np

        self.customers = given.customers
        self.count = given.count.astype(np.float64)
        self.x, place = np.unique(given.x, return_inverse=True)
        self.heads = np.bincount(place, weights=self.count)
        self.pairs = pairs(given)

    def value(self, logs: Floats) -> tuple[float, Floats]:
        import numpy as np
        from scipy.special import digamma, gammaln

        r, alpha, s, beta = (float(part) for part in np.exp(logs))
        at, heads, count = self.pairs, self.heads, self.count
        last, end = at.last, at.end
        g, by = tails(at.x, at.u, r, alpha, s, beta)
        log_a, log_b = np.log(alpha + at.u), np.log(beta + at.u)
        log = -(r + at.x) * log_a - s * log_b
        stayed = _stayed(s * g)[end]
        left = np.log(s * g)[last] + log[last] - log[end]
        whole = np.logaddexp(stayed, left)
        constant = gammaln(r + self.x) - gammaln(r) + r * np.log(alpha) + s * np.log(beta)
        value = (heads * constant).sum() + (count * (log[end] + whole)).sum()
        weight_left, weight = count * np.exp(left - whole), count * np.exp(-whole)
        slopes = (-log_a, -(r + at.x) / (alpha + at.u), -log_b, -s / (beta + at.u))
        gradient = np.empty(4)
        for number, (slope, step) in enumerate(zip(slopes, by, strict=True)):
            inner = step / g + slope
            own = 1 / s if number == 2 else 0.0
            total = (count * slope[end]).sum() + (weight_left * (inner[last] + own - slope[end])).sum()
            gradient[number] = total - (weight * (s * step + (g if number == 2 else 0.0))[end]).sum()
        gradient[0] += (heads * (digamma(r + self.x) - digamma(r) + np.log(alpha))).sum()
        gradient[1] += self.customers * r / alpha
        gradient[2] += self.customers * np.log(beta)
        gradient[3] += self.customers * s / beta
        return float(value), gradient * np.array([r, alpha, s, beta])


class _Counts(Counts):
    """P(k): negative binomial over the time alive, which ends after t or at a time on a grid of Gauss and Legendre."""

    def __init__(self, r: Any, alpha: Any, s: float, beta: Any, t: float) -> None:
        import numpy as np

        nodes, weights = np.polynomial.legendre.leggauss(NODES)
        # The log of 1 + u/beta is spread evenly: early leaving is as well covered for young customers as for old.
        span = np.log1p(t / beta)[:, None]
        at = span * (nodes + 1) / 2
        lived = np.column_stack([beta[:, None] * np.expm1(at), np.full(len(beta), t)])
        ended = s * np.exp(-s * at) * span / 2 * weights
        self.weight = np.column_stack([ended, np.exp(-s * span[:, 0])])
        self.r, self.k = r[:, None], 0
        self.grown = lived / (alpha[:, None] + lived)
        self.term = np.exp(self.r * np.log1p(-self.grown))

    def step(self) -> Floats:
        import numpy as np

        found = (self.weight * self.term).sum(axis=1)
        self.term = self.term * (self.r + self.k) / (self.k + 1) * self.grown
        self.k += 1
        return np.asarray(found)

    def keep(self, rows: object) -> None:
        for name in ("r", "weight", "grown", "term"):
            setattr(self, name, getattr(self, name)[rows])
