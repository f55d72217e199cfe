"""Rates of cells drawn towards what the levels of their dimensions say: a mixed Poisson model.

log(rate of a cell) = base + one effect per level of each dimension + an effect of the cell's own. The effects of each
dimension, and those of cells, are taken as drawn from normal distributions around 0, whose variances are estimated
(EM; the levels by the penalised quasi-likelihood of Breslow and Clayton 1993, the cells' own effects by integration, as
few responses make them lopsided). So a dimension that says nothing is drawn to nothing, and a cell strays from its
levels as far as cells are seen to stray.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import log
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

ROUNDS, NEAR = 100, 1e-4
# Variances start here, and never fall below the least.
FIRST, LEAST = 0.1, 1e-6
# Points at which a cell's own effect is looked at, and how many standard deviations they reach to each side.
POINTS, REACH = 41, 5.0
# Variances of few effects are estimated too low, and how unsure they are too small; in simulated worlds in which every
# cell is for itself, intervals so much wider hold as often as they say (benchmarks/campaign.py simulate).
WIDER = 1.08
# Further variances that are tried, the steps that each takes to settle, and the most that a variance can be unsure.
PARTS, STEPS, MOST_UNSURE = 8, 6, 1.5


@dataclass(frozen=True)
class Own:
    """The distribution of each cell's own effect: points, the weight of each, and mean and variance."""

    points: Floats
    weights: Floats
    mean: Floats
    variance: Floats


@dataclass(frozen=True)
class Part:
    """What is known of the logarithm of each cell's rate, were the variances known.

    ``prior`` is what the levels alone say, ``spread`` how unsure the levels' effects are, ``heed`` how much a cell
    heeds them rather than its own responses, and ``own`` the distribution of what is its own.
    """

    prior: Floats
    own: Own
    heed: Floats
    design: Floats
    spread: Floats

    @property
    def shared(self) -> Floats:
        """The variance that comes of what cells share."""
        import numpy as np

        found: Floats = self.heed**2 * np.einsum("ij,jk,ik->i", self.design, self.spread, self.design)
        return found

    @property
    def mean_rate(self) -> Floats:
        """The mean of each rate."""
        import numpy as np

        found: Floats = np.exp(self.prior + self.shared / 2) * (self.own.weights * np.exp(self.own.points)).sum(axis=1)
        return found

    @property
    def points(self) -> Floats:
        """The points of each cell's own effect as logarithms of its rate, wider by what its levels leave unsure."""
        import numpy as np

        wider = np.sqrt(1 + self.shared / self.own.variance)[:, None]
        centre = self.own.mean[:, None]
        found: Floats = self.prior[:, None] + centre + (self.own.points - centre) * wider
        return found

    def draws(self, count: int, rng: np.random.Generator) -> Floats:
        """Return so many draws of all cells' rates together; what cells share is drawn once for all of them."""
        import numpy as np

        root = np.linalg.cholesky(self.spread + 1e-12 * np.eye(len(self.spread)))
        shared = rng.standard_normal((count, len(root))) @ root.T @ self.design.T
        alone = rng.standard_normal((count, len(self.prior))) * np.sqrt(self.own.variance)
        found: Floats = np.exp(self.prior + self.own.mean + self.heed * shared + alone)
        return found


