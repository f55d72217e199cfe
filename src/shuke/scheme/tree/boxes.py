"""Rules over boxes: a box holds, for every name, some of its pieces; a rule holds in all of it, in none, or in part."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from shuke.scheme.ahp import weigh
from shuke.scheme.levels import levels_of
from shuke.scheme.model import Group, Range, Scheme, Test
from shuke.scheme.tree.pieces import Pieces, pieces

Box = tuple[int, ...]
# A condition: alternatives of tests by name, of which one must hold.
Tests = list[dict[str, Test]]


@dataclass(frozen=True)
class Part:
    """One alternative of a condition: the pieces it asks for by the place of their name, and spans of the sum."""

    masks: tuple[tuple[int, int], ...]
    spans: tuple[Range, ...] | None = None


@dataclass(frozen=True)
class Space:
    """The names that rules ask for, cut into pieces, and the rules in these terms; ``terms`` make the composite."""

    names: tuple[Pieces, ...]
    groups: tuple[tuple[str, tuple[Part, ...]], ...]
    terms: tuple[tuple[int, tuple[Decimal, ...]], ...] = ()

    @cached_property
    def whole(self) -> Box:
        """The box that holds everything."""
        return tuple(one.all for one in self.names)

    def first(self, box: Box) -> tuple[bool, str | None]:
        """Return whether one group, or none, takes the whole box, and its name; the first that may take some else."""
        for name, parts in self.groups:
            held = self._holds(parts, box)
            if held is None:
                return False, name
            if held:
                return True, name
        return True, None

    def possible(self, box: Box) -> int:
        """Return how many groups, none included, a box may still hold."""
        count = 0
        for _, parts in self.groups:
            held = self._holds(parts, box)
            if held:
                return count + 1
            count += held is None
        return count + 1

    def _holds(self, parts: Sequence[Part], box: Box) -> bool | None:
        unsure = False
        for part in parts:
            held = self._part(part, box)
            if held:
                return True
            unsure = unsure or held is None
        return None if unsure else False

    def _part(self, part: Part, box: Box) -> bool | None:
        whole = True
        for place, mask in part.masks:
            inside = box[place] & mask
            if not inside:
                return False
            whole = whole and inside == box[place]
        if part.spans is None:
            return True if whole else None
        least, greatest = self._sums(box)
        if any(span.holds(least) and span.holds(greatest) for span in part.spans):
            return True if whole else None
        return False if all(_apart(span, least, greatest) for span in part.spans) else None

    def _sums(self, box: Box) -> tuple[Decimal, Decimal]:
        least = greatest = Decimal(0)
        for place, shares in self.terms:
            inside = [share for bit, share in enumerate(shares) if box[place] >> bit & 1]
            least, greatest = least + min(inside), greatest + max(inside)
        return least, greatest


def space(scheme: Scheme, groups: Sequence[Group], *, over_scores: bool) -> Space:
    """Return the space of a list of groups; ``over_scores`` asks for scores in place of what is made of them."""
    conditions = [(group.name, _tests(scheme, group)) for group in groups]
    weights = _weights(scheme) if over_scores else None
    sum_name = scheme.composite.name if scheme.composite is not None and weights else None
    asked: dict[str, list[Test]] = {}
    parted: list[tuple[str, Tests]] = []
    for name, alternatives in conditions:
        opened = [one for tests in alternatives for one in (_opened(scheme, tests) if over_scores else [tests])]
        parted.append((name, opened))
        for tests in opened:
            for each, test in tests.items():
                asked.setdefault(each, []).append(test)
    if sum_name is not None and asked.pop(sum_name, None) is not None:
        for name in weights or {}:
            asked.setdefault(name, [])
    else:
        sum_name = None
    summed = (weights or {}) if sum_name is not None else {}
    names = tuple(pieces(scheme, name, tests, summed=name in summed) for name, tests in asked.items())
    places = {one.name: place for place, one in enumerate(names)}
    made = tuple(
        (name, tuple(_part_of(tests, sum_name, names, places) for tests in alternatives))
        for name, alternatives in parted
    )
    return Space(names, made, _terms(summed, names, places))


def _part_of(
    tests: Mapping[str, Test], sum_name: str | None, names: tuple[Pieces, ...], places: Mapping[str, int]
) -> Part:
    masks = tuple((places[name], names[places[name]].mask(test)) for name, test in tests.items() if name != sum_name)
    return Part(masks, tests[sum_name].ranges if sum_name is not None and sum_name in tests else None)


def _terms(
    weights: Mapping[str, Decimal], names: tuple[Pieces, ...], places: Mapping[str, int]
) -> tuple[tuple[int, tuple[Decimal, ...]], ...]:
    return tuple(
        (places[name], tuple(weight * Decimal(value or 0) for value in names[places[name]].values))
        for name, weight in weights.items()
    )


def _tests(scheme: Scheme, group: Group) -> Tests:
    if group.when is not None:
        return [dict(tests) for tests in group.when.any]
    if group.codes:
        return [{"code": Test.model_validate(list(group.codes))}]
    if group.at_least is not None and scheme.composite is not None:
        return [{scheme.composite.name: Test.model_validate({"at_least": group.at_least})}]
    return [{}]


def _weights(scheme: Scheme) -> dict[str, Decimal] | None:
    """Return the weights of a composite that is a sum of scores of a few levels each; None for any other."""
    if scheme.composite is None or scheme.composite.entropy:
        return None
    weights = dict(weigh(scheme.composite.ahp).weights) if scheme.composite.ahp else dict(scheme.composite.weights)
    return weights if all(levels_of(scheme, name) for name in weights) else None


def _opened(scheme: Scheme, tests: dict[str, Test]) -> Tests:
    """Return the alternatives in which a code or a cell is said by the scores that it is made of."""
    found = [tests]
    if scheme.code is not None:
        found = [one for each in found for one in _by_digits(scheme, each)]
    if scheme.cells is not None:
        found = [one for each in found for one in _by_cell(scheme, each)]
    return found


def _by_digits(scheme: Scheme, tests: dict[str, Test]) -> Tests:
    digits, best = (scheme.code.digits, scheme.code.best) if scheme.code else ((), "highest")
    steps = [levels_of(scheme, name) for name in digits]
    if "code" not in tests or any(one is None for one in steps) or tests["code"].given or tests["code"].missing:
        return [tests]
    rest = {name: test for name, test in tests.items() if name != "code"}
    found = []
    for code in tests["code"].texts:
        if len(code) != len(digits) or not code.isdigit():
            continue
        written = [
            Decimal(digit) if best == "highest" else max(step or ()) + min(step or ()) - int(digit)
            for digit, step in zip(code, steps, strict=True)
        ]
        found += _with(rest, {name: [value] for name, value in zip(digits, written, strict=True)})
    return found


def _by_cell(scheme: Scheme, tests: dict[str, Test]) -> Tests:
    rows, columns = (scheme.cells.rows, scheme.cells.columns) if scheme.cells else ("", "")
    down, across = levels_of(scheme, rows), levels_of(scheme, columns)
    if "cell" not in tests or down is None or across is None or tests["cell"].given or tests["cell"].missing:
        return [tests]
    rest = {name: test for name, test in tests.items() if name != "cell"}
    found = []
    for row, down_score in enumerate(reversed(down)):
        inside = [
            score for place, score in enumerate(reversed(across), row * len(across) + 1) if tests["cell"].holds(place)
        ]
        if inside:
            found += _with(rest, {rows: [down_score], columns: inside})
    return found


def _with(rest: dict[str, Test], more: Mapping[str, Sequence[Decimal]]) -> Tests:
    """Return the tests with scores that must be among some values; nothing where a test already forbids it."""
    joined = dict(rest)
    for name, values in more.items():
        kept = [value for value in values if name not in rest or rest[name].holds(value)]
        if not kept:
            return []
        joined[name] = Test.model_validate([f"{value:f}" for value in kept])
    return [joined]


def _apart(span: Range, least: Decimal, greatest: Decimal) -> bool:
    """Tell whether a span holds no value between two."""
    above = span.low is not None and (greatest < span.low or (greatest == span.low and not span.low_closed))
    return above or (span.high is not None and (least > span.high or (least == span.high and not span.high_closed)))
