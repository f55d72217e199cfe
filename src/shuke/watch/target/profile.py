"""The profile of high-value customers: how common each value of an attribute makes them, beside everybody.

The chance of what was seen is hypergeometric (Fisher's exact test), the interval Wilson's share over the base rate, and
all values of all attributes are one family under Benjamini and Hochberg's rule.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from shuke.watch.exact import Stratum, two_sided
from shuke.watch.intervals import rounded, wilson
from shuke.watch.many import benjamini_hochberg

RATE, LEAST = 0.05, 5


@dataclass(frozen=True)
class Cell:
    """Customers who say the same in every attribute and lie in one part: how many are of high value, and how many not.

    A value is None where nothing is known.
    """

    values: tuple[str | None, ...]
    part: int
    high: int
    others: int


@dataclass(frozen=True)
class Value:
    """One value of one attribute: ``rate`` is the share of high value among its customers, ``lift`` that over all's.

    ``mark``: ``more`` or ``less`` than luck explains, or ``like`` everybody.
    """

    attribute: str
    value: str
    customers: int
    high: int
    rate: float
    lift: float
    interval: tuple[float, float]
    p: float
    adjusted: float
    mark: Literal["more", "less", "like"]


def profile(
    names: Sequence[str], cells: Sequence[Cell], *, least: int = LEAST, rate: float = RATE
) -> tuple[list[Value], int]:
    """Return every value that at least ``least`` customers have, the highest lift first; and how many are rarer."""
    tallies = tally(names, cells)
    high, everybody = sum(one.high for one in cells), sum(one.high + one.others for one in cells)
    found, few = [], 0
    for (name, value), (good, rest) in tallies.items():
        customers = good + rest
        if customers < least:
            few += 1
            continue
        if high == 0:
            continue
        low, top = wilson(good, customers)
        base = high / everybody
        found.append(
            Value(
                attribute=name,
                value=value,
                customers=customers,
                high=good,
                rate=rounded(good / customers),
                lift=rounded(good / customers / base),
                interval=(rounded(low / base), rounded(top / base)),
                p=two_sided([Stratum(everybody, high, customers)], good),
                adjusted=1.0,
                mark="more" if good * everybody > high * customers else "less",
            )
        )
    adjusted = benjamini_hochberg([one.p for one in found])
    told = [_marked(one, value, rate) for one, value in zip(found, adjusted, strict=True)]
    return sorted(told, key=lambda one: (-one.lift, one.attribute, one.value)), few


def tally(names: Sequence[str], cells: Sequence[Cell]) -> dict[tuple[str, str], tuple[int, int]]:
    """Return of each value of each attribute how many customers are of high value, and how many not."""
    found: dict[tuple[str, str], list[int]] = defaultdict(lambda: [0, 0])
    for cell in cells:
        for name, value in zip(names, cell.values, strict=True):
            if value is not None:
                both = found[name, value]
                both[0] += cell.high
                both[1] += cell.others
    return {key: (good, rest) for key, (good, rest) in sorted(found.items())}


def _marked(one: Value, adjusted: float, rate: float) -> Value:
    mark = one.mark if adjusted <= rate else "like"
    return replace(one, p=rounded(one.p), adjusted=rounded(adjusted), mark=mark)
