"""Metrics of a scheme's own, and who is rated: the joined totals become one row of figures per customer.

Law: exactly the customers with a purchase in the window have a row; a metric that counts over other lines or days
is 0 where a customer has none there, and one that divides is empty where its divisor is 0.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from shuke.scheme.model import Attribute, Counted, Difference, Interactions, Ratio, Scaled, Scheme, Test
from shuke.stages.conditions import condition, passes
from shuke.stages.metrics import KINDS_OF_INTERACTION, TYPES, Question, builtin_columns, totals
from shuke.stages.orders import Lines, orders
from shuke.stages.period import Window, window
from shuke.stages.relation import Select, day, identifier, literal, number
from shuke.stages.rounding import half_up, units

EXCLUDED = "_excluded"


@dataclass(frozen=True)
class Side:
    """A relation of further figures per customer, joined to the totals: a name, what it is, what it is 0 for."""

    name: str
    select: Select


def line_columns(scheme: Scheme) -> Mapping[str, str]:
    """Return the columns of order lines that own metrics look at, each with the first metric that does."""
    found: dict[str, str] = {}
    for name, own in scheme.own.items():
        if isinstance(own, Counted) and name in _wanted(scheme):
            for column in own.where:
                found.setdefault(column, name)
    return found


def kinds_of_interaction(question: Question) -> dict[str, tuple[str, Window, str]]:
    """Return the metrics that look at interactions: the kind, over which days, and whether they count or average."""
    found = {
        name: (KINDS_OF_INTERACTION[name], question.window, "count")
        for name in question.builtin
        if name in KINDS_OF_INTERACTION and name not in question.missing
    }
    for name, own in _own(question).items():
        if isinstance(own, Interactions) and name not in question.missing:
            days = window(question.as_of, own.period) if own.period else question.window
            found[name] = (own.interactions, days, own.figure)
    return found


def interactions(relation: str, question: Question) -> Select:
    """Return what each metric counts or averages over interactions, per customer.

    ``relation`` holds ``customer_id``, ``kind`` and what its table calls it (``said``), ``occurred_on``, ``times`` and
    ``value``.
    """
    counts = {}
    for name, (kind, days, shown) in kinds_of_interaction(question).items():
        since = "" if days.first is None else f" AND occurred_on >= {day(days.first)}"
        held = f"(kind = {literal(kind)} OR said = {literal(kind)}){since} AND occurred_on <= {day(days.last)}"
        if shown == "average":
            total = f"SUM(CASE WHEN {held} THEN {units('value', 6)} END)"
            counts[name] = half_up(total, f"(COUNT(CASE WHEN {held} THEN value END) * 1000000)", 6)
        else:
            counts[name] = f"COALESCE(SUM(CASE WHEN {held} THEN times END), 0)"
    return Select({"customer_id": "customer_id", **counts}, relation, group_by=("customer_id",))


def counted(lines: Lines, question: Question) -> list[Side]:
    """Return the relations of the figures that are counted over other days or other lines than the scheme's."""
    groups: dict[tuple[Window, str], dict[str, str]] = {}
    for name, own in _own(question).items():
        if isinstance(own, Counted) and _beside(own):
            days = window(question.as_of, own.period) if own.period else question.window
            held = " AND ".join(_of_line(column, test) for column, test in sorted(own.where.items()))
            groups.setdefault((days, held), {})[name] = own.of
    sides = []
    for index, ((days, held), names) in enumerate(groups.items()):
        found = totals(orders(lines, days, held), dict.fromkeys(names.values()), question)
        columns = {"customer_id": "customer_id", **{name: f"COALESCE({of}, 0)" for name, of in names.items()}}
        sides.append(Side(f"counted_{index}", Select(columns, found)))
    return sides


