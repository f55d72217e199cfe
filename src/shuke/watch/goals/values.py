"""A measure's value and how far it could be off by chance alone: sums, shares and means with 95 in 100 ranges.

Those who are measured are taken as drawn from customers like them. A sum of the same customers then and now is judged
by each one's difference, because a large customer is large both times; a share has Wilson's interval; a mean its own
standard error. Nothing is drawn: equal questions have equal answers.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

Z = 1.959963984540054


@dataclass(frozen=True)
class Value:
    """A value with the range in which it would lie in 95 of 100 groups like this one; ``of`` are those measured."""

    value: Decimal
    low: Decimal
    high: Decimal
    of: int


def total(now: Sequence[Decimal], before: Sequence[Decimal] | None, factor: Decimal, *, each: bool) -> Value:
    """Return a sum over customers, or its mean per customer (``each``).

    ``before`` holds the same customers' amounts at the baseline: the range is then that of the sum against ``factor``
    times the baseline's. Without it the customers are others than then, and the range is that of the sum alone.
    """
    count = len(now)
    whole = sum(now, Decimal(0))
    apart = [float(one) for one in now]
    if before is not None:
        apart = [float(one - factor * other) for one, other in zip(now, before, strict=True)]
    spread = Z * _deviation(apart) * math.sqrt(count)
    share = count if each and count else 1
    value, half = whole / share, Decimal(repr(spread / share))
    return Value(value, value - half, value + half, count)


def share(hits: int, of: int) -> Value:
    """Return a share of customers with Wilson's interval.

    >>> share(5, 20).low.quantize(Decimal("0.001"))
    Decimal('0.112')
    """
    if not of:
        return Value(Decimal(0), Decimal(0), Decimal(1), 0)
    rate, square = hits / of, Z * Z
    middle = (rate + square / (2 * of)) / (1 + square / of)
    half = Z / (1 + square / of) * math.sqrt(rate * (1 - rate) / of + square / (4 * of * of))
    low, high = max(0.0, middle - half), min(1.0, middle + half)
    return Value(Decimal(hits) / of, Decimal(repr(low)), Decimal(repr(high)), of)


def mean(values: Sequence[int]) -> Value | None:
    """Return a mean with the range of its standard error; None of nobody."""
    if not values:
        return None
    value = Decimal(sum(values)) / len(values)
    half = Decimal(repr(Z * _deviation([float(one) for one in values]) / math.sqrt(len(values))))
    return Value(value, value - half, value + half, len(values))


def heads(count: int, of: int) -> Value:
    """Return a number of customers among all who are rated."""
    found = share(count, of)
    return Value(Decimal(count), found.low * of, found.high * of, of)


def _deviation(values: Sequence[float]) -> float:
    if len(values) < 2:
        return 0.0
    middle = math.fsum(values) / len(values)
    return math.sqrt(math.fsum((one - middle) ** 2 for one in values) / (len(values) - 1))
