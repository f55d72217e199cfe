"""Levels and clusters: where k-means cuts one figure, and what it makes of several scores."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any
from warnings import catch_warnings, simplefilter

MOST_EXACT = 2000
MOST_FOR_SILHOUETTE = 10_000


def natural_levels(values: Mapping[str, Decimal], k: int) -> dict[str, int]:
    """The place, from 0 the least, of each customer's level: the k stretches with the least squared distances.

    There are fewer levels where there are fewer different values. Of several cuts that are as good, the one whose
    last level starts lowest, and so on downwards.
    """
    different = sorted(set(values.values()))
    counts = dict.fromkeys(different, 0)
    for value in values.values():
        counts[value] += 1
    k = min(k, len(different))
    starts = (exact_starts if len(different) <= MOST_EXACT else library_starts)(different, counts, k)
    level_of = {}
    for place, value in enumerate(different):
        level_of[value] = sum(place >= start for start in starts) - 1
    return {customer: level_of[value] for customer, value in values.items()}


def exact_starts(different: Sequence[Decimal], counts: Mapping[Decimal, int], k: int) -> list[int]:
    """Where the levels start: least[j][e] is the least cost of the first e values in j levels, every cut tried."""
    n = [0]
    s = [Fraction(0)]
    q = [Fraction(0)]
    for value in different:
        n.append(n[-1] + counts[value])
        s.append(s[-1] + counts[value] * Fraction(value))
        q.append(q[-1] + counts[value] * Fraction(value) ** 2)

    def cost(start: int, end: int) -> Fraction:
        return q[end] - q[start] - (s[end] - s[start]) ** 2 / (n[end] - n[start])

    size = len(different)
    least = [cost(0, end) if end else Fraction(0) for end in range(size + 1)]
    cuts = []
    for level in range(2, k + 1):
        new: list[Any] = [None] * (size + 1)
        cut = [0] * (size + 1)
        for end in range(level, size + 1):
            tried = [(least[start] + cost(start, end), start) for start in range(level - 1, end)]
            new[end], cut[end] = min(tried)
        least = new
        cuts.append(cut)
    starts, end = [], size
    for cut in reversed(cuts):
        end = cut[end]
        starts.append(end)
    return [0, *reversed(starts)]


def library_starts(different: Sequence[Decimal], counts: Mapping[Decimal, int], k: int, seed: int = 0) -> list[int]:
    """Where the levels start that scikit-learn finds on the different values, put on 0 ... 1, with their counts."""
    import numpy as np

    least, greatest = Fraction(different[0]), Fraction(different[-1])
    line = np.array([[float((Fraction(value) - least) / (greatest - least))] for value in different])
    labels = fitted(line, k, seed, [counts[value] for value in different]).labels_
    return [0, *(place for place in range(1, len(labels)) if labels[place] != labels[place - 1])]


def fitted(matrix: Any, k: int, seed: int, weights: Sequence[int] | None = None) -> Any:
    """scikit-learn's k-means from 10 starts, on one thread, so that sums are taken in one order."""
    import numpy as np
    from sklearn.cluster import KMeans
    from threadpoolctl import threadpool_limits

    counts = None if weights is None else np.array(weights, dtype=float)
    with threadpool_limits(limits=1), catch_warnings():
        simplefilter("ignore")
        return KMeans(n_clusters=k, n_init=10, random_state=seed).fit(matrix, sample_weight=counts)


def clusters(rows: Mapping[str, Sequence[Any]], k: Any, seed: int, order_by: Mapping[str, Any]) -> dict[str, int]:
    """The cluster of each customer, numbered from 1, the greatest mean of `order_by` first, then the centre."""
    import numpy as np

    customers = sorted(rows)
    matrix = np.array([[float(value) for value in rows[customer]] for customer in customers])
    different = len({tuple(rows[customer]) for customer in customers})
    if isinstance(k, dict):
        labels = chosen(matrix, range(int(k["from"]), int(k["to"]) + 1), different, seed)
    else:
        labels = fitted(matrix, min(int(k), different), seed).labels_
    ranks = []
    for label in sorted({int(label) for label in labels}):
        members = [customer for customer, own in zip(customers, labels, strict=True) if own == label]
        known = [Fraction(order_by[customer]) for customer in members if order_by[customer] is not None]
        mean = sum(known, Fraction(0)) / len(known) if known else Fraction(0)
        centre = [sum(map(Fraction, column)) / len(members) for column in zip(*(rows[c] for c in members), strict=True)]
        ranks.append((-mean, centre, label))
    number = {label: place for place, (_, _, label) in enumerate(sorted(ranks), 1)}
    return {customer: number[int(label)] for customer, label in zip(customers, labels, strict=True)}


def chosen(matrix: Any, span: range, different: int, seed: int) -> Any:
    """Of several k, the labels with the greatest mean silhouette (6 places), the fewest clusters of equals."""
    import numpy as np
    from sklearn.metrics import silhouette_score

    if different <= span[0]:
        return fitted(matrix, different, seed).labels_
    rows = np.arange(len(matrix))
    if len(matrix) > MOST_FOR_SILHOUETTE:
        rows = np.sort(np.random.default_rng(seed).choice(len(matrix), MOST_FOR_SILHOUETTE, replace=False))
    best: tuple[float, Any] | None = None
    for k in span:
        if k > different:
            break
        labels = fitted(matrix, k, seed).labels_
        telling = 1 < len(set(labels[rows])) < len(rows)
        silhouette = round(float(silhouette_score(matrix[rows], labels[rows])), 6) if telling else -1.0
        if best is None or silhouette > best[0]:
            best = silhouette, labels
    return best[1]
