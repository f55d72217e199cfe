"""Names: every one must stand for something, of the right kind, declared before it is used."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation

from shuke.errors import Where
from shuke.scheme.document import Path
from shuke.scheme.lint.case import LISTS, Case
from shuke.scheme.lint.finding import Finding, finding, named
from shuke.scheme.lint.reserved import RESERVED, TAKEN
from shuke.scheme.model import Attribute, Counted, Quantiles, Rule, Split, Sum, Test
from shuke.scheme.model.rules import GIVEN, LEVELS, MISSING, NUMBER, SPAN

ONE_ORDER = ("frequency", "purchase_days")


def own_names(case: Case) -> Iterator[Finding]:
    """Find names that are words of SQL, or that something else has already."""
    scheme = case.scheme
    made: list[tuple[str, Path]] = [(name, ("metrics", name)) for name in scheme.own]
    made += [(name, ("scores", name)) for name in scheme.scores]
    made += [(scheme.composite.name, ("composite", "name"))] if scheme.composite else []
    before: set[str] = set()
    for name, path in made:
        if name in RESERVED:
            yield case.find("name_reserved", *path, name=name)
        elif name in TAKEN or name in before:
            yield case.find("name_taken", *path, name=name)
        before.add(name)


def own_metrics(case: Case) -> Iterator[Finding]:
    """Find own metrics made of what is not there, of texts, or of themselves."""
    for name, own in case.scheme.own.items():
        if name in case.known.circular:
            yield case.find("metric_circular", "metrics", name, name=name)
            continue
        for index, part in enumerate(() if isinstance(own, Counted) else case.scheme.parts(name)):
            key = next(key for key in ("ratio", "difference", "scaled") if hasattr(own, key))
            path: Path = ("metrics", name, key, index) if key != "scaled" else ("metrics", name, key)
            yield from _metric(case, part, path)
        if isinstance(own, Attribute) and own.type == "number" and own.missing is not None:
            try:
                Decimal(own.missing)
            except InvalidOperation:
                yield case.find("number_as_text", "metrics", name, "missing", name=name, value=own.missing)


def _metric(case: Case, name: str, path: Path) -> Iterator[Finding]:
    """Find a metric that is not there or is a text, where a number is needed."""
    if name not in case.known.metrics:
        yield case.find("metric_unknown", *path, name=name, known=case.known.metrics)
    elif name not in case.known.circular and case.known.domain(name) is None:
        yield case.find("text_as_number", *path, name=name)


def scores(case: Case) -> Iterator[Finding]:
    """Find scores of unknown metrics, and sums and nestings of what is not declared before."""
    order = tuple(case.scheme.scores)
    for place, (name, score) in enumerate(case.scheme.scores.items()):
        if isinstance(score, Sum):
            for part in score.sum:
                yield from _earlier(case, part, order[:place], ("scores", name, "sum", part), "score_later", name)
            continue
        yield from _metric(case, score.metric, ("scores", name, "metric"))
        if isinstance(score, Quantiles):
            for index, part in enumerate(score.within):
                yield from _earlier(case, part, order[:place], ("scores", name, "within", index), "within_later", name)
            if score.one_order and score.metric not in ONE_ORDER:
                yield case.find("one_order_metric", "scores", name, "one_order", name=name, metric=named(score.metric))


def _earlier(case: Case, part: str, earlier: tuple[str, ...], path: Path, key: str, name: str) -> Iterator[Finding]:
    if part not in case.scheme.scores:
        yield case.find("score_unknown", *path, name=part, known=tuple(case.scheme.scores))
    elif part not in earlier:
        yield case.find(key, *path, name=part, whole=name)


def composite(case: Case) -> Iterator[Finding]:
    """Find weights, judgements and learned weights of scores that are not there."""
    found = case.scheme.composite
    if found is None:
        return
    if found.ahp is not None:
        yield from _scores(case, found.ahp.of, ("composite", "ahp", "of"))
    elif found.entropy:
        yield from _scores(case, found.entropy, ("composite", "entropy"))
    for name in found.weights:
        yield from _score(case, name, ("composite", "weights", name))


def _scores(case: Case, names: tuple[str, ...], path: Path) -> Iterator[Finding]:
    """Find scores in a list that are not there, or stand in it twice."""
    for index, name in enumerate(names):
        yield from _score(case, name, (*path, index))
        if name in names[:index]:
            yield case.find("named_twice", *path, index, name=name)


def _score(case: Case, name: str, path: Path) -> Iterator[Finding]:
    if name not in case.scheme.scores:
        yield case.find("score_unknown", *path, name=name, known=tuple(case.scheme.scores))


def places(case: Case) -> Iterator[Finding]:
    """Find cells, codes and clusters of what is not there, and a scheme that places nobody."""
    scheme = case.scheme
    if not scheme.results:
        yield case.find("places_nobody", "scheme")
    if scheme.cells is not None:
        for key in ("rows", "columns"):
            yield from _score(case, getattr(scheme.cells, key), ("cells", key))
        if scheme.cells.rows == scheme.cells.columns:
            yield case.find("named_twice", "cells", "columns", name=scheme.cells.columns)
    if scheme.code is not None:
        yield from _scores(case, scheme.code.digits, ("code", "digits"))
    if scheme.clusters is not None:
        yield from _scores(case, scheme.clusters.of, ("clusters", "of"))
        ordered = scheme.clusters.order_by
        names = {*case.known.metrics, *scheme.scores, *([scheme.composite.name] if scheme.composite else [])}
        if ordered not in names:
            yield case.find("name_unknown", "clusters", "order_by", name=ordered)
        elif ordered not in scheme.made:
            yield from _metric(case, ordered, ("clusters", "order_by"))


def exclusions(case: Case) -> Iterator[Finding]:
    """Find exclusions that look at what comes after them, and two of one name."""
    names: set[str] = set()
    for index, exclusion in enumerate(case.scheme.exclude):
        if exclusion.exclude in names:
            yield case.find("exclusion_twice", "exclude", index, name=exclusion.exclude)
        names.add(exclusion.exclude)
        yield from _rule(case, exclusion.when, ("exclude", index, "when"), metrics_only=True)


def groups(case: Case) -> Iterator[Finding]:
    """Find groups of one name, and conditions on what is not there."""
    for column, found in case.scheme.groups.items():
        names: set[str] = set()
        for index, group in enumerate(found):
            base: Path = (LISTS[column], index)
            if group.name in names:
                yield case.find("group_twice", *base, name=group.name)
            names.add(group.name)
            if group.at_least is not None and case.scheme.composite is None:
                yield case.find("composite_missing", *base, "at_least", name=group.name)
            if group.codes and case.scheme.code is None:
                yield case.find("codes_without_code", *base, "codes", name=group.name)
            if group.when is not None:
                yield from _rule(case, group.when, (*base, "when"), metrics_only=False)


def _rule(case: Case, rule: Rule, base: Path, *, metrics_only: bool) -> Iterator[Finding]:
    made = case.scheme.made
    for alternative, tests in enumerate(rule.any):
        for name, test in tests.items():
            where = case.test_at(base, rule, alternative, name)
            if metrics_only and name in made and name not in case.known.metrics:
                yield finding("exclusion_of_score", where, name=name)
            elif name not in made and name not in case.known.metrics:
                yield finding("name_unknown", where, name=name)
            elif name not in case.known.circular:
                yield from _kind(case, name, test, where)


def _kind(case: Case, name: str, test: Test, where: Where) -> Iterator[Finding]:
    """Find a text that is compared like a number, or a number like a text."""
    text = name == "code" or (name in case.known.metrics and case.known.domain(name) is None)
    if text:
        if not test.is_:
            yield finding("text_as_number", where, name=name)
        return
    for value in test.is_:
        if value in LEVELS:
            if not isinstance(case.scheme.scores.get(name), Split):
                yield finding("word_for_split", where, name=name, value=value, number=LEVELS[value])
        elif value not in {MISSING, GIVEN} and not _is_number(value):
            yield finding("number_as_text", where, name=name, value=value)


def _is_number(value: str) -> bool:
    return SPAN.fullmatch(value) is not None or re.fullmatch(NUMBER, value) is not None
