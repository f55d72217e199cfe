"""Weighted sums taken apart into what varies by itself, and their exact least and greatest values.

A node is a score that is no sum, or a sum that is kept between ends; every sum is a weighted sum of nodes. Terms
that share an axis are looked at together, the others one by one: a sum of independent terms is greatest where each
is. What shares an axis through a clamped sum is enumerated.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import product
from typing import NamedTuple

from shuke.scheme.lint.axes import Axis, Ends, State, Wanted, axes, narrowed
from shuke.scheme.lint.grid import clamped
from shuke.scheme.lint.known import Known
from shuke.scheme.model import Sum

MOST_COMBINATIONS = 20_000
ZERO = Decimal(0)
Choice = dict[int, State]


class Extreme(NamedTuple):
    """A value of a sum and the states of the axes (by number) at which it is reached."""

    value: Decimal
    at: Choice


@dataclass(frozen=True)
class Sums:
    """A scheme's sums over axes; ``known.weights`` must be there for the composite to be one of them."""

    known: Known

    def flat(self, name: str) -> dict[str, Decimal]:
        """Return the weights of the nodes that a score or the composite is the sum of."""
        there: dict[str, Decimal] = self.known.once(("flat", name), lambda: self._flat(name))
        return there

    def _flat(self, name: str) -> dict[str, Decimal]:
        if name == self.known.composite and name not in self.known.sound:
            weights = self.known.weights
            return {name: Decimal(1)} if weights is None else self._over(weights)
        score = self.known.sound[name]
        if isinstance(score, Sum) and score.at_least is None and score.at_most is None:
            return self._over(score.sum)
        return {name: Decimal(1)}

    def inner(self, node: str) -> dict[str, Decimal] | None:
        """Return the nodes under a sum that is kept between ends; None for a score that is no sum."""
        score = self.known.sound.get(node)
        if not isinstance(score, Sum):
            return None
        weights = score.sum
        there: dict[str, Decimal] = self.known.once(("inner", node), lambda: self._over(weights))
        return there

    def kept(self, node: str, value: Decimal) -> Decimal:
        """Return a value kept between the ends of a sum."""
        score = self.known.sound.get(node)
        return clamped(value, score.at_least, score.at_most) if isinstance(score, Sum) else value

    def leaves(self, names: Mapping[str, object] | tuple[str, ...]) -> tuple[str, ...]:
        """Return the scores that are no sums and that some names are made of, each once."""
        found: dict[str, None] = {}
        for name in names:
            for node in self.flat(name):
                under = self.inner(node)
                found.update(dict.fromkeys([node] if under is None else self.leaves(under)))
        return tuple(found)

    def value(self, name: str, leaves: Mapping[str, Decimal]) -> Decimal:
        """Return a score or the composite from the scores that are no sums."""
        if name in leaves:
            return leaves[name]
        total = ZERO
        for node, weight in self.flat(name).items():
            under = self.inner(node)
            if under is None:
                part = leaves[node]
            else:
                part = self.kept(node, sum((w * self.value(one, leaves) for one, w in under.items()), ZERO))
            total += times(weight, part)
        return total

    def _over(self, weights: Mapping[str, Decimal]) -> dict[str, Decimal]:
        total: dict[str, Decimal] = {}
        for name, weight in weights.items():
            for node, inner in self.flat(name).items():
                total[node] = total.get(node, ZERO) + weight * inner
        return total


def times(weight: Decimal, value: Decimal) -> Decimal:
    """Return a product in which nothing times the infinite is nothing."""
    return weight * value if weight else ZERO


def spread(weight: Decimal, ends: Ends) -> Ends:
    """Return a score's ends times a weight, the lower first."""
    one, other = times(weight, ends[0]), times(weight, ends[1])
    return (one, other) if one <= other else (other, one)


def together(parts: Sequence[tuple[Decimal, Ends]]) -> Ends:
    """Return the ends of a weighted sum of scores along one state, the lower first.

    The scores go along the state together: their sum is taken at its low end and at its high end. Where one is
    infinite, each is taken at its own extremes instead.
    """
    if all(end.is_finite() for _, ends in parts for end in ends):
        one, other = (sum((weight * ends[side] for weight, ends in parts), ZERO) for side in (0, 1))
        return (one, other) if one <= other else (other, one)
    spans = [spread(weight, ends) for weight, ends in parts]
    return sum((low for low, _ in spans), ZERO), sum((high for _, high in spans), ZERO)


