"""Two simple rules that stand beside the models: silence for too long, and silence for too many own cycles.

A rule calls a customer active or not. What active and inactive customers with as many purchases did next is looked up
in their own past: at a day as long ago as the horizon, what came after. So a rule gives chances and expectations too.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, cast

from shuke.errors import ensure
from shuke.prediction.histories import Histories
from shuke.prediction.models.geometric import np_array

if TYPE_CHECKING:
    from shuke.prediction.histories import Floats, Ints

# Days of silence, and own cycles of silence, among which the past chooses.
HIATUS = (28, 42, 56, 91, 119, 182, 273, 365)
CYCLES = (1.5, 2.0, 3.0, 5.0, 8.0)
# Repeats from which on a new row of the table starts, and how many customers the mean of all counts for in each.
STEPS = (0, 1, 2, 3, 5, 10)
WEIGHT = 10.0
LEAST = 1e-4


@dataclass(frozen=True, eq=False)
class Rule:
    """A rule with what it learned: ``limit`` in days or cycles, and for each kind of customer chance and count."""

    key: str
    limit: float
    cycle: float
    horizon: int
    chance: Floats
    count: Floats
    parameters: dict[str, float] = field(default_factory=dict)

    def expected(self, given: Histories, days: float) -> Floats:
        """Return how many purchases are expected in the next days, spread evenly over the horizon."""
        return np_array(self.count[self._kinds(given)] * (days / self.horizon))

    def silent(self, given: Histories, days: Ints | int) -> Floats:
        """Return the probability of no purchase in the next days."""
        return np_array((1 - self.chance[self._kinds(given)]) ** (days / self.horizon))

    def active(self, given: Histories) -> Floats:
        """Return 1 for those whom the rule calls active, else 0."""
        return np_array(_active(self.key, self.limit, self.cycle, given))

    def _kinds(self, given: Histories) -> Ints:
        return _kinds(_active(self.key, self.limit, self.cycle, given), given)


def learn(key: str, given: Histories, later: Ints, horizon: int) -> Rule:
    """Return the rule of a kind whose limit told best, in the past, who would buy within the horizon.

    ``given`` are histories at a day in the past, ``later`` the purchase days of each within the horizon after it.
    """
    import numpy as np

    repeated = given.x > 0
    cycles = np.repeat((given.t_x / np.maximum(given.x, 1))[repeated], given.count[repeated])
    cycle = float(np.median(cycles)) if len(cycles) else float(horizon)
    best: Rule | None = None
    lowest = np.inf
    for limit in HIATUS if key == "hiatus" else CYCLES:
        kinds = _kinds(_active(key, limit, cycle, given), given)
        chance = np.clip(_means(kinds, np.minimum(later, 1), given.count), LEAST, 1 - LEAST)
        rule = Rule(key, limit, cycle, horizon, chance, _means(kinds, later, given.count), {"limit": float(limit)})
        loss = log_loss(rule.silent(given, horizon), later, given.count)
        if loss < lowest:
            best, lowest = rule, loss
    ensure(best is not None, "a rule learned from nobody")
    return cast(Rule, best)


def log_loss(silent: Floats, later: Ints, count: Ints) -> float:
    """Return the mean negative log-likelihood of who bought and who did not, under chances of silence."""
    import numpy as np

    chance = np.clip(silent, 1e-9, 1 - 1e-9)
    return float((count * -np.log(np.where(later > 0, 1 - chance, chance))).sum() / count.sum())


def _active(key: str, limit: float, cycle: float, given: Histories) -> Ints:
    import numpy as np

    silence = given.T - given.t_x
    if key == "hiatus":
        return np.asarray(silence <= limit).astype(np.int64)
    own = np.where(given.x > 0, given.t_x / np.maximum(given.x, 1), cycle)
    return np.asarray(silence <= limit * own).astype(np.int64)


def _kinds(active: Ints, given: Histories) -> Ints:
    """Return the row of the table for each history: active or not, and how many repeats."""
    import numpy as np

    return active * len(STEPS) + np.searchsorted(np.array(STEPS), given.x, side="right") - 1


def _means(kinds: Ints, what: Ints, count: Ints) -> Floats:
    """Return the mean of each kind, drawn to that of all who are active, or inactive, where few are of a kind."""
    import numpy as np

    size = 2 * len(STEPS)
    heads = np.bincount(kinds, weights=count, minlength=size)
    sums = np.bincount(kinds, weights=count * what, minlength=size)
    whole = (sums.sum() + 1e-9) / (heads.sum() + 1e-9)
    halves = [
        (sums[part].sum() + WEIGHT * whole) / (heads[part].sum() + WEIGHT)
        for part in (slice(0, len(STEPS)), slice(len(STEPS), size))
    ]
    towards = np.repeat(halves, len(STEPS))
    return np.asarray((sums + WEIGHT * towards) / (heads + WEIGHT))
