"""Which results go from the best down, so that a move is up or down."""

from __future__ import annotations

from shuke.scheme.model import Scheme


def is_ordered(scheme: Scheme, result: str) -> bool:
    """Tell whether the places of a result go from the best down.

    Tiers do, and clusters, which are numbered so; any other list does if it is a ladder of least composites.
    """
    groups = scheme.groups.get(result, ())
    ladder = bool(groups) and all(group.at_least is not None or group.rest for group in groups)
    return result in {"tier", "cluster"} or ladder