class Bounds:
    """The least and the greatest value of sums, with the states at which they are reached."""

    def __init__(self, known: Known, name: str) -> None:
        self.sums = Sums(known)
        self.name = name
        leaves = self.sums.leaves((name,))
        found = axes(known, Wanted(frozenset(leaves)))
        self.axes: tuple[Axis, ...] = tuple(narrowed(axis, leaves) for axis in found)
        self.axis_of = {leaf: number for number, axis in enumerate(self.axes) for leaf in axis.names}
        # Whether terms that hang together had to be taken as if they did not.
        self.loose = False

    @property
    def possible(self) -> bool:
        """Whether every axis has a state at all."""
        return all(axis.states for axis in self.axes) and bool(self.axes)

    def extremes(self) -> tuple[Extreme, Extreme]:
        """Return the least and the greatest value."""
        return self._of(self.sums.flat(self.name))

    def _of(self, nodes: Mapping[str, Decimal]) -> tuple[Extreme, Extreme]:
        least, greatest = Extreme(ZERO, {}), Extreme(ZERO, {})
        for part in self.components(nodes):
            low, high = self._component(part)
            least = Extreme(least.value + low.value, {**least.at, **low.at})
            greatest = Extreme(greatest.value + high.value, {**greatest.at, **high.at})
        return least, greatest

    def _touched(self, node: str) -> frozenset[int]:
        under = self.sums.inner(node)
        leaves = (node,) if under is None else self.sums.leaves(under)
        return frozenset(self.axis_of[leaf] for leaf in leaves)

    def axes_under(self, name: str) -> frozenset[int]:
        """Return the numbers of the axes along which a score varies."""
        return frozenset(self.axis_of[leaf] for leaf in self.sums.leaves((name,)))

    def components(self, nodes: Mapping[str, Decimal]) -> list[dict[str, Decimal]]:
        """Return the nodes in groups that share no axis."""
        groups: list[tuple[frozenset[int], dict[str, Decimal]]] = []
        for node, weight in nodes.items():
            touched, together = self._touched(node), {node: weight}
            apart = []
            for other, members in groups:
                if touched & other:
                    touched, together = touched | other, {**members, **together}
                else:
                    apart.append((other, members))
            groups = [*apart, (touched, together)]
        return [members for _, members in groups]

    def _component(self, nodes: Mapping[str, Decimal]) -> tuple[Extreme, Extreme]:
        clamps = [node for node in nodes if self.sums.inner(node) is not None]
        if not clamps:
            return self._along_one_axis(nodes)
        if len(nodes) == 1:
            node = clamps[0]
            low, high = self._of(self.sums.inner(node) or {})
            kept = sorted(
                (Extreme(times(nodes[node], self.sums.kept(node, one.value)), one.at) for one in (low, high)),
                key=lambda one: one.value,
            )
            return kept[0], kept[1]
        return self._enumerated(nodes)

    def _along_one_axis(self, nodes: Mapping[str, Decimal]) -> tuple[Extreme, Extreme]:
        """Return the extremes of scores of one axis: the states one by one."""
        number = self.axis_of[next(iter(nodes))]
        lows, highs = [], []
        for state in self.axes[number].states:
            low, high = together([(weight, state.ends[node]) for node, weight in nodes.items()])
            lows.append(Extreme(low, {number: state}))
            highs.append(Extreme(high, {number: state}))
        return min(lows, key=lambda one: one.value), max(highs, key=lambda one: one.value)

    def _enumerated(self, nodes: Mapping[str, Decimal]) -> tuple[Extreme, Extreme]:
        """Return the extremes of sums that hang together, over every combination of states."""
        numbers = sorted({number for node in nodes for number in self._touched(node)})
        size = 1
        for number in numbers:
            size *= len(self.axes[number].states)
        if size > MOST_COMBINATIONS:
            self.loose = True
            parts = [self._component({node: weight}) for node, weight in nodes.items()]
            low, high = (sum((part[side].value for part in parts), ZERO) for side in (0, 1))
            return Extreme(low, {}), Extreme(high, {})
        least: Extreme | None = None
        greatest: Extreme | None = None
        for states in product(*(self.axes[number].states for number in numbers)):
            low, high = self.ends(nodes, states)
            at = dict(zip(numbers, states, strict=True))
            if least is None or low < least.value:
                least = Extreme(low, at)
            if greatest is None or high > greatest.value:
                greatest = Extreme(high, at)
        nothing = Extreme(ZERO, {})
        return least or nothing, greatest or nothing

    def ends(self, nodes: Mapping[str, Decimal], states: tuple[State, ...]) -> Ends:
        """Return the lower and upper end of a weighted sum of nodes at some states."""
        low = high = ZERO
        for node, weight in nodes.items():
            under = self.sums.inner(node)
            if under is None:
                ends = next(state.ends[node] for state in states if node in state.ends)
            else:
                ends = self.ends(under, states)
                ends = (self.sums.kept(node, ends[0]), self.sums.kept(node, ends[1]))
            one, other = spread(weight, ends)
            low, high = low + one, high + other
        return low, high


def composite_ends(known: Known) -> Ends | None:
    """Return the least and the greatest composite; None for a composite that cannot be understood.

    Learned weights are at least 0 and add up to 1, so the composite lies between the scores' own ends.
    """
    there: Ends | None = known.once(("composite",), lambda: _composite_ends(known))
    return there


def bounds(known: Known, name: str) -> Bounds:
    """Return the ends of a sum, over axes that are made once."""
    there: Bounds = known.once(("bounds", name), lambda: Bounds(known, name))
    return there


def _composite_ends(known: Known) -> Ends | None:
    composite = known.scheme.composite
    if composite is None or known.composite is None:
        return None
    if known.weights is None:
        parts = [bounds(known, name) for name in composite.of]
        if not all(part.possible for part in parts):
            return None
        found = [part.extremes() for part in parts]
        return min(low.value for low, _ in found), max(high.value for _, high in found)
    one = bounds(known, composite.name)
    if not one.possible:
        return None
    least, greatest = one.extremes()
    return least.value, greatest.value
