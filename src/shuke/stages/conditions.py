"""Rules as conditions: what a scheme's tests mean on a row, true or false and never unknown."""

from __future__ import annotations

from collections.abc import Collection

from shuke.scheme.model import Range, Rule, Test
from shuke.stages.relation import literal, number


def condition(rule: Rule, texts: Collection[str] = ()) -> str:
    """Return the condition that a rule holds; ``texts`` are the names whose values are texts."""
    alternatives = [
        " AND ".join(passes(name, test, text=name in texts) for name, test in tests.items()) for tests in rule.any
    ]
    return alternatives[0] if len(alternatives) == 1 else " OR ".join(f"({one})" for one in alternatives)


def passes(name: str, test: Test, *, text: bool) -> str:
    """Return the condition that a value passes a test; an empty value passes only ``missing``."""
    if test.given:
        return "TRUE" if test.missing else f"{name} IS NOT NULL"
    parts = []
    if text and test.texts:
        parts.append(f"{name} IN ({', '.join(map(literal, test.texts))})")
    if not text:
        parts += [between(name, one) for one in test.ranges]
    held = " OR ".join(parts) or "FALSE"
    if test.missing:
        return f"({name} IS NULL OR {held})" if parts else f"{name} IS NULL"
    return f"COALESCE({held}, FALSE)"


def between(name: str, span: Range) -> str:
    """Return the condition that a number lies in an interval."""
    if span.low is not None and span.low == span.high:
        return f"{name} = {number(span.low)}"
    parts = []
    if span.low is not None:
        parts.append(f"{name} {'>=' if span.low_closed else '>'} {number(span.low)}")
    if span.high is not None:
        parts.append(f"{name} {'<=' if span.high_closed else '<'} {number(span.high)}")
    return " AND ".join(parts) or "TRUE"
