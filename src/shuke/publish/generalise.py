"""The levels at which the gate opens: the column whose next level helps most is made more general, one step a time."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from shuke.engines.duckdb import DuckDB
from shuke.errors import DataError
from shuke.publish.gate import Gate
from shuke.publish.ladders import Ladder
from shuke.stages.relation import identifier

LEVELS, COMBINED = "product_levels", "product_combinations"


def choose(engine: DuckDB, relation: str, ladders: Sequence[Ladder], gate: Gate, most: Decimal) -> dict[str, int]:
    """Return the level of each column at which at most a share of ``most`` of the rows must be suppressed.

    Raises:
        DataError: not even with everything hidden is that so.
    """
    _combine(engine, relation, ladders, gate)
    rows = int(engine.run(f"SELECT COALESCE(SUM(n), 0) FROM {COMBINED}")[0][0])
    levels = dict.fromkeys((ladder.column for ladder in ladders), 0)
    fails = _failing(engine, levels, gate)
    while fails > rows * most:
        tried = []
        for place, ladder in enumerate(ladders):
            level = levels[ladder.column] + 1
            if level < len(ladder.levels):
                left = _failing(engine, {**levels, ladder.column: level}, gate)
                tried.append((left, level, place, ladder.column))
        if not tried:
            raise DataError(
                "publish_gate", rows=f"{rows:,}", fails=f"{fails:,}", k=gate.k, least=gate.l, name=gate.sensitive
            )
        fails, level, _, column = min(tried)
        levels[column] = level
    return _relaxed(engine, levels, gate, rows * most)


def _relaxed(engine: DuckDB, levels: dict[str, int], gate: Gate, most: Decimal) -> dict[str, int]:
    """Return the levels with every step taken back that turned out not to be needed."""
    found = dict(levels)
    for column, level in levels.items():
        for lower in range(level - 1, -1, -1):
            if _failing(engine, {**found, column: lower}, gate) > most:
                break
            found[column] = lower
    return found


def _combine(engine: DuckDB, relation: str, ladders: Sequence[Ladder], gate: Gate) -> None:
    """Keep how many rows have each combination of all levels of all columns with a sensitive value."""
    cells = [
        f"COALESCE(CAST({level.expression} AS VARCHAR), '') AS {_name(ladder.column, number)}"
        for ladder in ladders
        for number, level in enumerate(ladder.levels)
    ]
    told = f"COALESCE(CAST({identifier(gate.sensitive)} AS VARCHAR), '') AS told"
    engine.run(f"CREATE OR REPLACE TEMP TABLE {LEVELS} AS SELECT {', '.join([*cells, told])} FROM {relation}")
    engine.run(f"CREATE OR REPLACE TEMP TABLE {COMBINED} AS SELECT *, COUNT(*) AS n FROM {LEVELS} GROUP BY ALL")


def _failing(engine: DuckDB, levels: dict[str, int], gate: Gate) -> int:
    known = [_name(column, levels[column]) for column in gate.known]
    apart = [_name(column, levels[column]) for column in gate.apart]
    told = f"SELECT {', '.join([*known, 'told'])}, SUM(n) AS n FROM {COMBINED} GROUP BY {', '.join([*known, 'told'])}"
    sizes = f"SELECT {', '.join([*known, 'SUM(n) AS size'])} FROM told_classes {_grouped(known)}"
    values = f"SELECT {', '.join([*apart, 'COUNT(DISTINCT told) AS values'])} FROM told_classes {_grouped(apart)}"
    query = (
        f"WITH told_classes AS ({told}) SELECT COALESCE(SUM(n), 0) FROM told_classes "
        f"{_joined(sizes, known)} {_joined(values, apart)} WHERE size < {gate.k} OR values < {gate.l}"
    )
    return int(engine.run(query)[0][0])


def _joined(query: str, columns: Sequence[str]) -> str:
    return f"JOIN ({query}) USING ({', '.join(columns)})" if columns else f"CROSS JOIN ({query})"


def _grouped(columns: Sequence[str]) -> str:
    return f"GROUP BY {', '.join(columns)}" if columns else ""


def _name(column: str, level: int) -> str:
    return identifier(f"{column}.{level}")