def rated(source: str, question: Question, sides: tuple[str, ...]) -> Select:
    """Return the metrics of the customers who are rated: those with at least one purchase in the window.

    ``sides`` are the relations of other tables and of figures counted otherwise, one row per customer each. With
    exclusions in the scheme there is one more column: the name of the first that holds for the customer, if any.
    """
    joined = " ".join([source, *(f"LEFT JOIN {side} USING (customer_id)" for side in sides)])
    columns = {"customer_id": "customer_id", **builtin_columns(question)}
    own = _own(question)
    columns.update({name: _base(name, question) for name, metric in own.items() if not is_derived(metric)})
    table = Select(columns, joined, where=("frequency > 0",))
    for name, metric in own.items():
        if is_derived(metric):
            columns = {column: column for column in columns} | {name: expression(name, metric, question)}
            table = Select(columns, table)
    kept = {"customer_id": "customer_id", **{name: name for name in question.metrics}}
    excluded = exclusion(question)
    if excluded is not None:
        kept[EXCLUDED] = excluded
    return table if list(kept) == list(columns) else Select(kept, table)


def exclusion(question: Question) -> str | None:
    """Return the expression of the first exclusion's name that holds; None for a scheme without any."""
    scheme = question.scheme
    if scheme is None or not scheme.exclude:
        return None
    texts = {name for name in question.metrics if question.kind(name) == "text"}
    arms = " ".join(f"WHEN {condition(one.when, texts)} THEN {literal(one.exclude)}" for one in scheme.exclude)
    return f"CASE {arms} END"


def _own(question: Question) -> dict[str, object]:
    """Return the own metrics that are needed, each after those it is made of."""
    scheme = question.scheme
    if scheme is None:
        return {}
    names = dict.fromkeys(one for name in question.metrics for one in question.closure(name))
    return {name: scheme.own[name] for name in names if name in scheme.own}


def _wanted(scheme: Scheme) -> set[str]:
    found: set[str] = set()
    waiting = list(scheme.metrics)
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            waiting += scheme.parts(name)
    return found


def is_derived(metric: object) -> bool:
    """Tell whether an own metric is made of others of the same customer."""
    return isinstance(metric, Ratio | Difference | Scaled) or (isinstance(metric, Counted) and not _beside(metric))


def _beside(metric: Counted) -> bool:
    """Tell whether a figure is counted beside the scheme's own totals; what was refunded is no metric of its own."""
    return metric.period is not None or bool(metric.where) or metric.of == "refunds"


def _base(name: str, question: Question) -> str:
    """Return an own metric over the joined relations."""
    metric, kind = question.scheme.own[name], question.kind(name)  # type: ignore[union-attr]
    if name in question.missing:
        return _constant(question.missing[name], kind)
    if isinstance(metric, Attribute):
        empty = metric.missing
        cell = f"COALESCE({attribute(name)}, {_constant(empty, kind)})" if empty is not None else attribute(name)
        return f"CAST({cell} AS {TYPES[kind]})"
    if isinstance(metric, Interactions) and metric.figure == "average":
        return f"CAST({name} AS {TYPES[kind]})"
    return f"CAST(COALESCE({name}, 0) AS {TYPES[kind]})"


def attribute(name: str) -> str:
    """Return the column under which the customer table's relation holds an attribute metric."""
    return identifier(f"attribute_{name}")


def _constant(value: object, kind: str) -> str:
    """Return a value given in place of one that is missing."""
    text = str(value)
    return f"CAST({literal(text)} AS {TYPES[kind]})"  # type: ignore[index]


def expression(name: str, metric: object, question: Question) -> str:
    """Return an own metric made of others."""
    kind = question.kind(name)
    if isinstance(metric, Counted):
        return metric.of
    if isinstance(metric, Difference):
        first, second = metric.difference
        return f"CAST({first} - {second} AS {TYPES[kind]})"
    if isinstance(metric, Scaled):
        product = f"CAST({metric.scaled} AS DECIMAL(24, 6)) * {number(metric.by)}"
        return f"CAST({product} AS {TYPES[kind]})"
    if isinstance(metric, Ratio):
        over, under = (units(part, 6) for part in metric.ratio)
        # The divisor of a rounded quotient is positive: a negative one gives its sign to the dividend.
        signed = f"({over} * CASE WHEN {metric.ratio[1]} < 0 THEN -1 ELSE 1 END)"
        return f"CAST({half_up(signed, f'ABS({under})', 6)} AS {TYPES[kind]})"
    raise TypeError(name)


def _of_line(column: str, test: Test) -> str:
    return passes(column, test, text=True)
