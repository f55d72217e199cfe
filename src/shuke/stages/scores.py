"""Fitted scores become columns: a plain expression on each row, the later scores over the earlier ones.

Law: equal values get equal scores, whatever the engine, the order of rows or the number of threads; only
``ties: split`` tells equal values apart, by the customer's id.
"""

from __future__ import annotations

from collections.abc import Mapping

from shuke.stages.fitted import Fit, Nested, Ordered, Total
from shuke.stages.relation import Select


def scores(source: str | Select, carried: tuple[str, ...], fitted: Mapping[str, Fit]) -> Select:
    """Return the rated customers with their scores: the carried columns, then one column per score."""
    columns = {name: name for name in carried}
    table: str | Select = source
    waiting = dict(fitted)
    # A score that looks at others comes one query further out than the last of them.
    while waiting:
        ready = {name: fit for name, fit in waiting.items() if not waiting.keys() & set(inputs(fit))}
        table = Select({**columns, **{name: fit.expression() for name, fit in ready.items()}}, table)
        columns.update({name: name for name in ready})
        waiting = {name: fit for name, fit in waiting.items() if name not in ready}
    order = {name: name for name in (*carried, *fitted)}
    if isinstance(table, Select) and list(table.columns) == list(order):
        return table
    return Select(order, table)


def inputs(fit: Fit) -> tuple[str, ...]:
    """Return the scores that a score looks at."""
    if isinstance(fit, Nested | Ordered):
        return fit.within
    return tuple(fit.weights) if isinstance(fit, Total) else ()
