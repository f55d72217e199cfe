"""Better customers rated lower: two customers who differ in one metric only, of whom the better has the lower score.

Each axis of a metric is walked from its best end to its worst, everything else staying the same (all at their best,
all at their worst); where the composite rises on the way, the two states next to each other are the example. What
is told is therefore always true; through sums with ends it may not be all.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise, product

from shuke.scheme.lint.axes import Axis, State
from shuke.scheme.lint.case import LISTS, Case
from shuke.scheme.lint.conditions import Conditions
from shuke.scheme.lint.finding import Finding, Phrase, named
from shuke.scheme.lint.search import Search
from shuke.scheme.lint.sums import Bounds, bounds
from shuke.scheme.model import Standardised

MOST_CELLS = 6_000


@dataclass(frozen=True)
class Step:
    """A customer on the way along an axis: the scores there, and the place on the metric in words."""

    scores: dict[str, Decimal]
    place: Phrase


def composite(case: Case) -> Iterator[Finding]:
    """Find metrics of which a better value lowers the composite."""
    name = case.known.composite
    if name is None or case.known.weights is None:
        return
    ends = bounds(case.known, name)
    if not ends.possible:
        return
    told: set[str] = set()
    for axis in ends.axes:
        if axis.metric in told:
            continue
        found = _falls(case, ends, axis, name)
        if found is not None:
            told.add(axis.metric)
            yield found


def _falls(case: Case, ends: Bounds, axis: Axis, name: str) -> Finding | None:
    steps = _walk(case, axis)
    for rest in _elsewhere(ends, axis):
        given = [ends.sums.value(name, {**rest, **step.scores}) for step in steps]
        for place in range(len(steps) - 1):
            if given[place] < given[place + 1]:
                better, worse = steps[place], steps[place + 1]
                return case.find(
                    "composite_falls",
                    *_blamed(case, better, worse),
                    metric=named(axis.metric),
                    better=better.place,
                    worse=worse.place,
                    lower=given[place],
                    higher=given[place + 1],
                    tiers=_tiers(case, given[place], given[place + 1]),
                )
    return None


def _walk(case: Case, axis: Axis) -> list[Step]:
    """Return the customers along an axis from the metric's best end to its worst; each state at its two ends."""
    metric = axis.metric
    high = case.known.better(metric) == "high"
    states = [state for state in axis.states if not state.missing]
    if any(state.piece is not None for state in states):
        states.sort(key=lambda state: state.piece.low if state.piece else Decimal(0), reverse=high)
        return [step for state in states for step in _ends(state, metric, high=high)]
    if any(case.known.best(name) != case.known.better(metric) for name in axis.names):
        states.reverse()
    return [step for place, state in enumerate(states) for step in _ranked(case, axis, state, place)]


def _ends(state: State, metric: str, *, high: bool) -> Iterator[Step]:
    if state.piece is None:
        return
    low_point, high_point = state.piece.points()
    scores = [{name: _finite(ends, side) for name, ends in state.ends.items()} for side in (0, 1)]
    steps = [Step(at, _at(metric, point)) for at, point in zip(scores, (low_point, high_point), strict=True)]
    yield from reversed(steps) if high else steps


def _finite(ends: tuple[Decimal, Decimal], side: int) -> Decimal:
    """Return a score at an end; where it is infinite, one that lies so much further than the other end."""
    if ends[side].is_finite():
        return ends[side]
    other = ends[1 - side] if ends[1 - side].is_finite() else Decimal(0)
    return other + (1 if ends[side] > 0 else -1)


def _at(metric: str, point: Decimal) -> Phrase:
    return Phrase("lint.at", {"metric": named(metric), "value": point})


def _ranked(case: Case, axis: Axis, state: State, place: int) -> Iterator[Step]:
    """Return the customers of a state of ranks or of a score's own levels, at its best and worst end."""
    words = Phrase("lint.place", {"metric": named(axis.metric), "place": place + 1})
    if state.share is not None:
        low, high, whole = state.share
        shown = tuple((Decimal(100 * one) / whole).quantize(Decimal("0.01")).normalize() for one in (low, high))
        words = Phrase("lint.share", {"metric": named(axis.metric), "low": shown[0], "high": shown[1]})
    falls = any(
        isinstance(case.known.sound.get(name), Standardised) and case.known.best(name) == case.known.better(axis.metric)
        for name in axis.names
    )
    sides = (1, 0) if falls else (0, 1)
    for side in sides:
        yield Step({name: _finite(ends, side) for name, ends in state.ends.items()}, words)


