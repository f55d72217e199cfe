"""Gamma-Gamma: what a purchase is worth, each customer with a mean of their own.

Colombo and Jiang 1999; Fader, Hardie and Lee 2005; Fader and Hardie, note 025. Amounts of a customer are Gamma(p, nu),
nu is Gamma(q, gamma); with n purchases of mean m,

    f(m | n) = G(pn+q) / (G(pn) G(q)) * gamma^q m^(pn-1) n^(pn) / (gamma+nm)^(pn+q)
    E(M | m, n) = p (gamma + n m) / (p n + q - 1)

The mean over customers is finite only where q > 1, and amounts must not go with how often a customer buys.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from shuke.prediction.extra import require_scipy
from shuke.prediction.fit import climb_table, covariance_of
from shuke.prediction.models.model import Table

if TYPE_CHECKING:
    from shuke.prediction.histories import Floats

# Stronger than this, amounts go with how often a customer buys, and the model's assumption does not hold.
MOST_CORRELATED = 0.3
FEWEST = 10


@dataclass(frozen=True, eq=False)
class Spending:
    """A fitted Gamma-Gamma model; ``correlation`` is that of mean amount and number of purchases."""

    p: float
    q: float
    gamma: float
    log_likelihood: float
    covariance: Floats | None
    customers: int
    correlation: float

    @property
    def usable(self) -> bool:
        """Whether the mean is finite and amounts do not go with frequency."""
        return self.q > 1 and abs(self.correlation) <= MOST_CORRELATED

    @property
    def parameters(self) -> dict[str, float]:
        """The parameters under their names in the literature."""
        return {"p": self.p, "q": self.q, "gamma": self.gamma}

    @property
    def mean(self) -> float:
        """The mean amount over all customers."""
        return self.p * self.gamma / (self.q - 1)

    def expected(self, n: object, total: object) -> Floats:
        """Return what a purchase of each customer is expected to be worth; nobody known gets the mean of all."""
        import numpy as np

        count, whole = np.asarray(n, dtype=np.float64), np.asarray(total, dtype=np.float64)
        return np.asarray(self.p * (self.gamma + whole) / (self.p * count + self.q - 1))


def fit_spending(n: object, total: object) -> Spending | None:
    """Return the most likely Gamma-Gamma model of customers with n purchases of ``total`` in all; None for too few.

    Customers without a purchase, or without a positive total, tell nothing and are left out.

    Raises:
        UsageError: NumPy and SciPy are not installed.
    """
    require_scipy()
    import numpy as np

    count, whole = np.asarray(n, dtype=np.float64), np.asarray(total, dtype=np.float64)
    told = (count > 0) & (whole > 0)
    # In a fixed order, so that the order of the customers changes no digit.
    order = np.lexsort((whole[told], count[told]))
    count, whole = count[told][order], whole[told][order]
    if len(count) < FEWEST:
        return None
    mean = whole / count
    correlation = float(np.corrcoef(count, mean)[0, 1]) if np.ptp(count) > 0 and np.ptp(mean) > 0 else 0.0
    if np.ptp(mean) == 0:
        return None
    # In units of the mean amount, so that a currency with many zeros is no harder than another.
    unit = float(mean.mean())
    starts = [np.log(np.array(start)) for start in ((2.0, 3.0, 1.0), (6.0, 4.0, 0.5), (1.0, 2.0, 2.0))]
    logs, value, hessian = climb_table(_Table(count, whole / unit), starts)
    p, q, gamma = (float(part) for part in np.exp(logs))
    gamma, value = gamma * unit, value - len(count) * float(np.log(unit))
    return Spending(p, q, gamma, value, covariance_of(hessian), len(count), correlation)


class _Table(Table):
    def __init__(self, count: Floats, whole: Floats) -> None:
        import numpy as np

        self.customers = len(count)
        self.n, place = np.unique(count, return_inverse=True)
        self.heads = np.bincount(place).astype(np.float64)
        self.place, self.whole = place, whole
        log_mean = np.log(whole / count)
        self.log_mean, self.by_count = float(log_mean.sum()), float((count * log_mean).sum())
        self.n_log_n = float((count * np.log(count)).sum())

    def value(self, logs: Floats) -> tuple[float, Floats]:
        import numpy as np
        from scipy.special import digamma, gammaln

        p, q, gamma = (float(part) for part in np.exp(logs))
        n, heads = self.n, self.heads
        log = np.log(gamma + self.whole)
        by_n = np.bincount(self.place, weights=log, minlength=len(n))
        by_inverse = np.bincount(self.place, weights=1 / (gamma + self.whole), minlength=len(n))
        shape = p * n + q
        value = (heads * (gammaln(shape) - gammaln(p * n))).sum() - (shape * by_n).sum()
        value += self.customers * (q * np.log(gamma) - gammaln(q))
        value += p * self.by_count - self.log_mean + p * self.n_log_n
        by_p = (heads * n * (digamma(shape) - digamma(p * n))).sum() - (n * by_n).sum() + self.by_count + self.n_log_n
        by_q = (heads * digamma(shape)).sum() + self.customers * (np.log(gamma) - digamma(q)) - by_n.sum()
        by_gamma = self.customers * q / gamma - (shape * by_inverse).sum()
        return float(value), np.array([by_p * p, by_q * q, by_gamma * gamma])
