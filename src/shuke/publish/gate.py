"""The gate: how many customers share what others can know about them, and what that would tell; in SQL.

k is the size of the smallest class of rows that are alike in the quasi-identifiers; l is the least number of different
values of the sensitive column in a class. Rows that fail are suppressed until none does.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from shuke.engines.duckdb import DuckDB
from shuke.stages.relation import identifier


@dataclass(frozen=True)
class Measure:
    """k and l of a table, with how many rows and classes it has; both 0 for an empty one."""

    k: int
    l: int  # noqa: E741 - the letter of the literature
    rows: int
    classes: int


@dataclass(frozen=True)
class Gate:
    """What is asked: the columns that others can know, those of them that k and l look at, and how much is wanted.

    ``known`` are the columns of k, ``apart`` those of l: the ones from which the sensitive column is not computed.
    """

    known: tuple[str, ...]
    apart: tuple[str, ...]
    sensitive: str
    k: int
    l: int  # noqa: E741 - the letter of the literature


def measure(engine: DuckDB, relation: str, gate: Gate) -> Measure:
    """Return k and l of a table."""
    least, rows, classes = engine.run(
        f"SELECT MIN(n), SUM(n), COUNT(*) FROM (SELECT COUNT(*) AS n FROM {relation} {_grouped(gate.known)})"
    )[0]
    if not rows:
        return Measure(0, 0, 0, 0)
    different = engine.run(
        f"SELECT MIN(d) FROM (SELECT COUNT(DISTINCT {_told(gate.sensitive)}) AS d FROM {relation} "
        f"{_grouped(gate.apart)})"
    )[0][0]
    return Measure(least, different, int(rows), classes)


def failing(engine: DuckDB, relation: str, gate: Gate) -> int:
    """Return how many rows lie in a class that is too small or says too much."""
    return int(engine.run(f"SELECT COUNT(*) FROM ({_failing(relation, gate)})")[0][0])


def suppress(engine: DuckDB, relation: str, gate: Gate) -> int:
    """Remove the rows that fail until none does; return how many went."""
    gone = 0
    while count := failing(engine, relation, gate):
        engine.run(f"DELETE FROM {relation} WHERE rowid IN ({_failing(relation, gate)})")
        gone += count
    return gone


def _failing(relation: str, gate: Gate) -> str:
    """Return the query for the rows of classes that fail."""
    small = f"SELECT {_listed(gate.known)} FROM {relation} {_grouped(gate.known)} HAVING COUNT(*) < {gate.k}"
    telling = (
        f"SELECT {_listed(gate.apart)} FROM {relation} {_grouped(gate.apart)} "
        f"HAVING COUNT(DISTINCT {_told(gate.sensitive)}) < {gate.l}"
    )
    conditions = [
        f"EXISTS (SELECT 1 FROM ({query}) AS c WHERE {_same(columns)})"
        for columns, query in ((gate.known, small), (gate.apart, telling))
    ]
    return f"SELECT t.rowid FROM {relation} AS t WHERE {' OR '.join(conditions)}"


def _grouped(columns: Sequence[str]) -> str:
    return f"GROUP BY {', '.join(map(identifier, columns))}" if columns else ""


def _listed(columns: Sequence[str]) -> str:
    return ", ".join(map(identifier, columns)) or "1 AS whole"


def _same(columns: Sequence[str]) -> str:
    same = (f"c.{identifier(name)} IS NOT DISTINCT FROM t.{identifier(name)}" for name in columns)
    return " AND ".join(same) or "TRUE"


def _told(column: str) -> str:
    """Return the sensitive value; that there is none is a value too."""
    return f"COALESCE(CAST({identifier(column)} AS VARCHAR), '')"
