"""Conditions: what a rule of a scheme asks of a customer's figures and texts."""

import re
from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any

NUMBER = r"-?\d+(?:\.\d+)?"
SIDES = {"high": "1", "low": "0"}
Value = int | Decimal | Fraction | str | None


def holds(rule: Mapping[str, Any], values: Mapping[str, Value]) -> bool:
    """All tests of a mapping must hold; of `{any: [...]}` one mapping."""
    alternatives = rule["any"] if set(rule) == {"any"} else [rule]
    return any(all(passes(values[name], test) for name, test in tests.items()) for tests in alternatives)


def passes(value: Value, test: Any) -> bool:
    """One value, a list of values, or ends; nothing but `missing` holds for an empty value."""
    if isinstance(test, dict) and "is" not in test:
        return value is not None and between(value, test)
    allowed = test["is"] if isinstance(test, dict) else test
    return any(is_one(value, word) for word in ([allowed] if isinstance(allowed, str) else allowed))


def is_one(value: Value, word: str) -> bool:
    """`missing`, `given`, a text, a number, a span of numbers, or a side of a split."""
    if value is None or word in ("missing", "given"):
        return word == ("missing" if value is None else "given")
    if isinstance(value, str):
        return value == word
    word = SIDES.get(word, word)
    if re.fullmatch(NUMBER, word):
        return Fraction(word) == value
    span = re.fullmatch(f"({NUMBER})-({NUMBER})", word)
    return span is not None and Fraction(span[1]) <= value <= Fraction(span[2])


def between(value: Value, ends: Mapping[str, str]) -> bool:
    """`at_least`, `above`, `at_most`, `below`, all that are given."""
    tests = {
        "at_least": lambda end: value >= end,
        "above": lambda end: value > end,
        "at_most": lambda end: value <= end,
        "below": lambda end: value < end,
    }
    return all(tests[name](Fraction(end)) for name, end in ends.items() if name in tests)
