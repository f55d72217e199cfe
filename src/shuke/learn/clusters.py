"""K-means over several scores: the same clusters for the same rows and seed, whatever the number of threads.

scikit-learn's Lloyd iteration adds up centres thread by thread, in the order in which the threads finish, and sums of
binary floats depend on their order. So it runs on one thread. Between processors of different kinds the last digits
of a centre may still differ, which is why centres are given to 9 places and a run writes down the ones it used.
"""

from __future__ import annotations

import warnings
from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from shuke.errors import ensure
from shuke.learn.extra import STARTS, require_scikit_learn
from shuke.learn.natural import natural

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = ["Clustering", "clusters", "natural"]

PLACES = 9
MOST_FOR_SILHOUETTE = 10_000
LEAST_SILHOUETTE = Decimal(-1)


@dataclass(frozen=True)
class Clustering:
    """Clusters of rows: ``labels`` from 0 in the order of the rows, an index into ``centres`` and ``sizes``.

    ``k`` is how many there are, ``asked`` how many were asked for (the most, where a span was): fewer when there are
    fewer different rows. ``silhouettes`` is the curve that k was chosen by, empty where k was given.
    """

    k: int
    asked: int
    centres: tuple[tuple[Decimal, ...], ...]
    labels: tuple[int, ...]
    sizes: tuple[int, ...]
    silhouettes: Mapping[int, Decimal]

    @property
    def fewer(self) -> bool:
        """Whether the different rows were too few for the clusters that were asked for."""
        return self.k < self.asked if not self.silhouettes else max(self.silhouettes) < self.asked


def clusters(matrix: NDArray[np.float64], k: int | tuple[int, int], seed: int) -> Clustering:
    """Return the k clusters of the rows that k-means finds from 10 starts; of a span of k, the best separated.

    The best separated has the greatest mean silhouette (of several, the fewest clusters), taken on at most 10,000
    rows drawn by the seed. Silhouettes favour few clusters; whether they mean anything is for the reader to judge.

    Raises:
        UsageError: scikit-learn is not installed.
    """
    require_scikit_learn()
    import numpy as np
    from threadpoolctl import threadpool_limits

    ensure(matrix.ndim == 2 and len(matrix) > 0, "clusters of no rows")
    ensure(bool(np.isfinite(matrix).all()), "clusters of rows with values missing")
    least, most = (k, k) if isinstance(k, int) else k
    different = len(np.unique(matrix, axis=0))
    with ExitStack() as quiet:
        quiet.enter_context(threadpool_limits(limits=1))
        # Too few different rows are told by the result; scikit-learn need not warn of them besides.
        quiet.enter_context(warnings.catch_warnings())
        warnings.simplefilter("ignore")
        if isinstance(k, int) or different <= least:
            return _clustering(matrix, *_fit(matrix, min(most, different), seed), most, {})
        fits = {count: _fit(matrix, count, seed) for count in range(least, min(most, different) + 1)}
        rows = _drawn(len(matrix), seed)
        curve = {count: _silhouette(matrix[rows], labels[rows]) for count, (_, labels) in fits.items()}
    best = max(curve, key=lambda count: (curve[count], -count))
    return _clustering(matrix, *fits[best], most, curve)


def _fit(matrix: NDArray[np.float64], k: int, seed: int) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    """Return centres and labels, every label in use."""
    import numpy as np
    from sklearn.cluster import KMeans

    fitted = KMeans(n_clusters=k, n_init=STARTS, random_state=seed, algorithm="lloyd").fit(matrix)
    used, labels = np.unique(fitted.labels_, return_inverse=True)
    return fitted.cluster_centers_[used], labels.reshape(-1).astype(np.int64)


def _drawn(count: int, seed: int) -> NDArray[np.int64]:
    """Return the rows for silhouettes in their order: all of them, or as many as are bearable."""
    import numpy as np

    if count <= MOST_FOR_SILHOUETTE:
        return np.arange(count)
    drawn = np.random.default_rng(seed).choice(count, MOST_FOR_SILHOUETTE, replace=False)
    return np.sort(drawn).astype(np.int64)


def _silhouette(matrix: NDArray[np.float64], labels: NDArray[np.int64]) -> Decimal:
    """Return the mean silhouette to 6 places; -1 where it has no meaning (one cluster, or a row in each)."""
    import numpy as np
    from sklearn import config_context
    from sklearn.metrics import silhouette_score

    if not 1 < len(np.unique(labels)) < len(labels):
        return LEAST_SILHOUETTE
    # Distances are held piece by piece: 64 MB in place of 800.
    with config_context(working_memory=64):
        return _decimal(silhouette_score(matrix, labels), 6)


def _clustering(
    matrix: NDArray[np.float64],
    centres: NDArray[np.float64],
    labels: NDArray[np.int64],
    asked: int,
    curve: Mapping[int, Decimal],
) -> Clustering:
    import numpy as np

    sizes = tuple(int(size) for size in np.bincount(labels, minlength=len(centres)))
    ensure(sum(sizes) == len(matrix), "a row is in no cluster or in two")
    return Clustering(
        k=len(centres),
        asked=asked,
        centres=tuple(tuple(_decimal(value, PLACES) for value in centre) for centre in centres),
        labels=tuple(labels.tolist()),
        sizes=sizes,
        silhouettes=curve,
    )


def _decimal(value: Any, places: int) -> Decimal:
    """Return a binary float to so many places; a zero has no sign."""
    return Decimal(f"{float(value):.{places}f}") + 0
