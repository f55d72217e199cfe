"""One relation becomes one readable statement; the same relation always gives the same text."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from shuke.compile.running import Writer, windowed
from shuke.stages.relation import Positions, Running, Select

Totals = Callable[[Running, Writer, str], str]


def write(select: Select, indent: str = "", totals: Totals = windowed) -> str:
    """Return the statement of a relation, nested queries indented; ``totals`` writes its running totals."""
    columns = f",\n{indent}       ".join(
        expression if expression == name else f"{expression} AS {name}" for name, expression in select.columns.items()
    )
    parts = [f"SELECT {columns}", f"FROM {_source(select.source, indent, totals)}"]
    if select.where:
        parts.append("WHERE " + " AND ".join(select.where))
    if select.group_by:
        parts.append("GROUP BY " + ", ".join(select.group_by))
    if select.having:
        parts.append("HAVING " + " AND ".join(select.having))
    if select.order_by:
        parts.append("ORDER BY " + ", ".join(select.order_by))
    if select.limit is not None:
        parts.append(f"LIMIT {select.limit}")
    return f"\n{indent}".join(parts)


def at_positions(asked: Positions) -> str:
    """Return the expression for the values at some positions, as a list.

    Each fraction aims at the middle of its position, so that no rounding of it can reach a neighbour.
    """
    fractions = ", ".join(f"CAST({2 * one + 1} AS DOUBLE) / {2 * asked.count}" for one in asked.positions)
    return f"QUANTILE_DISC({asked.value}, [{fractions}])"


def order_statistics(asked: Sequence[Positions], source: str | Select) -> Select:
    """Return one query for the values at positions of several expressions: columns ``q0``, ``q1`` … of lists."""
    return Select({f"q{index}": at_positions(one) for index, one in enumerate(asked)}, source)


def by_totals(asked: Positions, source: str | Select) -> Select:
    """Return one query for the values at some positions by running totals: columns ``q0``, ``q1`` … of values."""
    heads = Select(
        {"_value": asked.value, "_heads": "COUNT(*)"}, source, (f"{asked.value} IS NOT NULL",), (asked.value,)
    )
    ranked = Running(heads, "_value", "_heads", "low")
    columns = {
        f"q{index}": f"MIN(CASE WHEN _before + _heads > {one} THEN _value END)"
        for index, one in enumerate(asked.positions)
    }
    return Select(columns, ranked)


def _source(source: str | Select | Running | tuple[Select, ...], indent: str, totals: Totals) -> str:
    if isinstance(source, str):
        return source
    inner = indent + "    "

    def one(select: Select, indent: str) -> str:
        return write(select, indent, totals)

    if isinstance(source, Running):
        return f"(\n{inner}{totals(source, one, inner)}\n{indent}) AS source"
    queries = source if isinstance(source, tuple) else (source,)
    union = f"\n{inner}UNION ALL\n{inner}".join(one(query, inner) for query in queries)
    return f"(\n{inner}{union}\n{indent}) AS source"
