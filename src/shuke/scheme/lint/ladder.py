"""Ladders: floors that fall, a rest at the end, and rungs that somebody can stand on."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from shuke.scheme.lint.axes import State
from shuke.scheme.lint.case import LISTS, Case
from shuke.scheme.lint.finding import Finding, Phrase, plain
from shuke.scheme.lint.search import Alternative, Check, Search
from shuke.scheme.lint.sums import Extreme, Sums, bounds, composite_ends
from shuke.scheme.model import Group, Range


def order(case: Case) -> Iterator[Finding]:
    """Find a rest before the end, floors that do not fall, and a ladder without a lowest rung."""
    for column, groups in case.scheme.groups.items():
        key = LISTS[column]
        yield from _order(case, key, groups)
        if column == "tier" and case.ladder(groups) and not groups[-1].rest:
            yield from _open(case, groups)


def _order(case: Case, key: str, groups: tuple[Group, ...]) -> Iterator[Finding]:
    lowest: Group | None = None
    for index, group in enumerate(groups):
        if group.rest and index < len(groups) - 1:
            swallowed = tuple(after.name for after in groups[index + 1 :])
            yield case.find("rest_swallows", key, index, name=group.name, swallowed=swallowed)
        if group.at_least is None:
            continue
        if lowest is not None and lowest.at_least is not None and group.at_least >= lowest.at_least:
            yield case.find(
                "floors_not_falling",
                *(key, index, "at_least"),
                upper=lowest.name,
                upper_floor=lowest.at_least,
                lower=group.name,
                lower_floor=group.at_least,
            )
        else:
            lowest = group


def falling(groups: tuple[Group, ...]) -> bool:
    """Tell whether a list is in order: no rest before its end, floors that fall."""
    floors = [group.at_least for group in groups if group.at_least is not None]
    return not any(group.rest for group in groups[:-1]) and all(
        upper > lower for upper, lower in itertools.pairwise(floors)
    )


def _open(case: Case, groups: tuple[Group, ...]) -> Iterator[Finding]:
    last = groups[-1]
    ends = composite_ends(case.known)
    if last.at_least is None or case.scheme.composite is None:
        return
    if ends is None or ends[0] < last.at_least:
        least = Phrase("lint.least", {"least": ends[0]}) if ends else ""
        yield case.find("tiers_open", "tiers", len(groups) - 1, name=last.name, floor=last.at_least, least=least)


@dataclass(frozen=True)
class Reached:
    """The ends of a composite with the terms that make them, and which rungs of a ladder somebody stands on."""

    least: Decimal
    greatest: Decimal
    lowest_terms: str
    highest_terms: str
    rungs: frozenset[int]
    # Whether every composite was looked at, and what has to be said of the ends.
    complete: bool
    caution: Phrase | None


def reach(case: Case) -> Iterator[Finding]:
    """Find rungs that no customer can stand on, and say why."""
    name = case.known.composite
    for column, groups in case.scheme.groups.items():
        if name is None or not case.ladder(groups) or not falling(groups):
            continue
        found = _reached(case, name, groups)
        if found is None:
            continue
        if not found.complete:
            ends = {"least": found.least, "greatest": found.greatest}
            yield case.find("ladder_not_analysed", LISTS[column], list=Phrase(f"lint.list.{column}"), **ends)
        ceiling: Decimal | None = None
        for index, group in enumerate(groups):
            floor = group.at_least
            path = (LISTS[column], index, "at_least") if floor is not None else (LISTS[column], index)
            if index not in found.rungs:
                if floor is not None and floor > found.greatest:
                    yield case.find(
                        "tier_too_high",
                        *path,
                        name=group.name,
                        floor=floor,
                        least=found.least,
                        greatest=found.greatest,
                        terms=_in_brackets(found.highest_terms),
                        caution=found.caution,
                    )
                elif ceiling is not None and ceiling <= found.least:
                    yield case.find(
                        "tier_too_low",
                        *path,
                        name=group.name,
                        ceiling=ceiling,
                        least=found.least,
                        greatest=found.greatest,
                        terms=_in_brackets(found.lowest_terms),
                        caution=found.caution,
                    )
                else:
                    yield case.find(
                        "tier_between",
                        *path,
                        name=group.name,
                        span=_span(floor, ceiling),
                        least=found.least,
                        greatest=found.greatest,
                    )
            ceiling = floor


def _in_brackets(terms: str) -> Phrase | str:
    return Phrase("lint.terms", {"terms": terms}) if terms else ""


def _span(floor: Decimal | None, ceiling: Decimal | None) -> str:
    left = "" if floor is None else f"{plain(floor)} ≤ "
    return f"{left}x" + ("" if ceiling is None else f" < {plain(ceiling)}")


def _reached(case: Case, name: str, groups: tuple[Group, ...]) -> Reached | None:
    ends = composite_ends(case.known)
    if ends is None:
        return None
    least, greatest = ends
    low_terms = high_terms = ""
    caution = None
    if case.known.weights is not None:
        low, high = bounds(case.known, name).extremes()
        caution = Phrase("lint.loose") if bounds(case.known, name).loose else None
        low_terms, high_terms = _terms(case, low, min), _terms(case, high, max)
    outcomes = Search(case.known, rungs(name, groups)).run(case.budget, examples=False)
    if outcomes is not None:
        held = frozenset((bits & -bits).bit_length() - 1 for bits in outcomes if bits)
    else:
        held = frozenset(_by_ends(groups, least, greatest))
    return Reached(least, greatest, low_terms, high_terms, held, outcomes is not None, caution)


def rungs(name: str, groups: tuple[Group, ...]) -> list[Alternative]:
    """Return the condition of each rung of a ladder, the rest being an alternative that always holds."""
    return [{} if group.at_least is None else {name: (Check((Range(group.at_least),)),)} for group in groups]


def _by_ends(groups: tuple[Group, ...], least: Decimal, greatest: Decimal) -> Iterator[int]:
    """Return the rungs between the ends, where there are too many composites to look at each."""
    ceiling: Decimal | None = None
    for index, group in enumerate(groups):
        if (group.at_least is None or group.at_least <= greatest) and (ceiling is None or ceiling > least):
            yield index
        ceiling = group.at_least


def _terms(case: Case, extreme: Extreme, side: Callable[..., Decimal]) -> str:
    """Return the terms that make an extreme, such as ``0.3 × 100 + 0.7 × 50 = 65``; nothing if they do not."""
    sums, weights = Sums(case.known), case.known.weights or {}
    parts = []
    total = Decimal(0)
    for name, weight in weights.items():
        given = [sums.value(name, leaves) for leaves in _leaves(extreme, tuple(weights), sums)]
        if not given or not all(one.is_finite() for one in given):
            return ""
        value = side(given, key=lambda one, weight=weight: weight * one)
        total += weight * value
        parts.append(f"{plain(weight)} × {plain(value)}")
    return f"{' + '.join(parts)} = {plain(total)}" if total == extreme.value else ""


def _leaves(extreme: Extreme, names: tuple[str, ...], sums: Sums) -> list[dict[str, Decimal]]:
    """Return the scores at the low and at the high end of the states of an extreme."""
    states: list[State] = list(extreme.at.values())
    found = [{name: ends[side] for state in states for name, ends in state.ends.items()} for side in (0, 1)]
    complete = all(leaf in found[0] for leaf in sums.leaves(names))
    return found if complete else []
