"""Tests on values that cannot occur, and scores that cannot be written as digits or stand in a grid."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from shuke.scheme.document import Path
from shuke.scheme.lint.bands import interval
from shuke.scheme.lint.case import LISTS, Case
from shuke.scheme.lint.conditions import Conditions, digit_levels
from shuke.scheme.lint.finding import Finding, Phrase, finding, named, plain
from shuke.scheme.lint.grid import INFINITY, Domain
from shuke.scheme.lint.reach import Interval, values
from shuke.scheme.lint.sums import composite_ends
from shuke.scheme.model import Range, Rule, Span

MOST_SHOWN = 12


def written(case: Case) -> Iterator[Finding]:
    """Find scores that cannot be one digit of a code, and cells of scores without levels."""
    code, cells = case.scheme.code, case.scheme.cells
    for index, name in enumerate(code.digits if code else ()):
        if name in case.known.sound and values(case.known, name) and digit_levels(case.known, name) is None:
            yield case.find("digit_not_one", "code", "digits", index, name=name, levels=_levels(case, name))
    for key in ("rows", "columns") if cells else ():
        name = getattr(cells, key)
        if name in case.known.sound and isinstance(values(case.known, name), Interval):
            yield case.find("cells_without_levels", "cells", key, name=name)


def _levels(case: Case, name: str) -> Phrase:
    found = values(case.known, name)
    if isinstance(found, Interval):
        return Phrase("lint.levels.many")
    shown = found if len(found) <= 6 else (*found[:3], "…", found[-1])
    return Phrase("lint.levels.these", {"count": len(found), "levels": shown})


def tested(case: Case) -> Iterator[Finding]:
    """Find tests on numbers that no customer can have."""
    for column, groups in case.scheme.groups.items():
        for index, group in enumerate(groups):
            if group.when is not None:
                yield from _rule(case, group.when, (LISTS[column], index, "when"))
    for index, exclusion in enumerate(case.scheme.exclude):
        yield from _rule(case, exclusion.when, ("exclude", index, "when"))


def _rule(case: Case, rule: Rule, base: Path) -> Iterator[Finding]:
    for alternative, tests in enumerate(rule.any):
        for name, test in tests.items():
            for one in test.ranges:
                possible = _possible(case, name, one)
                if possible is not None:
                    where = case.test_at(base, rule, alternative, name)
                    yield finding(
                        "value_impossible", where, name=named(name), value=interval_of(one), possible=possible
                    )


def interval_of(one: Range) -> str:
    """Return an interval in signs, a single value as itself, a span of values with a dash."""
    if one.low is None or one.high is None or not (one.low_closed and one.high_closed):
        return interval(one)
    return plain(one.low) if one.low == one.high else f"{plain(one.low)}–{plain(one.high)}"


def _possible(case: Case, name: str, one: Range) -> Phrase | None:
    """Return what a name can be, if none of it lies in an interval; None otherwise, and where it is not known."""
    if name in case.known.metrics and name not in case.scheme.made:
        domain = case.known.domain(name)
        return None if domain is None or domain.within(one) is not None else _between(domain)
    found = _values(case, name)
    if isinstance(found, Interval):
        low, high, _ = found
        inside = Range(low if low != -INFINITY else None, True, high if high != INFINITY else None, True)
        return None if _meet(inside, one) else Phrase("lint.values.between", {"low": low, "high": high})
    if not found or any(one.holds(value) for value in found):
        return None
    if len(found) <= MOST_SHOWN:
        return Phrase("lint.values.these", {"values": found})
    return Phrase("lint.values.between", {"low": found[0], "high": found[-1]})


def _values(case: Case, name: str) -> tuple[Decimal, ...] | Interval:
    """Return what a score, the composite, the cell or the cluster can be; nothing where that is not known."""
    if name in case.known.sound:
        return values(case.known, name)
    if name == case.known.composite:
        ends = composite_ends(case.known)
        return () if ends is None else Interval(*ends, Decimal(0))
    greatest = 0
    if name == "cell" and case.scheme.cells is not None:
        grid = Conditions(case.known).grid
        greatest = len(grid[0]) * len(grid[1]) if grid else 0
    elif name == "cluster" and case.scheme.clusters is not None:
        k = case.scheme.clusters.k
        greatest = k.to if isinstance(k, Span) else k
    return tuple(Decimal(number) for number in range(1, greatest + 1))


def _meet(one: Range, other: Range) -> bool:
    """Tell whether two intervals have a value in common."""
    for left, right in ((one, other), (other, one)):
        if left.low is None or right.high is None:
            continue
        if left.low > right.high or (left.low == right.high and not (left.low_closed and right.high_closed)):
            return False
    return True


def _between(domain: Domain) -> Phrase:
    if domain.listed:
        return Phrase("lint.values.these", {"values": domain.listed})
    if domain.high == INFINITY:
        return Phrase("lint.values.from", {"low": domain.low})
    return Phrase("lint.values.between", {"low": domain.low, "high": domain.high})
