"""Running totals as relations: by one window over everything, or by windows over the parts of the order.

The two say the same. One window is one sort in one place; in parts, each part of the order is sorted where it lies, and
only the weights of the parts meet: no engine has to bring a whole table to one of its workers.
"""

from __future__ import annotations

from collections.abc import Callable

from shuke.stages.relation import Running, Select

# The parts are steps on a scale of logarithms: so many for a factor of e, each 0.4 % wide.
STEPS = 256
# Empty values are a part of their own, behind all others.
LAST = 1_000_000

Writer = Callable[[Select, str], str]


def windowed(asked: Running, write: Writer, indent: str) -> str:
    """Return running totals by one window per group."""
    running = f"SUM({asked.weight}) OVER ({_group(asked)}ORDER BY {_order(asked)} ROWS UNBOUNDED PRECEDING)"
    held = f"CASE WHEN {asked.value} IS NOT NULL THEN {asked.weight} ELSE 0 END"
    columns = {
        **{name: name for name in asked.heads.columns},
        asked.before: f"CAST({running} - {asked.weight} AS HUGEINT)",
        asked.whole: f"CAST(SUM({held}) OVER ({_group(asked).strip()}) AS HUGEINT)",
    }
    return write(Select(columns, asked.heads), indent)


def parted(asked: Running, write: Writer, indent: str) -> str:
    """Return running totals by windows over parts of the order, each moved by the weight of the parts before it."""
    keys = ", ".join((*asked.within, "_part"))
    last = LAST if asked.best == "low" else -LAST
    direction = "DESC" if asked.best == "high" else "ASC"
    inner = indent + "    "
    heads = Select({**{name: name for name in asked.heads.columns}, "_part": _part(asked.value, last)}, asked.heads)
    held = Select(
        {**{name: name for name in (*asked.within, "_part")}, "_held": f"SUM({asked.weight})"},
        "_cut",
        group_by=(*asked.within, "_part"),
    )
    ahead = f"SUM(_held) OVER ({_group(asked)}ORDER BY _part {direction} ROWS UNBOUNDED PRECEDING) - _held"
    counted = f"SUM(CASE WHEN _part <> {last} THEN _held ELSE 0 END) OVER ({_group(asked).strip()})"
    ends = Select(
        {**{name: name for name in (*asked.within, "_part")}, "_ahead": ahead, "_all": counted},
        "_parts",
    )
    running = f"SUM({asked.weight}) OVER (PARTITION BY {keys} ORDER BY {_order(asked)} ROWS UNBOUNDED PRECEDING)"
    columns = {
        **{name: name for name in asked.heads.columns},
        asked.before: f"CAST(_ahead + {running} - {asked.weight} AS HUGEINT)",
        asked.whole: "CAST(_all AS HUGEINT)",
    }
    named = f",\n{indent}".join(
        f"{name} AS (\n{inner}{write(one, inner)}\n{indent})"
        for name, one in (("_cut", heads), ("_parts", held), ("_ends", ends))
    )
    return f"WITH {named}\n{indent}{write(Select(columns, f'_cut JOIN _ends USING ({keys})'), indent)}"


def _group(asked: Running) -> str:
    return f"PARTITION BY {', '.join(asked.within)} " if asked.within else ""


def _order(asked: Running) -> str:
    return f"{asked.value} {'DESC' if asked.best == 'high' else 'ASC'} NULLS LAST"


def _part(value: str, last: int) -> str:
    """Return the number of a value's part: the greater the value, the greater or equal the part."""
    size = f"CAST(FLOOR(LN(1 + ABS(CAST({value} AS DOUBLE))) * {STEPS}) AS INTEGER)"
    return f"CASE WHEN {value} IS NULL THEN {last} WHEN {value} < 0 THEN -{size} ELSE {size} END"
