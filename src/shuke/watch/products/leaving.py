"""What those who left did before, against those who stayed: an association, never a cause.

Customers who started in the same place are compared with one another: of so many who had a trait, so many left; the
chance of that by luck is exact over all starting places. How much likelier they left is the risk ratio of Mantel and
Haenszel with the interval of Greenland and Robins (1985). All traits are one family under the rule of Benjamini and
Hochberg.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from statistics import NormalDist
from typing import Literal

from shuke.watch.exact import Stratum, two_sided
from shuke.watch.intervals import rounded
from shuke.watch.many import benjamini_hochberg
from shuke.watch.products.lifts import LEAST, RATE

Z = NormalDist().inv_cdf(0.975)


@dataclass(frozen=True)
class Group:
    """Customers of one starting place with a trait (``family`` and ``name``): how many they were, and how many left."""

    family: str
    name: str
    place: str
    customers: int
    left: int


@dataclass(frozen=True)
class Trait:
    """One trait: how many had it, how many of these left, and of the others; ``risk``: how many times as likely.

    ``mark``: ``more`` or ``less`` often than luck explains, ``like`` the others.
    """

    family: str
    name: str
    customers: int
    left: int
    others: int
    others_left: int
    expected: float
    risk: float | None
    interval: tuple[float, float] | None
    p: float
    adjusted: float
    mark: Literal["more", "less", "like"]


def traits(
    groups: Iterable[Group],
    whole: Mapping[str, tuple[int, int]],
    *,
    least: int = LEAST,
    rate: float = RATE,
) -> tuple[list[Trait], int]:
    """Return every trait that at least ``least`` had and ``least`` had not, the surest first; and how many are rarer.

    ``whole`` are all customers of each starting place, and how many of them left.
    """
    by_trait: dict[tuple[str, str], list[Group]] = defaultdict(list)
    for one in groups:
        by_trait[one.family, one.name].append(one)
    everybody = sum(count for count, _ in whole.values())
    found, few = [], 0
    for (family, name), parts in by_trait.items():
        having = sum(one.customers for one in parts)
        if having < least or everybody - having < least:
            few += 1
            continue
        found.append(_trait(family, name, parts, whole))
    adjusted = benjamini_hochberg([one.p for one in found])
    told = [_marked(one, value, rate) for one, value in zip(found, adjusted, strict=True)]
    return sorted(told, key=lambda one: (one.p, one.family, one.name)), few


def _trait(family: str, name: str, parts: Sequence[Group], whole: Mapping[str, tuple[int, int]]) -> Trait:
    strata = [Stratum(*whole[one.place], one.customers) for one in parts]
    seen, having = sum(one.left for one in parts), sum(one.customers for one in parts)
    risk, interval = _risk(parts, whole)
    expected = sum(one.mean for one in strata)
    return Trait(
        family=family,
        name=name,
        customers=having,
        left=seen,
        others=sum(count for count, _ in whole.values()) - having,
        others_left=sum(left for _, left in whole.values()) - seen,
        expected=rounded(expected),
        risk=risk,
        interval=interval,
        p=two_sided(strata, seen),
        adjusted=1.0,
        mark="more" if seen > expected else "less",
    )


def _risk(
    parts: Sequence[Group], whole: Mapping[str, tuple[int, int]]
) -> tuple[float | None, tuple[float, float] | None]:
    """Return the common risk ratio and its interval; None where nobody of one side left."""
    above = below = spread = 0.0
    for one in parts:
        count, left = whole[one.place]
        others, others_left = count - one.customers, left - one.left
        above += one.left * others / count
        below += others_left * one.customers / count
        spread += one.customers * others * left / count**2 - one.left * others_left / count
    if above <= 0 or below <= 0:
        return (0.0, None) if below > 0 else (None, None)
    risk, half = above / below, Z * math.sqrt(max(0.0, spread) / (above * below))
    return rounded(risk), (rounded(risk * math.exp(-half)), rounded(risk * math.exp(half)))


def _marked(one: Trait, adjusted: float, rate: float) -> Trait:
    mark = one.mark if adjusted <= rate else "like"
    return replace(one, p=rounded(one.p), adjusted=rounded(adjusted), mark=mark)
