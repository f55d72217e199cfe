"""Uplift by cell: what contact added in each, drawn towards the mean uplift as far as cells differ by chance alone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from shuke.campaign.sequential import fixed
from shuke.campaign.shrinkage import shrink

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Uplift:
    """Of each cell: the raw difference, the estimate drawn towards the mean, its standard deviation; and that mean."""

    raw: Floats
    estimate: Floats
    deviation: Floats
    mean: float
    between: float
    own: Floats
    alone: Floats
    mean_variance: float

    def above(self, bar: float) -> Floats:
        """Return how likely each cell's uplift is above a bar."""
        from scipy.special import ndtr

        chance: Floats = ndtr((self.estimate - bar) / self.deviation)
        return chance

    def draws(self, count: int, seed: int) -> Floats:
        """Return so many draws of all cells' uplift together; the mean that they share is drawn once for all."""
        import numpy as np

        rng = np.random.default_rng(seed)
        shared = rng.standard_normal((count, 1)) * np.sqrt(self.mean_variance) * (1 - self.own)
        found: Floats = self.estimate + shared + rng.standard_normal((count, len(self.alone))) * np.sqrt(self.alone)
        return found

    def interval(self) -> tuple[Floats, Floats]:
        """Return the limits of each cell's 95 % interval."""
        return self.estimate - fixed() * self.deviation, self.estimate + fixed() * self.deviation


def by_cell(contacted: tuple[Floats, Floats], held_out: tuple[Floats, Floats]) -> Uplift:
    """Return the uplift of cells from (responses, customers) of each arm; a cell needs customers in both to say more.

    The variances come from the shrunk rates, as raw ones of small cells are often zero. How far cells truly differ is
    the moment estimate of DerSimonian and Laird; the uncertainty of the mean goes into each cell's.
    """
    import numpy as np

    (k1, n1), (k0, n0) = contacted, held_out
    both = (n1 > 0) & (n0 > 0)
    p1, p0 = shrink(k1, n1).mean, shrink(k0, n0).mean
    with np.errstate(divide="ignore", invalid="ignore"):
        raw = np.where(both, k1 / n1 - k0 / n0, np.nan)
        variance = np.where(both, p1 * (1 - p1) / n1 + p0 * (1 - p0) / n0, np.inf)
    weight = 1 / variance
    mean = float((weight[both] * raw[both]).sum() / weight.sum())
    excess = float((weight[both] * (raw[both] - mean) ** 2).sum()) - (int(both.sum()) - 1)
    scale = float(weight.sum() - (weight**2).sum() / weight.sum())
    between = max(excess / scale, 0.0) if scale > 0 else 0.0
    pull = 1 / (between + variance)
    centre = float((pull[both] * raw[both]).sum() / pull.sum())
    known = between / (between + variance)
    estimate = np.where(both, known * np.where(both, raw, 0) + (1 - known) * centre, centre)
    alone = np.where(both, known * np.where(both, variance, 1), between)
    unsure = alone + (1 - known) ** 2 / pull.sum()
    deviation = np.sqrt(np.maximum(unsure, 1e-18))
    return Uplift(raw, estimate, deviation, centre, between, known, alone, float(1 / pull.sum()))
