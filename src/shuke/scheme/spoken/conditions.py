"""Conditions in words: a test, a rule, the condition of a group in its list."""

from __future__ import annotations

import re

from shuke.locale import knows, text
from shuke.scheme.builtin import figure
from shuke.scheme.model import Group, Range, Rule, Scheme, Split, Test
from shuke.scheme.model.rules import GIVEN, LEVELS, MISSING, SPAN
from shuke.scheme.spoken.names import column, listed, number, said

# Results that are numbers by themselves: one says "cell 3", not "a cell of 3".
PLACES = {"cell", "cluster", "code"}


def rule(scheme: Scheme, group: Group, lang: str) -> str:
    """Return the condition of a group in words, as it holds in its list: those before it come first."""
    before = _before(scheme, group)
    name = column(scheme.composite.name, lang, scheme) if scheme.composite else ""
    above = [one.at_least for one in before if one.at_least is not None]
    upper = min(above) if above else None
    only_steps = len(above) == len(before)
    if group.when is not None:
        return condition(scheme, group.when, lang)
    if group.codes:
        return said("codes" if len(group.codes) > 1 else "code_one", lang, codes=listed(group.codes, lang, "or"))
    if group.at_least is not None:
        low = number(group.at_least)
        if upper is None or upper <= group.at_least:
            return said("rule_from", lang, name=name, low=low)
        return said("rule_between", lang, name=name, low=low, upper=number(upper))
    if upper is not None and only_steps:
        return said("rule_below", lang, name=name, upper=number(upper))
    return said("rule_others" if before else "rule_rest", lang)


def condition(scheme: Scheme, asked: Rule, lang: str) -> str:
    """Return a rule in words."""
    alternatives = [listed([test(scheme, name, one, lang) for name, one in tests.items()], lang) for tests in asked.any]
    if len(alternatives) == 1:
        return alternatives[0]
    line = alternatives[0]
    for alternative in alternatives[1:]:
        line = said("list.alternative", lang, first=line, last=alternative)
    return said("list.either", lang, alternatives=line)


def test(scheme: Scheme, name: str, asked: Test, lang: str) -> str:
    """Return what a test asks of a name, in words."""
    title = column(name, lang, scheme)
    if not asked.is_:
        return between(title, asked.range)
    if len(asked.is_) == 1:
        alone = asked.is_[0]
        side = f"words.sides.{name}.{alone}"
        if alone in LEVELS and knows(side):
            return text(side, lang)
        if alone in {MISSING, GIVEN}:
            return said(f"test.{alone}", lang, name=title)
    values = listed([_value(scheme, name, value, lang) for value in asked.is_], lang, "or")
    numbers = all(value[0].isdigit() for value in asked.is_) and not _is_text(scheme, name)
    kind = "place" if name in PLACES else "of" if numbers else "is"
    return said(f"test.{kind}", lang, name=title, values=values)


def between(title: str, span: Range) -> str:
    """Return an interval of a name with the signs of arithmetic."""
    low, low_closed, high, high_closed = span
    if low is not None and low == high:
        return f"{title} = {number(low)}"
    left = "" if low is None else f"{number(low)} {'≤' if low_closed else '<'} "
    right = "" if high is None else f" {'≤' if high_closed else '<'} {number(high)}"
    if left and not right:
        return f"{title} {'≥' if low_closed else '>'} {number(low or 0)}"
    return f"{left}{title}{right}"


def interval(span: Range, unit: str, lang: str) -> str:
    """Return an interval in words, with a unit: ``more than 30, up to 90 days``; the rest for one without ends."""
    low, low_closed, high, high_closed = span
    figures = {"low": "" if low is None else number(low), "high": "" if high is None else number(high), "unit": unit}
    if low is None and high is None:
        return said("interval.rest", lang)
    if low is not None and low == high:
        return said("interval.one", lang, **figures)
    left = "" if low is None else "at_least" if low_closed else "above"
    right = "" if high is None else "at_most" if high_closed else "below"
    return said(f"interval.{'_'.join(filter(None, (left, right)))}", lang, **figures)


def _before(scheme: Scheme, group: Group) -> tuple[Group, ...]:
    for groups in scheme.groups.values():
        if group in groups:
            return groups[: groups.index(group)]
    return ()


def _is_text(scheme: Scheme, name: str) -> bool:
    known = figure(scheme, name)
    return known is not None and known.kind == "text"


def _value(scheme: Scheme, name: str, value: str, lang: str) -> str:
    if value in {MISSING, GIVEN}:
        return said(f"test.value_{value}", lang)
    if _is_text(scheme, name):
        return said("test.text", lang, value=value)
    if value in LEVELS:
        return said(f"test.value_{value}", lang) if isinstance(scheme.scores.get(name), Split) else value
    span = SPAN.fullmatch(value)
    if span is not None:
        return said("test.span", lang, low=span[1], high=span[2])
    return value if re.fullmatch(r"-?[0-9.]+", value) or name == "code" else said("test.text", lang, value=value)
