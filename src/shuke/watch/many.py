"""Many questions asked at once: p-values adjusted, so that what is called stays within the stated share of errors."""

from __future__ import annotations

from collections.abc import Sequence


def holm(values: Sequence[float]) -> list[float]:
    """Return p-values adjusted by Holm's rule: calling those at most q errs at all in at most q of all cases.

    It holds whatever the questions have to do with one another.

    >>> holm([0.01, 0.04, 0.03])
    [0.03, 0.06, 0.06]
    """
    order = sorted(range(len(values)), key=lambda place: (values[place], place))
    found, least = [0.0] * len(values), 0.0
    for rank, place in enumerate(order):
        least = max(least, min(1.0, (len(values) - rank) * values[place]))
        found[place] = least
    return found


def benjamini_hochberg(values: Sequence[float]) -> list[float]:
    """Return p-values adjusted by Benjamini and Hochberg: of those at most q, a share of at most q is luck on average.

    >>> benjamini_hochberg([0.01, 0.04, 0.03])
    [0.03, 0.04, 0.04]
    """
    order = sorted(range(len(values)), key=lambda place: (values[place], place), reverse=True)
    found, most = [0.0] * len(values), 1.0
    for rank, place in zip(range(len(values), 0, -1), order, strict=True):
        most = min(most, values[place] * len(values) / rank)
        found[place] = most
    return found