def _elsewhere(ends: Bounds, axis: Axis) -> list[dict[str, Decimal]]:
    """Return everything else at its best and at its worst."""
    found = []
    for pick in (0, -1):
        rest: dict[str, Decimal] = {}
        for other in ends.axes:
            states = [state for state in other.states if not state.missing]
            if other is not axis and states:
                rest |= {name: _finite(span, 0) for name, span in states[pick].ends.items()}
        found.append(rest)
    return found


def _blamed(case: Case, better: Step, worse: Step) -> tuple[str | int, ...]:
    """Return the path of what makes the composite fall: a score that falls itself, else the weight that turns it."""
    falling = [one for one, score in better.scores.items() if score < worse.scores[one]]
    weights = case.known.weights or {}
    negative = [one for one, weight in weights.items() if weight < 0]
    if falling:
        return _path(case, falling[0])
    return ("composite", "weights", negative[0]) if negative else ("scores", next(iter(better.scores)))


def _path(case: Case, name: str) -> tuple[str | int, ...]:
    for key in ("bands", "rank_bands", "pareto_bands", "points", "best"):
        if ("scores", name, key) in case.document.places and hasattr(case.known.sound[name], key):
            return ("scores", name, key)
    return ("scores", name)


def _tiers(case: Case, lower: Decimal, higher: Decimal) -> Phrase | str:
    """Return the tiers of two composites, where they differ."""
    found = []
    for value in (lower, higher):
        held = (group.name for group in case.scheme.tiers if group.at_least is None or group.at_least <= value)
        found.append(next(held, "") if case.ladder(case.scheme.tiers) else "")
    if not all(found) or found[0] == found[1]:
        return ""
    return Phrase("lint.tiers", {"lower": found[0], "higher": found[1]})


def tiers(case: Case) -> Iterator[Finding]:
    """Find metrics of which a better value leads to a later tier, where tiers are told apart by rules."""
    found = case.scheme.tiers
    if not found or case.ladder(found) or any(group.rest for group in found[:-1]):
        return
    conditions = Conditions(case.known)
    wanted = [conditions.of(group) for group in found]
    if any(one is None for one in wanted):
        return
    flat = [alternative for one in wanted for alternative in one or []]
    owner = [index for index, one in enumerate(wanted) for _ in one or []]
    search = Search(case.known, flat)
    size = 1
    for axis in search.axes:
        size *= len(axis.states)
    if search.added or size > MOST_CELLS or not case.budget.spend(size):
        return
    for place, axis in enumerate(search.axes):
        pair = _later(case, search, owner, place)
        if pair is not None:
            better, worse, low, high = pair
            yield case.find(
                "tier_falls",
                *(LISTS["tier"], low),
                metric=named(axis.metric),
                better=better,
                worse=worse,
                lower=found[low].name,
                higher=found[high].name,
            )


def _later(case: Case, search: Search, owner: list[int], place: int) -> tuple[Phrase, Phrase, int, int] | None:
    axis = search.axes[place]
    if axis.metric not in case.known.metrics or case.known.domain(axis.metric) is None:
        return None
    ordered = _ordered(case, axis)
    others = [one.states for number, one in enumerate(search.axes) if number != place]
    bits = {id(state): search.bits(one, state) for one in search.axes for state in one.states}
    for combination in product(*others):
        held = -1
        for state in combination:
            held &= bits[id(state)]
        reached = [(state, _first(held & bits[id(state)], owner)) for state in ordered]
        for (better, one), (worse, other) in pairwise(reached):
            if one is not None and other is not None and one > other:
                return _where(axis, better), _where(axis, worse), one, other
    return None


def _ordered(case: Case, axis: Axis) -> list[State]:
    states = [state for state in axis.states if not state.missing]
    scores = [name for name in axis.names if name in case.known.sound]
    if all(state.piece is not None for state in states):
        high = case.known.better(axis.metric) == "high"
        return sorted(states, key=lambda state: state.piece.low if state.piece else Decimal(0), reverse=high)
    turned = any(case.known.best(name) != case.known.better(axis.metric) for name in scores)
    return states[::-1] if turned else states


def _where(axis: Axis, state: State) -> Phrase:
    if state.piece is not None:
        return _at(axis.metric, state.piece.points()[0])
    name = next(iter(state.values))
    return Phrase("lint.part", {"name": name, "value": state.values[name]})


def _first(bits: int, owner: list[int]) -> int | None:
    return owner[(bits & -bits).bit_length() - 1] if bits else None
