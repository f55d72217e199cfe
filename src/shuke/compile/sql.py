"""One relation becomes one readable statement; the same relation always gives the same text."""

from __future__ import annotations

from shuke.stages.relation import Select


def write(select: Select, indent: str = "") -> str:
    """Return the statement of a relation, nested queries indented."""
    columns = f",\n{indent}       ".join(
        expression if expression == name else f"{expression} AS {name}" for name, expression in select.columns.items()
    )
    parts = [f"SELECT {columns}", f"FROM {_source(select.source, indent)}"]
    if select.where:
        parts.append("WHERE " + " AND ".join(select.where))
    if select.group_by:
        parts.append("GROUP BY " + ", ".join(select.group_by))
    if select.having:
        parts.append("HAVING " + " AND ".join(select.having))
    if select.order_by:
        parts.append("ORDER BY " + ", ".join(select.order_by))
    return f"\n{indent}".join(parts)


def _source(source: str | Select | tuple[Select, ...], indent: str) -> str:
    if isinstance(source, str):
        return source
    inner = indent + "    "
    queries = source if isinstance(source, tuple) else (source,)
    union = f"\n{inner}UNION ALL\n{inner}".join(write(query, inner) for query in queries)
    return f"(\n{inner}{union}\n{indent}) AS source"