@dataclass(frozen=True)
class Effects:
    """What is known of each cell's rate: equal parts with variances that the data allow, the best ones first."""

    parts: tuple[Part, ...]
    points: Floats
    upto: Floats

    @property
    def prior(self) -> Floats:
        """What the levels alone say of the logarithm of each rate."""
        return self.parts[0].prior

    @property
    def mean_rate(self) -> Floats:
        """The posterior mean of each rate."""
        import numpy as np

        found: Floats = np.mean([part.mean_rate for part in self.parts], axis=0)
        return np.minimum(found, 1.0)

    def quantile(self, share: float) -> Floats:
        """Return an end of an interval of each rate: a quantile, farther from the median by ``WIDER``."""
        import numpy as np

        rows = zip(self.upto, self.points, strict=True)
        found = np.array([np.interp((0.5, share), upto, points) for upto, points in rows])
        middle = found[:, 0]
        ends: Floats = np.exp(middle + (found[:, 1] - middle) * WIDER)
        return np.minimum(ends, 1.0)

    def above(self, bar: float) -> Floats:
        """Return how likely each rate is above a bar."""
        import numpy as np

        if bar <= 0:
            return np.ones(len(self.points))
        rows = zip(self.points, self.upto, strict=True)
        return np.array([1 - np.interp(log(bar), points, upto, left=0.0, right=1.0) for points, upto in rows])

    def draws(self, count: int, seed: int) -> Floats:
        """Return so many draws of all cells' rates together."""
        import numpy as np

        rng = np.random.default_rng(seed)
        shares = [part.draws(-(-count // len(self.parts)), rng) for part in self.parts]
        return np.minimum(np.concatenate(shares), 1.0)[:count]


def fit_effects(responses: Floats, contacts: Floats, levels: NDArray[np.int64]) -> Effects:
    """Return what is known of the cells' rates; there must be at least one response."""
    import numpy as np

    design, group = _design(levels)
    variances = np.full(int(group.max()) + 1, FIRST)
    stray = FIRST
    eta = np.full(len(contacts), log(responses.sum() / contacts.sum()))
    for _ in range(ROUNDS):
        before = (variances, stray)
        part, effects, eta = _step(responses, contacts, design, group, variances, stray, eta)
        own = part.own
        stray = max(float((own.mean**2 + own.variance + (1 - part.heed) ** 2 * _said(part)).mean()), LEAST)
        square = effects**2 + np.diag(part.spread)
        variances = np.array([max(float(square[group == one].mean()), LEAST) for one in range(len(variances))])
        if max(float(np.abs(np.log(variances / before[0])).max()), abs(log(stray / before[1]))) < NEAR:
            break
    parts = [part, *_others(responses, contacts, part, group, variances, stray, eta)]
    points = np.concatenate([one.points for one in parts], axis=1)
    weights = np.concatenate([one.own.weights for one in parts], axis=1) / len(parts)
    order = np.argsort(points, axis=1)
    points, weights = np.take_along_axis(points, order, 1), np.take_along_axis(weights, order, 1)
    return Effects(tuple(parts), points, np.cumsum(weights, axis=1) - weights / 2)


def _others(
    responses: Floats,
    contacts: Floats,
    best: Part,
    group: NDArray[np.int64],
    variances: Floats,
    stray: float,
    eta: Floats,
) -> list[Part]:
    """Return parts with other variances, as far from the best ones as the data leave them unsure.

    A variance that is estimated from so many effects is unsure by a factor whose logarithm has the variance
    2 / effects; an effect that is drawn to nothing counts as the part that is left of it.
    """
    import numpy as np

    rng = np.random.default_rng(0)
    kept = [
        float((1 - np.diag(best.spread)[group == one] / variance).clip(0, 1).sum())
        for one, variance in enumerate(variances)
    ]
    counted = np.array([*kept, float((1 - best.heed).sum())])
    unsure = np.minimum(np.sqrt(2 / np.maximum(counted, 1e-9)), MOST_UNSURE)
    half = rng.standard_normal((PARTS // 2, len(unsure)))
    found = []
    for away in np.concatenate([half, -half]) * unsure:
        now = eta
        for _ in range(STEPS):
            part, _, now = _step(
                responses, contacts, best.design, group, variances * np.exp(away[:-1]), stray * np.exp(away[-1]), now
            )
        found.append(part)
    return found


def _step(
    responses: Floats,
    contacts: Floats,
    design: Floats,
    group: NDArray[np.int64],
    variances: Floats,
    stray: float,
    eta: Floats,
) -> tuple[Part, Floats, Floats]:
    """Return what is known under some variances, the levels' effects, and the next logarithms of rates."""
    import numpy as np

    weights = np.maximum(contacts * np.exp(np.clip(eta, -30, 0)), 1e-9)
    answers = eta + (responses - weights) / weights
    certain = 1 / (1 / weights + stray)
    penalty = np.append(0.0, 1 / variances[group[1:]])
    spread = np.asarray(np.linalg.inv((design * certain[:, None]).T @ design + np.diag(penalty)), dtype=np.float64)
    effects = spread @ design.T @ (certain * answers)
    said = design @ effects
    trust = stray * certain
    mode = trust * (answers - said)
    own = _own(responses, contacts, said, stray, mode, trust / weights)
    return Part(said, own, 1 - trust, design, spread), effects, np.clip(said + mode, -30, 0)


def _said(part: Part) -> Floats:
    """Return the variance of what the levels say of each cell."""
    import numpy as np

    found: Floats = np.einsum("ij,jk,ik->i", part.design, part.spread, part.design)
    return found


def _own(responses: Floats, contacts: Floats, said: Floats, stray: float, mode: Floats, variance: Floats) -> Own:
    """Return the distribution of each cell's own effect, given what its levels say; by points around its mode."""
    import numpy as np

    steps = np.linspace(-REACH, REACH, POINTS)
    points = mode[:, None] + np.sqrt(np.maximum(variance, 1e-12))[:, None] * steps[None, :]
    expected = np.exp(np.minimum(said[:, None] + points, 0.0)) * contacts[:, None]
    heights = responses[:, None] * points - expected - points**2 / (2 * stray)
    weights = np.exp(heights - heights.max(axis=1, keepdims=True))
    weights = weights / weights.sum(axis=1, keepdims=True)
    mean = (weights * points).sum(axis=1)
    return Own(points, weights, mean, np.maximum((weights * (points - mean[:, None]) ** 2).sum(axis=1), 1e-15))


def _design(levels: NDArray[np.int64]) -> tuple[Floats, NDArray[np.int64]]:
    """Return the design matrix (1, then all levels of each dimension), and each column's dimension (-1: none)."""
    import numpy as np

    columns, group = [np.ones(len(levels))], [-1]
    for number, dimension in enumerate(levels.T):
        for level in np.unique(dimension):
            columns.append((dimension == level).astype(np.float64))
            group.append(number)
    return np.column_stack(columns), np.array(group, dtype=np.int64)
