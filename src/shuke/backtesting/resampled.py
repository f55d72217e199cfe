"""How much of a difference chance makes: customers are drawn anew, and every order is judged again on the draw.

A customer is drawn with everything they did, on all days at once, so that several days of one customer base are not
taken for several customer bases; every order is judged on the same draws, so that differences are paired. The draws
come of the raw stream of a seeded generator, which NumPy promises not to change.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from shuke.backtesting.measures import FIFTH, MEASURES, TENTH, cut
from shuke.errors import UsageError

if TYPE_CHECKING:
    from numpy.typing import NDArray

SEED = 20_011_997
COMMAND = 'pip install "shuke[clv]"'
# The ends of an interval that holds 95 % of the draws.
ENDS = (0.025, 0.975)


def require_numpy() -> None:
    """Pass when NumPy is installed.

    Raises:
        UsageError: it is not; the message names the command that installs it.
    """
    if find_spec("numpy") is None:
        raise UsageError("backtest_extra_missing", command=COMMAND)


@dataclass(frozen=True)
class Seen:
    """One day as arrays, one entry per customer: who they are among all, later revenue, places by each contestant."""

    who: NDArray[Any]
    revenue: NDArray[Any]
    bought: NDArray[Any]
    places: Sequence[NDArray[Any]]


def draws(everybody: int, resamples: int) -> Iterator[NDArray[Any]]:
    """Yield how often each customer is drawn, for each resample."""
    import numpy as np

    stream = np.random.PCG64(SEED)
    for _ in range(resamples):
        raw = stream.random_raw(everybody)
        # The upper half of 64 random bits, scaled to the customers: exact in 64 bits up to four thousand million.
        picked = ((raw >> np.uint64(32)) * np.uint64(everybody)) >> np.uint64(32)
        yield np.bincount(picked.astype(np.int64), minlength=everybody)


def resampled(seen: Seen, weights: NDArray[Any]) -> list[dict[str, float]]:
    """Return every measure of every contestant where each customer counts as often as they were drawn; NaN for none.

    The same figures as ``measures`` gives, in floats; with weights of 1 they are those of the customers themselves.
    """
    import numpy as np

    weight = weights[seen.who].astype(np.float64)
    _, value = np.unique(-seen.revenue, return_inverse=True)
    counts = np.bincount(value, weight)
    before = np.cumsum(counts) - counts
    heads = float(counts.sum())
    ranks = (2 * before + counts + 1)[value]
    positive = float(weight[seen.revenue > 0].sum())
    best = min(float(cut(round(heads), TENTH)), positive)
    with np.errstate(divide="ignore", invalid="ignore"):
        inside = np.where(counts > 0, np.clip((best - before) / counts, 0, 1), 0)
    among = np.where(seen.revenue > 0, inside[value], 0)
    whole = _Whole(heads, best, weight, weight * seen.revenue, weight * among, weight * ranks, weight * seen.bought)
    gained = whole.gini(counts, np.bincount(value, whole.revenue))
    spread = float((counts * (2 * before + counts + 1) ** 2).sum()) - heads * (heads + 1) ** 2
    return [whole.measures(place, gained, spread) for place in seen.places]


@dataclass(frozen=True)
class _Whole:
    """What the drawn customers add up to, per customer: heads, revenue, later best, ranks, buyers."""

    heads: float
    best: float
    weight: NDArray[Any]
    revenue: NDArray[Any]
    among: NDArray[Any]
    ranks: NDArray[Any]
    bought: NDArray[Any]

    def measures(self, place: NDArray[Any], gained: float, spread: float) -> dict[str, float]:
        """Return the measures of one order."""
        import numpy as np

        counts, money, among, ranks, bought = (
            np.bincount(place, column) for column in (self.weight, self.revenue, self.among, self.ranks, self.bought)
        )
        before = np.cumsum(counts) - counts
        found = {}
        with np.errstate(divide="ignore", invalid="ignore"):
            for name, share in (("tenth", TENTH), ("fifth", FIFTH)):
                part = np.where(counts > 0, np.clip((cut(round(self.heads), share) - before) / counts, 0, 1), 0)
                found[f"best_in_{name}"] = _over(float((part * among).sum()), self.best)
                found[f"revenue_in_{name}"] = _over(float((part * money).sum()), float(money.sum()))
        found["gini"] = _over(self.gini(counts, money), gained)
        rank = 2 * before + counts + 1
        level = self.heads * (self.heads + 1) ** 2
        own = float((counts * rank**2).sum()) - level
        top = float((rank * ranks).sum()) - level
        found["spearman"] = top / float(np.sqrt(own * spread)) if own > 0 and spread > 0 else float("nan")
        silent = counts - bought
        pairs = 2 * float(bought.sum()) * float(silent.sum())
        found["auc"] = _over(float((silent * (2 * (np.cumsum(bought) - bought) + bought)).sum()), pairs)
        return {name: found[name] for name in MEASURES}

    def gini(self, counts: NDArray[Any], money: NDArray[Any]) -> float:
        """Return twice the area between the curve of revenue found and the diagonal."""
        import numpy as np

        total = float(money.sum())
        area = float((counts * (2 * (np.cumsum(money) - money) + money)).sum())
        return area / (self.heads * total) - 1 if total > 0 and self.heads > 0 else float("nan")


def means(days: Sequence[Seen], weights: NDArray[Any]) -> list[dict[str, float]]:
    """Return the measures of every contestant, the mean over the days."""
    each = [resampled(seen, weights) for seen in days]
    return [
        {name: sum(day[index][name] for day in each) / len(each) for name in MEASURES} for index in range(len(each[0]))
    ]


def interval(values: Sequence[float]) -> tuple[float, float] | None:
    """Return the ends between which 95 % of the draws lie; None where some could not be judged."""
    import numpy as np

    if not values or np.isnan(values).any():
        return None
    low, high = np.quantile(np.asarray(values, dtype=np.float64), ENDS)
    return float(low), float(high)


def differences(table: Sequence[Sequence[Mapping[str, float]]], first: int, second: int, name: str) -> list[float]:
    """Return, draw by draw, by how much one contestant is ahead of another."""
    return [draw[first][name] - draw[second][name] for draw in table]


def _over(part: float, whole: float) -> float:
    return part / whole if whole > 0 else float("nan")
