"""What a score and the composite can be, exactly."""

from __future__ import annotations

from decimal import Decimal, localcontext
from fractions import Fraction
from math import gcd
from typing import NamedTuple

from shuke.scheme.lint.axes import Wanted, axes, narrowed
from shuke.scheme.lint.grid import INFINITY, SCORE_STEP, WIDE
from shuke.scheme.lint.known import Known
from shuke.scheme.lint.sums import Bounds, Sums, bounds, composite_ends, together
from shuke.scheme.model import Points, Scheme, Standardised, Sum

MOST_VALUES = 20_000


class Interval(NamedTuple):
    """Every multiple of ``step`` from ``low`` to ``high`` can be had as far as is known; ends may be infinite."""

    low: Decimal
    high: Decimal
    step: Decimal


def composite_range(scheme: Scheme) -> tuple[Decimal, Decimal]:
    """Return the least and the greatest composite that can occur, infinite where nothing bounds it.

    A scheme without a composite, or with one that cannot be understood, has (0, 0).
    """
    with localcontext(WIDE):
        return composite_ends(Known(scheme)) or (Decimal(0), Decimal(0))


def score_values(scheme: Scheme, name: str) -> tuple[Decimal, ...] | Interval:
    """Return the scores that can occur: all of them, ascending, or an interval where they are too many.

    A score that cannot be understood has none.
    """
    with localcontext(WIDE):
        return values(Known(scheme), name)


def values(known: Known, name: str) -> tuple[Decimal, ...] | Interval:
    """Return the scores that can occur, in a wide decimal context; each is worked out once."""
    there: tuple[Decimal, ...] | Interval = known.once(("values", name), lambda: _values(known, name))
    return there


def _values(known: Known, name: str) -> tuple[Decimal, ...] | Interval:
    if name not in known.sound:
        return ()
    sums = Sums(known)
    if isinstance(known.sound[name], Sum):
        found = _summed(known, sums, name)
    else:
        found = {
            end
            for axis in axes(known, Wanted(frozenset({name})))
            for state in axis.states
            for end in _single(state.ends[name])
        }
        found = found if None not in found else None
    if found is not None:
        return tuple(sorted(one for one in found if one is not None))
    least, greatest = bounds(known, name).extremes()
    return Interval(least.value, greatest.value, _step(known, name))


def _single(ends: tuple[Decimal, Decimal]) -> tuple[Decimal | None, ...]:
    return (ends[0],) if ends[0] == ends[1] else (None,)


def _summed(known: Known, sums: Sums, name: str) -> set[Decimal | None] | None:
    """Return the values of a sum whose parts share no axis and are few; None for another one."""
    ends = bounds(known, name)
    return _of(ends, sums, name) if ends.possible else set()


def _of(ends: Bounds, sums: Sums, name: str) -> set[Decimal | None] | None:
    nodes = sums.inner(name) or sums.flat(name)
    totals: set[Decimal] = {Decimal(0)}
    for part in ends.components(nodes):
        here: set[Decimal] = set()
        clamps = [node for node in part if sums.inner(node) is not None]
        if clamps and len(part) > 1:
            return None
        if clamps:
            inner = _of(ends, sums, clamps[0])
            if inner is None:
                return None
            here = {part[clamps[0]] * one for one in inner if one is not None}
        else:
            axis = ends.axes[ends.axis_of[next(iter(part))]]
            for state in axis.states:
                low, high = together([(weight, state.ends[node]) for node, weight in part.items()])
                if low != high:
                    return None
                here.add(low)
        if len(totals) * len(here) > MOST_VALUES:
            return None
        totals = {one + other for one in totals for other in here}
    return {sums.kept(name, one) for one in totals}


def _step(known: Known, name: str) -> Decimal:
    """Return the grid that every value of a score lies on."""
    score = known.sound[name]
    if isinstance(score, Points):
        domain = known.domain(score.metric)
        if domain is not None and score.points:
            ends = [one for one in (score.at_least, score.at_most) if one is not None]
            return max(_common([abs(score.points * domain.step), *ends]), SCORE_STEP)
    if isinstance(score, Standardised):
        return SCORE_STEP
    if isinstance(score, Sum):
        parts = [abs(weight) * _step(known, part) for part, weight in score.sum.items() if weight]
        ends = [one for one in (score.at_least, score.at_most) if one is not None]
        return _common([*parts, *ends]) if parts else SCORE_STEP
    levels = [
        end
        for axis in axes(known, Wanted(frozenset({name})))
        for state in narrowed(axis, [name]).states
        for end in state.ends[name]
    ]
    return _common([level for level in levels if abs(level) != INFINITY])


def _common(numbers: list[Decimal]) -> Decimal:
    """Return the greatest number of which all of some are multiples; the least step for none but 0."""
    exact = [Fraction(abs(number)) for number in numbers if number]
    if not exact:
        return SCORE_STEP
    scale = 10**12
    whole = gcd(*(int(one * scale) for one in exact))
    return Decimal(whole) / Decimal(scale)
