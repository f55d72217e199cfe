"""Conditions of groups as alternatives over metrics and scores: cells and codes are what they stand for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from itertools import product

from shuke.scheme.lint.known import Known
from shuke.scheme.lint.reach import Interval, values
from shuke.scheme.lint.search import Alternative, Check, check, equal
from shuke.scheme.model import Group, Range, Test

MOST_ALTERNATIVES = 6000


@dataclass(frozen=True)
class Conditions:
    """What the groups of a scheme ask, in terms of what varies by itself."""

    known: Known

    @cached_property
    def digits(self) -> tuple[Mapping[str, Decimal], ...] | None:
        """For each place of a code: the digits that can stand there, with the scores they mean.

        None where there is no code, or one of its scores cannot be written as one digit.
        """
        code = self.known.scheme.code
        if code is None:
            return None
        found = []
        for name in code.digits:
            levels = digit_levels(self.known, name)
            if levels is None:
                return None
            turned = levels[0] + levels[-1] if code.best == "lowest" else None
            found.append({str(int(level if turned is None else turned - level)): level for level in levels})
        return tuple(found)

    @cached_property
    def grid(self) -> tuple[tuple[Decimal, ...], tuple[Decimal, ...]] | None:
        """The levels of rows and columns of the cells, the best first; None where there are none."""
        cells = self.known.scheme.cells
        if cells is None:
            return None
        found = [values(self.known, name) for name in (cells.rows, cells.columns)]
        if any(isinstance(one, Interval) or not one for one in found):
            return None
        rows, columns = (tuple(sorted((Decimal(level) for level in one), reverse=True)) for one in found)
        return rows, columns

    def meant(self, code: str) -> tuple[Decimal, ...] | None:
        """Return the scores that a code means; None for a code that cannot occur."""
        if self.digits is None or len(code) != len(self.digits):
            return None
        found = [digits.get(digit) for digits, digit in zip(self.digits, code, strict=True)]
        return None if any(one is None for one in found) else tuple(one for one in found if one is not None)

    def of(self, group: Group) -> list[Alternative] | None:
        """Return the alternatives of a group; None where it looks at what cannot be understood."""
        if group.at_least is not None:
            name = self.known.composite
            return None if name is None else [{name: (Check((Range(group.at_least),)),)}]
        if group.codes:
            return self._codes(group.codes)
        if group.when is None:
            return [{}]
        found: list[Alternative] = []
        for tests in group.when.any:
            here: list[Alternative] = [{}]
            for name, test in tests.items():
                asked = self._test(name, test)
                if asked is None or len(here) * len(asked) > MOST_ALTERNATIVES:
                    return None
                here = [_both(one, other) for one, other in product(here, asked)]
            found += here
        return found

    def _codes(self, codes: tuple[str, ...]) -> list[Alternative] | None:
        code = self.known.scheme.code
        if code is None or self.digits is None:
            return None
        # One check for each digit at each place, however many codes share it.
        checks = [{digit: (equal(level),) for digit, level in digits.items()} for digits in self.digits]
        twice = len(set(code.digits)) < len(code.digits)
        found: list[Alternative] = []
        for one in codes:
            if self.meant(one) is None:
                continue
            parts = [(name, asked[digit]) for name, asked, digit in zip(code.digits, checks, one, strict=True)]
            found.append(_all(parts) if twice else dict(parts))
        return found

    def _test(self, name: str, test: Test) -> list[Alternative] | None:
        """Return what one test of a rule asks."""
        known = self.known
        if name in {"cell", "code", "cluster"} and name in known.scheme.made and (test.given or test.missing):
            return [{}] if test.given else []
        if name == "cell" and known.scheme.cells is not None:
            return self._cells(test)
        if name == "code" and known.scheme.code is not None:
            return self._codes(test.texts)
        if name == "cluster" or name in known.sound or name == known.composite:
            return [{name: (check(test, text=False),)}]
        figure = known.figure(name)
        return None if figure is None else [{name: (check(test, text=figure.kind == "text"),)}]

    def _cells(self, test: Test) -> list[Alternative] | None:
        cells = self.known.scheme.cells
        if cells is None or self.grid is None:
            return None
        rows, columns = self.grid
        asked = check(test, text=False)
        found: list[Alternative] = []
        for row, level in enumerate(rows):
            held = [one for column, one in enumerate(columns) if asked.holds(Decimal(row * len(columns) + column + 1))]
            if held:
                across = Check(tuple(Range(one, True, one, True) for one in held))
                found.append(_both({cells.rows: (equal(level),)}, {cells.columns: (across,)}))
        return found


def digit_levels(known: Known, name: str) -> tuple[Decimal, ...] | None:
    """Return the levels of a score that can be written as one digit each, ascending; None for another score."""
    found = values(known, name)
    if isinstance(found, Interval) or not found or len(found) > 9:
        return None
    levels = tuple(Decimal(level) for level in found)
    return levels if all(level == int(level) and 0 <= level <= 9 for level in levels) else None


def _all(parts: Sequence[tuple[str, tuple[Check, ...]]]) -> Alternative:
    """Return one alternative of several parts, of which two may ask the same score."""
    found: Alternative = {}
    for name, asked in parts:
        found = _both(found, {name: asked})
    return found


def _both(one: Alternative, other: Alternative) -> Alternative:
    return {name: (*one.get(name, ()), *other.get(name, ())) for name in (*one, *(n for n in other if n not in one))}
