"""Weights: they add up, they count for something, and judgements agree with themselves."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal

from shuke.scheme.ahp import best_change
from shuke.scheme.document import Path
from shuke.scheme.lint.case import Case
from shuke.scheme.lint.finding import Finding, Phrase
from shuke.scheme.model import Points, Sum

ENDS = ("at_least", "at_most")


def weights(case: Case) -> Iterator[Finding]:
    """Find weights that do not add up to 1, that are negative, or nothing."""
    for name, score in case.scheme.scores.items():
        if isinstance(score, Sum):
            yield from _weights(case, score.sum, score.total, ("scores", name, "sum"))
        low, high = (getattr(score, key, None) if isinstance(score, Sum | Points) else None for key in ENDS)
        if low is not None and high is not None and low > high:
            yield case.find("ends_crossed", "scores", name, "at_least", low=low, high=high)
    composite = case.scheme.composite
    if composite is not None and composite.weights:
        yield from _weights(case, composite.weights, composite.total, ("composite", "weights"))


def _weights(case: Case, given: Mapping[str, Decimal], total: str, path: Path) -> Iterator[Finding]:
    added = sum(given.values(), Decimal(0))
    if total == "one" and added != 1:
        terms = " + ".join(f"{weight.normalize():f}" if weight else "0" for weight in given.values())
        key = "weights_over" if added > 1 else "weights_under"
        off = Phrase(f"lint.{key}", {"by": abs(added - 1)})
        yield case.find("weights_total", *path, total=added, terms=terms, off=off)
    for name, weight in given.items():
        if weight < 0:
            yield case.find("weight_negative", *path, name, name=name, weight=weight)
        elif weight == 0:
            yield case.find("weight_zero", *path, name, name=name)


def unused(case: Case) -> Iterator[Finding]:
    """Find scores and own metrics that nothing looks at."""
    scheme = case.scheme
    used: set[str] = set(scheme.composite.of) if scheme.composite else set()
    used |= set(scheme.code.digits) if scheme.code else set()
    used |= {scheme.cells.rows, scheme.cells.columns} if scheme.cells else set()
    used |= {*scheme.clusters.of, scheme.clusters.order_by} if scheme.clusters else set()
    used |= {name for found in scheme.groups.values() for group in found if group.when for name in group.when.names}
    used |= {name for exclusion in scheme.exclude for name in exclusion.when.names}
    for name, score in scheme.scores.items():
        used |= set(score.sum) - {name} if isinstance(score, Sum) else {score.metric, *getattr(score, "within", ())}
    used |= {part for name in scheme.own for part in scheme.parts(name) if part != name}
    for name in scheme.scores:
        if name not in used:
            yield case.find("score_unused", "scores", name, name=name)
    for name in scheme.own:
        if name not in used:
            yield case.find("metric_unused", "metrics", name, name=name)


def judgements(case: Case) -> Iterator[Finding]:
    """Find judgements that contradict their own reverse, or one another."""
    composite = case.scheme.composite
    if composite is None or composite.ahp is None or len(set(composite.ahp.of)) != len(composite.ahp.of):
        return
    asked = composite.ahp
    weighing = case.known.weighing
    if weighing is None:
        return
    for one, other in weighing.not_reciprocal:
        row, column = asked.of.index(one), asked.of.index(other)
        there, back = asked.matrix[row][column], asked.matrix[column][row]
        path = ("composite", "ahp", "matrix", column, row)
        yield case.find("matrix_not_reciprocal", *path, one=one, other=other, there=there, back=back)
    if weighing.not_reciprocal or weighing.consistent:
        return
    one, other = weighing.worst
    row, column = asked.of.index(one), asked.of.index(other)
    change = best_change(asked)
    yield case.find(
        "matrix_inconsistent",
        *("composite", "ahp", "matrix", row, column),
        cr=weighing.cr,
        one=one,
        other=other,
        judgement=asked.matrix[row][column],
        fitting=weighing.fitting,
        pair=Phrase("lint.pair", {"one": change.pair[0], "other": change.pair[1]}),
        change=change.judgement,
        better=change.cr,
    )
