"""Groups by rules, cells and codes: every combination that can occur has one, and every one has some.

A combination ("cell") is one of what the conditions look at: a score each, a piece of a metric between the ends
of tests, a text. Counting is exact; the first groups of a list win.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from shuke.scheme.lint.axes import OTHER, Axis, State
from shuke.scheme.lint.bands import values as piece_in_words
from shuke.scheme.lint.case import LISTS, Case
from shuke.scheme.lint.conditions import Conditions
from shuke.scheme.lint.finding import Finding, Phrase, finding, named
from shuke.scheme.lint.search import MOST_EXAMPLES, Alternative, Outcome, Search
from shuke.scheme.model import Group

MOST_NAMED = 6


@dataclass(frozen=True)
class Analysis:
    """How combinations fall on a list of groups, by the groups (as bits) whose conditions hold."""

    column: str
    groups: tuple[Group, ...]
    search: Search
    outcomes: Mapping[int, Outcome]
    rests: int
    floors: int

    @property
    def cells(self) -> int:
        """The number of combinations."""
        return sum(one.cells for one in self.outcomes.values())

    def won(self, index: int) -> int:
        """Return how many combinations a group gets."""
        return sum(one.cells for bits, one in self.outcomes.items() if bits and bits & -bits == 1 << index)

    def matched(self, index: int) -> int:
        """Return how many combinations a group's condition holds for."""
        return sum(one.cells for bits, one in self.outcomes.items() if bits >> index & 1)

    def shadowers(self, index: int) -> dict[int, int]:
        """Return the groups that get the combinations of a group that gets none, with how many."""
        found: dict[int, int] = {}
        for bits, one in self.outcomes.items():
            if bits >> index & 1:
                winner = (bits & -bits).bit_length() - 1
                found[winner] = found.get(winner, 0) + one.cells
        return found

    def overlaps(self) -> tuple[int, dict[tuple[int, int], int]]:
        """Return how many combinations two conditions or more hold for, and the pairs with their numbers.

        A rest overlaps nothing, and two floors of one ladder are no overlap.
        """
        cells, pairs = 0, dict[tuple[int, int], int]()
        for bits, one in self.outcomes.items():
            held = [index for index in range(len(self.groups)) if (bits & ~self.rests) >> index & 1]
            here = [
                (first, second)
                for place, first in enumerate(held)
                for second in held[place + 1 :]
                if not (self.floors >> first & 1 and self.floors >> second & 1)
            ]
            cells += one.cells if here else 0
            for pair in here:
                pairs[pair] = pairs.get(pair, 0) + one.cells
        return cells, pairs


def groups(case: Case) -> Iterator[Finding]:
    """Find combinations without a group, groups without a combination, and combinations of several."""
    conditions = Conditions(case.known)
    for column, found in case.scheme.groups.items():
        if case.ladder(found) or any(group.rest for group in found[:-1]):
            continue
        if len({group.name for group in found}) < len(found):
            continue
        wanted = [conditions.of(group) for group in found]
        if any(one is None for one in wanted):
            continue
        analysis = _analysis(case, column, found, [one for one in wanted if one is not None])
        if analysis is None:
            yield case.find("not_analysed", LISTS[column], list=_list(column))
        elif analysis.cells:
            yield from _unnamed(case, analysis)
            yield from _unreached(case, analysis)
            yield from _overlaps(case, analysis)


def _analysis(
    case: Case, column: str, found: tuple[Group, ...], wanted: Sequence[Sequence[Alternative]]
) -> Analysis | None:
    flat = [alternative for alternatives in wanted for alternative in alternatives]
    search = Search(case.known, flat)
    outcomes = search.run(case.budget)
    if outcomes is None:
        return None
    # From the bits of alternatives to the bits of groups.
    masks, start = [], 0
    for alternatives in wanted:
        masks.append(((1 << len(alternatives)) - 1) << start)
        start += len(alternatives)
    merged: dict[int, Outcome] = {}
    for bits, outcome in outcomes.items():
        held = sum(1 << index for index, mask in enumerate(masks) if bits & mask)
        known = merged.get(held)
        examples = tuple(sorted((*(known.examples if known else ()), *outcome.examples))[:MOST_EXAMPLES])
        merged[held] = Outcome(outcome.cells + (known.cells if known else 0), examples)
    rests = sum(1 << index for index, group in enumerate(found) if group.rest)
    floors = sum(1 << index for index, group in enumerate(found) if group.at_least is not None)
    return Analysis(column, found, search, merged, rests, floors)


def _list(column: str) -> Phrase:
    return Phrase(f"lint.list.{column}")


def _unnamed(case: Case, analysis: Analysis) -> Iterator[Finding]:
    outcome = analysis.outcomes.get(0)
    if outcome is None:
        return
    first = tuple(cell(case, analysis.search.axes, example) for example in outcome.examples)
    yield case.find(
        "cells_unnamed",
        LISTS[analysis.column],
        count=outcome.cells,
        cells=analysis.cells,
        first=first,
        more=Phrase("lint.more") if outcome.cells > len(first) else "",
        list=_list(analysis.column),
        caution=caution(analysis.search.together),
    )


