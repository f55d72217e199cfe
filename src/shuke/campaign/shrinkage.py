"""Rates of small cells drawn towards what cells of their kind have: empirical Bayes.

Cells of one dimension are taken as drawn from one Beta distribution (``a``, ``b`` by maximum likelihood); the interval,
and how likely a rate is above a bar, are those of a mixture over the distribution's precision, which is itself
estimated. Cells of several dimensions are drawn towards what their levels say, see ``effects``. The point is the
posterior mean.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from shuke.campaign.effects import Effects, fit_effects

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

# Precisions that are looked at, as pseudo-contacts, and how many steps lie between them.
LEAST, MOST, STEPS = 5.0, 1e6, 61
LEVEL = 0.95


class Shrunk(Protocol):
    """The estimated rate of each cell: posterior mean, the limits of its 95 % interval, and what it was drawn to."""

    @property
    def mean(self) -> Floats:
        """The posterior mean."""

    @property
    def low(self) -> Floats:
        """The lower limit."""

    @property
    def high(self) -> Floats:
        """The upper limit."""

    @property
    def prior(self) -> Floats:
        """What each cell was drawn towards."""

    def above(self, bar: float) -> Floats:
        """Return how likely each cell's rate is above a bar."""

    def draws(self, count: int, seed: int) -> Floats:
        """Return so many draws of all cells' rates from what is known of them, one row per draw."""


@dataclass(frozen=True)
class Pooled:
    """Cells drawn towards one mean: a mixture of Beta distributions; ``precision`` counts as so many contacts."""

    mean: Floats
    low: Floats
    high: Floats
    prior: Floats
    precision: float
    a: Floats
    b: Floats
    weights: Floats

    def above(self, bar: float) -> Floats:
        """Return how likely each cell's rate is above a bar."""
        from scipy.special import betaincc

        chance: Floats = self.weights @ betaincc(self.a, self.b, bar)
        return chance

    def draws(self, count: int, seed: int) -> Floats:
        """Return so many draws of all cells' rates from what is known of them, one row per draw."""
        import numpy as np

        rng = np.random.default_rng(seed)
        rows = rng.choice(len(self.weights), size=count, p=self.weights)
        drawn: Floats = rng.beta(self.a[rows], self.b[rows])
        return drawn


@dataclass(frozen=True)
class Layered:
    """Cells drawn towards what their levels say."""

    effects: Effects

    @property
    def mean(self) -> Floats:
        """The posterior mean."""
        return self.effects.mean_rate

    @property
    def low(self) -> Floats:
        """The lower limit of the 95 % interval."""
        return self.effects.quantile((1 - LEVEL) / 2)

    @property
    def high(self) -> Floats:
        """The upper limit of the 95 % interval."""
        return self.effects.quantile((1 + LEVEL) / 2)

    @property
    def prior(self) -> Floats:
        """What the levels of each cell say of it."""
        import numpy as np

        found: Floats = np.exp(self.effects.prior)
        return found

    def above(self, bar: float) -> Floats:
        """Return how likely each cell's rate is above a bar."""
        return self.effects.above(bar)

    def draws(self, count: int, seed: int) -> Floats:
        """Return so many draws of all cells' rates from what is known of them, one row per draw."""
        return self.effects.draws(count, seed)


def beta_binomial(responses: Floats, contacts: Floats) -> tuple[float, float]:
    """Return ``a`` and ``b`` of the Beta distribution that cells' rates are drawn from, by maximum likelihood.

    Cells that differ no more than chance lets them have no finite maximum: the precision then ends at a million.
    """
    import numpy as np
    from scipy.optimize import minimize

    pooled = float(np.clip(responses.sum() / contacts.sum(), 1e-9, 1 - 1e-9))

    def loss(given: Floats) -> float:
        mean = 1 / (1 + np.exp(-given[0]))
        precision = np.exp(given[1])
        return -float(_likelihood(responses, contacts, np.full(len(contacts), mean), precision))

    bounds = [(-25.0, 25.0), (np.log(LEAST / 5), np.log(MOST))]
    starts = [np.array([np.log(pooled / (1 - pooled)), np.log(size)]) for size in (30.0, 300.0, 3000.0)]
    fits = [minimize(loss, start, method="L-BFGS-B", bounds=bounds) for start in starts]
    near = min(fits, key=lambda fit: float(fit.fun)).x
    # Gradients by differences stop a little before the maximum; the simplex search goes the rest of the way.
    best = minimize(loss, near, method="Nelder-Mead", bounds=bounds, options={"xatol": 1e-9, "fatol": 1e-12}).x
    mean, precision = 1 / (1 + np.exp(-best[0])), np.exp(best[1])
    return float(mean * precision), float((1 - mean) * precision)


def shrink(responses: Floats, contacts: Floats, levels: NDArray[np.int64] | None = None) -> Shrunk:
    """Return the estimated rates of cells.

    ``levels`` has a row per cell and a column per dimension, the level as a number from 0; without it, with one
    dimension, or without a response, cells are drawn towards one mean for all.
    """
    if levels is not None and levels.shape[1] > 1 and responses.sum() > 0:
        return Layered(fit_effects(responses, contacts, levels))
    return _pooled(responses, contacts)


def _pooled(responses: Floats, contacts: Floats) -> Pooled:
    import numpy as np

    a, b = beta_binomial(responses, contacts)
    precision = a + b
    prior = np.full(len(contacts), a / precision)
    grid = np.append(np.geomspace(LEAST, MOST, STEPS), precision)
    known = np.array([_likelihood(responses, contacts, prior, size) for size in grid])
    # Each step of the precision is as likely beforehand as the share of a usual cell's own weight that it adds.
    usual = max(float(np.median(contacts[contacts > 0])), 1.0) if contacts.any() else 1.0
    weights = np.exp(known - known.max()) * grid * usual / (grid + usual) ** 2
    weights = weights / weights.sum()
    # What is not known of the mean makes the prior wider: the relative variance of a rate is one over its responses.
    unsure = prior[0] / (1 - prior[0]) / max(float(responses.sum()), 1.0)
    wide = (1 / (1 / grid + unsure))[:, None]
    a_of, b_of = prior * wide + responses, (1 - prior) * wide + contacts - responses
    mean = (prior * precision + responses) / (precision + contacts)
    tail = (1 - LEVEL) / 2
    low, high = (_quantile(a_of, b_of, weights, share) for share in (tail, 1 - tail))
    return Pooled(mean, np.minimum(low, mean), np.maximum(high, mean), prior, precision, a_of, b_of, weights)


def _likelihood(responses: Floats, contacts: Floats, mean: Floats, precision: float) -> float:
    """Return the logarithm of the beta-binomial likelihood, but for what does not depend on the prior."""
    from scipy.special import betaln

    a, b = mean * precision, (1 - mean) * precision
    return float((betaln(a + responses, b + contacts - responses) - betaln(a, b)).sum())


def _quantile(a: Floats, b: Floats, weights: Floats, share: float) -> Floats:
    """Return a quantile of each cell's mixture of Beta distributions, by bisection."""
    import numpy as np
    from scipy.special import betainc

    low, high = np.zeros(a.shape[1]), np.ones(a.shape[1])
    used = weights > 1e-6
    a, b, weights = a[used], b[used], weights[used] / weights[used].sum()
    for _ in range(40):
        middle = (low + high) / 2
        below = weights @ betainc(a, b, middle) < share
        low, high = np.where(below, middle, low), np.where(below, high, middle)
    return (low + high) / 2
