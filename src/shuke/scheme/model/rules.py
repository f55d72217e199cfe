"""Conditions on figures and texts: what a rule of a scheme can say.

A rule is ``{r_score: 4-5, industry: [retail, food]}`` (all must hold) or ``{any: [rule, rule]}`` (one must).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Any, ClassVar, NamedTuple, Self

from pydantic import Field, model_validator

from shuke.scheme.model.base import Identifier, Number, Part

NUMBER = r"-?\d{1,12}(?:\.\d{1,6})?"
SPAN = re.compile(rf"({NUMBER})-({NUMBER})")
# Words that stand for a value: a split's two sides, a cell that is empty or not.
LEVELS = {"high": Decimal(1), "low": Decimal(0)}
MISSING, GIVEN = "missing", "given"


class Range(NamedTuple):
    """An interval of numbers; an end of None is open to that side."""

    low: Decimal | None = None
    low_closed: bool = True
    high: Decimal | None = None
    high_closed: bool = True

    def holds(self, value: Decimal | int) -> bool:
        """Tell whether a number lies in the interval."""
        above = self.low is None or value > self.low or (self.low_closed and value == self.low)
        return above and (self.high is None or value < self.high or (self.high_closed and value == self.high))


class Ends(Part):
    """The ends of an interval: at most one below (``at_least`` or ``above``) and one above (``at_most``, ``below``)."""

    at_least: Number | None = None
    above: Number | None = None
    at_most: Number | None = None
    below: Number | None = None

    @property
    def range(self) -> Range:
        """The interval between the ends."""
        low = self.at_least if self.at_least is not None else self.above
        high = self.at_most if self.at_most is not None else self.below
        return Range(low, self.above is None, high, self.below is None)

    @model_validator(mode="after")
    def _check_ends(self) -> Self:
        """Refuse two ends on the same side, and an interval that holds nothing."""
        if (self.at_least is not None and self.above is not None) or (
            self.at_most is not None and self.below is not None
        ):
            raise ValueError("ends")
        low, low_closed, high, high_closed = self.range
        if low is not None and high is not None and (low > high or (low == high and not (low_closed and high_closed))):
            raise ValueError("ends")
        return self


class Test(Ends):
    """What a value must be: one of some values or spans (``is``), or between two ends.

    Written ``5``, ``4-5``, ``high``, ``[1, 3]``, ``retail``, ``missing``, ``given``, ``{at_least: 30, below: 90}``.
    """

    # It is no test of the test runner's.
    __test__: ClassVar[bool] = False

    is_: tuple[str, ...] = Field((), alias="is")

    @model_validator(mode="before")
    @classmethod
    def _read(cls, value: Any) -> Any:
        """Accept one value or a list beside the mapping."""
        if isinstance(value, str):
            return {"is": [value]}
        return {"is": value} if isinstance(value, list) else value

    @model_validator(mode="after")
    def _check(self) -> Self:
        """Refuse a test that says nothing, says two kinds of thing, or names a span backwards."""
        ends = self.range
        bounded = ends.low is not None or ends.high is not None
        if bounded == bool(self.is_):
            raise ValueError("test")
        if any(one.low is not None and one.high is not None and one.low > one.high for one in self.ranges):
            raise ValueError("test")
        return self

    @property
    def ranges(self) -> tuple[Range, ...]:
        """The intervals of numbers that pass; texts among the values are left out."""
        if not self.is_:
            return (self.range,)
        return tuple(_ranges(self.is_))

    @property
    def texts(self) -> tuple[str, ...]:
        """The values as texts, for a metric that is a text; the words for an empty cell are left out."""
        return tuple(value for value in self.is_ if value not in {MISSING, GIVEN})

    @property
    def missing(self) -> bool:
        """Whether an empty cell passes."""
        return MISSING in self.is_

    @property
    def given(self) -> bool:
        """Whether anything but an empty cell passes."""
        return GIVEN in self.is_

    def holds(self, value: Decimal | int | str | None) -> bool:
        """Tell whether a value passes; None is an empty cell."""
        if value is None:
            return self.missing
        if self.given:
            return True
        if isinstance(value, str):
            return value in self.texts
        return any(one.holds(value) for one in self.ranges)


class Rule(Part):
    """Alternatives, of which one must hold; each is a mapping of names to tests that must all hold."""

    any: tuple[dict[Identifier, Test], ...] = Field(min_length=1)

    @model_validator(mode="before")
    @classmethod
    def _read(cls, value: Any) -> Any:
        """Accept one mapping of tests beside the list of alternatives."""
        return {"any": [value]} if isinstance(value, dict) and "any" not in value else value

    @model_validator(mode="after")
    def _check(self) -> Self:
        """Refuse an alternative without a test."""
        if not all(self.any):
            raise ValueError("rule")
        return self

    @property
    def names(self) -> tuple[str, ...]:
        """Everything the rule looks at, each once."""
        return tuple(dict.fromkeys(name for tests in self.any for name in tests))

    def holds(self, values: dict[str, Decimal | int | str | None]) -> bool:
        """Tell whether the rule holds for a customer's values by name."""
        return any(all(test.holds(values[name]) for name, test in tests.items()) for tests in self.any)


def _ranges(values: tuple[str, ...]) -> Iterator[Range]:
    for value in values:
        span = SPAN.fullmatch(value)
        if value in LEVELS:
            yield Range(LEVELS[value], True, LEVELS[value], True)
        elif span is not None:
            yield Range(Decimal(span[1]), True, Decimal(span[2]), True)
        elif re.fullmatch(NUMBER, value):
            yield Range(Decimal(value), True, Decimal(value), True)
