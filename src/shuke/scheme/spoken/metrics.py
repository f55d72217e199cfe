"""The metrics of a scheme's own and its exclusions in words, and the tables that it needs beside the orders."""

from __future__ import annotations

from shuke.scheme.builtin import figure
from shuke.scheme.model import (
    Attribute,
    Counted,
    Difference,
    Exclusion,
    Interactions,
    OwnMetric,
    Ratio,
    Scaled,
    Scheme,
    Test,
)
from shuke.scheme.model.rules import GIVEN, MISSING
from shuke.scheme.spoken.conditions import condition
from shuke.scheme.spoken.names import column, listed, metric, number, period, said, worded


def own(scheme: Scheme, name: str, one: OwnMetric, lang: str) -> str:
    """Return what an own metric is."""
    title = column(name, lang, scheme)
    if isinstance(one, Counted):
        return _counted(scheme, title, one, lang)
    if isinstance(one, Interactions):
        return _interactions(scheme, title, one, lang)
    if isinstance(one, Attribute):
        key = f"own.attribute_{one.type}"
        empty = said("own.empty", lang) if one.missing is None else said("own.counts_as", lang, value=one.missing)
        return said(key, lang, name=title, column=one.attribute) + empty
    if isinstance(one, Ratio | Difference):
        first, second = one.ratio if isinstance(one, Ratio) else one.difference
        key = "own.ratio" if isinstance(one, Ratio) else "own.difference"
        return said(key, lang, name=title, first=metric(scheme, first, lang), second=metric(scheme, second, lang))
    return _scaled(scheme, title, one, lang)


def exclusion(scheme: Scheme, one: Exclusion, lang: str) -> str:
    """Return who is not rated, and under what name they are counted."""
    title = one.exclude if one.title is None else worded(one.title, lang)
    return said("exclude", lang, title=title, rule=condition(scheme, one.when, lang))


def tables(scheme: Scheme, lang: str) -> str | None:
    """Return which tables the scheme needs beside the orders, None for none."""
    waiting, seen = list(scheme.metrics), set[str]()
    needed: dict[str, list[str]] = {}
    while waiting:
        name = waiting.pop(0)
        if name in seen:
            continue
        seen.add(name)
        waiting += scheme.parts(name)
        known = figure(scheme, name)
        if known is not None and known.table in {"interactions", "customers"}:
            needed.setdefault(known.table, []).append(metric(scheme, name, lang))
    if not needed:
        return None
    parts = [said(f"tables.{table}", lang, metrics=listed(names, lang)) for table, names in needed.items()]
    return said("tables.needs", lang, tables=listed(parts, lang))


def _counted(scheme: Scheme, title: str, one: Counted, lang: str) -> str:
    of = metric(scheme, one.of, lang)
    within = period(one.period or scheme.period, lang)
    if not one.where:
        return said("own.counted", lang, name=title, of=of, period=within)
    lines = listed([_line(name, asked, lang) for name, asked in one.where.items()], lang)
    return said("own.counted_where", lang, name=title, of=of, period=within, lines=lines)


def _line(name: str, asked: Test, lang: str) -> str:
    title = said(f"line.{name}", lang)
    empty = [said(f"test.{word}", lang, name=title) for word in (MISSING, GIVEN) if word in asked.is_]
    quoted = [said("test.text", lang, value=value) for value in asked.texts]
    named = [said("test.is", lang, name=title, values=listed(quoted, lang, "or"))] if quoted else []
    return listed([*named, *empty], lang, "or")


def _interactions(scheme: Scheme, title: str, one: Interactions, lang: str) -> str:
    within = period(one.period or scheme.period, lang)
    line = said(
        "own.interactions_average" if one.figure == "average" else "own.interactions",
        lang,
        name=title,
        kind=one.interactions,
        period=within,
    )
    return line if one.missing is None else line + said("own.without_table", lang, value=one.missing)


def _scaled(scheme: Scheme, title: str, one: Scaled, lang: str) -> str:
    return said("own.scaled", lang, name=title, of=metric(scheme, one.scaled, lang), by=number(one.by))
