"""Scores and segments as other tools give them, in plain Python, by what their documentation or source says."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from math import ceil, floor

AS_OF = date(2024, 12, 31)
# The documented example of the R package rfm 0.3: name, then R, F and M from … to; the first match counts.
R_SEGMENTS = (
    ("champions", 5, 5, 5, 5, 5, 5),
    ("potential_loyalist", 3, 5, 3, 5, 2, 5),
    ("loyal_customers", 2, 4, 2, 4, 2, 4),
    ("promising", 3, 4, 1, 3, 3, 5),
    ("new_customers", 4, 5, 1, 3, 1, 5),
    ("cant_lose_them", 1, 2, 3, 4, 4, 5),
    ("at_risk", 1, 2, 2, 5, 4, 5),
    ("need_attention", 1, 3, 3, 5, 3, 5),
    ("about_to_sleep", 2, 3, 1, 3, 1, 4),
    ("lost", 1, 1, 1, 5, 1, 5),
)
# Klaviyo names six groups over 27 codes; of these five its codes are known.
KLAVIYO_LOYAL = {"321", "322", "331", "232", "233"}


@dataclass(frozen=True)
class Customer:
    """What every tool looks at: days since the last order, orders, and money in cents."""

    id: str
    days: int
    orders: int
    cents: int


def excel(values: Sequence[int], k: int, *, low: bool = False) -> list[int]:
    """Score by nested IFs over PERCENTILE.INC (QUARTILE.INC where k is 4): at most the limit belongs to it."""
    ordered = sorted(values)
    limits = [_percentile(ordered, Fraction(j, k)) for j in range(1, k)]
    places = [sum(value > limit for limit in limits) for value in values]
    return [k - place if low else 1 + place for place in places]


def excel_rank(values: Sequence[int], k: int) -> list[int]:
    """Score by MAX(1, ROUNDUP(PERCENTRANK.INC(…) * k, 0)), the rank cut to three digits as Excel does."""
    ordered = sorted(values)
    ranks = [Fraction(bisect_left(ordered, value), len(ordered) - 1) for value in values]
    return [max(1, ceil(Fraction(floor(rank * 1000), 1000) * k)) for rank in ranks]


def spss(values: Sequence[int], k: int, *, low: bool = False) -> list[int]:
    """Score by ntiles of ranks: the whole part of 1 + rank x k / (n + 1), equals sharing the mean of their ranks."""
    better, equal = _better(values, low=low)
    number = len(values)
    ranks = {value: Fraction(2 * (number - better[value] - equal[value]) + equal[value] + 1, 2) for value in equal}
    return [1 + floor(ranks[value] * k / (number + 1)) for value in values]


def spss_nested(customers: Sequence[Customer], k: int) -> list[str]:
    """Score R, then F within each R, then M within each R and F."""
    codes = {
        one.id: str(s) for one, s in zip(customers, spss([one.days for one in customers], k, low=True), strict=True)
    }
    for figure in ("orders", "cents"):
        groups: dict[str, list[Customer]] = {}
        for one in customers:
            groups.setdefault(codes[one.id], []).append(one)
        for code, members in groups.items():
            scores = spss([getattr(one, figure) for one in members], k)
            codes.update({one.id: f"{code}{score}" for one, score in zip(members, scores, strict=True)})
    return [codes[one.id] for one in customers]


def r_thresholds(values: Sequence[int], k: int, one: int = 1) -> list[Fraction]:
    """Return the lower ends of all shares but the first: the quantiles of R plus one; ``one`` is how much one is."""
    ordered = sorted(values)
    return [_percentile(ordered, Fraction(j, k)) + one for j in range(1, k)]


def r_scores(values: Sequence[int], thresholds: Sequence[Fraction], *, low: bool = False) -> list[int]:
    """Score by these lower ends: from one to below the next."""
    return [
        (len(thresholds) + 1 - place) if low else 1 + place
        for place in (bisect_right(thresholds, value) for value in values)
    ]


def r_segment(r: int, f: int, m: int) -> str:
    """Return the first segment of the example that holds, or what the package calls the others."""
    for name, r1, r2, f1, f2, m1, m2 in R_SEGMENTS:
        if r1 <= r <= r2 and f1 <= f <= f2 and m1 <= m <= m2:
            return name
    return "others"


def percentile_scores(values: Sequence[int], limits: Sequence[Fraction], *, low: bool = False) -> list[int]:
    """Score 3 for the best share, 2 for the next, 1 for the rest; equals stand at the middle of their places."""
    better, equal = _better(values, low=low)
    middle = {value: Fraction(2 * better[value] + equal[value], 2 * len(values)) for value in equal}
    return [3 - sum(middle[value] >= limit for limit in limits) for value in values]


def _better(values: Sequence[int], *, low: bool) -> tuple[dict[int, int], Counter[int]]:
    """Count for each value who is better, and who is equal."""
    equal = Counter(values)
    better, so_far = {}, 0
    for value in sorted(equal, reverse=not low):
        better[value] = so_far
        so_far += equal[value]
    return better, equal


def _percentile(ordered: Sequence[int], share: Fraction) -> Fraction:
    place = (len(ordered) - 1) * share
    first = floor(place)
    if first == len(ordered) - 1:
        return Fraction(ordered[first])
    return ordered[first] + (place - first) * (ordered[first + 1] - ordered[first])
