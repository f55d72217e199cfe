"""Every combination that can occur, put together axis by axis, alike combinations being counted as one.

What is carried along is a bit for each alternative that still can hold, and the sums that conditions look at. Two
beginnings with the same bits and sums have the same future, so they are one with a count; the first few of them
in order are kept to be named. The result is exact, whatever the size of the product; beyond a budget of work the
search says that it was not made.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from itertools import pairwise
from typing import NamedTuple, TypeVar

from shuke.scheme.lint.axes import Axis, Ends, State, Value, Wanted, narrowed
from shuke.scheme.lint.known import Known
from shuke.scheme.lint.learned import all_axes
from shuke.scheme.lint.sums import ZERO, Sums, spread, together
from shuke.scheme.model import Range, Sum, Test

Key = TypeVar("Key")
MOST_EXAMPLES = 5
MOST_ALTERNATIVES = 6000
NONE: Ends = (ZERO, ZERO)


class Check(NamedTuple):
    """What a value must be, as a plain value that can be compared: intervals, texts, empty or not."""

    ranges: tuple[Range, ...] = ()
    texts: frozenset[str] = frozenset()
    missing: bool = False
    given: bool = False

    def holds(self, value: Value) -> bool:
        """Tell whether a value passes."""
        if value is None:
            return self.missing
        if self.given:
            return True
        if isinstance(value, str):
            return value in self.texts
        return any(one.holds(value) for one in self.ranges)


Alternative = Mapping[str, tuple[Check, ...]]


def check(test: Test, *, text: bool) -> Check:
    """Return a test of the document as a plain value."""
    if text:
        return Check((), frozenset(test.texts), test.missing, test.given)
    return Check(test.ranges, frozenset(), test.missing, test.given)


def equal(value: Decimal) -> Check:
    """Return the check that a number is one value."""
    return Check((Range(value, True, value, True),))


class Budget:
    """How much more may be enumerated for one document."""

    def __init__(self, steps: int) -> None:
        self.left = steps

    def spend(self, steps: int) -> bool:
        """Take some steps away if there are as many, and tell whether there were."""
        enough = steps <= self.left
        self.left -= steps if enough else 0
        return enough


class Outcome(NamedTuple):
    """Combinations that look alike: how many, and the first of them as states along each axis."""

    cells: int
    examples: tuple[tuple[int, ...], ...]


@dataclass(frozen=True)
class Search:
    """Alternatives over a scheme's names; ``names`` that are sums are added up on the way."""

    known: Known
    alternatives: Sequence[Alternative]

    @cached_property
    def sums(self) -> Sums:
        """The scheme's sums."""
        return Sums(self.known)

    @cached_property
    def checks(self) -> Mapping[str, Mapping[Check, int]]:
        """For each name and each check on it: the bits of the alternatives that ask it."""
        found: dict[str, dict[Check, int]] = {}
        for number, alternative in enumerate(self.alternatives):
            for name, asked in alternative.items():
                for one in asked:
                    bits = found.setdefault(name, {})
                    bits[one] = bits.get(one, 0) | 1 << number
        return found

    @cached_property
    def added(self) -> tuple[str, ...]:
        """The sums to carry, parts before wholes: those that are tested, and those within them that have ends."""
        tested = [name for name in self.checks if self._is_sum(name)]
        found: dict[str, None] = {}
        for name in (*self.known.sound, *([self.known.composite] if self.known.composite else [])):
            if name in tested or any(self._within(name, other) for other in tested):
                found[name] = None
        return tuple(found)

    @cached_property
    def axes(self) -> tuple[Axis, ...]:
        """The axes that matter, with nothing on them but what matters."""
        tested = [name for name in self.checks if not self._is_sum(name)]
        leaves = self.sums.leaves(self.added)
        ranges = {name: [one for asked in checks for one in asked.ranges] for name, checks in self.checks.items()}
        texts = {
            name: list(dict.fromkeys(word for asked in checks for word in sorted(asked.texts)))
            for name, checks in self.checks.items()
        }
        names = frozenset((*tested, *leaves))
        return tuple(narrowed(axis, names) for axis in all_axes(self.known, Wanted(names, ranges, texts)))

    @cached_property
    def together(self) -> tuple[str, ...]:
        """The metrics that are looked at along more than one axis, as if independent."""
        metrics = [axis.metric for axis in self.axes]
        return tuple(dict.fromkeys(one for one in metrics if metrics.count(one) > 1))

    def run(self, budget: Budget, *, examples: bool = True) -> Mapping[int, Outcome] | None:
        """Return the outcomes by the bits of the alternatives that hold; None where it would take too long."""
        start = (1 << len(self.alternatives)) - 1
        sums = tuple(NONE for _ in self.added)
        front: dict[tuple[int, tuple[Ends, ...]], Outcome] = {(start, sums): Outcome(1, ((),))}
        for number, axis in enumerate(self.axes):
            if not budget.spend(len(front) * len(axis.states)):
                return None
            steps = [(self.bits(axis, state), self._terms(state), index) for index, state in enumerate(axis.states)]
            after: dict[tuple[int, tuple[Ends, ...]], Outcome] = {}
            for (bits, carried), outcome in front.items():
                for held, terms, index in steps:
                    there = _added(carried, terms) if terms else carried
                    grown = tuple((*one, index) for one in outcome.examples) if examples else ()
                    _put(after, (bits & held, there), Outcome(outcome.cells, grown))
            closing = [place for place, name in enumerate(self.added) if self._last_axis[name] == number]
            for place in closing:
                after = self._closed(after, place)
            front = after
        merged: dict[int, Outcome] = {}
        for (bits, _), outcome in front.items():
            _put(merged, bits, outcome)
        return merged

    def bits(self, axis: Axis, state: State) -> int:
        """Return the bits of the alternatives that a state leaves possible."""
        held = (1 << len(self.alternatives)) - 1
        for name in axis.names:
            for asked, bits in self.checks.get(name, {}).items():
                if not asked.holds(state.values.get(name)):
                    held &= ~bits
        return held

    def _terms(self, state: State) -> list[tuple[int, Ends]]:
        """Return what a state adds to each sum."""
        found = []
        for place, nodes in enumerate(self._nodes):
            parts = [(nodes[name], ends) for name, ends in state.ends.items() if name in nodes]
            if parts:
                found.append((place, together(parts)))
        return found

    @cached_property
    def _nodes(self) -> tuple[Mapping[str, Decimal], ...]:
        return tuple(self.sums.inner(name) or self.sums.flat(name) for name in self.added)

    @cached_property
    def _last_axis(self) -> Mapping[str, int]:
        """The axis after which a sum is complete."""
        where = {leaf: number for number, axis in enumerate(self.axes) for leaf in axis.names}
        return {
            name: max(where[leaf] for leaf in self.sums.leaves(self.sums.inner(name) or self.sums.flat(name)))
            for name in self.added
        }

    def _closed(
        self, front: Mapping[tuple[int, tuple[Ends, ...]], Outcome], place: int
    ) -> dict[tuple[int, tuple[Ends, ...]], Outcome]:
        """Return the combinations after a sum is complete: tested, handed on to the sums it is part of, forgotten."""
        name = self.added[place]
        later = [(other, nodes[name]) for other, nodes in enumerate(self._nodes) if other != place and name in nodes]
        after: dict[tuple[int, tuple[Ends, ...]], Outcome] = {}
        seen: dict[Ends, tuple[int, ...]] = {}
        for (bits, carried), outcome in front.items():
            ends = (self.sums.kept(name, carried[place][0]), self.sums.kept(name, carried[place][1]))
            given = _added(carried, [(other, spread(weight, ends)) for other, weight in later])
            left = (*given[:place], NONE, *given[place + 1 :])
            if ends not in seen:
                seen[ends] = tuple(dict.fromkeys(self._bits_at(name, one) for one in self._told_apart(name, ends)))
            for held in seen[ends]:
                _put(after, (bits & held, left), outcome)
        return after

    def _bits_at(self, name: str, value: Decimal) -> int:
        held = (1 << len(self.alternatives)) - 1
        for asked, bits in self.checks.get(name, {}).items():
            if not asked.holds(value):
                held &= ~bits
        return held

    def _told_apart(self, name: str, ends: Ends) -> list[Decimal]:
        """Return values of an interval, one at least on each side of every end of a check."""
        low, high = ends
        if low == high:
            return [low]
        marks = {
            end
            for asked in self.checks.get(name, {})
            for one in asked.ranges
            for end in (one.low, one.high)
            if end is not None and low <= end <= high
        }
        marks |= {end for end in ends if end.is_finite()}
        if not marks:
            return [ZERO]
        ordered = sorted(marks)
        between = [(one + other) / 2 for one, other in pairwise(ordered)]
        outside = [ordered[0] - 1] if low.is_infinite() else []
        outside += [ordered[-1] + 1] if high.is_infinite() else []
        return [*ordered, *between, *outside]

    def _is_sum(self, name: str) -> bool:
        if name == self.known.composite:
            return self.known.weights is not None
        return isinstance(self.known.sound.get(name), Sum)

    def _within(self, part: str, whole: str) -> bool:
        """Tell whether a sum with ends lies, however deep, within another."""
        if self.sums.inner(part) is None or part == whole:
            return False
        under = self.sums.inner(whole) or self.sums.flat(whole)
        if under == {whole: Decimal(1)}:
            return False
        return part in under or any(self._within(part, node) for node in under if self.sums.inner(node) is not None)


def _added(carried: tuple[Ends, ...], terms: Sequence[tuple[int, Ends]]) -> tuple[Ends, ...]:
    sums = list(carried)
    for place, (low, high) in terms:
        sums[place] = (sums[place][0] + low, sums[place][1] + high)
    return tuple(sums)


def _put(front: dict[Key, Outcome], key: Key, outcome: Outcome) -> None:
    """Add combinations to those that look alike; of the examples the first few stay."""
    known = front.get(key)
    if known is None:
        front[key] = outcome
        return
    both = known.examples + outcome.examples
    if len(both) > MOST_EXAMPLES or (known.examples and outcome.examples and known.examples[-1] > outcome.examples[0]):
        both = tuple(sorted(both)[:MOST_EXAMPLES])
    front[key] = Outcome(known.cells + outcome.cells, both)