def _unreached(case: Case, analysis: Analysis) -> Iterator[Finding]:
    for index, group in enumerate(analysis.groups):
        path = (LISTS[analysis.column], index)
        if analysis.won(index):
            continue
        if group.rest:
            yield case.find("rest_unneeded", *path, name=group.name)
        elif not analysis.matched(index):
            yield case.find("group_impossible", *path, name=group.name)
        else:
            shadowers = sorted(analysis.shadowers(index).items())
            by = tuple(
                Phrase("lint.with_count", {"name": analysis.groups[winner].name, "count": count})
                for winner, count in shadowers
            )
            yield case.find("group_shadowed", *path, name=group.name, count=analysis.matched(index), by=by)


def _overlaps(case: Case, analysis: Analysis) -> Iterator[Finding]:
    count, pairs = analysis.overlaps()
    if not count:
        return
    ranked = sorted(pairs.items(), key=lambda item: (-item[1], item[0]))
    named_pairs = tuple(
        Phrase(
            "lint.overlap",
            {"winner": analysis.groups[one].name, "loser": analysis.groups[other].name, "count": number},
        )
        for (one, other), number in ranked[:MOST_NAMED]
    )
    yield case.find(
        "groups_overlap",
        LISTS[analysis.column],
        count=count,
        cells=analysis.cells,
        pairs=named_pairs,
        more=Phrase("lint.more") if len(ranked) > MOST_NAMED else "",
        list=_list(analysis.column),
        caution=caution(analysis.search.together),
    )


def caution(together: tuple[str, ...]) -> Phrase | None:
    """Return the sentence that says which metrics were looked at as if in independent ways."""
    return Phrase("lint.independent", {"metrics": tuple(named(name) for name in together)}) if together else None


def cell(case: Case, axes: tuple[Axis, ...], example: tuple[int, ...]) -> Phrase | str:
    """Return a combination in words: as a code where it is made of digits, else name by name."""
    states = [axis.states[index] for axis, index in zip(axes, example, strict=True)]
    seen = {name: state for axis, state in zip(axes, states, strict=True) for name in axis.names}
    order = [name for name in case.scheme.scores if name in seen]
    code = case.scheme.code
    if code is not None and set(code.digits) == set(seen):
        order = list(dict.fromkeys(code.digits))
    digits = [state.values[name] for name, state in seen.items()]
    if len(order) == len(seen) and all(isinstance(one, Decimal) and one in range(10) for one in digits):
        turned = code is not None and code.best == "lowest" and set(code.digits) == set(seen)
        return "".join(_digit(case, name, seen[name], turned=turned) for name in order)
    return Phrase("lint.cell", {"parts": tuple(_part(name, state) for name, state in seen.items())})


def _digit(case: Case, name: str, state: State, *, turned: bool) -> str:
    value = Decimal(str(state.values[name]))
    if turned:
        from shuke.scheme.lint.conditions import digit_levels

        levels = digit_levels(case.known, name)
        value = levels[0] + levels[-1] - value if levels else value
    return str(int(value))


def _part(name: str, state: State) -> Phrase:
    value: object = state.values.get(name)
    if value is None:
        value = Phrase("lint.values.missing")
    elif value == OTHER:
        value = Phrase("lint.values.other")
    elif name in state.ends and state.ends[name][0] != state.ends[name][1]:
        low, high = sorted(state.ends[name])
        value = piece_in_words_of(low, high)
    elif name not in state.ends and state.piece is not None:
        value = piece_in_words(state.piece)
    return Phrase("lint.part", {"name": name, "value": value})


def piece_in_words_of(low: Decimal, high: Decimal) -> Phrase:
    """Return the values between two ends in words."""
    from shuke.scheme.lint.grid import Piece

    return piece_in_words(Piece(low, high))


def codes(case: Case) -> Iterator[Finding]:
    """Find codes that cannot occur and codes that are given twice."""
    conditions = Conditions(case.known)
    if conditions.digits is None or case.scheme.code is None:
        return
    for column, found in case.scheme.groups.items():
        given: dict[str, str] = {}
        for index, group in enumerate(found):
            for place, code in enumerate(group.codes):
                path = (LISTS[column], index, "codes", place)
                if conditions.meant(code) is None:
                    yield case.find("code_impossible", *path, code=code, offered=_offered(conditions))
                elif code in given:
                    yield case.find("code_twice", *path, code=code, name=group.name, first=given[code])
                given.setdefault(code, group.name)
            for alternative, tests in enumerate(group.when.any if group.when else ()):
                for code in tests["code"].texts if "code" in tests and group.when else ():
                    if conditions.meant(code) is None:
                        where = case.test_at((LISTS[column], index, "when"), group.when, alternative, "code")  # type: ignore[arg-type]
                        yield finding("code_impossible", where, code=code, offered=_offered(conditions))


def _offered(conditions: Conditions) -> Phrase:
    digits = conditions.digits or ()
    each = tuple(f"{min(one)}–{max(one)}" for one in digits)
    return Phrase("lint.digits", {"count": len(digits), "each": each})
