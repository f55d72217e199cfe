"""Rates of cells drawn towards what the levels of their dimensions say: a mixed Poisson model.

log(rate of a cell) = base + one effect per level of each dimension + an effect of the cell's own. The effects of each
dimension, and those of cells, are taken as drawn from normal distributions around 0, whose variances are estimated
(EM on the penalised quasi-likelihood of Breslow and Clayton 1993). So a dimension that says nothing is drawn to
nothing, and a cell strays from its levels as far as cells are seen to stray.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import log
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

ROUNDS, NEAR = 300, 1e-7
# Variances start here, and never fall below the least.
FIRST, LEAST = 0.1, 1e-6


@dataclass(frozen=True)
class Effects:
    """What is known of the logarithm of each cell's rate: its mean and variance, and how they come about.

    ``own`` is how much a cell's own responses count against its levels; ``prior`` is what the levels alone say.
    """

    mean: Floats
    variance: Floats
    prior: Floats
    own: Floats
    residual: Floats
    design: Floats
    spread: Floats

    def draws(self, count: int, seed: int) -> Floats:
        """Return so many draws of all cells' rates together; what cells share is drawn once for all of them."""
        import numpy as np

        rng = np.random.default_rng(seed)
        root = np.linalg.cholesky(self.spread + 1e-12 * np.eye(len(self.spread)))
        shared = rng.standard_normal((count, len(root))) @ root.T @ self.design.T
        alone = rng.standard_normal((count, len(self.mean))) * np.sqrt(self.residual)
        found: Floats = np.exp(self.mean + (1 - self.own) * shared + alone)
        return np.minimum(found, 1.0)


def fit_effects(responses: Floats, contacts: Floats, levels: NDArray[np.int64]) -> Effects:
    """Return what is known of the cells' rates; there must be at least one response."""
    import numpy as np

    design, group = _design(levels)
    variances = np.full(int(group.max()) + 1, FIRST)
    stray = FIRST
    eta = np.full(len(contacts), log(responses.sum() / contacts.sum()))
    spread = np.zeros((design.shape[1], design.shape[1]))
    effects = np.zeros(design.shape[1])
    for _ in range(ROUNDS):
        before = (variances.copy(), stray)
        weights = np.maximum(contacts * np.exp(np.clip(eta, -30, 0)), 1e-9)
        answers = eta + (responses - weights) / weights
        certain = 1 / (1 / weights + stray)
        penalty = np.append(0.0, 1 / variances[group[1:]])
        spread = np.linalg.inv((design * certain[:, None]).T @ design + np.diag(penalty))
        effects = spread @ design.T @ (certain * answers)
        said = design @ effects
        own = stray * certain
        cells = own * (answers - said)
        eta = np.clip(said + cells, -30, 0)
        shared = np.einsum("ij,jk,ik->i", design, spread, design)
        stray = max(float((cells**2 + own / weights + own**2 * shared).mean()), LEAST)
        square = effects**2 + np.diag(spread)
        variances = np.array([max(float(square[group == one].mean()), LEAST) for one in range(len(variances))])
        if max(float(np.abs(np.log(variances / before[0])).max()), abs(log(stray / before[1]))) < NEAR:
            break
    residual = own / weights
    return Effects(eta, residual + (1 - own) ** 2 * shared, said, own, residual, design, spread)


def _design(levels: NDArray[np.int64]) -> tuple[Floats, NDArray[np.int64]]:
    """Return the design matrix (1, then all levels of each dimension), and each column's dimension (-1: none)."""
    import numpy as np

    columns, group = [np.ones(len(levels))], [-1]
    for number, dimension in enumerate(levels.T):
        for level in np.unique(dimension):
            columns.append((dimension == level).astype(np.float64))
            group.append(number)
    return np.column_stack(columns), np.array(group, dtype=np.int64)
